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
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The packaged Serai is killed again and again while it fetches all orders of two shops, by the lot of {@code -Dserai.fetch.seed=},
 * {@code -Dserai.fetch.kills=} times; every build has a few, 20 are the proof.
 */
class FetchKilledIT {

    private static final int KILLS = Integer.getInteger("serai.fetch.kills", 2);
    private static final long SEED = Long.getLong("serai.fetch.seed", 1);
    private static final int ORDERS = 3_000;
    private static final int LINES_OF_SHOPIFY = 4 * ORDERS;
    private static final int BETWEEN_PASSES = 25;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration OFTEN = Duration.ofMillis(5);

    /** What one page may take in calls: the trash, the page, and what is read backwards to it. */
    private static final int CALLS_OF_A_PAGE = 3;

    private static final Map<String, String> QUICK = Map.ofEntries(
            Map.entry("serai.job.poll-interval-ms", "100"),
            Map.entry("serai.job.lease", "3S"),
            Map.entry("serai.job.unavailable-wait", "200MS"),
            Map.entry("serai.job.retry-delay", "200MS"),
            Map.entry("serai.job.bulk-poll-interval", "100MS"),
            Map.entry("serai.job.bulk-look-interval", "1S"),
            Map.entry("serai.job.landing-batch", "400"),
            Map.entry("serai.job.fetch-on-connect", "false"),
            Map.entry("serai.schedule.orders", "0 0 0 1 1 ? 2099"),
            Map.entry("serai.schedule.customers", "0 0 0 1 1 ? 2099"),
            Map.entry("serai.schedule.products", "0 0 0 1 1 ? 2099"),
            Map.entry("serai.schedule.everything", "0 0 0 1 1 ? 2099"),
            Map.entry("serai.channel.settle-interval-ms", "500"),
            Map.entry("serai.order.catch-up-interval-ms", "3600000"),
            Map.entry("serai.woocommerce.requests-per-second", "60"));

    /** When it is killed. */
    private enum Moment {
        /** After some calls. */
        ASKED,
        /** After some lines have landed. */
        LANDED,
        /** While what has landed is taken over. */
        TAKEN_OVER
    }

    /** A fetch of all orders of one channel. */
    private final class Pass {

        private final String channel;
        private final String job;
        private String cursor;
        private long lines;
        private boolean hasLanded;
        private int asked;

        Pass(String channel) {
            this.channel = channel;
            Shops.Answer answer = shops.ask(
                    "POST",
                    "/api/sync/orders",
                    object().put("organizationId", shops.tenant)
                            .put("integrationId", channel)
                            .put("fetchAll", true));
            assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
            this.job = answer.json().path("syncJobId").asText();
        }

        boolean hasEnded() {
            return of("status").equals("completed");
        }

        private String of(String column) {
            return shops.text("SELECT coalesce(" + column + ", '') FROM sync_jobs WHERE id = CAST(? AS uuid)", job);
        }

        /** Serai is dead: nothing that it knew before the death before this may be done anew. */
        void check() {
            assertThat(of("status")).isNotEqualTo("failed");
            assertThat(of("attempts::text"))
                    .as("the pass was never begun anew: " + of("error_message"))
                    .isEqualTo("0");
            boolean isShopify = channel.equals(shops.shopifyChannel);
            int askedNow = shops.shopify.calls().counts().of("BulkOperationRunQuery");
            if (isShopify && (cursor != null || hasLanded)) {
                assertThat(askedNow).as("bulk operations that were asked for").isEqualTo(asked);
            }
            asked = askedNow;
            if (hasEnded()) {
                return;
            }
            // at once: the last transaction of the dead may end only now
            String[] counted = of("coalesce(checkpoint ->> 'lines', '0') || ' '"
                            + " || (SELECT count(*) FROM stage.lines WHERE job_id = sync_jobs.id)")
                    .split(" ");
            long landed = Long.parseLong(counted[0]);
            assertThat(landed).as("lines that have landed").isGreaterThanOrEqualTo(lines);
            assertThat(counted[1]).isEqualTo(counted[0]);
            lines = landed;
            cursor = of("checkpoint ->> 'cursor'").isEmpty() ? null : of("checkpoint ->> 'cursor'");
            hasLanded = of("checkpoint ->> 'landed'").equals("true");
        }
    }

    private final Random random = new Random(SEED);
    private final ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor();

    /** What a reader saw of each channel, one after the other. */
    private final Map<String, List<String>> seen = new LinkedHashMap<>();

    private SeraiProcess serai;
    private Shops shops;

    @BeforeEach
    void connect() throws Exception {
        String jdbcUrl = PostgresResource.newDatabase();
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(jdbcUrl);
        database.setUser("serai");
        database.setPassword("serai");
        serai = SeraiProcess.on(jdbcUrl.replace("jdbc:postgresql://", "postgres://serai:serai@"), Map.of(), QUICK);
        shops = new Shops(serai.url(), serai.adminToken(), database, "fetch_killed");
        FetchedOrders.allowAll(shops);
        shops.connect();
        shops.shopify.remember(object().put("seed", SEED).put("orders", ORDERS));
        ObjectNode past = object().put("seed", SEED).put("orders", ORDERS);
        List.of("EUR", "CHF").forEach(past.putArray("currencies")::add);
        shops.woocommerce.generate(past);
        // what changes is found by the next pass alone: no webhook comes, and somebody else looks for orders that none
        // told of
        List.of(shops.shopify, shops.woocommerce).forEach(FetchKilledIT::silent);
        shops.execute("INSERT INTO control.order_cursors (channel_id, orders_since, lease_until)"
                + " SELECT id, now(), now() + interval '1 day' FROM control.channels"
                + " ON CONFLICT (channel_id) DO UPDATE SET worker = NULL, lease_until = excluded.lease_until");
    }

    @AfterEach
    void close() {
        reader.shutdownNow();
        shops.close();
        serai.close();
    }

    @Test
    @DisplayName(
            "K3 C2 kill -9 while all orders are fetched: it goes on where it was, and nobody ever sees a part of it")
    void killed() throws Exception {
        Map<String, List<String>> truths = new LinkedHashMap<>();
        for (String channel : channels()) {
            truths.put(channel, new ArrayList<>(List.of(OrderSums.none())));
            seen.put(channel, new CopyOnWriteArrayList<>());
        }
        Future<?> reading = reader.scheduleWithFixedDelay(this::read, 0, 20, TimeUnit.MILLISECONDS);
        int kills = 0;
        int passes = 0;
        do {
            truths.get(shops.shopifyChannel).add(OrderSums.of(shops.shopify));
            truths.get(shops.wooChannel).add(OrderSums.ofWooCommerce(shops, true));
            shops.shopify.nextBulkOperation(object().put("takesMillis", random.nextInt(1_500)));
            shops.forgetCalls();
            List<Pass> pass = channels().stream().map(Pass::new).toList();
            int killsOfThePass = 0;
            while (kills < KILLS && arrives(pass)) {
                serai.killHard();
                pass.forEach(Pass::check);
                serai.start();
                kills++;
                killsOfThePass++;
            }
            await("the end of pass " + passes).atMost(PATIENCE).until(() -> pass.stream()
                    .allMatch(Pass::hasEnded));
            pass.forEach(Pass::check);
            assertThat(shops.woocommerce.calls().counts().of("GET /orders"))
                    .as("pages that were read, %d kills", killsOfThePass)
                    .isLessThanOrEqualTo(pages() + killsOfThePass * CALLS_OF_A_PAGE);
            for (String channel : channels()) {
                List<String> truth = truths.get(channel);
                assertThat(OrderSums.inTheHub(shops, channel)).isEqualTo(truth.get(truth.size() - 1));
            }
            assertThat(shops.count("SELECT count(*) FROM orders WHERE deleted_at IS NOT NULL"))
                    .as("those that the shop deleted, and no other")
                    .isEqualTo(passes);
            System.out.println("seed " + SEED + ": " + killsOfThePass + " kills in pass " + passes + ", "
                    + shops.shopify.calls().counts().of("BulkOperationRunQuery") + " bulk operations, "
                    + shops.woocommerce.calls().counts().of("GET /orders") + " pages");
            passes++;
            change();
        } while (kills < KILLS);

        assertThat(reading.isDone()).as("the reader reads on").isFalse();
        int whole = passes + 1;
        await().atMost(PATIENCE).until(() -> seen.values().stream().allMatch(all -> all.size() >= whole));
        for (String channel : channels()) {
            assertThat(truths.get(channel))
                    .as("all that was ever seen is a whole one")
                    .containsSubsequence(seen.get(channel));
            assertThat(seen.get(channel)).hasSize(passes + 1);
        }
        assertThat(shops.count(
                        "SELECT count(*) FROM order_items i GROUP BY order_id, external_id ORDER BY 1 DESC LIMIT 1"))
                .isEqualTo(1);
    }

    private List<String> channels() {
        return List.of(shops.shopifyChannel, shops.wooChannel);
    }

    /** Notes what the hub shows now, if it is something else than before. */
    private void read() {
        for (Map.Entry<String, List<String>> channel : seen.entrySet()) {
            String now = OrderSums.inTheHub(shops, channel.getKey());
            List<String> before = channel.getValue();
            if (before.isEmpty() || !before.get(before.size() - 1).equals(now)) {
                before.add(now);
            }
        }
    }

    /** Waits for a moment by lot, at which something of the pass is still to be done. */
    private boolean arrives(List<Pass> pass) {
        Moment moment = Moment.values()[random.nextInt(Moment.values().length)];
        int calls = calls() + random.nextInt(25);
        long lines = landed() + random.nextInt(LINES_OF_SHOPIFY);
        try {
            await().atMost(PATIENCE)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(OFTEN)
                    .until(() -> pass.stream().allMatch(Pass::hasEnded)
                            || switch (moment) {
                                case ASKED -> calls() > calls;
                                case LANDED -> landed() > lines;
                                case TAKEN_OVER -> isTakenOver();
                            });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("not " + moment + ":\n" + serai.output(), e);
        }
        return !pass.stream().allMatch(Pass::hasEnded);
    }

    private int calls() {
        return shops.shopify.calls().counts().total()
                + shops.woocommerce.calls().counts().total();
    }

    private long landed() {
        return shops.count("SELECT count(*) FROM stage.lines");
    }

    private boolean isTakenOver() {
        return shops.count(
                        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active'"
                                + " AND query LIKE '%stage.promote\\_%' AND pid <> pg_backend_pid()")
                > 0;
    }

    /** All pages without any kill: each brings 99 more than the one before it, and the trash is looked at first. */
    private int pages() {
        return shops.woocommerce.orderIds().size() / 99 + 3;
    }

    /** Both shops are others than before; the next pass shows that whole, or not at all. */
    private void change() {
        List<String> ids = new ArrayList<>(List.of(shops.text(
                        "SELECT string_agg(shopify_order_id, ',' ORDER BY shopify_order_id) FROM orders WHERE channel_id = ?",
                        shops.shopifyChannel)
                .split(",")));
        for (int i = 0; i < BETWEEN_PASSES; i++) {
            ObjectNode order = object();
            order.putArray("lines")
                    .addObject()
                    .put("title", "Hut")
                    .put("price", "9.99")
                    .put("quantity", 1 + i);
            shops.shopify.buy(order);
            String id = ids.remove(random.nextInt(ids.size()));
            JsonNode line = shops.shopify.order(id).at("/line_items/0");
            if (line.path("current_quantity").asInt() > 0) {
                ObjectNode refund = object();
                refund.putArray("lines")
                        .addObject()
                        .put("lineId", line.path("id").asText())
                        .put("quantity", 1);
                shops.shopify.refund(id, refund);
            }
        }
        List<String> others = shops.woocommerce.orderIds();
        for (int i = 0; i < BETWEEN_PASSES; i++) {
            String id = others.get(1 + random.nextInt(others.size() - 1));
            JsonNode line = shops.woocommerce.order(id).at("/line_items/0");
            ObjectNode edit = object().put("customer_note", "noch eins");
            edit.putArray("line_items")
                    .addObject()
                    .put("id", line.path("id").asLong())
                    .put("quantity", line.path("quantity").asInt() + 1);
            staff("PATCH", "orders/" + id, BodyPublishers.ofString(edit.toString()));
        }
        staff("DELETE", "orders/" + others.get(0) + "?force=true", BodyPublishers.noBody());
    }

    private void staff(String method, String path, BodyPublisher body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(shops.woocommerce.url() + "/twin/" + path))
                .header("Content-Type", "application/json")
                .method(method, body)
                .build();
        assertThat(shops.send(request).statusCode()).as(path).isEqualTo(200);
    }

    /** No webhook comes, and each call takes a moment, so that there is something to be cut short. */
    private static void silent(Twin twin) {
        twin.faults().set(new FaultSettings(SEED, 5, 30, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0));
    }
}
