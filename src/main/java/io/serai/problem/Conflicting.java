package io.serai.problem;

import java.util.List;

/** What is asked for contradicts what Serai holds: it would be there twice, or cannot be done in its present state. */
public final class Conflicting extends Problem {

    private static final long serialVersionUID = 1L;

    public Conflicting(String detail) {
        super(409, "conflict", "The request does not fit what is there", detail, List.of());
    }
}
