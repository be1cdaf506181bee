package io.serai.twin.jtlffn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a request's body may hold: reads it into the fields that are known, and says what is wrong with the rest. */
final class Model {

    /** Reads one value, or says what is wrong with it. */
    private interface Reader {
        JsonNode read(JsonNode given, String target, List<FfnError.Message> wrong);
    }

    private record Field(Reader reader, boolean required, boolean nullable) {}

    private final Map<String, Field> fields = new LinkedHashMap<>();

    /** A text that must be there. */
    Model text(String name, int min, int max) {
        return field(name, texts(min, max), true, false);
    }

    /** A text that may be missing or null. */
    Model optionalText(String name, int min, int max) {
        return field(name, texts(min, max), false, true);
    }

    Model decimal(String name) {
        return field(name, Model::decimals, true, false);
    }

    Model optionalDecimal(String name) {
        return field(name, Model::decimals, false, true);
    }

    Model optionalBoolean(String name) {
        return field(name, (g, t, w) -> g.isBoolean() ? g : wrong(w, t, "must be true or false"), false, false);
    }

    Model optionalInteger(String name, int min, int max) {
        Reader reader = (g, t, w) -> g.isIntegralNumber() && g.asLong() >= min && g.asLong() <= max
                ? g
                : wrong(w, t, "must be a whole number from %d to %d".formatted(min, max));
        return field(name, reader, false, false);
    }

    Model optionalTime(String name) {
        Reader reader = (g, t, w) -> g.isTextual() && FfnTime.read(g.asText()).isPresent()
                ? g
                : wrong(w, t, "must be a time with its offset");
        return field(name, reader, false, true);
    }

    Model choice(String name, boolean required, Set<String> values) {
        Reader reader = (g, t, w) ->
                g.isTextual() && values.contains(g.asText()) ? g : wrong(w, t, "must be one of " + values);
        return field(name, reader, required, false);
    }

    Model model(String name, boolean required, Model model) {
        return field(name, model::readObject, required, !required);
    }

    Model models(String name, boolean required, int least, Model model) {
        Reader reader = (given, target, wrong) -> {
            if (!(given instanceof ArrayNode list) || list.size() < least) {
                return wrong(wrong, target, "must be a list of at least " + least);
            }
            ArrayNode read = Json.MAPPER.createArrayNode();
            for (int i = 0; i < list.size(); i++) {
                read.add(model.readObject(list.get(i), target + "[" + i + "]", wrong));
            }
            return read;
        };
        return field(name, reader, required, false);
    }

    private Model field(String name, Reader reader, boolean required, boolean nullable) {
        fields.put(name, new Field(reader, required, nullable));
        return this;
    }

    /**
     * The known fields of a body that makes something; those that are null are left out.
     *
     * @throws FfnError naming every field that is wrong
     */
    ObjectNode whole(ObjectNode given) {
        List<FfnError.Message> wrong = new ArrayList<>();
        JsonNode read = readObject(given, "", wrong);
        refuse(wrong);
        return (ObjectNode) read;
    }

    /**
     * The known fields of a body that changes something; null stands for what is to be empty.
     *
     * @throws FfnError naming every field that is wrong
     */
    ObjectNode part(ObjectNode given) {
        List<FfnError.Message> wrong = new ArrayList<>();
        ObjectNode read = Json.object();
        fields.forEach((name, field) -> {
            if (given.has(name)) {
                if (given.get(name).isNull() && field.nullable()) {
                    read.putNull(name);
                } else {
                    read.set(name, value(field, given.get(name), name, wrong));
                }
            }
        });
        refuse(wrong);
        return read;
    }

    private static void refuse(List<FfnError.Message> wrong) {
        if (!wrong.isEmpty()) {
            throw FfnError.invalid(wrong);
        }
    }

    private JsonNode readObject(JsonNode given, String target, List<FfnError.Message> wrong) {
        ObjectNode read = Json.object();
        if (!given.isObject()) {
            return wrong(wrong, target, "must be an object");
        }
        fields.forEach((name, field) -> {
            JsonNode value = given.get(name);
            String at = target.isEmpty() ? name : target + "." + name;
            if (value == null && field.required()) {
                wrong(wrong, at, "is required");
            } else if (value != null && !(value.isNull() && field.nullable())) {
                read.set(name, value(field, value, at, wrong));
            }
        });
        return read;
    }

    private static JsonNode value(Field field, JsonNode given, String target, List<FfnError.Message> wrong) {
        return given.isNull() ? wrong(wrong, target, "must not be null") : field.reader().read(given, target, wrong);
    }

    private static Reader texts(int min, int max) {
        return (given, target, wrong) -> {
            boolean fits = given.isTextual()
                    && given.asText().length() >= min
                    && given.asText().length() <= max;
            return fits ? given : wrong(wrong, target, "must be a text of %d to %d characters".formatted(min, max));
        };
    }

    private static JsonNode decimals(JsonNode given, String target, List<FfnError.Message> wrong) {
        return given.isNumber() ? number(given.decimalValue()) : wrong(wrong, target, "must be a number");
    }

    /** A decimal as the network writes it: no zeros at the end, no exponent, the same as read back from JSON. */
    static JsonNode number(BigDecimal value) {
        BigDecimal plain = value.stripTrailingZeros();
        if (plain.scale() > 0) {
            return DecimalNode.valueOf(plain);
        }
        return plain.precision() - plain.scale() < 10 ? IntNode.valueOf(plain.intValueExact()) : DecimalNode.valueOf(plain.setScale(0));
    }

    private static JsonNode wrong(List<FfnError.Message> wrong, String target, String why) {
        wrong.add(new FfnError.Message("The field '%s' %s.".formatted(target, why), target));
        return Json.MAPPER.nullNode();
    }
}
