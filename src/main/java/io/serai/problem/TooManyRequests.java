package io.serai.problem;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The sender is to wait before it asks again. */
public final class TooManyRequests extends Problem {

    private static final long serialVersionUID = 1L;

    private final long seconds;

    public TooManyRequests(Duration retryAfter) {
        super(
                429,
                "too-many-requests",
                "Too many requests",
                "Wait as long as Retry-After says, then ask again",
                List.of());
        this.seconds = Math.max(1, retryAfter.toSeconds());
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("Retry-After", Long.toString(seconds));
    }
}
