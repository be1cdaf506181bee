package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;

/** JSON as PHP's {@code json_encode} writes it: slashes escaped, everything beyond ASCII as {@code \\u} with lower-case hex. */
final class PhpJson {

    private static final HexFormat HEX = HexFormat.of();

    private PhpJson() {}

    static byte[] bytes(JsonNode node) {
        return text(node).getBytes(StandardCharsets.US_ASCII);
    }

    static String text(JsonNode node) {
        StringBuilder out = new StringBuilder();
        write(node, out);
        return out.toString();
    }

    private static void write(JsonNode node, StringBuilder out) {
        if (node.isObject()) {
            char before = '{';
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                out.append(before);
                quote(field.getKey(), out);
                out.append(':');
                write(field.getValue(), out);
                before = ',';
            }
            out.append(before == '{' ? "{}" : "}");
        } else if (node.isArray()) {
            char before = '[';
            for (JsonNode item : node) {
                out.append(before);
                write(item, out);
                before = ',';
            }
            out.append(before == '[' ? "[]" : "]");
        } else if (node.isTextual()) {
            quote(node.textValue(), out);
        } else if (node.isFloatingPointNumber()) {
            // PHP drops a zero fraction: 12.0 becomes 12.
            String plain = node.decimalValue().stripTrailingZeros().toPlainString();
            out.append(plain);
        } else {
            out.append(node.asText());
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '/' -> out.append("\\/");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || c > 0x7f) {
                        out.append("\\u").append(HEX.toHexDigits(c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
