package io.serai.product;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.problem.Flaw;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads values a person gave for fields, and says of each that cannot be taken where it is and why. */
public final class FieldValues {

    /** Another name of {@link Field#NET_SALES_PRICE}, by which most people know it. */
    static final String PRICE = "price";

    private static final int MAX_DECIMALS = 4;

    /** As many as Shopify takes; products are found by these. */
    private static final int LONGEST_SKU = 255;

    private final List<Flaw> flaws;

    /** @param flaws takes what is wrong */
    public FieldValues(List<Flaw> flaws) {
        this.flaws = flaws;
    }

    /** The field a person means by a name. */
    public static Optional<Field> named(String name) {
        return name.equals(PRICE) ? Optional.of(Field.NET_SALES_PRICE) : Field.find(name);
    }

    /**
     * The fields of one level that the object has. Its other members are left alone. Images without an order are in the
     * order they are given.
     *
     * @param path of the object in the body
     */
    Map<Field, Value> of(Field.Level level, JsonNode object, List<String> path) {
        Map<Field, Value> values = new EnumMap<>(Field.class);
        object.properties().forEach(member -> named(member.getKey())
                .filter(field -> field.level() == level)
                .ifPresent(field -> {
                    List<String> place = below(path, member.getKey());
                    if (values.put(field, of(field, member.getValue(), place)) != null) {
                        flaws.add(Flaw.at(place, "The price is given twice", "Give price or netSalesPrice"));
                    }
                }));
        if (values.get(Field.IMAGES) instanceof Value.Terms) {
            values.putIfAbsent(Field.IMAGE_ORDER, Field.IMAGE_ORDER.kind().fromJson(object.get(Field.IMAGES.key())));
        }
        return values;
    }

    /** @return {@link Value#NONE} also for what cannot be taken */
    public Value of(Field field, JsonNode json, List<String> path) {
        if (json.isNull()) {
            return empty(field, path);
        }
        String wrong = wrong(field, json);
        if (wrong != null) {
            flaws.add(Flaw.at(path, wrong, null));
            return Value.NONE;
        }
        Value value = field.kind().fromJson(json);
        if (isBlank(value)) {
            return empty(field, path);
        }
        return field == Field.SKU ? Value.text(json.textValue().strip()) : value;
    }

    private Value empty(Field field, List<String> path) {
        if (field == Field.NAME) {
            flaws.add(Flaw.at(path, "A product has a name", "Give one that is not blank"));
        }
        return Value.NONE;
    }

    private static boolean isBlank(Value value) {
        return value instanceof Value.Text text && text.text().isBlank();
    }

    private static String wrong(Field field, JsonNode json) {
        return switch (field.kind()) {
            case TEXT, HTML -> json.isTextual() ? wrongText(field, json.textValue()) : "It must be a text";
            case DECIMAL -> json.isNumber() ? wrongNumber(json.decimalValue()) : "It must be a number";
            case FLAG -> json.isBoolean() ? null : "It must be true or false";
            case TERMS, SEQUENCE -> isTexts(json) ? null : "It must be a list of texts, none of them blank";
            case OPTIONS -> isOptions(json) ? null : "It must hold option names with their values, none of them blank";
        };
    }

    private static String wrongText(Field field, String text) {
        String sku = text.strip();
        if (field == Field.SKU && sku.codePointCount(0, sku.length()) > LONGEST_SKU) {
            return "It has at most " + LONGEST_SKU + " characters";
        }
        boolean isCountry = field == Field.COUNTRY_OF_ORIGIN;
        return isCountry && !text.isBlank() && !text.matches("[A-Z]{2}")
                ? "A country is its two capital letters (ISO 3166)"
                : null;
    }

    private static String wrongNumber(BigDecimal number) {
        if (number.signum() < 0) {
            return "It is never negative";
        }
        return number.stripTrailingZeros().scale() > MAX_DECIMALS ? "It has at most four decimals" : null;
    }

    private static boolean isTexts(JsonNode json) {
        return json.isArray() && all(json, FieldValues::isText);
    }

    private static boolean isOptions(JsonNode json) {
        return json.isObject()
                && all(json, FieldValues::isText)
                && json.properties().stream()
                        .noneMatch(option -> option.getKey().isBlank());
    }

    private static boolean isText(JsonNode json) {
        return json.isTextual() && !json.textValue().isBlank();
    }

    private static boolean all(JsonNode container, Predicate<JsonNode> test) {
        for (JsonNode element : container) {
            if (!test.test(element)) {
                return false;
            }
        }
        return true;
    }

    /** The path of a member or element. */
    public static List<String> below(List<String> path, String step) {
        List<String> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }
}
