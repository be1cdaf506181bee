package io.serai.twin;

import io.vertx.core.MultiMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * One HTTP request, read whole.
 *
 * @param path the path, percent-encoded as it came, without the query
 * @param query the decoded query parameters
 * @param uri path and query as they came
 * @param secure whether it came over TLS
 */
public record TwinRequest(
        String method, String path, MultiMap query, MultiMap headers, byte[] body, String uri, boolean secure) {

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The header's value, or null. */
    public String header(String name) {
        return headers.get(name);
    }

    /** The query parameter's value, or null. */
    public String parameter(String name) {
        return query.get(name);
    }

    /**
     * The body as JSON.
     *
     * @throws UncheckedIOException if it is none
     */
    public com.fasterxml.jackson.databind.JsonNode json() {
        try {
            return Json.MAPPER.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
