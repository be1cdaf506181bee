package io.serai.problem;

import java.util.List;

/** The body of the request does not come, or too slowly. Nothing was done. */
public final class TooSlow extends Problem {

    private static final long serialVersionUID = 1L;

    public TooSlow(String detail) {
        super(408, "too-slow", "The request came too slowly", detail, List.of());
    }
}
