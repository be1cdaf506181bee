package io.serai.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads what platforms send, in deliveries and in answers. It is strict where two readings are possible: one document, UTF-8,
 * no member twice, no number rounded. It forgives what has one meaning alone: a byte order mark, which a shop's own files may
 * put before everything it says, and characters that no database takes, without which the text is the same to a reader.
 * Thread-safe.
 */
public final class PlatformJson {

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build()
            .reader();

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final String REPLACEMENT = "\uFFFD";

    private static final String ESCAPE = "\\u";

    /** Valid UTF-8 can say what no database takes only by such an escape. */
    private static final Pattern SUSPECT = Pattern.compile("\\\\u(?:0000|[dD][89a-fA-F])");

    private PlatformJson() {}

    /**
     * @return missing if there is nothing to read
     * @throws JsonProcessingException if it is no JSON
     */
    public static JsonNode read(String text) throws JsonProcessingException {
        String document = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        JsonNode json = READER.readTree(document);
        return document.contains(ESCAPE) && SUSPECT.matcher(document).find() ? storable(json) : json;
    }

    /** The text of bytes in UTF-8, empty if they are in another encoding. */
    public static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    private static JsonNode storable(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(member -> member.setValue(storable(member.getValue())));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, storable(array.get(i)));
            }
        } else if (node instanceof TextNode text) {
            return TextNode.valueOf(storable(text.textValue()));
        }
        return node;
    }

    /** Without U+0000, and with the usual sign where half of a surrogate pair is. */
    private static String storable(String text) {
        StringBuilder storable = new StringBuilder(text.length());
        text.codePoints().filter(character -> character != 0).forEach(character -> {
            if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
                storable.append(REPLACEMENT);
            } else {
                storable.appendCodePoint(character);
            }
        });
        return storable.toString();
    }
}
