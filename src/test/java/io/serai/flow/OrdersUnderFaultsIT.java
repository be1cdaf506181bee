package io.serai.flow;

import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.support.PostgresResource;
import io.serai.support.SeraiProcess;
import io.serai.twin.FaultSettings;
import io.serai.twin.Twin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Both shops are busy while their orders are fetched again and again, and nearly everything fails that can. {@code -Dserai.orders.changes=}
 * asks for more or less of it, 10,000 are the proof, {@code -Dserai.orders.seed=} for another course of it.
 */
class OrdersUnderFaultsIT {

    private static final int CHANGES = Integer.getInteger("serai.orders.changes", 2_000);
    private static final long SEED = Long.getLong("serai.orders.seed", 1);
    private static final int PAST = 1_000;
    private static final int ALIKE_AT_ONCE = 5;
    private static final Duration BETWEEN_CHANGES = Duration.ofMillis(5 * ALIKE_AT_ONCE);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration SEARCH_LAG = Duration.ofSeconds(1);
    private static final List<String> SKUS = List.of("H-0", "H-1", "H-2");

    private static final Map<String, String> QUICK = Map.ofEntries(
            Map.entry("serai.job.poll-interval-ms", "200"),
            Map.entry("serai.job.lease", "10S"),
            Map.entry("serai.job.unavailable-wait", "200MS"),
            Map.entry("serai.job.retry-delay", "200MS"),
            Map.entry("serai.job.retry-at-most", "1S"),
            // more than the search lags and a second may hide, and no more
            Map.entry("serai.job.overlap", "3S"),
            Map.entry("serai.job.bulk-poll-interval", "200MS"),
            Map.entry("serai.job.bulk-look-interval", "2S"),
            Map.entry("serai.job.landing-batch", "300"),
            Map.entry("serai.job.fetch-on-connect", "false"),
            Map.entry("serai.schedule.orders", "0 0 0 1 1 ? 2099"),
            Map.entry("serai.schedule.customers", "0 0 0 1 1 ? 2099"),
            Map.entry("serai.schedule.products", "0 0 0 1 1 ? 2099"),
            Map.entry("serai.schedule.everything", "0 0 0 1 1 ? 2099"),
            Map.entry("serai.read.unavailable-wait", "300MS"),
            Map.entry("serai.read.again-after", "200MS"),
            Map.entry("serai.push.unavailable-wait", "300MS"),
            Map.entry("serai.stock.unavailable-wait", "300MS"),
            Map.entry("serai.intake.retry-delay", "500MS"),
            Map.entry("serai.channel.settle-interval-ms", "500"),
            Map.entry("serai.catch-up.unread-interval-ms", "500"),
            Map.entry("serai.order.catch-up-interval-ms", "3600000"),
            Map.entry("serai.woocommerce.requests-per-second", "50"));

    private static SeraiProcess serai;
    private static PGSimpleDataSource database;

    private Shops shops;
    private boolean taxIncluded;

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
    void connect() {
        shops = new Shops(serai.url(), serai.adminToken(), database, "orders_under_faults");
        FetchedOrders.allowAll(shops);
        // a shop of the largest plan: each throttled call empties the bucket, and else all would wait for points
        shops.shopify.settings(object().put("searchLagMillis", SEARCH_LAG.toMillis())
                .put("maximumAvailable", 20_000)
                .put("restoreRate", 2_000));
        Random random = new Random(SEED);
        taxIncluded = random.nextBoolean();
        shops.woocommerce.settings(object().put("pricesIncludeTax", taxIncluded)
                .put("decimals", List.of(0, 2, 3).get(random.nextInt(3))));
        shops.connect();
        SKUS.forEach(sku -> shops.shopify.createAsStaff(
                object().put("title", sku).put("price", "10.00").put("sku", sku)));
        shops.settle();
        shops.shopify.remember(object().put("seed", SEED).put("orders", PAST));
        ObjectNode past = object().put("seed", SEED).put("orders", PAST);
        BusyWooCommerce.CURRENCIES.forEach(past.putArray("currencies")::add);
        shops.woocommerce.generate(past);
    }

    @AfterEach
    void close() {
        shops.close();
    }

    @Test
    @DisplayName("C7 A5 ten thousand changes of orders under faults, and every order, line and sum is the shops' own")
    void everyChange() throws Exception {
        Random random = new Random(~SEED);
        fail(shops.shopify, random.nextLong());
        fail(shops.woocommerce, random.nextLong());
        fate(random);
        fetch(shops.shopifyChannel, true);
        fetch(shops.wooChannel, true);
        BusyShop shopify =
                new BusyShopify(shops.shopify, SKUS, random, known("shopify_order_id", shops.shopifyChannel));
        BusyShop woocommerce =
                new BusyWooCommerce(shops, SKUS, random, known("woocommerce_order_id", shops.wooChannel));

        CompletableFuture<Void> life = new CompletableFuture<>();
        List<CompletableFuture<Map<String, Integer>>> fetching = new ArrayList<>();
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(3);
        try {
            AtomicInteger left = new AtomicInteger(CHANGES);
            threads.scheduleAtFixedRate(
                    () -> live(List.of(shopify, woocommerce), random, left, life),
                    0,
                    BETWEEN_CHANGES.toMillis(),
                    TimeUnit.MILLISECONDS);
            Random lots = new Random(SEED + 1);
            for (String channel : List.of(shops.shopifyChannel, shops.wooChannel)) {
                Random lot = new Random(lots.nextLong());
                fetching.add(CompletableFuture.supplyAsync(() -> fetchWhile(channel, life, lot), threads));
            }
            life.get(PATIENCE.toMinutes(), TimeUnit.MINUTES);
            for (CompletableFuture<Map<String, Integer>> one : fetching) {
                System.out.println("seed " + SEED + ": " + one.get(PATIENCE.toMinutes(), TimeUnit.MINUTES));
            }
        } finally {
            threads.shutdownNow();
        }
        System.out.println("seed " + SEED + ": Shopify " + shopify.done() + " WooCommerce " + woocommerce.done()
                + ", answers " + shops.shopify.calls().counts().byStatus() + " "
                + shops.woocommerce.calls().counts().byStatus());
        shops.shopify.faults().clear();
        shops.woocommerce.faults().clear();
        Instant calm = Instant.now().plus(SEARCH_LAG);
        shops.settle(PATIENCE);
        await().atMost(PATIENCE).until(() -> Instant.now().isAfter(calm));

        for (String channel : List.of(shops.shopifyChannel, shops.wooChannel)) {
            JsonNode last = fetch(channel, false);
            assertThat(last.path("status").asText()).as(last.toString()).isEqualTo("completed");
            assertThat(shops.text(
                            "SELECT type FROM sync_jobs WHERE id = CAST(? AS uuid)",
                            last.path("id").asText()))
                    .isEqualTo("incremental_orders");
        }
        assertThat(OrderSums.inTheHub(shops, shops.shopifyChannel)).isEqualTo(OrderSums.of(shops.shopify));
        assertThat(OrderSums.inTheHub(shops, shops.wooChannel)).isEqualTo(OrderSums.ofWooCommerce(shops, taxIncluded));
        assertThat(shops.count(
                        "SELECT count(*) FROM failed_sync_items WHERE tenant_id = ? AND resolved_at IS NULL",
                        shops.tenant))
                .isZero();
        await().atMost(PATIENCE).until(() -> shops.count("SELECT count(*) FROM stage.lines") == 0);
    }

    /** Some changes in one moment, so that several are made in the second that a shop's dates tell apart. */
    private static void live(List<BusyShop> busy, Random random, AtomicInteger left, CompletableFuture<Void> life) {
        try {
            for (int i = 0; i < ALIKE_AT_ONCE && left.get() > 0; i++) {
                busy.get(random.nextInt(5) < 3 ? 0 : 1).change();
                left.decrementAndGet();
            }
            if (left.get() == 0) {
                life.complete(null);
            }
        } catch (RuntimeException | AssertionError e) {
            life.completeExceptionally(e);
            throw e;
        }
    }

    /** @return how many fetches ended how */
    private Map<String, Integer> fetchWhile(String channel, CompletableFuture<Void> life, Random lot) {
        Map<String, Integer> ends = new java.util.TreeMap<>();
        while (!life.isDone()) {
            if (channel.equals(shops.shopifyChannel)) {
                fate(lot);
            }
            JsonNode ended = fetch(channel, lot.nextInt(8) == 0);
            ends.merge(ended.path("status").asText(), 1, Integer::sum);
        }
        return ends;
    }

    /** What becomes of the next bulk operation. */
    private void fate(Random lot) {
        ObjectNode fate = object().put("takesMillis", lot.nextInt(800));
        switch (lot.nextInt(6)) {
            case 0 -> fate.put("failAfter", lot.nextInt(2_000)).put("errorCode", "TIMEOUT");
            case 1 -> fate.putObject("truncate").put("lineItems", lot.nextInt(3));
            case 2 -> fate.put("breakAfterBytes", lot.nextInt(2_000_000)).put("breaks", 1 + lot.nextInt(3));
            default -> {
                // nothing but that it takes its time
            }
        }
        shops.shopify.nextBulkOperation(fate);
    }

    /** @return the job when it has ended */
    private JsonNode fetch(String channel, boolean all) {
        Shops.Answer answer = shops.ask(
                "POST",
                "/api/sync/orders",
                object().put("organizationId", shops.tenant)
                        .put("integrationId", channel)
                        .put("fetchAll", all));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        String job = answer.json().path("syncJobId").asText();
        await("the end of " + job + " of " + channel)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> status(job).path("status").asText().matches("completed|failed"));
        return ((ObjectNode) status(job)).put("id", job);
    }

    private JsonNode status(String job) {
        return shops.ask("GET", "/api/sync/status/" + job, null).json();
    }

    private List<String> known(String id, String channel) {
        return List.of(shops.text(
                        "SELECT coalesce(string_agg(" + id + ", ',' ORDER BY " + id
                                + "), '') FROM orders WHERE channel_id = ?",
                        channel)
                .split(","));
    }

    /** A quarter of the calls fails, a third of those after their effect, and few webhooks ever come. */
    private static void fail(Twin twin, long seed) {
        twin.faults()
                .set(new FaultSettings(seed, 0, 20, 0.06, 0.06, 0.04, 0.04, 0.04, 300, 0, 200, 0.95, 0.2, 0.2, 400));
    }
}
