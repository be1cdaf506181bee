package io.serai.platform.woocommerce;

import static io.serai.platform.JsonValues.string;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Brings the options that Serai means together with the attributes a product has: writing attributes replaces them all, and
 * one that the shop knows as global is only found by its id.
 */
final class WooCommerceAttributes {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final ArrayNode merged = JSON.arrayNode();
    private final Map<String, JsonNode> ids = new HashMap<>();
    private final boolean changed;

    /**
     * @param held the product's attributes
     * @param meant the attributes with {@code variation: true} it should have, by name
     */
    WooCommerceAttributes(JsonNode held, JsonNode meant) {
        Map<String, JsonNode> wanted = new HashMap<>();
        meant.forEach(attribute -> wanted.put(key(attribute), attribute));
        boolean differs = false;
        for (JsonNode attribute : held) {
            JsonNode same = wanted.remove(key(attribute));
            if (attribute.path("id").asLong() > 0) {
                ids.put(key(attribute), attribute.get("id"));
            }
            if (same != null) {
                ObjectNode both = united(attribute, same);
                differs |= !both.equals(attribute);
                merged.add(both);
            } else if (attribute.path("variation").asBoolean()) {
                differs = true;
            } else {
                merged.add(attribute);
            }
        }
        for (JsonNode attribute : meant) {
            if (wanted.containsKey(key(attribute))) {
                merged.add(attribute);
                differs = true;
            }
        }
        changed = differs;
    }

    private static ObjectNode united(JsonNode held, JsonNode meant) {
        Set<String> options = new LinkedHashSet<>();
        held.path("options").forEach(option -> options.add(option.asText()));
        Set<String> folded = new LinkedHashSet<>();
        options.forEach(option -> folded.add(option.toLowerCase(Locale.ROOT)));
        meant.path("options").forEach(option -> {
            if (folded.add(option.asText().toLowerCase(Locale.ROOT))) {
                options.add(option.asText());
            }
        });
        ObjectNode both = held.deepCopy();
        both.put("variation", true);
        ArrayNode all = both.putArray("options");
        options.forEach(all::add);
        return both;
    }

    /** All attributes the product is to have. */
    ArrayNode merged() {
        return merged;
    }

    boolean isChanged() {
        return changed;
    }

    /** Names a variation's attributes by id where the shop knows them so. */
    void identify(JsonNode variations) {
        for (JsonNode variation : variations) {
            for (JsonNode attribute : variation.path("attributes")) {
                JsonNode id = ids.get(key(attribute));
                if (id != null) {
                    ((ObjectNode) attribute).set("id", id);
                    ((ObjectNode) attribute).remove("name");
                }
            }
        }
    }

    private static String key(JsonNode attribute) {
        return string(WooCommerceProductMapper.decoded(attribute.path("name")))
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
