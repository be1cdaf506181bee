package io.serai.problem;

import java.util.List;

/** The version in If-Match is not the present one. */
public final class PreconditionFailed extends Problem {

    private static final long serialVersionUID = 1L;

    public PreconditionFailed(String detail) {
        super(412, "precondition-failed", "It was changed in the meantime", detail, List.of());
    }
}
