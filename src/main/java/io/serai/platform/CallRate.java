package io.serai.platform;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Spreads the calls of each channel evenly for platforms that name no limit of their own (W13). Thread-safe: whoever asks
 * gets a moment that nobody else gets.
 */
public final class CallRate {

    private final Map<String, Instant> free = new ConcurrentHashMap<>();
    private final Duration apart;
    private final Clock clock;

    /** @param perSecond calls of one channel, greater than 0 */
    public CallRate(double perSecond, Clock clock) {
        this.apart = Duration.ofNanos((long) (1_000_000_000 / perSecond));
        this.clock = clock;
    }

    /** Takes the channel's next free moment and tells how far away it is. */
    public Duration reserve(String channelId) {
        AtomicReference<Duration> wait = new AtomicReference<>(Duration.ZERO);
        free.compute(channelId, (same, next) -> {
            Instant now = clock.instant();
            Instant mine = next == null || next.isBefore(now) ? now : next;
            wait.set(Duration.between(now, mine));
            return mine.plus(apart);
        });
        return wait.get();
    }
}
