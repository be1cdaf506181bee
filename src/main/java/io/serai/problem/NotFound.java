package io.serai.problem;

import java.util.List;

/**
 * There is no such thing, or the token may not see whose it is. Both are answered alike, word for word: an answer that
 * differed would tell which ids exist.
 */
public final class NotFound extends Problem {

    private static final long serialVersionUID = 1L;

    /** @param what such as {@code product} */
    public NotFound(String what) {
        super(404, "not-found", "Not found", "There is no such " + what, List.of());
    }

    private NotFound(String sentence, List<Flaw> flaws) {
        super(404, "not-found", "Not found", sentence, flaws);
    }

    /** Nothing is there to fetch from, in the words that integrators know. */
    public static NotFound activeIntegration() {
        return new NotFound("No active Shopify integration found", List.of());
    }
}
