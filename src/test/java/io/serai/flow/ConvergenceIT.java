package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.schedule.Schedule;
import io.serai.support.PostgresResource;
import io.serai.support.SeraiProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * X2 against the packaged jar, its PostgreSQL and both shops in other processes than it, by the same schedules that drive
 * the pure core. {@code -Dserai.convergence.runs=200} asks for more, {@code -Dserai.convergence.seed=} begins elsewhere; a
 * mistake prints the run's own seed, which {@code -Dserai.convergence.only=} repeats alone.
 */
class ConvergenceIT {

    private static final int RUNS = Integer.getInteger("serai.convergence.runs", 4);
    private static final int AT_ONCE = Integer.getInteger("serai.convergence.at-once", 4);
    private static final long SEED = Long.getLong("serai.convergence.seed", 1);

    /** Whoever dies is missed after seconds instead of minutes, and what failed is tried again as soon. */
    private static final Map<String, String> QUICK = Map.ofEntries(
            Map.entry("serai.push.lease", "5S"),
            Map.entry("serai.push.poll-interval-ms", "300"),
            Map.entry("serai.push.first-poll-after-ms", "100"),
            Map.entry("serai.push.retry-delay", "300MS"),
            Map.entry("serai.push.unavailable-wait", "300MS"),
            Map.entry("serai.read.lease", "5S"),
            Map.entry("serai.read.unavailable-wait", "300MS"),
            Map.entry("serai.read.again-after", "200MS"),
            Map.entry("serai.intake.lease", "5S"),
            Map.entry("serai.intake.parked", "5S"),
            Map.entry("serai.intake.retry-delay", "500MS"),
            Map.entry("serai.schedule.products", "0/2 * * * * ?"),
            Map.entry("serai.schedule.everything", "0/4 * * * * ?"),
            Map.entry("serai.job.lease", "5S"),
            Map.entry("serai.job.unavailable-wait", "300MS"),
            Map.entry("serai.job.retry-delay", "300MS"),
            Map.entry("serai.job.fetch-on-connect", "false"),
            Map.entry("serai.catch-up.unread-interval-ms", "500"),
            Map.entry("serai.channel.settle-interval-ms", "500"),
            Map.entry("serai.channel.settle-lease", "10S"),
            Map.entry("serai.catch-up.retry-unread-after", "3S"),
            Map.entry("serai.shopify.response-timeout-ms", "2000"),
            Map.entry("serai.woocommerce.response-timeout-ms", "2000"),
            Map.entry("serai.woocommerce.requests-per-second", "50"),
            Map.entry("serai.jtl.requests-per-second", "50"),
            Map.entry("serai.jtl.response-timeout-ms", "2000"),
            Map.entry("serai.jtl.poll-interval-ms", "1500"),
            Map.entry("serai.stock.poll-lease", "5S"),
            Map.entry("serai.stock.push-lease", "5S"),
            Map.entry("serai.stock.sweep-interval-ms", "1000"),
            Map.entry("serai.stock.retry-delay", "500MS"),
            Map.entry("serai.stock.unavailable-wait", "300MS"),
            Map.entry("serai.order.catch-up-interval-ms", "2000"),
            Map.entry("serai.order.pass-lease", "5S"),
            Map.entry("serai.order.lag", "0S"));

    @Test
    @DisplayName(
            "X2 every schedule converges over kill -9 and faults: explained, nothing lost, nothing twice, no idle push")
    void converges() throws Exception {
        List<Schedule> schedules = schedules();
        List<String> mistakes = new ArrayList<>();
        int kills = 0;
        int cameFirst = 0;
        for (int from = 0; from < schedules.size(); from += AT_ONCE) {
            List<Schedule> round = schedules.subList(from, Math.min(from + AT_ONCE, schedules.size()));
            try (Round running = new Round(round)) {
                List<Verdict> verdicts = running.run();
                kills += running.serai.kills();
                for (int i = 0; i < round.size(); i++) {
                    Verdict verdict = verdicts.get(i);
                    long seed = round.get(i).seed();
                    cameFirst += verdict.cameFirst();
                    verdict.mistakes().forEach(mistake -> mistakes.add("seed " + seed + ": " + mistake));
                    if (!verdict.mistakes().isEmpty()) {
                        keep(seed, running.runs.get(i), verdict, running.serai);
                    }
                }
            }
            System.out.println((from + round.size()) + " of " + schedules.size() + " schedules from seed " + SEED + ", "
                    + kills + " kills, " + mistakes.size() + " mistakes, " + cameFirst
                    + " writes that a person of the shop came before");
        }
        assertThat(mistakes).isEmpty();
        assertThat(kills).isPositive();
    }

    private static List<Schedule> schedules() {
        Long only = Long.getLong("serai.convergence.only");
        Random random = new Random(only == null ? SEED : only);
        List<Schedule> schedules = new ArrayList<>();
        for (int i = 0; i < (only == null ? RUNS : 1); i++) {
            long seed = only == null ? random.nextLong() : only;
            schedules.add(Schedule.of(seed, 30 + Math.floorMod(seed, 40)));
        }
        return schedules;
    }

    private static void keep(long seed, ScheduleRun run, Verdict verdict, KilledSerai serai) throws Exception {
        Path directory = Files.createDirectories(Path.of("target", "convergence"));
        Files.writeString(
                directory.resolve(seed + ".txt"),
                String.join("\n", verdict.mistakes()) + "\n\n" + run.story() + "\n"
                        + String.join("\n", run.shops.timeline()) + "\nShopify " + run.shops.shopify.state()
                        + "\nWooCommerce " + run.shops.woocommerce.state() + "\nhub " + run.hubProduct() + "\nlogs "
                        + run.hubProduct().map(product -> run.shops
                                .logs(product.path("id").asText())
                                .toPrettyString())
                        + "\n"
                        + run.hubProduct().map(product -> run.shops
                                .explain(product.path("id").asText())
                                .toPrettyString())
                        + "\n"
                        + serai.process().output());
    }

    /** Some schedules at once on one Serai: what one has killed the others miss too. */
    private static final class Round implements AutoCloseable {

        private final ExecutorService threads = Executors.newCachedThreadPool();
        final KilledSerai serai;
        final List<ScheduleRun> runs = new ArrayList<>();

        Round(List<Schedule> schedules) throws Exception {
            String jdbcUrl = PostgresResource.newDatabase();
            String databaseUrl = jdbcUrl.replace("jdbc:postgresql://", "postgres://serai:serai@");
            PGSimpleDataSource database = new PGSimpleDataSource();
            database.setUrl(jdbcUrl);
            database.setUser("serai");
            database.setPassword("serai");
            serai = new KilledSerai(SeraiProcess.on(databaseUrl, Map.of(), QUICK));
            for (int i = 0; i < schedules.size(); i++) {
                Shops shops = new Shops(serai.process().url(), serai.process().adminToken(), database, "schedule_" + i);
                runs.add(new ScheduleRun(schedules.get(i), serai, shops));
            }
        }

        List<Verdict> run() throws InterruptedException {
            each(ScheduleRun::begin);
            each(ScheduleRun::drive);
            each(ScheduleRun::end);
            return runs.stream().map(Verdict::of).toList();
        }

        private void each(Consumer<ScheduleRun> part) throws InterruptedException {
            List<Future<?>> all = new ArrayList<>();
            runs.forEach(run -> all.add(threads.submit(() -> part.accept(run))));
            for (int i = 0; i < all.size(); i++) {
                try {
                    all.get(i).get();
                } catch (ExecutionException e) {
                    throw new AssertionError(
                            "seed " + runs.get(i).schedule.seed() + "\n"
                                    + runs.get(i).story(),
                            e.getCause());
                }
            }
        }

        @Override
        public void close() {
            threads.shutdownNow();
            runs.forEach(run -> {
                run.shops.shopify.stop();
                run.shops.woocommerce.stop();
                run.trade.twin().stop();
            });
            serai.close();
        }
    }
}
