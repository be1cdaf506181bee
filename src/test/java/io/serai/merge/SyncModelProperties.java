package io.serai.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.schedule.FurtherRuns;
import io.serai.schedule.Schedule;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * X2 and X3 over random interleavings of everything that can happen to a product. A failure prints the seed and the
 * steps, and what happened in which order. {@code -Dserai.runs=200000} drives as many more.
 */
class SyncModelProperties {

    private static final SyncModel.Statistics STATISTICS = new SyncModel.Statistics();

    @Property(tries = 3000)
    void convergesAndLosesNothing(@ForAll long seed, @ForAll @IntRange(min = 1, max = 80) int steps) {
        SyncModel model = new SyncModel(Schedule.of(seed, steps));
        model.run();
        STATISTICS.add(model.statistics);
    }

    @AfterContainer
    static void somethingHappened() {
        assertThat(STATISTICS.edits).isGreaterThan(1000);
        assertThat(STATISTICS.crashes).isGreaterThan(100);
        assertThat(STATISTICS.conflicts).isGreaterThan(100);
        assertThat(STATISTICS.warehouseCalls).isGreaterThan(1000);
        assertThat(STATISTICS.restoredInWarehouse).isGreaterThan(100);
        assertThat(STATISTICS.lostForGood).isLessThan(STATISTICS.edits / 50);
    }

    @Test
    @DisplayName("X2 as many runs more as serai.runs asks for, from the seed serai.seed")
    void asManyAsAskedFor() {
        FurtherRuns.asked(80, schedule -> new SyncModel(schedule).run());
    }
}
