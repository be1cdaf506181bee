package io.serai.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A wait between tries")
class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofHours(1));

    @Test
    @DisplayName("doubles with each try")
    void doubles() {
        assertThat(backoff.after(0)).isEqualTo(Duration.ofMillis(500));
        assertThat(backoff.after(1)).isEqualTo(Duration.ofMillis(500));
        assertThat(backoff.after(2)).isEqualTo(Duration.ofSeconds(1));
        assertThat(backoff.after(5)).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    @DisplayName("ends at the bound, however many tries there were")
    void isBounded() {
        assertThat(backoff.after(14)).isEqualTo(Duration.ofHours(1));
        assertThat(backoff.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofHours(1));
    }
}
