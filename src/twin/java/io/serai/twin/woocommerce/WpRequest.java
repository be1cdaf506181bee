package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import io.serai.twin.TwinRequest;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;

/**
 * A call of the REST API.
 *
 * @param route what follows {@code /wp-json/wc/v3}
 * @param base where the caller finds the shop, such as {@code https://127.0.0.1:8093}
 * @param match the route's groups once it is matched
 */
record WpRequest(TwinRequest http, String method, String route, String base, MatchResult match) {

    private static final int JSON_SYNTAX_ERROR = 4;

    static WpRequest of(TwinRequest http) {
        String host = http.header("Host");
        String base = (http.secure() ? "https://" : "http://") + (host == null ? "127.0.0.1" : host);
        String path = http.path().replaceFirst("^/wp-json/wc/v3", "");
        String route = path.length() > 1 ? path.replaceFirst("/$", "") : path;
        String asked = http.method().equals("POST") ? http.header("X-HTTP-Method-Override") : null;
        return new WpRequest(http, asked == null ? http.method() : asked.toUpperCase(), route, base, null);
    }

    WpRequest matching(MatchResult found) {
        return new WpRequest(http, method, route, base, found);
    }

    /** The id that is the route's n-th group, from 1. */
    long id(int group) {
        String digits = match.group(group);
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    /** The query parameter's value, or null. */
    String parameter(String name) {
        return http.parameter(name);
    }

    /** All values of a list parameter in PHP's spellings: {@code a=1,2}, {@code a[]=1&a[]=2}, {@code a[0]=1}. */
    List<String> list(String name) {
        List<String> values = new ArrayList<>();
        for (Map.Entry<String, String> each : http.query()) {
            if (each.getKey().equals(name)) {
                for (String part : each.getValue().split("[\\s,]+")) {
                    if (!part.isEmpty()) {
                        values.add(part);
                    }
                }
            } else if (each.getKey().matches(name + "\\[\\d*]")) {
                values.add(each.getValue());
            }
        }
        return values;
    }

    /** A switch in the query or in the body. */
    boolean flag(String name) {
        String value = parameter(name);
        if (value == null && !method.equals("GET")) {
            value = arguments().path(name).asText(null);
        }
        return value != null && List.of("1", "true").contains(value.toLowerCase());
    }

    /**
     * The arguments in the body: JSON, or a form if the caller says so.
     *
     * @throws WpError 400 {@code rest_invalid_json}
     */
    ObjectNode arguments() {
        String type = http.header("Content-Type");
        if (type == null || !type.toLowerCase().contains("json")) {
            return form();
        }
        if (http.body().length == 0) {
            return Json.object();
        }
        try {
            JsonNode body = http.json();
            return body instanceof ObjectNode object ? object : Json.object();
        } catch (UncheckedIOException e) {
            throw new WpError(400, "rest_invalid_json", "Invalid JSON body passed.")
                    .with("json_error_code", Json.MAPPER.getNodeFactory().numberNode(JSON_SYNTAX_ERROR))
                    .with("json_error_message", Json.MAPPER.getNodeFactory().textNode("Syntax error"));
        }
    }

    private ObjectNode form() {
        ObjectNode form = Json.object();
        for (String pair : http.text().split("&")) {
            int at = pair.indexOf('=');
            if (at > 0) {
                form.put(decode(pair.substring(0, at)), decode(pair.substring(at + 1)));
            }
        }
        return form;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
