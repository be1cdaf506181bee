package io.serai.problem;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What is asked for needs an answer of a shop, and the shop gave none. Nothing was done; the same may be asked again. */
public final class ShopUnavailable extends Problem {

    private static final long serialVersionUID = 1L;

    private final long seconds;

    public ShopUnavailable(Duration retryAfter) {
        super(
                503,
                "shop-unavailable",
                "The shop does not answer",
                "Nothing was changed. Wait as long as Retry-After says, then ask again;"
                        + " POST /api/channels/{channelId}/test says what is wrong",
                List.of());
        this.seconds = Math.max(1, retryAfter.toSeconds());
    }

    @Override
    public Map<String, String> headers() {
        return Map.of("Retry-After", Long.toString(seconds));
    }
}
