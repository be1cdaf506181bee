package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Compares two JSON documents by their keys, in order, and types, all the way down. */
final class Shape {

    private final List<String> differences = new ArrayList<>();

    private Shape() {}

    /** What differs; empty if nothing. Null fits every type, an empty list every list, and free values are not looked into. */
    static List<String> differences(JsonNode sample, JsonNode twin) {
        Shape shape = new Shape();
        shape.compare("", sample, twin);
        return shape.differences;
    }

    private void compare(String path, JsonNode sample, JsonNode twin) {
        boolean free = path.matches(".*/meta_data/\\d+/(value|display_value)");
        if (free || sample.isNull() || twin.isNull()) {
            return;
        }
        if (sample.getNodeType() != twin.getNodeType()) {
            differences.add(
                    path + ": " + sample.getNodeType() + " in the sample, " + twin.getNodeType() + " of the twin");
        } else if (sample.isObject()) {
            objects(path, sample, twin);
        } else if (sample.isArray() && !twin.isEmpty()) {
            for (int i = 0; i < sample.size(); i++) {
                compare(path + "/" + i, sample.get(i), twin.get(Math.min(i, twin.size() - 1)));
            }
        }
    }

    private void objects(String path, JsonNode sample, JsonNode twin) {
        List<String> expected = names(sample);
        List<String> actual = names(twin);
        if (!expected.equals(actual)) {
            Set<String> missing = new LinkedHashSet<>(expected);
            actual.forEach(missing::remove);
            Set<String> extra = new LinkedHashSet<>(actual);
            expected.forEach(extra::remove);
            differences.add(path + ": missing " + missing + ", too many " + extra
                    + (missing.isEmpty() && extra.isEmpty() ? ", other order " + actual : ""));
        }
        for (String name : expected) {
            if (twin.has(name)) {
                compare(path + "/" + name, sample.get(name), twin.get(name));
            }
        }
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
