package io.serai.platform.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;

/**
 * What a shop answered to a request, taken or refused.
 *
 * @param headers by lower-case name
 * @param at when it was received, by Serai's clock
 */
public record WooCommerceAnswer(int status, Map<String, String> headers, JsonNode body, Instant at) {

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

    /** @return -1 if the shop does not say */
    long total() {
        try {
            return Long.parseLong(headers.getOrDefault("x-wp-total", "-1"));
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }
}
