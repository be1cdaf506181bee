package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.support.PostgresResource;
import io.serai.support.SeraiProcess;
import io.serai.twin.CallLog.Counts;
import io.serai.twin.FaultSettings;
import io.serai.twin.Faults.Instead;
import io.serai.twin.Faults.Manner;
import io.serai.twin.Faults.StandIn;
import io.serai.twin.TwinResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The packaged Serai is killed while it tells a shop its stock: nothing is done twice, and nothing is forgotten. */
class StockKilledIT {

    private static final int ITEMS = 30;
    private static final int AT_FIRST = 50;
    private static final int SOLD_ELSEWHERE = 38;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Whoever dies is missed after seconds instead of minutes. */
    private static final Map<String, String> QUICK = Map.ofEntries(
            Map.entry("serai.stock.push-lease", "4S"),
            Map.entry("serai.stock.poll-lease", "4S"),
            Map.entry("serai.stock.sweep-interval-ms", "300"),
            Map.entry("serai.stock.unavailable-wait", "300MS"),
            Map.entry("serai.jtl.poll-interval-ms", "500"),
            Map.entry("serai.jtl.longest-wait-ms", "500"),
            Map.entry("serai.push.first-poll-after-ms", "100"),
            Map.entry("serai.channel.settle-interval-ms", "500"),
            Map.entry("serai.order.catch-up-interval-ms", "1000"),
            Map.entry("serai.order.lag", "1S"),
            Map.entry("serai.order.pass-lease", "4S"),
            Map.entry("serai.catch-up.unread-interval-ms", "500"),
            Map.entry("serai.jtl.requests-per-second", "50"),
            Map.entry("serai.woocommerce.requests-per-second", "50"));

    /** When it is killed. */
    enum Moment {
        /** The call is stored; whether it was begun is a matter of luck. */
        STORED,
        /** The call is on its way, and takes effect after the death. */
        ASKED,
        /** The call has taken effect, and its answer never came. */
        DONE
    }

    private static SeraiProcess serai;
    private static PGSimpleDataSource database;
    private final List<String> skus =
            IntStream.range(0, ITEMS).mapToObj("K-%02d"::formatted).toList();
    private Shops shops;
    private Shelves shelves;
    private JtlNetwork jtl;

    @BeforeAll
    static void start() throws Exception {
        String jdbcUrl = PostgresResource.newDatabase();
        database = new PGSimpleDataSource();
        database.setUrl(jdbcUrl);
        database.setUser("serai");
        database.setPassword("serai");
        serai = SeraiProcess.on(jdbcUrl.replace("jdbc:postgresql://", "postgres://serai:serai@"), Map.of(), QUICK);
    }

    @AfterAll
    static void stop() {
        serai.close();
    }

    @BeforeEach
    void stock(TestInfo test) {
        String name = "killed_" + Math.abs(test.getDisplayName().hashCode());
        shops = new Shops(serai.url(), serai.adminToken(), database, name);
        shelves = new Shelves(shops);
        jtl = new JtlNetwork(shops, channel -> {}, serai.url().toString());
        // so that one answer tells of all of them
        jtl.twin.settings(Shops.object().put("chunkSize", 2 * ITEMS));
        shelves.everywhere(skus, AT_FIRST);
        skus.forEach(sku -> {
            jtl.list(sku);
            jtl.move("inbound", sku, String.valueOf(AT_FIRST));
        });
        jtl.connect();
        shelves.mapAll();
        shelves.eventually(PATIENCE, () -> known() == 2 * ITEMS && shelves.isQuiet());
        shops.settle(PATIENCE);
        shops.forgetCalls();
    }

    @AfterEach
    void end() {
        jtl.close();
        shops.close();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Moment.class)
    @DisplayName("X5 kill -9 during a stock batch to each shop: nothing doubled, nothing forgotten")
    void killed(Moment moment) {
        CountDownLatch death = new CountDownLatch(1);
        CountDownLatch toShopify = new CountDownLatch(1);
        CountDownLatch toWooCommerce = new CountDownLatch(1);
        shops.shopify.faults().standIn(holding("InventorySetQuantities", moment, toShopify, death));
        shops.woocommerce.faults().standIn(holding("/products/batch", moment, toWooCommerce, death));
        // so that one poll hears of all of them, and none that began before
        jtl.twin.faults().set(unreachable());
        long turnedAway = turnedAway();
        await().atMost(PATIENCE).until(() -> turnedAway() > turnedAway);
        skus.forEach(sku -> jtl.move("adjust", sku, String.valueOf(-SOLD_ELSEWHERE)));
        jtl.twin.faults().clear();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> moment == Moment.STORED
                        ? open(shops.shopifyChannel) > 0 && open(shops.wooChannel) > 0
                        : toShopify.getCount() + toWooCommerce.getCount() == 0);
        serai.killHard();
        assertThat(open(shops.shopifyChannel)).as("the call under way").isEqualTo(1);
        assertThat(open(shops.wooChannel)).as("the call under way").isEqualTo(1);
        shops.shopify.faults().clear();
        shops.woocommerce.faults().clear();
        death.countDown();
        serai.start();

        shelves.eventually(PATIENCE, () -> shelves.show(skus, sku -> AT_FIRST - SOLD_ELSEWHERE) && shelves.isQuiet());
        Counts counts = shops.shopify.calls().counts();
        assertThat(counts.mutationsByResource()).hasSize(ITEMS);
        assertThat(counts.mutationsByResource().values())
                .as("a call that is made again under its key is done once")
                .containsOnly(1);
        assertThat(counts.unchanged()).isEmpty();
        assertThat(outcomes(shops.shopifyChannel)).isEqualTo("applied");
        // WooCommerce knows no keys: what may have been told is read back, and what it hides is known with the next
        // orders
        assertThat(shops.woocommerce.calls().counts().unchanged()).isEmpty();
        assertThat(shops.conflicts()).isEmpty();
    }

    /** Holds the calls that change stock until Serai is dead: before they take effect, or their answers. */
    private static StandIn holding(String call, Moment moment, CountDownLatch called, CountDownLatch death) {
        return (request, platform) -> {
            if (!request.method().equals("POST") || !(request.path() + request.text()).contains(call)) {
                return new Instead(platform.get(), Manner.WHOLE);
            }
            if (moment == Moment.DONE) {
                TwinResponse done = platform.get();
                called.countDown();
                held(death);
                return new Instead(done, Manner.WHOLE);
            }
            called.countDown();
            held(death);
            return new Instead(platform.get(), Manner.WHOLE);
        };
    }

    private static void held(CountDownLatch death) {
        try {
            assertThat(death.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private long turnedAway() {
        return jtl.twin.calls().counts().byStatus().entrySet().stream()
                .filter(answers -> answers.getKey() >= 500)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static FaultSettings unreachable() {
        return new FaultSettings(1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    private long known() {
        return shops.count(
                "SELECT count(*) FROM control.shop_stock WHERE tenant_id = ? AND held IS NOT NULL", shops.tenant);
    }

    private long open(String channel) {
        return shops.count(
                "SELECT count(*) FROM control.stock_pushes WHERE channel_id = ? AND closed_at IS NULL", channel);
    }

    private String outcomes(String channel) {
        return shops.text("SELECT string_agg(outcome, ' ') FROM control.stock_pushes WHERE channel_id = ?", channel);
    }
}
