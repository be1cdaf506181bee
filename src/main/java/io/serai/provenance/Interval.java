package io.serai.provenance;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * When an edit was made, as exactly as it can be known: after {@code after} and not later than {@code until}. A platform
 * tells when a product last changed, not when a field did, so an edit seen there lies between two versions.
 *
 * @param after exclusive
 * @param until inclusive, never before {@code after}
 */
public record Interval(Instant after, Instant until) {

    public Interval {
        requireNonNull(after, "after is null");
        requireNonNull(until, "until is null");
        if (until.isBefore(after)) {
            after = until;
        }
    }

    /** An edit whose moment is known, as of every edit made in the hub. */
    public static Interval at(Instant moment) {
        return new Interval(moment, moment);
    }

    /** Nothing but time between them, zero where they overlap. */
    public Duration distance(Interval other) {
        Duration gap = after.isAfter(other.until)
                ? Duration.between(other.until, after)
                : Duration.between(until, other.after);
        return gap.isNegative() ? Duration.ZERO : gap;
    }
}
