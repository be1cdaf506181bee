package io.serai.flow;

import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.channel.Platform;
import io.serai.job.JobType;
import io.serai.platform.Resource;
import io.serai.store.ChannelRepository;
import io.serai.store.LandingRepository;
import io.serai.store.Promotions;
import io.serai.store.SyncJobRepository;
import io.serai.support.PostgresResource;
import io.serai.twin.FaultSettings;
import io.serai.twin.Faults.Instead;
import io.serai.twin.Faults.Manner;
import io.serai.twin.TwinRequest;
import io.serai.twin.TwinResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How systems of this kind fail those who fetch their orders, each under its name. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
class FetchKnownFailuresTest extends FlowTestBase {

    private static final Duration SOON = Duration.ofSeconds(90);
    private static final FaultSettings ALL_LOST = new FaultSettings(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0);

    @Inject
    SyncJobRepository jobs;

    @Inject
    ChannelRepository channels;

    @Inject
    LandingRepository landing;

    @Inject
    Promotions promotions;

    @BeforeEach
    void connect() {
        FetchedOrders.allowAll(shops);
        shops.connect();
        shops.shopify.faults().set(ALL_LOST);
        shops.woocommerce.faults().set(ALL_LOST);
    }

    @Test
    @DisplayName("K1 orders of 500 lines each, more values than a statement may have, and all of them are there")
    void k1() {
        for (int i = 0; i < 140; i++) {
            ObjectNode order = object();
            ArrayNode lines = order.putArray("lines");
            for (int line = 1; line <= 500; line++) {
                lines.addObject()
                        .put("title", "Hut " + line)
                        .put("price", "0.99")
                        .put("quantity", 1 + line % 3);
            }
            shops.shopify.buy(order);
        }
        assertThat(awaitEnd(begin(shops.shopifyChannel, true)).path("status").asText())
                .isEqualTo("completed");
        assertThat(shops.count(
                        "SELECT count(*) FROM order_items i JOIN orders o ON o.id = i.order_id WHERE o.channel_id = ?",
                        shops.shopifyChannel))
                .isEqualTo(70_000);
        assertComplete();
    }

    @Test
    @DisplayName("K1 an error while orders are taken over is told, changes nothing, and never ends as completed")
    void k1error() {
        shops.shopify.remember(past(60));
        shops.woocommerce.generate(past(60));
        List<String> begun = new ArrayList<>();
        shops.execute("CREATE OR REPLACE FUNCTION refuse_items() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN RAISE EXCEPTION 'no space left on device'; END $$");
        shops.execute(
                "CREATE TRIGGER refuse_items BEFORE INSERT ON public.order_items EXECUTE FUNCTION refuse_items()");
        try {
            for (String channel : channelIds()) {
                String job = begin(channel, true);
                begun.add(job);
                await().atMost(SOON).until(() -> {
                    shops.execute(
                            "UPDATE sync_jobs SET lease_until = now() WHERE id = CAST(? AS uuid)"
                                    + " AND status = 'running' AND started_at IS NULL",
                            job);
                    return status(job).path("status").asText().equals("failed");
                });
                assertThat(status(job).path("errorMessage").asText()).contains("no space left on device");
                assertThat(OrderSums.inTheHub(shops, channel)).isEqualTo(OrderSums.none());
                assertThat(shops.text(
                                "SELECT coalesce(last_order_sync_at::text, 'never') || ' ' || sync_status"
                                        + " FROM control.channels WHERE id = ?",
                                channel))
                        .isEqualTo("never error");
            }
        } finally {
            shops.execute("DROP TRIGGER refuse_items ON public.order_items");
        }
        assertThat(shops.text(
                        "SELECT string_agg(DISTINCT success::text, ' ') FROM sync_logs WHERE tenant_id = ? AND sync_type = 'orders'",
                        shops.tenant))
                .isEqualTo("false");
        for (String channel : channelIds()) {
            String job = begin(channel, false);
            assertThat(begun).doesNotContain(job);
            assertThat(awaitEnd(job).path("status").asText()).isEqualTo("completed");
        }
        assertComplete();
    }

    @Test
    @DisplayName("K3 an error in the middle of the pages: the page that failed is asked for again, and no other")
    void k3pages() {
        shops.woocommerce.generate(past(950));
        AtomicInteger pages = new AtomicInteger();
        Set<Integer> broken = new HashSet<>();
        shops.woocommerce.faults().standIn((request, platform) -> {
            boolean breaks = isFetched(request) && broken.contains(pages.incrementAndGet());
            return new Instead(
                    breaks ? TwinResponse.text(500, "text/html", "<h1>500</h1>") : platform.get(), Manner.WHOLE);
        });
        awaitEnd(begin(shops.wooChannel, true));
        int withoutError = pages.getAndSet(0);
        assertThat(withoutError)
                .as("pages of a hundred that overlap, and the trash")
                .isBetween(11, 16);
        broken.addAll(Set.of(4, 5, 9));
        String job = begin(shops.wooChannel, true);
        assertThat(awaitEnd(job).path("status").asText()).isEqualTo("completed");
        assertThat(shops.count("SELECT attempts FROM sync_jobs WHERE id = CAST(? AS uuid)", job))
                .as("tries that it cost")
                .isZero();
        assertThat(pages.get()).as("pages that were asked for").isEqualTo(withoutError + broken.size());
        assertThat(OrderSums.inTheHub(shops, shops.wooChannel)).isEqualTo(OrderSums.ofWooCommerce(shops, true));
    }

    /** A page of a job; what the stock is reckoned from is asked for by the clock meanwhile. */
    private static boolean isFetched(TwinRequest request) {
        return request.method().equals("GET")
                && request.path().endsWith("/orders")
                && request.parameter("_fields").contains("prices_include_tax");
    }

    @Test
    @DisplayName("K3 an error while a bulk operation is waited for, or its lines come: none is begun anew")
    void k3bulk() {
        shops.shopify.remember(past(600));
        shops.forgetCalls();
        shops.shopify.nextBulkOperation(object().put("takesMillis", 1_500)
                .put("breakAfterBytes", 500_000)
                .put("breaks", 2));
        AtomicInteger calls = new AtomicInteger();
        shops.shopify.faults().standIn((request, platform) -> {
            boolean breaks = calls.incrementAndGet() % 2 == 0 && request.text().contains("BulkOperation(")
                    || request.path().startsWith("/bulk-operation-outputs/") && calls.get() % 3 == 0;
            return new Instead(
                    breaks ? TwinResponse.text(500, "text/html", "<h1>500</h1>") : platform.get(), Manner.WHOLE);
        });
        String job = begin(shops.shopifyChannel, true);
        assertThat(awaitEnd(job).path("status").asText()).isEqualTo("completed");
        assertThat(shops.shopify.calls().counts().of("BulkOperationRunQuery")).isEqualTo(1);
        assertThat(shops.count("SELECT attempts FROM sync_jobs WHERE id = CAST(? AS uuid)", job))
                .isZero();
        assertThat(OrderSums.inTheHub(shops, shops.shopifyChannel)).isEqualTo(OrderSums.of(shops.shopify));
    }

    @Test
    @DisplayName("K4 whoever asks for a full fetch while one is under way gets that one, however many ask at once")
    void k4asked() throws Exception {
        shops.shopify.remember(past(50));
        shops.shopify.nextBulkOperation(object().put("held", true));
        Set<String> asked = Set.copyOf(atOnce(6, () -> begin(shops.shopifyChannel, true)));
        assertThat(asked).hasSize(1);
        assertThat(shops.count(
                        "SELECT count(*) FROM sync_jobs WHERE integration_id = ? AND type = 'bulk_orders'",
                        shops.shopifyChannel))
                .isEqualTo(1);
        shops.ask("POST", "/api/sync/jobs/" + asked.iterator().next() + "/cancel", null);
    }

    @Test
    @DisplayName(
            "K4 all, what changed, the last days and single orders of a channel at once, by several workers: nothing doubled")
    void k4() {
        shops.shopify.remember(past(400));
        shops.woocommerce.generate(past(400));
        for (int round = 0; round < 2; round++) {
            buy(20);
            Instant now = Instant.now();
            List<UUID> all = new ArrayList<>();
            for (String channel : channelIds()) {
                var found = channels.find(channel).orElseThrow();
                for (JobType type : List.of(JobType.BULK_ORDERS, JobType.INCREMENTAL_ORDERS, JobType.RECENT_SYNC)) {
                    Instant since = type == JobType.BULK_ORDERS ? null : now.minus(Duration.ofDays(400));
                    all.add(jobs.begin(found, type, null, since, "a test", now));
                }
            }
            shops.shopify.orderIds().stream()
                    .skip(Math.max(0, shops.shopify.orderIds().size() - 10))
                    .forEach(id -> all.add(jobs.begin(
                            channels.find(shops.shopifyChannel).orElseThrow(),
                            JobType.SINGLE_ORDER,
                            id,
                            null,
                            "a test",
                            now)));
            camel.sendBody("direct:wake-jobs", null);
            all.forEach(job ->
                    assertThat(awaitEnd(job.toString()).path("status").asText()).isEqualTo("completed"));
            assertComplete();
        }
    }

    @Test
    @DisplayName("K4 the same orders taken over by several at the same moment are there once, with each line once")
    void k4takenOver() throws Exception {
        shops.shopify.remember(past(200));
        awaitEnd(begin(shops.shopifyChannel, true));
        List<String> lines = new ArrayList<>(List.of(shops.text(
                        """
                        SELECT string_agg(line, E'\\n') FROM (
                            SELECT raw_data::text AS line FROM shopify_orders WHERE integration_id = ?
                            UNION ALL
                            SELECT unnest(raw_lines)::text FROM shopify_orders WHERE integration_id = ?) written
                        """,
                        shops.shopifyChannel,
                        shops.shopifyChannel)
                .split("\n")));
        shops.execute("DELETE FROM orders WHERE channel_id = ?", shops.shopifyChannel);
        CyclicBarrier start = new CyclicBarrier(4);
        List<UUID> begun =
                IntStream.range(0, 4).mapToObj(i -> UUID.randomUUID()).toList();
        begun.forEach(job -> landing.land(job, 1, lines));
        AtomicInteger next = new AtomicInteger();
        atOnce(4, () -> {
            UUID job = begun.get(next.getAndIncrement());
            start.await();
            return QuarkusTransaction.requiringNew()
                    .call(() -> promotions.promote(Platform.SHOPIFY, Resource.ORDERS, job, shops.shopifyChannel, true));
        });
        begun.forEach(landing::clear);
        assertThat(OrderSums.inTheHub(shops, shops.shopifyChannel)).isEqualTo(OrderSums.of(shops.shopify));
        assertNothingDoubled();
    }

    private static <T> List<T> atOnce(int times, Callable<T> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(times);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> one : threads.invokeAll(java.util.Collections.nCopies(times, work))) {
                results.add(one.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private void buy(int orders) {
        for (int i = 0; i < orders; i++) {
            ObjectNode order = object();
            order.putArray("lines")
                    .addObject()
                    .put("title", "Hut")
                    .put("price", "9.50")
                    .put("quantity", 1 + i);
            shops.shopify.buy(order);
        }
    }

    private void assertComplete() {
        assertThat(OrderSums.inTheHub(shops, shops.shopifyChannel)).isEqualTo(OrderSums.of(shops.shopify));
        assertThat(OrderSums.inTheHub(shops, shops.wooChannel)).isEqualTo(OrderSums.ofWooCommerce(shops, true));
        assertNothingDoubled();
    }

    private void assertNothingDoubled() {
        assertThat(shops.count(
                        """
                        SELECT count(*) FROM (
                            SELECT i.order_id, i.external_id FROM order_items i JOIN orders o ON o.id = i.order_id
                            WHERE o.organization_id = ? GROUP BY 1, 2 HAVING count(*) > 1) doubled
                        """,
                        shops.tenant))
                .isZero();
    }

    private List<String> channelIds() {
        return List.of(shops.shopifyChannel, shops.wooChannel);
    }

    private static ObjectNode past(int orders) {
        return object().put("seed", 5).put("orders", orders);
    }

    private String begin(String channel, boolean all) {
        Shops.Answer answer = shops.ask(
                "POST",
                "/api/sync/orders",
                object().put("organizationId", shops.tenant)
                        .put("integrationId", channel)
                        .put("fetchAll", all));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.json().path("syncJobId").asText();
    }

    private JsonNode status(String job) {
        return shops.ask("GET", "/api/sync/status/" + job, null).json();
    }

    private JsonNode awaitEnd(String job) {
        await("the end of " + job)
                .atMost(SOON)
                .until(() -> status(job).path("status").asText().matches("completed|failed"));
        return status(job);
    }
}
