package io.serai.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.flow.Sender.Answer;
import io.serai.support.PostgresResource;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(WebhookLimitTest.FewDeliveries.class)
@DisplayName("B9 what comes in too many or too large is turned away")
class WebhookLimitTest {

    private static final int BURST = 5;
    private static final byte[] BODY = "{\"id\":1}".getBytes(UTF_8);

    @TestHTTPResource("/")
    URI serai;

    private Sender sender;

    @BeforeEach
    void open() {
        sender = new Sender(serai);
    }

    @Test
    @DisplayName("a source over its limit is told how long to wait, whatever its signature, and slows no other")
    void limitsEachSource() {
        for (int i = 0; i < BURST; i++) {
            assertThat(send("channel_noisy").status()).isEqualTo(401);
        }
        // Tokens come back meanwhile, but slower than anybody sends.
        Answer turnedAway = Stream.generate(() -> send("channel_noisy"))
                .limit(1000)
                .filter(answer -> answer.status() != 401)
                .findFirst()
                .orElseThrow();
        assertThat(turnedAway.status()).isEqualTo(429);
        assertThat(turnedAway.contentType()).isEqualTo("application/problem+json");
        assertThat(turnedAway.json().path("type").asText()).isEqualTo("urn:serai:problem:too-many-requests");
        assertThat(turnedAway.retryAfter()).isEqualTo("1");
        for (int i = 0; i < BURST; i++) {
            assertThat(send("channel_quiet").status()).isEqualTo(401);
        }
    }

    @Test
    @DisplayName("a body over the limit is refused with a problem document, whether it says its length or not")
    void refusesLargeBodies() {
        byte[] large = new byte[11_000_000];
        Answer sized = sender.shopify("large", "products/update", "1", large);
        Answer chunked = sender.shopify(
                "large",
                "products/update",
                "1",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)),
                Sender.signature(large));
        assertThat(List.of(sized, chunked)).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.contentType()).isEqualTo("application/problem+json");
            assertThat(answer.json().path("type").asText()).isEqualTo("urn:serai:problem:too-large");
        });
    }

    private Answer send(String channel) {
        return sender.shopify(channel, "products/update", "1", BodyPublishers.ofByteArray(BODY), "wrong");
    }

    /** So few that nobody has to send thousands. */
    public static final class FewDeliveries implements QuarkusTestResourceLifecycleManager {

        @Override
        public Map<String, String> start() {
            return Map.of("serai.intake.source-burst", Integer.toString(BURST), "serai.intake.source-rate", "1");
        }

        @Override
        public void stop() {}
    }
}
