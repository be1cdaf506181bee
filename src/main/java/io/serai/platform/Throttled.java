package io.serai.platform;

import java.time.Duration;

/** The platform wants fewer calls. Nothing was done; it costs no try. */
public final class Throttled extends PlatformFailure {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    public Throttled(Duration retryAfter) {
        super("throttled for " + retryAfter.toMillis() + " ms", null);
        this.retryAfter = retryAfter;
    }

    /** How long the whole channel shall wait. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
