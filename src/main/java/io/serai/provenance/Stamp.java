package io.serai.provenance;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Who set a field, where, when and why that value stands (D1, X3).
 *
 * @param channel id of the channel the edit was seen on, null for an edit made in the hub
 * @param interval when the edit was made
 * @param receivedAt when Serai learned of it
 * @param rule the rule that let it win
 */
public record Stamp(Origin origin, String channel, Interval interval, Instant receivedAt, Rule rule) {

    public Stamp {
        requireNonNull(origin, "origin is null");
        requireNonNull(interval, "interval is null");
        requireNonNull(receivedAt, "receivedAt is null");
        requireNonNull(rule, "rule is null");
    }

    public Stamp by(Rule decidedBy) {
        return new Stamp(origin, channel, interval, receivedAt, decidedBy);
    }
}
