package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.platform.Unavailable;
import java.time.Instant;

/**
 * What came back without any failure. What it lacks of what was asked for is an answer that Serai does not understand, and
 * never nothing: else an empty answer would delete products, and call done what was not.
 *
 * @param data the operation's data
 * @param at when it was received, by Serai's clock
 */
public record ShopifyAnswer(JsonNode data, Instant at) {

    /**
     * One page of a list.
     *
     * @throws Unavailable if it is none
     */
    JsonNode page(String name) {
        return page(data, name);
    }

    static JsonNode page(JsonNode of, String name) {
        JsonNode page = of.path(name);
        JsonNode more = page.path("pageInfo").path("hasNextPage");
        boolean isWhole = page.path("nodes").isArray()
                && more.isBoolean()
                && (!more.booleanValue()
                        || page.path("pageInfo").path("endCursor").isTextual());
        if (!isWhole) {
            throw unknownShape(name, false);
        }
        return page;
    }

    /**
     * What was asked for by ids, in their order; null where there is none.
     *
     * @throws Unavailable if it is not one for each
     */
    JsonNode nodes(int asked) {
        JsonNode nodes = data.path("nodes");
        if (!nodes.isArray() || nodes.size() != asked) {
            throw unknownShape("nodes", false);
        }
        for (JsonNode node : nodes) {
            checkNode(node, "nodes");
        }
        return nodes;
    }

    /**
     * What was asked for by an identity; null if there is none.
     *
     * @throws Unavailable if the answer does not say
     */
    JsonNode node(String name) {
        checkNode(data.path(name), name);
        return data.path(name);
    }

    private static void checkNode(JsonNode node, String name) {
        if (!node.isNull() && !node.path("id").isTextual()) {
            throw unknownShape(name, false);
        }
    }

    /**
     * What a mutation says of what it did.
     *
     * @throws Unavailable if it says nothing; it may be done all the same
     */
    JsonNode payload(String mutation) {
        JsonNode payload = data.path(mutation);
        if (!payload.isObject()) {
            throw unknownShape(mutation, true);
        }
        return payload;
    }

    /** Of the only mutation there was. */
    JsonNode payload() {
        return payload(data.fieldNames().hasNext() ? data.fieldNames().next() : "data");
    }

    private static Unavailable unknownShape(String name, boolean write) {
        return new Unavailable("Shopify's answer has another shape than Serai knows: no " + name, write);
    }
}
