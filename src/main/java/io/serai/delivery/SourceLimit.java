package io.serai.delivery;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many deliveries each source may send, by a token bucket of its own: none slows another (B9). Kept in this process
 * alone. Thread-safe.
 */
final class SourceLimit {

    private static final float LOAD_FACTOR = 0.75f;

    private final int perSecond;
    private final int burst;
    private final TimeMeter clock;
    private final Map<String, Bucket> buckets;

    /** @param sources those kept apart; who was silent longest is forgotten first, so that made-up names cost no memory */
    SourceLimit(int perSecond, int burst, int sources, TimeMeter clock) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.clock = clock;
        this.buckets = new LinkedHashMap<>(16, LOAD_FACTOR, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                return size() > sources;
            }
        };
    }

    /** Takes one delivery in, or tells how long its source has to wait. */
    Optional<Duration> wait(String source) {
        ConsumptionProbe probe = bucket(source).tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    private synchronized Bucket bucket(String source) {
        return buckets.computeIfAbsent(source, any -> Bucket.builder()
                .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .withCustomTimePrecision(clock)
                .build());
    }
}
