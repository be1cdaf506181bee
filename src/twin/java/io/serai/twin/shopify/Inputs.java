package io.serai.twin.shopify;

import java.util.List;
import java.util.Map;

/** Reads the maps that GraphQL inputs arrive as. */
final class Inputs {

    private Inputs() {}

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Map<String, Object> in, String key) {
        Object value = in.get(key);
        return value == null ? Map.of() : (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    static <T> List<T> list(Map<String, Object> in, String key) {
        Object value = in.get(key);
        return value == null ? List.of() : (List<T>) value;
    }
}
