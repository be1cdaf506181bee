package io.serai.platform.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One request to a WooCommerce shop.
 *
 * @param path from the site's address on, such as {@code /wp-json/wc/v3/products}
 * @param query not encoded
 * @param body null for none
 */
public record WooCommerceQuestion(String method, String path, SortedMap<String, String> query, JsonNode body) {

    private static final String API = "/wp-json/wc/v3/";

    /** @param parameters names and values in turn */
    static WooCommerceQuestion get(String resource, String... parameters) {
        return new WooCommerceQuestion("GET", API + resource, parameters(parameters), null);
    }

    static WooCommerceQuestion post(String resource, JsonNode body) {
        return new WooCommerceQuestion("POST", API + resource, parameters(), body);
    }

    static WooCommerceQuestion put(String resource, JsonNode body) {
        return new WooCommerceQuestion("PUT", API + resource, parameters(), body);
    }

    static WooCommerceQuestion delete(String resource) {
        return new WooCommerceQuestion("DELETE", API + resource, parameters("force", "true"), null);
    }

    /** What WordPress says of the site itself. */
    static WooCommerceQuestion index() {
        return new WooCommerceQuestion("GET", "/wp-json/", parameters(), null);
    }

    public boolean isWrite() {
        return !method.equals("GET");
    }

    /** Whether asking twice does the same as asking once: a webhook is Serai's own, and its PUT says all there is to say of it. */
    public boolean isRepeatable() {
        return !isWrite() || method.equals("PUT") && path.startsWith(API + "webhooks/");
    }

    private static SortedMap<String, String> parameters(String... pairs) {
        SortedMap<String, String> query = new TreeMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            query.put(pairs[i], pairs[i + 1]);
        }
        return query;
    }
}
