package io.serai.problem;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/** The path exists, the method does not. */
public final class MethodNotAllowed extends Problem {

    private static final long serialVersionUID = 1L;

    private final String allowed;

    public MethodNotAllowed(SortedSet<String> allowed) {
        super(
                405,
                "method-not-allowed",
                "The path has no such method",
                "This path has " + String.join(", ", allowed),
                List.of());
        this.allowed = String.join(", ", allowed);
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("Allow", allowed);
    }
}
