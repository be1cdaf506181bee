package io.serai.problem;

import java.util.List;
import java.util.Map;

/** The body is of a type or an encoding Serai does not read. */
public final class UnsupportedContent extends Problem {

    private static final long serialVersionUID = 1L;

    public UnsupportedContent(String detail) {
        super(415, "unsupported-content", "The body is of a kind that is not read here", detail, List.of());
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("Accept", "application/json");
    }
}
