package io.serai.health;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.serai.channel.Platform;
import io.serai.platform.PlatformFailure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;

/** Counts what this process did, for Prometheus. Tags are few and known beforehand: no tenant, no channel, no id. */
@ApplicationScoped
public class SyncFigures {

    /** What lags are sorted into: few enough to keep, close enough to tell a good day from a bad one. */
    private static final Duration[] LAGS = {
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(5),
        Duration.ofHours(1)
    };

    private static final String PLATFORM = "platform";
    private static final String OUTCOME = "outcome";

    private final MeterRegistry registry;

    @Inject
    public SyncFigures(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * A delivery came in.
     *
     * @param outcome accepted, duplicate or refused
     */
    public void received(Platform platform, String outcome) {
        Counter.builder("serai.deliveries.received")
                .description("Deliveries that came in, by what became of them at once")
                .tags(PLATFORM, platform.key(), OUTCOME, outcome)
                .register(registry)
                .increment();
    }

    /**
     * A delivery was worked on to its end.
     *
     * @param outcome processed, ignored or failed
     * @param lag since it was received
     */
    public void delivered(Platform platform, String outcome, Duration lag) {
        record("serai.deliveries.lag", "From a delivery's receipt to its end", platform, outcome, lag);
    }

    /**
     * A row of the push queue ended.
     *
     * @param outcome completed, skipped or failed
     * @param lag since it was due
     */
    public void pushed(Platform platform, String outcome, Duration lag) {
        record("serai.pushes.lag", "From when a push was due to its end", platform, outcome, lag);
    }

    /** A platform was called, and answered what was asked. */
    public void answered(Platform platform) {
        called(platform, "answered");
    }

    /** A platform was called in vain; which of the five failures it was is told apart. */
    public void failed(Platform platform, PlatformFailure failure) {
        called(platform, failure.getClass().getSimpleName().toLowerCase(Locale.ROOT));
    }

    private void called(Platform platform, String outcome) {
        Counter.builder("serai.platform.calls")
                .description("Calls to platforms, by what they answered")
                .tags(PLATFORM, platform.key(), OUTCOME, outcome)
                .register(registry)
                .increment();
    }

    private void record(String name, String description, Platform platform, String outcome, Duration lag) {
        Timer.builder(name)
                .description(description)
                .tags(PLATFORM, platform.key(), OUTCOME, outcome)
                .serviceLevelObjectives(LAGS)
                .register(registry)
                .record(lag.isNegative() ? Duration.ZERO : lag);
    }
}
