package io.serai.twin.jtlffn;

import io.serai.twin.TwinRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The fields of a form-encoded body. */
record Form(Map<String, String> fields) {

    static Form of(TwinRequest request) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : request.text().split("&")) {
            int at = pair.indexOf('=');
            if (at > 0) {
                fields.put(decoded(pair.substring(0, at)), decoded(pair.substring(at + 1)));
            }
        }
        return new Form(fields);
    }

    static Form ofQuery(TwinRequest request) {
        Map<String, String> fields = new HashMap<>();
        request.query().forEach(each -> fields.put(each.getKey(), each.getValue()));
        return new Form(fields);
    }

    static boolean isForm(TwinRequest request) {
        String type = request.header("Content-Type");
        return type != null && type.toLowerCase().startsWith("application/x-www-form-urlencoded");
    }

    /** The field's value, empty if it is not there. */
    String get(String name) {
        return fields.getOrDefault(name, "");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
