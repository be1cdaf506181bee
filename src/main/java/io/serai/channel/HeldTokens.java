package io.serai.channel;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * The tokens of a channel as they stand in the database.
 *
 * @param generation never the same for other tokens
 * @param refreshAfter from then on they are exchanged before they are used
 */
public record HeldTokens(String access, String refresh, long generation, Instant refreshAfter) {

    public HeldTokens {
        requireNonNull(access, "access is null");
        requireNonNull(refresh, "refresh is null");
        requireNonNull(refreshAfter, "refreshAfter is null");
    }

    @Override
    public String toString() {
        return "HeldTokens[generation " + generation + "]";
    }
}
