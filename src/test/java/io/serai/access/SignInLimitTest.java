package io.serai.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SignInLimitTest {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final SignInLimit limit = new SignInLimit(3, Duration.ofMinutes(1), () -> now);

    @Test
    @DisplayName("K17 who is wrong too often waits, nobody else does, and not for longer than the window")
    void makesOneAddressWait() {
        for (int i = 0; i < 3; i++) {
            assertThat(limit.wait("a")).isEmpty();
            limit.failed("a");
            now = now.plusSeconds(10);
        }
        assertThat(limit.wait("a")).contains(Duration.ofSeconds(30));
        assertThat(limit.wait("b")).isEmpty();
        now = now.plusSeconds(30);
        assertThat(limit.wait("a")).isEmpty();
    }

    @Test
    @DisplayName("a right token makes good for the wrong ones before it")
    void forgives() {
        limit.failed("a");
        limit.failed("a");
        limit.succeeded("a");
        limit.failed("a");
        assertThat(limit.wait("a")).isEmpty();
    }
}
