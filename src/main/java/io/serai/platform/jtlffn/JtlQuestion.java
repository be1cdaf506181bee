package io.serai.platform.jtlffn;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.platform.Unavailable;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/**
 * One request to JTL-FFN.
 *
 * @param path from the API's address on, such as {@code /v1/merchant/products}
 * @param query as it stands in a URL, empty for none
 * @param body null for none
 */
public record JtlQuestion(String method, String path, String query, JsonNode body) {

    private static final String VERSION = "/v1/";
    private static final String MERCHANT = VERSION + "merchant/";

    /** @param parameters names and values in turn, not encoded */
    public static JtlQuestion get(String resource, String... parameters) {
        return new JtlQuestion("GET", MERCHANT + resource, query(parameters), null);
    }

    public static JtlQuestion post(String resource, JsonNode body, String... parameters) {
        return new JtlQuestion("POST", MERCHANT + resource, query(parameters), body);
    }

    public static JtlQuestion patch(String resource, JsonNode body) {
        return new JtlQuestion("PATCH", MERCHANT + resource, "", body);
    }

    public static JtlQuestion put(String resource, JsonNode body) {
        return new JtlQuestion("PUT", MERCHANT + resource, "", body);
    }

    public static JtlQuestion delete(String resource) {
        return new JtlQuestion("DELETE", MERCHANT + resource, "", null);
    }

    /** Whom the token is for. It needs no scope. */
    static JtlQuestion currentUser() {
        return new JtlQuestion("GET", VERSION + "users/current", "", null);
    }

    /**
     * What a link of an answer asks, such as {@code nextChunkUrl}. Only what follows the host is taken from it: calls go to
     * the channel's own address and nowhere else.
     *
     * @throws Unavailable if it is no link to the API
     */
    public static JtlQuestion next(String link) {
        try {
            URI uri = URI.create(link.strip());
            String path = uri.getRawPath() == null ? "" : uri.getRawPath();
            int at = path.indexOf(MERCHANT);
            if (at >= 0) {
                return new JtlQuestion(
                        "GET", path.substring(at), uri.getRawQuery() == null ? "" : uri.getRawQuery(), null);
            }
        } catch (IllegalArgumentException notALink) {
            throw new Unavailable("JTL-FFN gives a link that is none: " + link, false, notALink);
        }
        throw new Unavailable("JTL-FFN gives a link that does not lead to its API: " + link, false);
    }

    public boolean isWrite() {
        return !method.equals("GET");
    }

    private static String query(String... pairs) {
        StringJoiner query = new StringJoiner("&");
        for (int i = 0; i < pairs.length; i += 2) {
            query.add(encoded(pairs[i]) + "=" + encoded(pairs[i + 1]));
        }
        return query.toString();
    }

    /** A plus would be read as a blank, also in the offset of a date. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
