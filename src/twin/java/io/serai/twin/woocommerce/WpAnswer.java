package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a REST route answers, before the headers every answer has. */
record WpAnswer(int status, JsonNode body, Map<String, String> headers) {

    static WpAnswer ok(JsonNode body) {
        return new WpAnswer(200, body, Map.of());
    }

    static WpAnswer created(JsonNode body, String location) {
        return new WpAnswer(201, body, Map.of("Location", location));
    }

    WpAnswer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new WpAnswer(status, body, more);
    }
}
