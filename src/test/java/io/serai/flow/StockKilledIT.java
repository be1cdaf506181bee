package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.support.PostgresResource;
import io.serai.support.SeraiProcess;
import io.serai.twin.CallLog.Counts;
import io.serai.twin.FaultSettings;
import io.serai.twin.Faults.Fate;
import io.serai.twin.TwinServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
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

    static Stream<Arguments> moments() {
        return Stream.of("shopify", "woocommerce")
                .flatMap(platform -> Stream.of(Moment.values()).map(moment -> Arguments.of(platform, moment)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("moments")
    @DisplayName("X5 kill -9 during a stock batch: nothing doubled, nothing forgotten")
    void killed(String platform, Moment moment) {
        TwinServer twin = platform.equals("shopify") ? shops.shopify : shops.woocommerce;
        String channel = platform.equals("shopify") ? shops.shopifyChannel : shops.wooChannel;
        String call = platform.equals("shopify") ? "InventorySetQuantities" : "POST /products/batch";
        switch (moment) {
            case STORED, ASKED -> twin.faults().set(slow());
            case DONE -> {
                if (twin == shops.woocommerce) {
                    twin.faults().next(Fate.NORMAL);
                }
                twin.faults().next(Fate.TIMEOUT_AFTER_EFFECT);
            }
        }
        // so that one poll hears of all of them
        jtl.twin.faults().set(unreachable());
        skus.forEach(sku -> jtl.move("adjust", sku, String.valueOf(-SOLD_ELSEWHERE)));
        jtl.twin.faults().clear();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> moment == Moment.STORED
                        ? open(channel) > 0
                        : twin.calls().counts().of(call) > 0
                                && (moment == Moment.ASKED
                                        || twin.calls()
                                                        .counts()
                                                        .mutationsByResource()
                                                        .size()
                                                == ITEMS));
        serai.killHard();
        assertThat(open(channel)).as("the call under way").isEqualTo(1);
        twin.faults().clear();
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

    /** Each call is looked at only after a while. */
    private static FaultSettings slow() {
        return new FaultSettings(1, 1_500, 1_500, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
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
