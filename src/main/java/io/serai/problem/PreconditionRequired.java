package io.serai.problem;

import java.util.List;

/** The request has no If-Match where it needs one. */
public final class PreconditionRequired extends Problem {

    private static final long serialVersionUID = 1L;

    public PreconditionRequired(String detail) {
        super(428, "precondition-required", "The version is missing", detail, List.of());
    }
}
