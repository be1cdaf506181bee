package io.serai.channel;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * What may be done with a channel just now.
 *
 * @param pauseReason in words, null unless paused
 * @param mustReadSince set while the channel must be read in full before anything is pushed to it (rule 1), else null
 * @param waitsUntil the platform asked for patience until then, null if it did not
 * @param clockSkew the platform's clock minus ours (rule 8)
 */
public record ChannelState(
        Status status, String pauseReason, Instant mustReadSince, Instant waitsUntil, Duration clockSkew) {

    /** Whether a channel takes part. */
    public enum Status {
        ACTIVE,
        PAUSED,
        DISCONNECTED
    }

    public ChannelState {
        requireNonNull(status, "status is null");
        requireNonNull(clockSkew, "clockSkew is null");
    }

    /** A channel just connected: nothing is pushed before it was read. */
    public static ChannelState connected(Instant at) {
        return new ChannelState(Status.ACTIVE, null, at, null, Duration.ZERO);
    }

    /** A channel just connected that can do nothing before somebody signed in. */
    public static ChannelState awaitingSignIn(Instant at, String reason) {
        return new ChannelState(Status.PAUSED, reason, at, null, Duration.ZERO);
    }
}
