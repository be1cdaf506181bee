package io.serai.flow;

import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.channel.Platform;
import io.serai.job.Fetch;
import io.serai.job.JobTaken;
import io.serai.job.JobType;
import io.serai.job.JobWork;
import io.serai.job.SyncJob;
import io.serai.job.SyncJob.Place;
import io.serai.store.LandingRepository;
import io.serai.support.PostgresResource;
import io.serai.twin.FaultSettings;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
@DisplayName("A shop's orders are fetched")
class OrderFetchFlowTest extends FlowTestBase {

    private static final String SYNC = "/api/sync/orders";
    private static final Duration SOON = Duration.ofSeconds(50);
    private static final FaultSettings DOWN = new FaultSettings(1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    @Inject
    Fetch fetch;

    @Inject
    JobWork work;

    @Inject
    LandingRepository landing;

    @BeforeEach
    void connect() {
        FetchedOrders.allowAll(shops);
        shops.connect();
    }

    @Test
    @DisplayName("A2 C7 all of them, complete to the cent in each currency, and each line linked to the hub's product")
    void all() {
        String hat = shops.shopify
                .createAsStaff(
                        object().put("title", "Hut").put("price", "10.00").put("sku", "H-1"))
                .path("id")
                .asText();
        shops.settle();
        shops.shopify.remember(past(400));
        ObjectNode bought = object();
        bought.putArray("lines")
                .addObject()
                .put("sku", "H-1")
                .put("title", "Hut")
                .put("price", "10")
                .put("quantity", 2);
        shops.shopify.buy(bought);

        String job = begin(true);
        awaitStatus(job, "completed");

        FetchedOrders.assertComplete(shops);
        assertThat(status(job).path("processedItems").asInt()).isEqualTo(401);
        assertThat(status(job).path("totalItems").asInt()).isEqualTo(401);
        assertThat(shops.text(
                        """
                        SELECT count(*)::text FROM order_items i JOIN control.listings l ON l.product_id = i.product_id
                        WHERE l.channel_id = ? AND l.external_id = ? AND i.variant_id IS NOT NULL
                        """,
                        shops.shopifyChannel,
                        hat))
                .as("the past sold nothing else")
                .isEqualTo(shops.shopify.sums().path("lineItems").asText());
        JsonNode log = shops.ask("GET", "/api/sync/jobs/" + job, null).json().at("/data/log");
        assertThat(log.findValuesAsText("message")).contains("begun", "completed");
        await().atMost(SOON).untilAsserted(() -> assertThat(
                        shops.count("SELECT count(*) FROM stage.lines WHERE job_id = CAST(? AS uuid)", job))
                .isZero());
    }

    @Test
    @DisplayName("A5 afterwards only what changed: bought, refunded, cancelled and edited")
    void increments() {
        shops.shopify.remember(past(50));
        awaitStatus(begin(true), "completed");
        String id = shops.shopify.orderIds().isEmpty()
                ? buy("9.99")
                : shops.shopify.orderIds().get(0);
        buy("19.99");
        shops.shopify.cancel(id, false);

        String job = begin(false);
        awaitStatus(job, "completed");

        assertThat(shops.ask("GET", "/api/sync/jobs/" + job, null)
                        .json()
                        .at("/data/type")
                        .asText())
                .isEqualTo("incremental_orders");
        FetchedOrders.assertComplete(shops);
        assertThat(status(job).path("processedItems").asInt()).isLessThan(50);
    }

    @Test
    @DisplayName("an empty shop has none, and that is known")
    void none() {
        awaitStatus(begin(true), "completed");
        assertThat(count("orders")).isEqualTo("0");
        assertThat(shops.text(
                        "SELECT (last_order_sync_at IS NOT NULL)::text FROM control.channels WHERE id = ?",
                        shops.shopifyChannel))
                .isEqualTo("true");
    }

    @Test
    @DisplayName("A4 no active channel is a 404 that says so, and another tenant's channel is none")
    void noChannel() {
        Shops.Answer answer = shops.ask(
                "POST", SYNC, object().put("organizationId", shops.tenant).put("integrationId", "somebody-elses"));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("detail").asText()).isEqualTo("No active Shopify integration found");
    }

    @Test
    @DisplayName("A1 asked for again it is the job that is under way")
    void again() {
        shops.shopify.nextBulkOperation(object().put("held", true));
        buy("5");
        JsonNode first = shops.ask("POST", SYNC, request(true)).json();
        assertThat(first.path("type").asText()).isEqualTo("full");
        assertThat(first.path("integrationId").asText()).isEqualTo(shops.shopifyChannel);
        assertThat(first.path("jobId")).isEqualTo(first.path("syncJobId"));
        assertThat(begin(true)).isEqualTo(first.path("syncJobId").asText());
        assertThat(shops.shopify.calls().counts().of("BulkOperationRunQuery")).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"failAfter", "breakAfterBytes"})
    @DisplayName(
            "K3 a result that failed with a part of it, or broke off, changes nothing, and is had whole in the end")
    void broken(String fate) {
        shops.shopify.remember(past(100));
        shops.shopify.nextBulkOperation(object().put(fate, 90).put("breaks", 10));

        String job = begin(true);
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(status(job).path("errorMessage").asText()).contains("bulk operation"));
        assertThat(count("orders")).isEqualTo("0");
        shops.execute(
                "UPDATE sync_jobs SET lease_until = now() WHERE id = CAST(? AS uuid) AND started_at IS NULL", job);
        awaitStatus(job, "completed");
        FetchedOrders.assertComplete(shops);
    }

    @Test
    @DisplayName("A14 a shop that does not answer keeps the job waiting, which then goes on")
    void down() {
        shops.shopify.remember(past(20));
        shops.shopify.faults().set(DOWN);
        String job = begin(true);
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(status(job).path("errorMessage").asText()).contains("Shopify answered 50"));
        shops.shopify.faults().clear();
        awaitStatus(job, "completed");
        FetchedOrders.assertComplete(shops);
    }

    @Test
    @DisplayName("A14 what another worker has landed is neither thrown away nor taken over by one whose lease ran out")
    void anotherWorker() {
        Instant past = Instant.parse("2026-11-01T00:00:00Z");
        SyncJob lost = new SyncJob(
                UUID.randomUUID(),
                shops.tenant,
                shops.shopifyChannel,
                Platform.SHOPIFY,
                JobType.BULK_ORDERS,
                null,
                new Place(null, 2, true, false),
                null,
                past,
                false,
                "a test",
                0,
                past);
        landing.land(lost.id(), 1, List.of("{}", "{}"));

        work.broken(lost, new IllegalStateException("too late"));
        assertThatThrownBy(() -> fetch.takeOver(lost)).isInstanceOf(JobTaken.class);

        assertThat(landing.count(lost.id())).isEqualTo(2);
        landing.clear(lost.id());
    }

    private String count(String table) {
        return shops.text("SELECT count(*)::text FROM " + table + " WHERE organization_id = ?", shops.tenant);
    }

    private static ObjectNode past(int orders) {
        return object().put("seed", 7).put("orders", orders);
    }

    private String buy(String price) {
        ObjectNode order = object();
        order.putArray("lines").addObject().put("title", "Hut").put("price", price);
        return shops.shopify.buy(order);
    }

    private ObjectNode request(boolean all) {
        return object().put("organizationId", shops.tenant).put("fetchAll", all);
    }

    private String begin(boolean all) {
        Shops.Answer answer = shops.ask("POST", SYNC, request(all));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.json().path("syncJobId").asText();
    }

    private JsonNode status(String job) {
        return shops.ask("GET", "/api/sync/status/" + job, null).json();
    }

    private void awaitStatus(String job, String wanted) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(status(job).path("status").asText())
                        .as(status(job).toString())
                        .isEqualTo(wanted));
    }
}
