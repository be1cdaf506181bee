package io.serai.twin.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimelineTest {

    private static final Instant FROM = Instant.parse("2024-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({"1,1", "63,2", "64,3", "1000,4"})
    @DisplayName("every thing has one place by change, no further than a block from its place by creation")
    void bijective(int size, long seed) {
        Timeline times = new Timeline(seed, size, FROM, FROM.plusSeconds(5000));
        assertThat(IntStream.range(0, size).map(times::rank).distinct().count()).isEqualTo(size);
        for (int i = 0; i < size; i++) {
            assertThat(times.index(times.rank(i))).isEqualTo(i);
            assertThat(Math.abs(times.rank(i) - i)).isLessThan(Timeline.BLOCK);
            assertThat(times.updated(i))
                    .isGreaterThan(times.created(i))
                    .isLessThanOrEqualTo(FROM.getEpochSecond() + 5000);
        }
    }

    @Test
    @DisplayName("the first not before a time is found without looking at any")
    void finds() {
        Timeline times = new Timeline(1, 200, FROM, FROM.plusSeconds(2080));
        assertThat(times.firstCreated(FROM.minusSeconds(5))).isZero();
        assertThat(times.firstCreated(FROM.plusSeconds(95))).isEqualTo(10);
        assertThat(times.firstCreated(FROM.plusSeconds(100))).isEqualTo(10);
        assertThat(times.firstCreated(FROM.plusSeconds(100).plusNanos(1))).isEqualTo(11);
        assertThat(times.firstUpdated(Instant.ofEpochSecond(times.updatedAt(77))))
                .isEqualTo(77);
        assertThat(times.firstUpdated(FROM.plusSeconds(9999))).isEqualTo(200);
    }

    @Test
    @DisplayName("more things than seconds are refused")
    void tooMany() {
        assertThatThrownBy(() -> new Timeline(1, 100, FROM, FROM.plusSeconds(100)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
