package io.serai.platform.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.platform.Unavailable;
import java.time.Instant;
import java.util.Map;

/**
 * What a shop answered to a request, taken or refused.
 *
 * @param headers by lower-case name
 * @param at when it was received, by Serai's clock
 */
public record WooCommerceAnswer(int status, Map<String, String> headers, JsonNode body, Instant at) {

    private static final String UNKNOWN_SHAPE = "WooCommerce's answer has another shape than Serai knows: ";

    public boolean isTaken() {
        return status >= 200 && status <= 299;
    }

    /**
     * @return the body
     * @throws io.serai.platform.Rejected if the shop refused the request
     */
    JsonNode taken() {
        if (!isTaken()) {
            throw WooCommerceErrors.rejected(body);
        }
        return body;
    }

    /**
     * The list that was asked for: anything else is an answer that Serai does not understand, and never an empty list.
     *
     * @throws Unavailable if it is none
     */
    JsonNode list() {
        JsonNode list = taken();
        if (!list.isArray()) {
            throw unknownShape("no list");
        }
        for (JsonNode entry : list) {
            if (!isIdentified(entry)) {
                throw unknownShape("an entry without an id");
            }
        }
        return list;
    }

    /**
     * The one thing that was asked for, or was written.
     *
     * @param write whether it may have been written
     * @throws Unavailable if it is none
     */
    JsonNode one(boolean write) {
        JsonNode one = taken();
        if (!isIdentified(one)) {
            throw new Unavailable(UNKNOWN_SHAPE + "nothing with an id", write);
        }
        return one;
    }

    /**
     * What became of each item of a batch.
     *
     * @throws Unavailable if the shop does not say of each; it may be done all the same
     */
    JsonNode batch(String kind, int items) {
        JsonNode batch = taken().path(kind);
        if (!batch.isArray() || batch.size() != items) {
            throw new Unavailable(UNKNOWN_SHAPE + "not every item of " + kind, true);
        }
        return batch;
    }

    /**
     * How many there are on all pages. Without it nobody could tell the last page, and what comes after it would be lost.
     *
     * @throws Unavailable if the shop does not say, as behind a proxy that takes its headers away
     */
    long total() {
        try {
            return Long.parseLong(headers.getOrDefault("x-wp-total", ""));
        } catch (NumberFormatException notANumber) {
            throw unknownShape("no header X-WP-Total");
        }
    }

    private static boolean isIdentified(JsonNode thing) {
        return thing.path("id").isIntegralNumber() && thing.path("id").canConvertToLong();
    }

    private static Unavailable unknownShape(String what) {
        return new Unavailable(UNKNOWN_SHAPE + what, false);
    }
}
