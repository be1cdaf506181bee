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

@DisplayName("Rule 6 What a failure in the middle of a conversation leaves behind")
class ConversationTest {

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
    @DisplayName("before anything was done it means what it says")
    void beforeTheEffect() {
        Talk talk = new Talk();
        talk.hear("here you are");
        for (PlatformFailure failure : List.of(THROTTLED, UNAVAILABLE, UNAUTHORIZED, REJECTED)) {
            assertThat(talk.meaning(failure)).isSameAs(failure);
        }
    }

    @Test
    @DisplayName("after that it cannot say that nothing was done, unless it shows what was")
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
}
