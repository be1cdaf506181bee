package io.serai.channel;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * The tokens of a channel as they stand in the database.
 *
 * @param generation never the same for other tokens
 * @param refreshAfter from then on they are exchanged before they are used
 * @param signIn what they came of
 */
public record HeldTokens(String access, String refresh, long generation, Instant refreshAfter, SignedIn signIn) {

    /**
     * A person's sign-in, of which one token comes after the other.
     *
     * @param number never the same for another one
     * @param isKnown whether it is known to be for the user whose channel it is
     */
    public record SignedIn(long number, boolean isKnown) {}

    public HeldTokens {
        requireNonNull(access, "access is null");
        requireNonNull(refresh, "refresh is null");
        requireNonNull(refreshAfter, "refreshAfter is null");
        requireNonNull(signIn, "signIn is null");
    }

    @Override
    public String toString() {
        return "HeldTokens[generation " + generation + "]";
    }
}
