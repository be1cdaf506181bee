package io.serai.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("B9 the limit per source")
class SourceLimitTest {

    private final AtomicLong nanos = new AtomicLong();
    private final SourceLimit limit = new SourceLimit(10, 50, 3, clock());

    @Test
    @DisplayName("lets a burst through, then as many as the rate, and says how long to wait")
    void letsABurstThrough() {
        assertThat(taken("a", 60)).isEqualTo(50);
        assertThat(limit.wait("a")).contains(Duration.ofMillis(100));
        pass(Duration.ofMillis(99));
        assertThat(limit.wait("a")).contains(Duration.ofMillis(1));
        pass(Duration.ofMillis(1));
        assertThat(limit.wait("a")).isEmpty();
        pass(Duration.ofSeconds(2));
        assertThat(taken("a", 60)).isEqualTo(20);
        pass(Duration.ofHours(1));
        assertThat(taken("a", 60)).isEqualTo(50);
    }

    @Test
    @DisplayName("holds for each source alone")
    void holdsForEachAlone() {
        taken("noisy", 1000);
        assertThat(taken("quiet", 50)).isEqualTo(50);
        assertThat(limit.wait("noisy")).isPresent();
    }

    @Test
    @DisplayName("forgets who was silent longest, not who is noisy")
    void forgetsTheSilent() {
        taken("silent", 60);
        taken("noisy", 60);
        for (int i = 0; i < 100; i++) {
            limit.wait("made up " + i);
            assertThat(limit.wait("noisy")).isPresent();
        }
        assertThat(limit.wait("silent")).isEmpty();
    }

    private int taken(String source, int sent) {
        int taken = 0;
        for (int i = 0; i < sent; i++) {
            taken += limit.wait(source).isEmpty() ? 1 : 0;
        }
        return taken;
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private TimeMeter clock() {
        return new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return nanos.get();
            }

            @Override
            public boolean isWallClockBased() {
                return false;
            }
        };
    }
}
