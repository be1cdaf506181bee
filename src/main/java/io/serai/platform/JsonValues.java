package io.serai.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.product.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Small conversions between a platform's JSON and the hub's values that all mappers share. */
public final class JsonValues {

    private JsonValues() {}

    public static Value text(JsonNode node) {
        return isNull(node) ? Value.NONE : Value.text(node.asText());
    }

    /** What is no number, as some shops' plugins write, counts as nothing. */
    public static Value decimal(JsonNode node) {
        if (isNull(node)) {
            return Value.NONE;
        }
        try {
            return node.isNumber() ? Value.decimal(node.decimalValue()) : Value.decimal(node.asText());
        } catch (NumberFormatException notANumber) {
            return Value.NONE;
        }
    }

    public static boolean isNull(JsonNode node) {
        return node == null || node.isNull() || node.isMissingNode();
    }

    /** The text of a value, empty for none. */
    public static String string(Value value) {
        return value instanceof Value.Text text ? text.text() : "";
    }

    /** The number of a value, null for none. */
    public static BigDecimal number(Value value) {
        return value instanceof Value.Decimal decimal ? decimal.number() : null;
    }

    public static boolean isOn(Value value) {
        return value instanceof Value.Flag flag && flag.on();
    }

    public static List<String> terms(Value value) {
        return value instanceof Value.Terms terms ? List.copyOf(terms.terms()) : List.of();
    }

    /** Puts a decimal as text, the way both shops take money, or null for none. */
    public static void putPlain(ObjectNode node, String key, Value value) {
        BigDecimal number = number(value);
        node.put(key, number == null ? null : number.toPlainString());
    }

    /** The texts below {@code key} of each entry. */
    public static List<String> each(JsonNode array, String key) {
        List<String> texts = new ArrayList<>();
        array.forEach(entry -> texts.add(entry.path(key).asText()));
        return texts;
    }
}
