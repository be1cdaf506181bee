package io.serai.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.merge.Observation;
import io.serai.merge.Observation.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a failure in the middle of a conversation means")
class ConversationTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final PlatformFailure THROTTLED = new Throttled(Duration.ofSeconds(1));
    private static final PlatformFailure UNAVAILABLE = new Unavailable("reset", false);
    private static final PlatformFailure UNAUTHORIZED = new Unauthorized("401");
    private static final PlatformFailure REJECTED = new Rejected(List.of(Reason.invalid("sku", "taken")));
    private static final Observation SEEN =
            new Observation(Source.ANSWER, "1", Instant.EPOCH, Instant.EPOCH, 0, Map.of(), List.of(), true, Map.of());

    private static final class Talk extends Conversation<String, String> {

        Talk() {
            ask("read", answer -> ask("write", written -> tookEffect()));
        }

        @Override
        public Object result() {
            return null;
        }
    }

    @Test
    @DisplayName("Rule 6 before anything was done it means what it says")
    void beforeTheEffect() {
        Talk talk = new Talk();
        talk.hear("here you are");
        for (PlatformFailure failure : List.of(THROTTLED, UNAVAILABLE, UNAUTHORIZED, REJECTED)) {
            assertThat(talk.meaning(failure)).isSameAs(failure);
        }
    }

    @Test
    @DisplayName("Rule 6 after something was done it cannot say that nothing was done, unless it shows what was")
    void afterTheEffect() {
        Talk talk = new Talk();
        talk.hear("here you are");
        talk.hear("done");
        for (PlatformFailure failure : List.of(THROTTLED, UNAVAILABLE, UNAUTHORIZED, REJECTED)) {
            assertThat(talk.meaning(failure))
                    .isInstanceOfSatisfying(Unavailable.class, lost -> assertThat(lost.outcomeUnknown())
                            .isTrue())
                    .hasCause(failure);
        }
        Rejected inPart = new Rejected(List.of(Reason.invalid("sku", "taken")), SEEN);
        assertThat(talk.meaning(inPart)).isSameAs(inPart);
    }

    @Test
    @DisplayName("K3 a read that fails in the middle is put again, later each time, while patience lasts")
    void putsAgain() {
        Talk talk = new Talk();
        talk.hear("here you are");
        talk.put(NOON);
        assertThat(talk.putsAgain(UNAVAILABLE, NOON, PATIENCE)).isTrue();
        assertThat(talk.pause()).isEqualTo(Duration.ofMillis(250));
        talk.put(NOON.plusMillis(250));
        assertThat(talk.putsAgain(UNAVAILABLE, NOON.plusMillis(250), PATIENCE)).isTrue();
        assertThat(talk.pause()).isEqualTo(Duration.ofMillis(500));
        assertThat(talk.putsAgain(THROTTLED, NOON.plusMillis(750), PATIENCE)).isTrue();
        assertThat(talk.pause()).isEqualTo(Duration.ofSeconds(1));
        assertThat(talk.putsAgain(UNAVAILABLE, NOON.plus(PATIENCE), PATIENCE)).isFalse();

        talk.hear("at last");
        assertThat(talk.pause()).isZero();
    }

    @Test
    @DisplayName("D9 an answer that is none fails as what it is: the question was answered and is not put again")
    void answeredWithNonsense() {
        Talk talk = new Talk();
        talk.put(NOON);
        talk.hear("in another shape than is known");
        assertThat(talk.putsAgain(UNAVAILABLE, NOON, PATIENCE)).isFalse();
        assertThat(talk.pause()).isZero();
    }

    @Test
    @DisplayName("Rule 10 the first question is not put again, nor one that is refused: the channel is given back")
    void givesTheChannelBack() {
        Talk talk = new Talk();
        talk.put(NOON);
        assertThat(talk.putsAgain(UNAVAILABLE, NOON, PATIENCE)).isFalse();
        assertThat(talk.putsAgain(THROTTLED, NOON, PATIENCE)).isFalse();
        talk.hear("here you are");
        talk.put(NOON);
        assertThat(talk.putsAgain(UNAUTHORIZED, NOON, PATIENCE)).isFalse();
        assertThat(talk.putsAgain(REJECTED, NOON, PATIENCE)).isFalse();
    }
}
