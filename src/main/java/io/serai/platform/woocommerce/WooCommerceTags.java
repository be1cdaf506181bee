package io.serai.platform.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Finds the ids of tags that a body gives by name; the shop makes those it has not. */
final class WooCommerceTags {

    private WooCommerceTags() {}

    static List<String> unresolved(ObjectNode body) {
        List<String> names = new ArrayList<>();
        body.path("tags").forEach(tag -> {
            if (!tag.has("id")) {
                names.add(tag.path("name").asText());
            }
        });
        return names;
    }

    static WooCommerceQuestion create(String name) {
        return WooCommerceQuestion.post(
                "products/tags", JsonNodeFactory.instance.objectNode().put("name", name));
    }

    /** That the tag is there already is what is wanted, and the refusal names it. */
    static void resolve(ObjectNode body, String name, WooCommerceAnswer answer) {
        JsonNode id = answer.body().path("code").asText().equals("term_exists")
                ? answer.body().path("data").path("resource_id")
                : answer.one(true).path("id");
        ArrayNode tags = body.withArrayProperty("tags");
        for (int i = 0; i < tags.size(); i++) {
            if (!tags.get(i).has("id") && tags.get(i).path("name").asText().equals(name)) {
                tags.set(i, JsonNodeFactory.instance.objectNode().set("id", id));
            }
        }
    }
}
