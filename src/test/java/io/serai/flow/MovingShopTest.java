package io.serai.flow;

import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.job.FetchRequests;
import io.serai.job.JobType;
import io.serai.platform.Resource;
import io.serai.store.ChannelRepository;
import io.serai.store.SyncJobRepository;
import io.serai.support.PostgresResource;
import io.serai.twin.FaultSettings;
import io.serai.twin.Faults.Instead;
import io.serai.twin.Faults.Manner;
import io.serai.twin.TwinResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
@DisplayName("Fetched from a shop that moves")
class MovingShopTest extends FlowTestBase {

    private static final Duration SOON = Duration.ofSeconds(50);
    private static final FaultSettings DEAF = new FaultSettings(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0);

    @Inject
    FetchRequests requests;

    @Inject
    SyncJobRepository jobs;

    @Inject
    ChannelRepository channels;

    @BeforeEach
    void connect() {
        shops.connect();
        shops.shopify.faults().set(DEAF);
        shops.woocommerce.faults().set(DEAF);
    }

    @Test
    @DisplayName("K2 several pages of changes come whole, over failures between them; the mark is of before the first")
    void severalPages() {
        shops.woocommerce.createAsStaff(
                object().put("name", "Hut").put("regular_price", "10.00").put("sku", "H-1"));
        shops.woocommerce.generate(object().put("seed", 2).put("orders", 350));
        requests.due(shops.wooChannel, Resource.ORDERS, true);
        awaitAll();
        shops.woocommerce.orderIds().forEach(id -> staff(id, "again"));
        Instant before = Instant.now();

        AtomicInteger calls = new AtomicInteger();
        shops.woocommerce
                .faults()
                .standIn((request, platform) -> new Instead(
                        calls.incrementAndGet() > 2
                                ? TwinResponse.text(503, "text/html", "<h1>503</h1>")
                                : platform.get(),
                        Manner.WHOLE));
        requests.due(shops.wooChannel, Resource.ORDERS, false);
        await().atMost(SOON).untilAsserted(() -> assertThat(shops.text(
                        "SELECT count(*)::text FROM control.sync_job_logs l JOIN sync_jobs j ON j.id = l.job_id"
                                + " WHERE j.integration_id = ? AND l.message LIKE '%WooCommerce%'",
                        shops.wooChannel))
                .isNotEqualTo("0"));
        assertThat(shops.text(
                        "SELECT (last_order_sync_at < CAST(? AS timestamptz))::text FROM control.channels WHERE id = ?",
                        before.toString(),
                        shops.wooChannel))
                .as("not known before all of it is there")
                .isEqualTo("true");
        String woken = buyInWooCommerce();
        shops.woocommerce.faults().clear();
        shops.woocommerce.faults().set(DEAF);
        awaitAll();

        requests.due(shops.wooChannel, Resource.ORDERS, false);
        awaitAll();
        assertThat(shops.count("SELECT count(*) FROM orders WHERE channel_id = ?", shops.wooChannel))
                .isEqualTo(shops.woocommerce.orderIds().size());
        assertThat(shops.count(
                        "SELECT count(*) FROM orders WHERE channel_id = ? AND woocommerce_order_id = ?",
                        shops.wooChannel,
                        woken))
                .isEqualTo(1);
    }

    @Test
    @DisplayName("K5 lines of orders that came before their product are linked when it comes")
    void linkedLater() {
        shops.shopify.createAsStaff(
                object().put("title", "Hut").put("price", "10.00").put("sku", "H-1"));
        ObjectNode order = object();
        order.putArray("lines")
                .addObject()
                .put("sku", "H-1")
                .put("title", "Hut")
                .put("price", "10");
        shops.shopify.buy(order);
        requests.due(shops.shopifyChannel, Resource.ORDERS, true);
        awaitAll();
        assertThat(linked()).isZero();

        requests.due(shops.shopifyChannel, Resource.PRODUCTS, true);
        awaitAll();
        await().atMost(SOON).until(() -> shops.find("H-1").isPresent());
        requests.due(shops.shopifyChannel, Resource.PRODUCTS, true);
        awaitAll();
        await().atMost(SOON).untilAsserted(() -> assertThat(linked()).isEqualTo(1));
    }

    @Test
    @DisplayName("K6 orders that move while pages are read are not skipped, and an order of 150 lines is whole")
    void moving() {
        ObjectNode large = object();
        ArrayNode lines = large.putArray("lines");
        for (int i = 0; i < 150; i++) {
            lines.addObject().put("title", "Hut " + i).put("price", "1.10");
        }
        String id = shops.shopify.buy(large);
        for (int i = 0; i < 35; i++) {
            ObjectNode order = object();
            order.putArray("lines").addObject().put("title", "Hut").put("price", "2");
            shops.shopify.buy(order);
        }
        UUID job = jobs.begin(
                channels.find(shops.shopifyChannel).orElseThrow(),
                JobType.RECENT_SYNC,
                null,
                Instant.now().minus(Duration.ofDays(3)),
                "a test",
                Instant.now());
        int read = 0;
        while (!shops.text("SELECT status FROM sync_jobs WHERE id = CAST(? AS uuid)", job.toString())
                .equals("completed")) {
            List<String> ids = shops.shopify.orderIds();
            shops.shopify.editOrder(ids.get(read++ % ids.size()), object().put("note", "moved " + read));
            assertThat(read).as("the job ends").isLessThan(100_000);
        }
        assertThat(shops.count("SELECT count(*) FROM orders WHERE channel_id = ?", shops.shopifyChannel))
                .isEqualTo(36);
        assertThat(shops.count(
                        "SELECT count(*) FROM order_items i JOIN orders o ON o.id = i.order_id WHERE o.channel_id = ?"
                                + " AND o.shopify_order_id = ?",
                        shops.shopifyChannel,
                        id))
                .isEqualTo(150);
    }

    private void staff(String order, String note) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(shops.woocommerce.url() + "/twin/orders/" + order))
                .header("Content-Type", "application/json")
                .method(
                        "PATCH",
                        HttpRequest.BodyPublishers.ofString(
                                object().put("customer_note", note).toString()))
                .build();
        assertThat(shops.send(request).statusCode()).isBetween(200, 299);
    }

    private String buyInWooCommerce() {
        ObjectNode order = object();
        order.putArray("lines").addObject().put("sku", "H-1").put("quantity", 1);
        return shops.woocommerce.buy(order);
    }

    private long linked() {
        return shops.count(
                "SELECT count(*) FROM order_items WHERE organization_id = ? AND variant_id IS NOT NULL", shops.tenant);
    }

    private void awaitAll() {
        await().atMost(SOON).untilAsserted(() -> assertThat(shops.text(
                        "SELECT string_agg(concat_ws(' ', integration_id, type, status, error_message), ', ') FROM sync_jobs"
                                + " WHERE organization_id = ? AND status <> 'completed'",
                        shops.tenant))
                .isNull());
    }
}
