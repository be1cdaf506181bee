package io.serai.flow;

import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
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
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
@DisplayName("Everything is fetched")
class EverythingFetchedTest extends FlowTestBase {

    private static final Duration SOON = Duration.ofSeconds(50);
    private static final String NO_OLD_ORDERS = "read_all_orders";

    @ConfigProperty(name = "serai.job.wait-for-sync")
    Duration waitForSync;

    @Inject
    FetchRequests requests;

    @Inject
    SyncJobRepository jobs;

    @Inject
    ChannelRepository channels;

    @BeforeEach
    void connect() {
        scopes(
                "read_products",
                "write_products",
                "read_inventory",
                "write_inventory",
                "read_locations",
                "read_orders",
                "read_customers",
                NO_OLD_ORDERS);
        shops.connect();
    }

    private void scopes(String... names) {
        ObjectNode settings = object();
        List.of(names).forEach(settings.putArray("scopes")::add);
        shops.shopify.settings(settings);
    }

    @Test
    @DisplayName(
            "A1 A6 products as Shopify wrote them; what differs is merged, what is gone is gone after a pass over all")
    void products() {
        JsonNode hat = product("Hut", "H-1");
        JsonNode cap = product("Mütze 🧢", "H-2");
        shops.settle();

        JsonNode begun = ask("/api/sync/products", true);
        assertThat(begun.path("type").asText()).isEqualTo("full");
        JsonNode done = awaitStatus(begun.path("syncJobId").asText(), "completed");
        assertThat(done.path("processedItems").asInt()).isEqualTo(2);
        assertThat(done.path("totalItems").asInt()).isEqualTo(2);
        assertThat(raw()).isEqualTo("Hut Mütze 🧢");
        assertThat(shops.text(
                        "SELECT raw_data #>> '{variants,0,inventoryItem,sku}' FROM shopify_products WHERE shopify_product_id = ?"
                                + " AND organization_id = ?",
                        cap.path("id").asText(),
                        shops.tenant))
                .isEqualTo("H-2");

        loseWebhooks();
        shops.shopify.editAsStaff(hat.path("id").asText(), object().put("title", "Strohhut"));
        shops.shopify.deleteAsStaff(cap.path("id").asText(), true);
        shops.shopify.faults().clear();
        JsonNode changed =
                awaitStatus(ask("/api/sync/products", false).path("syncJobId").asText(), "completed");
        assertThat(changed.path("type").asText()).isEqualTo("incremental_products");
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(shops.product("H-1").path("name").asText()).isEqualTo("Strohhut"));
        assertThat(raw()).as("what is gone shows in no list of changes").isEqualTo("Mütze 🧢 Strohhut");

        awaitStatus(ask("/api/sync/products", true).path("syncJobId").asText(), "completed");
        assertThat(raw()).isEqualTo("Strohhut");
        shops.settle();
        assertThat(shops.text(
                        "SELECT state FROM control.listings WHERE channel_id = ? AND external_id = ?",
                        shops.shopifyChannel,
                        cap.path("id").asText()))
                .isEqualTo("REMOVED");
    }

    @Test
    @DisplayName("C1 all customers, and those that changed since; an order finds its customer though it came first")
    void customers() {
        ObjectNode zoe = shops.shopify.createCustomer(
                object().put("firstName", "Zoë").put("lastName", "كمال").put("email", "zoe@example.com"));
        shops.shopify.createCustomer(object().put("firstName", "Ann").put("email", "ann@example.com"));
        requests.due(shops.shopifyChannel, Resource.CUSTOMERS, false);
        awaitAll();
        assertThat(shops.text(
                        "SELECT string_agg(first_name, ' ' ORDER BY first_name) FROM customers WHERE organization_id = ?",
                        shops.tenant))
                .isEqualTo("Ann Zoë");

        shops.shopify.editCustomer(zoe.path("id").asText(), object().put("firstName", "Zoe"));
        requests.due(shops.shopifyChannel, Resource.CUSTOMERS, false);
        awaitAll();
        assertThat(shops.text(
                        "SELECT string_agg(type, ' ' ORDER BY created_at) FROM sync_jobs"
                                + " WHERE integration_id = ? AND type LIKE '%customers'",
                        shops.shopifyChannel))
                .isEqualTo("bulk_customers incremental_customers");
        assertThat(shops.text(
                        "SELECT string_agg(first_name, ' ' ORDER BY first_name) FROM customers WHERE organization_id = ?",
                        shops.tenant))
                .isEqualTo("Ann Zoe");
    }

    @Test
    @DisplayName("C1 C5 a shop that was just connected shows its last days at once, and behind them everything")
    void connected() {
        shops.shopify.remember(object().put("seed", 3).put("orders", 60).put("customers", 9));
        buyMany(25);
        shops.woocommerce.generate(object().put("seed", 3).put("orders", 30).put("customers", 9));
        for (String channel : List.of(shops.shopifyChannel, shops.wooChannel)) {
            jobs.begin(
                    channels.find(channel).orElseThrow(),
                    JobType.RECENT_SYNC,
                    null,
                    Instant.now().minus(Duration.ofDays(3)),
                    "a test",
                    Instant.now());
        }
        awaitAll();
        assertThat(count("orders WHERE channel_id = '" + shops.shopifyChannel + "'"))
                .as("the recent ones, over several pages")
                .isEqualTo(shops.text(
                        "SELECT count(*)::text FROM shopify_orders WHERE organization_id = ? AND shopify_updated_at > now() - interval '3 days'",
                        shops.tenant));
        assertThat(Integer.parseInt(count("orders WHERE channel_id = '" + shops.shopifyChannel + "'")))
                .isBetween(25, 84);
        assertThat(mark("last_order_sync_at")).as("the rest is not known yet").isNull();

        for (String channel : List.of(shops.shopifyChannel, shops.wooChannel)) {
            for (Resource resource : Resource.values()) {
                requests.due(channel, resource, true);
            }
        }
        awaitAll();
        assertThat(count("orders WHERE channel_id = '" + shops.shopifyChannel + "'"))
                .isEqualTo(shops.shopify.sums().path("orders").asText());
        assertThat(Integer.parseInt(count("orders WHERE channel_id = '" + shops.wooChannel + "'")))
                .isEqualTo(shops.woocommerce.orderIds().size());
        assertThat(mark("last_order_sync_at")).isNotNull();
        assertThat(shops.text(
                        "SELECT string_agg(DISTINCT sync_status, ' ') FROM control.channels WHERE tenant_id = ?",
                        shops.tenant))
                .isEqualTo("synced");
        assertThat(shops.text(
                        "SELECT string_agg(DISTINCT sync_type, ' ' ORDER BY sync_type) FROM sync_logs WHERE tenant_id = ? AND success",
                        shops.tenant))
                .isEqualTo("customers orders products");
    }

    @Test
    @DisplayName("A11 one order is fetched by its id, and one that the shop does not have is said not to be there")
    void one() {
        shops.shopify.remember(object().put("seed", 5).put("orders", 3));
        loseWebhooks();
        buyMany(1);
        shops.shopify.faults().clear();
        String id = shops.shopify.orderIds().get(0);
        JsonNode begun = shops.ask(
                        "POST",
                        "/api/sync/orders",
                        object().put("organizationId", shops.tenant).put("orderId", "gid://shopify/Order/" + id))
                .json();
        awaitStatus(begun.path("syncJobId").asText(), "completed");
        assertThat(count("orders WHERE shopify_order_id = '" + id + "'")).isEqualTo("1");
        assertThat(count("orders")).isEqualTo("1");

        JsonNode none = shops.ask(
                        "POST",
                        "/api/sync/orders",
                        object().put("organizationId", shops.tenant).put("orderId", "999"))
                .json();
        JsonNode failed = awaitStatus(none.path("syncJobId").asText(), "failed");
        assertThat(failed.path("errorMessage").asText()).isEqualTo("The shop shows nothing under the id 999");
    }

    @Test
    @DisplayName("A11 an order of which a webhook told is there whole, a moment later")
    void told() {
        buyMany(1);
        await().atMost(SOON).untilAsserted(() -> assertThat(count("orders")).isEqualTo("1"));
        assertThat(shops.text("SELECT trim_scale(total)::text FROM orders WHERE organization_id = ?", shops.tenant))
                .isEqualTo("9.5");
        assertThat(count("order_items")).isEqualTo("1");
    }

    @Test
    @DisplayName("fact 22: that a shop shows the orders of the last 60 days only is said, and not hidden")
    void sixtyDays() {
        scopes(
                "read_products",
                "write_products",
                "read_inventory",
                "write_inventory",
                "read_locations",
                "read_orders",
                "read_customers");
        JsonNode done =
                awaitStatus(ask("/api/sync/orders", true).path("syncJobId").asText(), "completed");
        assertThat(done.path("notice").asText()).contains("60 days", NO_OLD_ORDERS);
    }

    @Test
    @DisplayName(
            "C2 an order that comes while others are taken over keeps its stock at once, and is there whole when they are")
    void toldMeanwhile() throws Exception {
        try (Connection other = database.getConnection();
                PreparedStatement hold =
                        other.prepareStatement("SELECT pg_advisory_lock(hashtextextended('promote ' || ?, 0))")) {
            hold.setString(1, shops.shopifyChannel);
            hold.execute();
            buyMany(1);
            String id = shops.shopify.orderIds().get(0);
            await().atMost(SOON).untilAsserted(() -> assertThat(shops.text(
                            "SELECT count(*)::text FROM control.pending_reads WHERE channel_id = ? AND external_id = ?"
                                    + " AND not_before > now() AND lease_until IS NULL",
                            shops.shopifyChannel,
                            id))
                    .isEqualTo("1"));
            assertThat(count("orders")).isEqualTo("0");
            try (Statement free = other.createStatement()) {
                free.execute("SELECT pg_advisory_unlock_all()");
            }
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(count("orders")).isEqualTo("1"));
    }

    @Test
    @DisplayName("A7 the jobs of a shop that is disconnected end with it, and none of them begins again")
    void disconnected() {
        shops.shopify.nextBulkOperation(object().put("held", true));
        String job = ask("/api/sync/orders", true).path("syncJobId").asText();
        await().atMost(SOON).untilAsserted(() -> assertThat(shops.text(
                        "SELECT count(*)::text FROM control.bulk_operations WHERE channel_id = ?",
                        shops.shopifyChannel))
                .isEqualTo("1"));

        shops.ask("DELETE", "/api/channels/" + shops.shopifyChannel, null);

        await().atMost(SOON).untilAsserted(() -> assertThat(shops.text(
                        "SELECT string_agg(DISTINCT status, ' ') FROM sync_jobs WHERE integration_id = ?"
                                + " AND type IN ('bulk_orders', 'poll_bulk')",
                        shops.shopifyChannel))
                .isEqualTo("cancelled"));
        // as a worker leaves it that ended a step in the moment of the disconnection
        shops.execute("UPDATE sync_jobs SET status = 'running', completed_at = NULL WHERE id = CAST(? AS uuid)", job);
        awaitStatus(job, "cancelled");
        Shops.Answer again = shops.ask("POST", "/api/sync/jobs/" + job + "/retry", null);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().path("detail").asText()).contains("disconnected");
    }

    @Test
    @DisplayName("fact 31: what nobody waits for any more is ended at Shopify too")
    void cancelled() {
        shops.shopify.nextBulkOperation(object().put("held", true));
        String job = ask("/api/sync/orders", true).path("syncJobId").asText();
        await().atMost(SOON).untilAsserted(() -> assertThat(shops.text(
                        "SELECT count(*)::text FROM control.bulk_operations WHERE channel_id = ?",
                        shops.shopifyChannel))
                .isEqualTo("1"));
        shops.ask("POST", "/api/sync/jobs/" + job + "/cancel", null);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(shops.shopify.calls().counts().of("BulkOperationCancel"))
                        .isEqualTo(1));
        await().atMost(SOON).untilAsserted(() -> assertThat(shops.text(
                        "SELECT status FROM sync_jobs WHERE integration_id = ? AND type = 'poll_bulk'",
                        shops.shopifyChannel))
                .isEqualTo("completed"));

        shops.ask("POST", "/api/sync/jobs/" + job + "/retry", null);
        awaitStatus(job, "completed");
        assertThat(shops.text(
                        "SELECT string_agg(message, ', ' ORDER BY id) FROM control.sync_job_logs"
                                + " WHERE job_id = CAST(? AS uuid)",
                        job))
                .as("it asks anew, and no try is lost")
                .doesNotContain("begins anew");
    }

    @Test
    @DisplayName(
            "B1 a tenant's data by type; what was fetched a moment ago only by force; one dead shop stops no other")
    void tenant() {
        buyMany(2);
        ObjectNode request = object().put("tenantId", shops.tenant);
        request.putArray("types").add("orders").add("customers");
        JsonNode first = shops.ask("POST", "/api/sync", request).json();
        assertThat(first.path("success").asBoolean()).as(first.toString()).isTrue();
        assertThat(first.at("/results/orders/recordsProcessed").asInt()).isEqualTo(2);
        assertThat(first.path("totalRecords").asInt())
                .isEqualTo(2 + first.at("/results/customers/recordsProcessed").asInt());
        assertThat(first.path("results").size()).isEqualTo(2);

        JsonNode fresh = shops.ask("POST", "/api/sync", request).json();
        assertThat(fresh.at("/results/orders/status").asText()).isEqualTo("fresh");
        shops.woocommerce.faults().set(new FaultSettings(1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        JsonNode forced =
                shops.ask("POST", "/api/sync", request.put("force", true)).json();
        assertThat(forced.path("success").asBoolean()).isFalse();
        assertThat(forced.at("/results/orders/status").asText()).isEqualTo("running");
        assertThat(forced.at("/results/orders/error").asText()).contains("WooCommerce");
        await().atMost(SOON).untilAsserted(() -> assertThat(shops.text(
                        "SELECT string_agg(DISTINCT status, ' ') FROM sync_jobs WHERE integration_id = ?",
                        shops.shopifyChannel))
                .isEqualTo("completed"));
        shops.woocommerce.faults().clear();
        awaitAll();
    }

    @Test
    @DisplayName(
            "B1 with a key the answer names what was begun without waiting for it, and comes again for the same key")
    void tenantWithKey() {
        buyMany(1);
        shops.execute(
                "UPDATE control.channels SET waits_until = now() + interval '1 hour' WHERE tenant_id = ?",
                shops.tenant);
        ObjectNode request = object().put("tenantId", shops.tenant).put("force", true);
        request.putArray("types").add("orders");
        JsonNode first = shops.ask("POST", "/api/sync", request, "Idempotency-Key", "key-" + shops.tenant)
                .json();
        assertThat(first.path("success").asBoolean()).as(first.toString()).isTrue();
        assertThat(first.at("/results/orders/syncJobIds")).hasSize(2);
        assertThat(first.at("/results/orders/status").asText()).isEqualTo("running");
        assertThat(first.at("/results/orders/duration").asLong()).isNotNegative();
        assertThat(first.path("totalDuration").asLong())
                .as("without a key it is waited for %s", waitForSync)
                .isLessThan(waitForSync.toMillis());
        shops.execute("UPDATE control.channels SET waits_until = NULL WHERE tenant_id = ?", shops.tenant);
        awaitAll();
        assertThat(shops.ask("POST", "/api/sync", request, "Idempotency-Key", "key-" + shops.tenant)
                        .json())
                .isEqualTo(first);
    }

    @Test
    @DisplayName("C7 an order that the shop shows no more is gone after a look at all, and counts no more")
    void gone() {
        buyMany(2);
        awaitStatus(ask("/api/sync/orders", true).path("syncJobId").asText(), "completed");
        shops.execute(
                "INSERT INTO orders (organization_id, channel_id, shopify_order_id, order_number, status, total, currency, order_date,"
                        + " created_at, updated_at) VALUES (?, ?, '77', '#77', 'open', 5, 'EUR', now(), '2026-01-01', '2026-01-01')",
                shops.tenant,
                shops.shopifyChannel);

        awaitStatus(ask("/api/sync/orders", false).path("syncJobId").asText(), "completed");
        assertThat(count("orders WHERE deleted_at IS NULL"))
                .as("changes tell nothing of it")
                .isEqualTo("3");
        awaitStatus(ask("/api/sync/orders", true).path("syncJobId").asText(), "completed");
        assertThat(count("orders WHERE deleted_at IS NULL")).isEqualTo("2");
    }

    private JsonNode product(String title, String sku) {
        return shops.shopify.createAsStaff(
                object().put("title", title).put("price", "10.00").put("sku", sku));
    }

    private void buyMany(int orders) {
        for (int i = 0; i < orders; i++) {
            ObjectNode order = object();
            order.putArray("lines").addObject().put("title", "Hut").put("price", "9.50");
            shops.shopify.buy(order);
        }
    }

    private void loseWebhooks() {
        shops.shopify.faults().set(new FaultSettings(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0));
    }

    private String raw() {
        return shops.text(
                "SELECT string_agg(title, ' ' ORDER BY title) FROM shopify_products WHERE organization_id = ?",
                shops.tenant);
    }

    private String mark(String column) {
        return shops.text("SELECT " + column + "::text FROM control.channels WHERE id = ?", shops.shopifyChannel);
    }

    private String count(String what) {
        return shops.text(
                "SELECT count(*)::text FROM " + what + (what.contains("WHERE") ? " AND" : " WHERE")
                        + " organization_id = ?",
                shops.tenant);
    }

    private JsonNode ask(String path, boolean all) {
        Shops.Answer answer = shops.ask(
                "POST", path, object().put("organizationId", shops.tenant).put("fetchAll", all));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.json();
    }

    private JsonNode status(String job) {
        return shops.ask("GET", "/api/sync/status/" + job, null).json();
    }

    private JsonNode awaitStatus(String job, String wanted) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(status(job).path("status").asText())
                        .as(status(job).toString())
                        .isEqualTo(wanted));
        return status(job);
    }

    private void awaitAll() {
        await().atMost(SOON).untilAsserted(() -> assertThat(shops.text(
                        "SELECT string_agg(concat_ws(' ', integration_id, type, status, error_message), ', ') FROM sync_jobs"
                                + " WHERE organization_id = ? AND status <> 'completed'",
                        shops.tenant))
                .isNull());
    }
}
