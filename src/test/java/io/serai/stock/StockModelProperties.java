package io.serai.stock;

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
 * X2 and X5 over the schedules of the main job: what shops show, what orders promise and what a warehouse counts come together,
 * and no shop is told more than others have left. {@code -Dserai.runs=200000} drives as many more.
 */
class StockModelProperties {

    private static final StockModel.Statistics STATISTICS = new StockModel.Statistics();

    @Property(tries = 5000)
    void convergesAndNeverUndoesASale(@ForAll long seed, @ForAll @IntRange(min = 1, max = 120) int steps) {
        StockModel model = new StockModel(Schedule.of(seed, steps));
        model.run();
        STATISTICS.add(model.statistics);
    }

    @AfterContainer
    static void somethingHappened() {
        assertThat(STATISTICS.sales).isGreaterThan(1000);
        assertThat(STATISTICS.writes).isGreaterThan(1000);
        assertThat(STATISTICS.unknown).isGreaterThan(100);
        assertThat(STATISTICS.takenOver).isGreaterThan(100);
        assertThat(STATISTICS.letGo).isGreaterThan(100);
    }

    @Test
    @DisplayName("X2 as many runs more as serai.runs asks for, from the seed serai.seed")
    void asManyAsAskedFor() {
        FurtherRuns.asked(120, schedule -> new StockModel(schedule).run());
    }
}
