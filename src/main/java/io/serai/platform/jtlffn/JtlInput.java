package io.serai.platform.jtlffn;

import static io.serai.platform.JsonValues.number;
import static io.serai.platform.JsonValues.string;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.platform.JsonValues;
import io.serai.platform.Units;
import io.serai.product.Field;
import io.serai.product.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The hub's values in the spelling of JTL-FFN's bodies. The way back is {@link JtlProductMapper}'s. */
final class JtlInput {

    /** What a change replaces as a whole, so that what Serai does not mean has to be sent with it. */
    static final List<String> OBJECTS = List.of("identifier", "specifications", "dimensions");

    /** Those that hold more than Serai knows, and that every product has. */
    static final List<String> SHARED_OBJECTS = List.of("identifier", "specifications");

    private static final Set<Field> TEXTS = Set.of(
            Field.NAME,
            Field.SKU,
            Field.MANUFACTURER,
            Field.WAREHOUSE_NOTES,
            Field.GTIN,
            Field.HAN,
            Field.CUSTOMS_CODE);
    private static final int LONGEST_LINE = 255;
    private static final int LONGEST_NOTE = 4096;
    private static final String METRES = "m";
    private static final int COUNTRY_CODE = 2;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private JtlInput() {}

    /** These fields alone, null for what is to be empty; of objects only the parts that are meant. */
    static ObjectNode product(Map<Field, Value> fields) {
        ObjectNode body = JSON.objectNode();
        new TreeMap<>(fields).forEach((field, value) -> {
            switch (field) {
                case NAME -> body.put("name", string(value).strip());
                case SKU -> body.put("merchantSku", string(value).strip());
                case MANUFACTURER -> put(body, "manufacturer", value);
                case WAREHOUSE_NOTES -> put(body, "note", value);
                case COUNTRY_OF_ORIGIN -> put(body, "originCountry", value);
                case WEIGHT_IN_KG -> body.set("weight", decimal(value));
                case GTIN -> put(body.withObjectProperty("identifier"), "ean", value);
                case HAN -> partNumber(body.withObjectProperty("identifier"), value);
                case CUSTOMS_CODE -> put(body.withObjectProperty("specifications"), "taric", value);
                case HEIGHT_IN_CM -> dimension(body, "height", value);
                case LENGTH_IN_CM -> dimension(body, "length", value);
                case WIDTH_IN_CM -> dimension(body, "width", value);
                default -> {
                    // that it exists is said by sending it; the rest has no place here
                }
            }
        });
        return body;
    }

    private static void put(ObjectNode body, String name, Value value) {
        String text = string(value).strip();
        body.put(name, text.isEmpty() ? null : text);
    }

    private static JsonNode decimal(Value value) {
        BigDecimal number = number(value);
        return number == null ? JSON.nullNode() : JSON.numberNode(number);
    }

    private static void dimension(ObjectNode body, String side, Value value) {
        body.withObjectProperty("dimensions").set(side, decimal(Units.fromCentimetres(value, METRES)));
    }

    private static void partNumber(ObjectNode identifier, Value value) {
        put(identifier.withObjectProperty("mpn"), "partNumber", value);
    }

    /**
     * What is sent for a body that has only parts of its objects.
     *
     * @param held the product as it is there; an empty object for one that is yet to be made
     */
    static ObjectNode whole(ObjectNode body, JsonNode held) {
        ObjectNode whole = body.deepCopy();
        OBJECTS.stream().filter(whole::has).forEach(name -> {
            ObjectNode merged = merged(held.path(name), whole.get(name));
            if (name.equals("identifier")) {
                complete(merged, whole.path("manufacturer"), held.path("manufacturer"));
            }
            if (merged.isEmpty() && name.equals("dimensions")) {
                whole.putNull(name);
            } else {
                whole.set(name, merged);
            }
        });
        return whole;
    }

    private static ObjectNode merged(JsonNode held, JsonNode meant) {
        ObjectNode merged = held instanceof ObjectNode object ? object.deepCopy() : JSON.objectNode();
        meant.properties().forEach(part -> {
            if (part.getValue().isObject()) {
                merged.set(part.getKey(), merged(held.path(part.getKey()), part.getValue()));
            } else if (part.getValue().isNull()) {
                merged.remove(part.getKey());
            } else {
                merged.set(part.getKey(), part.getValue());
            }
        });
        return merged;
    }

    /** A part number is nothing without its manufacturer, and a manufacturer's name alone is none. */
    private static void complete(ObjectNode identifier, JsonNode meant, JsonNode held) {
        if (!(identifier.get("mpn") instanceof ObjectNode mpn)) {
            return;
        }
        if (!mpn.has("partNumber")) {
            identifier.remove("mpn");
        } else if (JsonValues.isNull(mpn.get("manufacturer"))) {
            mpn.put("manufacturer", meant.isTextual() ? meant.asText() : held.asText(""));
        }
    }

    /**
     * Whether JTL-FFN has a way to hold the value.
     *
     * @param wanted the variant's values, those of its dimensions at least
     */
    static boolean isSendable(Field field, Map<Field, Value> wanted) {
        Value value = wanted.getOrDefault(field, Value.NONE);
        return isShort(field, value) && isHeld(field, value, wanted);
    }

    private static boolean isShort(Field field, Value value) {
        boolean isText = TEXTS.contains(field);
        int longest = field == Field.WAREHOUSE_NOTES ? LONGEST_NOTE : LONGEST_LINE;
        return !isText || string(value).strip().length() <= longest;
    }

    private static boolean isHeld(Field field, Value value, Map<Field, Value> wanted) {
        return switch (field) {
            case SKU -> !string(value).isBlank();
            case COUNTRY_OF_ORIGIN ->
                string(value).isBlank() || string(value).strip().length() == COUNTRY_CODE;
            case HEIGHT_IN_CM, LENGTH_IN_CM, WIDTH_IN_CM -> hasWholeDimensions(wanted);
            default -> true;
        };
    }

    private static boolean hasWholeDimensions(Map<Field, Value> wanted) {
        boolean hasBoth = has(wanted, Field.LENGTH_IN_CM) && has(wanted, Field.HEIGHT_IN_CM);
        boolean hasNone = JtlFields.DIMENSIONS.stream().noneMatch(side -> has(wanted, side));
        return hasBoth || hasNone;
    }

    private static boolean has(Map<Field, Value> wanted, Field side) {
        return number(wanted.getOrDefault(side, Value.NONE)) != null;
    }
}
