package io.serai.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.fulfilment.StockPoll.Stage;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Reading a warehouse's stock")
class StockPollTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private static StockPoll at(Stage stage) {
        return new StockPoll("jtl", new UUID(1, 2), stage, null, NOON, NOON, true, NOON, null);
    }

    @Test
    @DisplayName("D9 goes on next time from where outbounds were asked for, however long the levels took after that")
    void outboundsDecide() {
        StockPoll poll = at(Stage.OUTBOUNDS).onward().told(NOON.plusSeconds(5)).onward();
        assertThat(poll.stage()).isEqualTo(Stage.CHANGES);
        assertThat(poll.knownUntil(NOON.plusSeconds(600))).isEqualTo(NOON.plusSeconds(5));
        assertThat(poll.knownUntil(NOON.plusSeconds(2))).isEqualTo(NOON.plusSeconds(2));
    }

    @Test
    @DisplayName(
            "D9 asks for an outbound before the level that has its reservation, and for all levels in a full pass alone")
    void order() {
        assertThat(at(Stage.OUTBOUNDS).onward().stage()).isEqualTo(Stage.LEVELS);
        StockPoll usual = new StockPoll("jtl", new UUID(1, 2), Stage.OUTBOUNDS, null, NOON, NOON, false, NOON, null);
        assertThat(usual.onward().stage()).isEqualTo(Stage.CHANGES);
    }
}
