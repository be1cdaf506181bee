package io.serai.twin.jtlffn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.TwinRequest;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A call of the API by a known caller.
 *
 * @param parts the path's variable parts as they came
 */
record Call(TwinRequest http, Caller caller, List<String> parts) {

    /** The path's n-th variable part, from 0. */
    String part(int n) {
        return URLDecoder.decode(parts.get(n).replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The query parameter's value, or null. */
    String parameter(String name) {
        return http.parameter(name);
    }

    boolean flag(String name) {
        return "true".equalsIgnoreCase(parameter(name));
    }

    /** @throws FfnError if it is no whole number of at least this */
    int number(String name, int otherwise, int atLeast) {
        String text = parameter(name);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < atLeast) {
            throw FfnError.invalid(name, "The value '%s' is not valid.".formatted(text));
        }
        return Integer.parseInt(text);
    }

    /** Where the caller finds the network, such as {@code http://127.0.0.1:8094}. */
    String base() {
        String host = http.header("Host");
        return "http://" + (host == null ? "127.0.0.1" : host);
    }

    /** @throws FfnError if the body is no JSON object */
    ObjectNode body() {
        try {
            if (http.json() instanceof ObjectNode object) {
                return object;
            }
        } catch (UncheckedIOException e) {
            throw FfnError.invalid("", "The body is not valid JSON.");
        }
        throw FfnError.invalid("", "A non-empty request body is required.");
    }
}
