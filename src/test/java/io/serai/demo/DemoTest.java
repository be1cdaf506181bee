package io.serai.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.QuarkusBindException;
import java.net.BindException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a demo that does not start says in one line")
class DemoTest {

    @Test
    @DisplayName("which port is taken")
    void saysWhichPortIsTaken() {
        Throwable taken = new QuarkusBindException("127.0.0.1", 8080, new BindException("Address already in use"));

        assertThat(Demo.reason(new RuntimeException("Failed to start quarkus", taken)))
                .isEqualTo("port 8080 is taken, and Serai needs it: stop what listens there");
    }

    @Test
    @DisplayName("what was behind all that wraps it")
    void saysWhatWasBehind() {
        Throwable failure = new RuntimeException("Failed to start quarkus", new IllegalStateException("disk full"));

        assertThat(Demo.reason(failure)).isEqualTo("disk full");
        assertThat(Demo.reason(new RuntimeException())).isEqualTo("java.lang.RuntimeException");
    }
}
