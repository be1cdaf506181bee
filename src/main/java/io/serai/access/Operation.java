package io.serai.access;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One operation of the contract.
 *
 * @param segments of the path, those in braces are parameters
 * @param role the least that may do it
 * @param parameters by name, those of the path included
 * @param contentTypes what its body may be, empty where it reads none
 * @param needsBody whether it is refused without one
 */
public record Operation(
        String id,
        String method,
        List<String> segments,
        Role role,
        Map<String, Parameter> parameters,
        Set<String> contentTypes,
        boolean needsBody) {

    private static final String JSON = "application/json";

    /**
     * A parameter of an operation.
     *
     * @param in path, query or header
     * @param fallback its value where it is not given, null for none
     */
    public record Parameter(String name, String in, String fallback) {}

    public Operation {
        segments = List.copyOf(segments);
        parameters = Map.copyOf(parameters);
        contentTypes = Set.copyOf(contentTypes);
    }

    /** Whether its body is JSON, and one document. */
    public boolean takesJson() {
        return contentTypes.contains(JSON);
    }

    /** Whether it reads a body. */
    public boolean takesBody() {
        return !contentTypes.isEmpty();
    }

    boolean matches(List<String> path) {
        if (path.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < path.size(); i++) {
            boolean fits = isParameter(segments.get(i))
                    ? !path.get(i).isEmpty()
                    : segments.get(i).equals(path.get(i));
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    static boolean isParameter(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }
}
