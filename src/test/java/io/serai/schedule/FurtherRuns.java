package io.serai.schedule;

import java.util.Random;
import java.util.function.Consumer;

/** As many schedules more as {@code -Dserai.runs} asks for, drawn from {@code -Dserai.seed}. */
public final class FurtherRuns {

    private FurtherRuns() {}

    /**
     * @param mostSteps of one schedule
     * @throws AssertionError naming the schedule's seed and length
     */
    public static void asked(int mostSteps, Consumer<Schedule> run) {
        int runs = Integer.getInteger("serai.runs", 0);
        Random seeds = new Random(Long.getLong("serai.seed", 1));
        for (int i = 0; i < runs; i++) {
            long seed = seeds.nextLong();
            int steps = 1 + seeds.nextInt(mostSteps);
            try {
                run.accept(Schedule.of(seed, steps));
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ", " + steps + " steps", e);
            }
        }
    }
}
