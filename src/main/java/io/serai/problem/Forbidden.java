package io.serai.problem;

import java.util.List;

/** The token's role is too low, or it is bound to a tenant and this concerns all of them. */
public final class Forbidden extends Problem {

    private static final long serialVersionUID = 1L;

    public Forbidden(String detail) {
        super(403, "forbidden", "The token may not do this", detail, List.of());
    }
}
