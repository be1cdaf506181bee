package io.serai.twin.shopify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A mutation refused by {@code userErrors}; nothing of it happens. */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Map<String, Object>> errors = new ArrayList<>();

    Refused(String message, String code, String... field) {
        super(message);
        add(message, code, Arrays.asList(field));
    }

    List<Map<String, Object>> errors() {
        return errors;
    }

    /** The same without a word on what is refused. */
    Refused unnamed() {
        return new Refused(getMessage(), String.valueOf(errors.get(0).get("code")));
    }

    private void add(String message, String code, List<String> field) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("field", field.isEmpty() ? null : field);
        error.put("message", message);
        error.put("code", code);
        errors.add(error);
    }
}
