package io.serai.problem;

import java.util.List;

/** The request cannot be read at all: broken JSON, a parameter that is no number. */
public final class MalformedRequest extends Problem {

    private static final long serialVersionUID = 1L;

    public MalformedRequest(String detail) {
        this(detail, List.of());
    }

    public MalformedRequest(String detail, List<Flaw> flaws) {
        super(400, "malformed-request", "The request cannot be read", detail, flaws);
    }
}
