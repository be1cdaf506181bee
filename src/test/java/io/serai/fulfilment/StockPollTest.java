package io.serai.fulfilment;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.fulfilment.StockPoll.Pass;
import io.serai.fulfilment.StockPoll.Rest;
import io.serai.fulfilment.StockPoll.Stage;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Reading a warehouse's stock")
class StockPollTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private static StockPoll at(Pass pass, Stage stage, Rest rest) {
        return new StockPoll("jtl", new UUID(1, 2), pass, stage, null, NOON, NOON, rest, NOON, null);
    }

    private static Rest rest(Stage stage, String next) {
        return new Rest(stage, next, NOON.minusSeconds(600), NOON.plusSeconds(60));
    }

    private static List<Stage> stages(StockPoll first) {
        return Stream.iterate(first, poll -> poll.stage() != Stage.DONE, StockPoll::onward)
                .map(StockPoll::stage)
                .toList();
    }

    @Test
    @DisplayName("D9 goes on next time from where outbounds were asked for, however long the levels took after that")
    void outboundsDecide() {
        StockPoll poll = at(Pass.FIRST, Stage.OUTBOUNDS, null)
                .onward()
                .told(NOON.plusSeconds(5))
                .onward();
        assertThat(poll.stage()).isEqualTo(Stage.CHANGES);
        assertThat(poll.knownUntil(NOON.plusSeconds(600))).isEqualTo(NOON.plusSeconds(5));
        assertThat(poll.knownUntil(NOON.plusSeconds(2))).isEqualTo(NOON.plusSeconds(2));
    }

    @Test
    @DisplayName(
            "D9 asks for an outbound before the level that has its reservation, and for all levels in a full pass alone")
    void order() {
        assertThat(at(Pass.FIRST, Stage.OUTBOUNDS, null).onward().stage()).isEqualTo(Stage.LEVELS);
        assertThat(at(Pass.FULL, Stage.OUTBOUNDS, null).onward().stage()).isEqualTo(Stage.LEVELS);
        assertThat(at(Pass.USUAL, Stage.OUTBOUNDS, null).onward().stage()).isEqualTo(Stage.CHANGES);
    }

    @Test
    @DisplayName("D9 reads the news before a pass over everything, and never waits for it")
    void newsFirst() {
        assertThat(stages(at(Pass.USUAL, Stage.ITEM_CHANGES, rest(Stage.WAREHOUSES, null))))
                .containsExactly(
                        Stage.ITEM_CHANGES,
                        Stage.OUTBOUNDS,
                        Stage.CHANGES,
                        Stage.WAREHOUSES,
                        Stage.ITEMS,
                        Stage.ITEM_CHANGES,
                        Stage.OUTBOUNDS,
                        Stage.LEVELS);
        assertThat(stages(at(Pass.USUAL, Stage.ITEM_CHANGES, null)))
                .containsExactly(Stage.ITEM_CHANGES, Stage.OUTBOUNDS, Stage.CHANGES);
    }

    @Test
    @DisplayName("D9 a pass over everything goes on where it was, as long as its turn lasts")
    void goesOn() {
        StockPoll poll =
                at(Pass.USUAL, Stage.CHANGES, rest(Stage.LEVELS, "500")).onward();
        assertThat(poll.pass()).isEqualTo(Pass.FULL);
        assertThat(poll.stage()).isEqualTo(Stage.LEVELS);
        assertThat(poll.next()).isEqualTo("500");
        assertThat(poll.begunAt()).isEqualTo(NOON.minusSeconds(600));
        assertThat(poll.interrupted(NOON.plusSeconds(60))).isSameAs(poll);
        assertThat(poll.interrupted(NOON.plusSeconds(61)).stage()).isEqualTo(Stage.DONE);
        StockPoll news = at(Pass.USUAL, Stage.CHANGES, rest(Stage.LEVELS, "500"));
        assertThat(news.interrupted(NOON.plusSeconds(61))).isSameAs(news);
    }

    @Test
    @DisplayName("K3 a page in the middle is put again for a while, since more than itself is lost with it")
    void patience() {
        assertThat(at(Pass.USUAL, Stage.ITEM_CHANGES, null).hasMuchToLose()).isFalse();
        assertThat(at(Pass.USUAL, Stage.CHANGES, null).with("chunk").hasMuchToLose())
                .isTrue();
        assertThat(at(Pass.FIRST, Stage.CLOCK, null).hasMuchToLose()).isFalse();
        assertThat(at(Pass.FIRST, Stage.LEVELS, null).hasMuchToLose()).isTrue();
    }
}
