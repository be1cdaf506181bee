package io.serai.problem;

import java.util.List;

/** The body is larger than the setting allows. */
public final class TooLarge extends Problem {

    private static final long serialVersionUID = 1L;

    public TooLarge(String detail) {
        super(413, "too-large", "The request is too large", detail, List.of());
    }
}
