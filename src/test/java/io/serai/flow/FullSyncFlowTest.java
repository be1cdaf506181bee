package io.serai.flow;

import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.support.PostgresResource;
import io.serai.twin.FaultSettings;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
class FullSyncFlowTest extends FlowTestBase {

    private static final FaultSettings ALL_LOST = new FaultSettings(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0);
    private static final FaultSettings DOWN = new FaultSettings(1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    @ConfigProperty(name = "serai.process.public-url")
    String publicUrl;

    @Test
    @DisplayName("D8 a full sync finds what nobody told and what was never pushed, and sends only what differs")
    void findsDifferences() {
        shops.connect();
        for (int i = 1; i <= 60; i++) {
            shopify("Hut " + i, "H-" + i);
        }
        shops.settle(PATIENCE);
        shops.shopify.faults().set(ALL_LOST);
        shops.woocommerce.faults().set(ALL_LOST);
        shops.shopify.editAsStaff(shops.inShopify("H-1").path("id").asText(), object().put("title", "Strohhut"));
        shops.woocommerce.editAsStaff(
                shops.inWooCommerce("H-2").path("id").asText(), object().put("regular_price", "14.00"));
        shops.shopify.deleteAsStaff(shops.inShopify("H-3").path("id").asText(), true);
        forgetPush("H-4", "Filzhut");
        shops.forgetCalls();

        JsonNode asked = fullSync(object());
        assertThat(asked.path("jobs")).hasSize(2);
        JsonNode again = fullSync(object().put("createMissing", true));
        assertThat(again.path("jobs").findValuesAsText("jobId"))
                .as("whoever asks again is answered with the one under way, or with the next")
                .hasSize(2);
        JsonNode done = awaitCompleted();
        shops.settle(PATIENCE);

        assertThat(shops.inWooCommerce("H-1").path("name").asText()).isEqualTo("Strohhut");
        assertThat(shops.variantInShopify("H-2").path("price").asText()).isEqualTo("14.00");
        assertThat(shops.inWooCommerce("H-4").path("name").asText()).isEqualTo("Filzhut");
        assertThat(shops.inShopify("H-3").isMissingNode()).isTrue();
        assertThat(done.path("percent").asInt()).isEqualTo(100);
        assertThat(done.path("processed").asInt())
                .isEqualTo(done.path("total").asInt())
                .isPositive();
        assertThat(shops.woocommerce.calls().counts().unchanged()).isEmpty();
        assertThat(Shops.writes(shops.woocommerce)).as("H-1 and H-4").isEqualTo(2);
        assertThat(Shops.writes(shops.shopify)).as("H-2").isEqualTo(1);
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName("D8 where nothing differs a full sync reads every page once and writes nothing")
    void writesNothing() {
        shops.connect();
        for (int i = 1; i <= 5; i++) {
            shopify("Hut " + i, "H-" + i);
        }
        shops.settle();
        shops.forgetCalls();

        fullSync(object());
        JsonNode done = awaitCompleted();

        assertThat(done.path("different").asInt()).isZero();
        assertThat(done.path("processed").asInt()).isEqualTo(10);
        assertThat(Shops.writes(shops.shopify) + Shops.writes(shops.woocommerce))
                .isZero();
        assertThat(shops.shopify.calls().counts().of("ProductPage")).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "D8 what a channel does not carry is created there if that is asked for, what was removed there is not")
    void createsMissing() {
        shops.connect();
        String onlyHere =
                shops.create(object().put("name", "Nur hier").put("sku", "N-1").put("price", 5));
        String removed =
                shops.create(object().put("name", "Entfernt").put("sku", "R-1").put("price", 5));
        shops.settle();
        shops.shopify.deleteAsStaff(shops.inShopify("R-1").path("id").asText(), true);
        shops.settle();
        shops.shopify.deleteAsStaff(shops.inShopify("N-1").path("id").asText(), true);
        shops.settle();
        shops.execute(
                "DELETE FROM control.listings WHERE product_id = CAST(? AS uuid) AND channel_id = ?",
                onlyHere,
                shops.shopifyChannel);

        fullSync(object());
        awaitCompleted();
        shops.settle();
        assertThat(shops.inShopify("N-1").isMissingNode()).isTrue();

        fullSync(object().put("createMissing", true));
        awaitCompleted();
        shops.settle();
        assertThat(shops.inShopify("N-1").path("title").asText()).isEqualTo("Nur hier");
        assertThat(shops.inShopify("R-1").isMissingNode()).isTrue();
        assertThat(shops.productOf(removed).path("syncStatus").asText()).isEqualTo("SYNCED");
    }

    @Test
    @DisplayName("D8 a shop that does not answer keeps its own full sync waiting, which says why and then goes on")
    void waits() {
        shops.connect();
        shopify("Hut", "H-1");
        shops.settle();
        shops.woocommerce.faults().set(DOWN);

        fullSync(object());
        await().atMost(PATIENCE).untilAsserted(() -> {
            Map<String, JsonNode> jobs = jobs();
            assertThat(jobs.get(shops.shopifyChannel).path("status").asText()).isEqualTo("completed");
            assertThat(jobs.get(shops.wooChannel).path("status").asText()).isEqualTo("running");
            assertThat(jobs.get(shops.wooChannel).path("errorMessage").asText()).contains("502");
        });
        shops.woocommerce.faults().clear();

        JsonNode done = awaitCompleted();
        assertThat(done.toString()).doesNotContain("502");
    }

    @Test
    @DisplayName("D8 what a full sync has not begun with yet counts as still to be done")
    void knowsHowMuchFromTheStart() {
        shops.connect();
        shopify("Hut", "H-1");
        shops.settle();
        shops.execute(
                "UPDATE control.channels SET waits_until = now() + interval '1 hour' WHERE id = ?", shops.wooChannel);

        fullSync(object());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        jobs().get(shops.shopifyChannel).path("status").asText())
                .isEqualTo("completed"));

        assertThat(jobs().get(shops.wooChannel).path("totalItems").asInt()).isEqualTo(1);
        assertThat(shops.ask("GET", path(), null).json().at("/data/percent").asInt())
                .isEqualTo(50);
        shops.execute("UPDATE control.channels SET waits_until = NULL WHERE id = ?", shops.wooChannel);
        awaitCompleted();
    }

    @Test
    @DisplayName("A14 a full sync whose worker died is taken up again, and whoever asks meanwhile gets the same one")
    void goesOn() {
        shops.connect();
        shopify("Hut", "H-1");
        shops.settle();
        shops.execute(
                """
                INSERT INTO sync_jobs (organization_id, integration_id, type, status, started_at, lease_until)
                VALUES (?, ?, 'full_sync', 'running', now(), now() + interval '10 minutes')
                """,
                shops.tenant,
                shops.wooChannel);
        String left = shops.text("SELECT id::text FROM sync_jobs WHERE integration_id = ?", shops.wooChannel);

        fullSync(object());
        assertThat(jobs().get(shops.wooChannel).path("jobId").asText()).isEqualTo(left);
        shops.execute("UPDATE sync_jobs SET lease_until = now() WHERE id = CAST(? AS uuid)", left);
        awaitCompleted();

        assertThat(jobs().get(shops.wooChannel).path("jobId").asText()).isEqualTo(left);
        assertThat(jobs().get(shops.wooChannel).path("processedItems").asInt()).isEqualTo(1);
    }

    @Test
    @DisplayName("A7 A8 a full sync is paused, goes on where it was, is cancelled and tried again, and its log says so")
    void commanded() {
        shops.connect();
        shopify("Hut", "H-1");
        shops.settle();
        shops.execute(
                "UPDATE control.channels SET waits_until = now() + interval '1 hour' WHERE id = ?", shops.wooChannel);
        fullSync(object());
        String job = jobs().get(shops.wooChannel).path("jobId").asText();

        assertThat(command(job, "pause").at("/data/status").asText()).isEqualTo("paused");
        assertThat(command(job, "pause").at("/data/status").asText()).isEqualTo("paused");
        assertThat(command(job, "retry").path("detail").asText()).contains("The job is paused");
        shops.execute("UPDATE control.channels SET waits_until = NULL WHERE id = ?", shops.wooChannel);
        assertThat(command(job, "cancel").at("/data/status").asText()).isEqualTo("cancelled");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        jobs().get(shops.shopifyChannel).path("status").asText())
                .isEqualTo("completed"));
        JsonNode other = fullSync(object());
        String newer = jobs().get(shops.wooChannel).path("jobId").asText();
        assertThat(newer).as(other.toString()).isNotEqualTo(job);
        awaitCompleted();

        assertThat(command(job, "retry").at("/data/status").asText()).isIn("pending", "running", "completed");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(status(job).path("status").asText()).isEqualTo("completed"));
        assertThat(status(job).path("processedItems").asInt()).isEqualTo(1);
        assertThat(command(job, "cancel").path("status").asInt()).isEqualTo(409);
        JsonNode log = shops.ask("GET", "/api/sync/jobs/" + job, null).json().at("/data/log");
        assertThat(log.findValuesAsText("message"))
                .anyMatch(line -> line.startsWith("asked for by "))
                .anyMatch(line -> line.startsWith("paused by "))
                .anyMatch(line -> line.startsWith("cancelled by "))
                .anyMatch(line -> line.startsWith("tried again by "))
                .contains("begun")
                .endsWith("completed");
        assertThat(shops.ask("GET", "/api/sync/jobs?clientId=" + shops.tenant + "&status=completed", null)
                        .json()
                        .at("/data/total")
                        .asInt())
                .isEqualTo(4);
    }

    @Test
    @DisplayName("A7 a full sync that is paused while a worker is at it is left by that worker")
    void pausedUnderWay() {
        shops.connect();
        shopify("Hut", "H-1");
        shops.settle();
        shops.woocommerce.faults().set(DOWN);
        fullSync(object());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        jobs().get(shops.wooChannel).path("status").asText())
                .isEqualTo("running"));
        String job = jobs().get(shops.wooChannel).path("jobId").asText();

        await().atMost(PATIENCE)
                .until(() -> command(job, "pause").at("/data/status").asText().equals("paused"));
        shops.woocommerce.faults().clear();
        shops.execute("UPDATE control.channels SET waits_until = NULL WHERE id = ?", shops.wooChannel);
        fullSync(object());
        assertThat(jobs().get(shops.wooChannel).path("jobId").asText())
                .as("whoever asks meanwhile is answered with the paused one")
                .isEqualTo(job);
        assertThat(jobs().get(shops.wooChannel).path("status").asText()).isEqualTo("paused");

        command(job, "resume");
        awaitCompleted();
        assertThat(status(job).path("errorMessage").isNull()).isTrue();
    }

    private JsonNode command(String job, String command) {
        return shops.ask("POST", "/api/sync/jobs/" + job + "/" + command, null).json();
    }

    private JsonNode status(String job) {
        return shops.ask("GET", "/api/sync/status/" + job, null).json();
    }

    @Test
    @DisplayName("D8 the products of a fulfilment network are compared too")
    void comparesTheWarehouse() {
        shops.connectTenant();
        try (JtlNetwork jtl = new JtlNetwork(shops, camel, publicUrl)) {
            jtl.connect();
            shops.create(object().put("name", "Hut")
                    .put("sku", "H-1")
                    .put("price", 10)
                    .put("weightInKg", 0.25));
            shops.settle();
            String jfsku = jtl.product("H-1").path("jfsku").asText();
            jtl.twin.editAsStaff(jfsku, object().put("weight", 9.75));
            jtl.twin.calls().reset();

            fullSync(object());
            JsonNode done = awaitCompleted();
            shops.settle();

            assertThat(done.path("processed").asInt()).isEqualTo(1);
            assertThat(done.path("different").asInt()).isEqualTo(1);
            assertThat(jtl.product("H-1").path("weight").decimalValue()).isEqualByComparingTo("0.25");
        }
    }

    @Test
    @DisplayName("D8 a client without an active channel is told so, and one that nobody synced has no progress")
    void nothingToSync() {
        shops.connectTenant();
        assertThat(shops.ask("GET", path(), null).status()).isEqualTo(404);
        Shops.Answer refused = shops.ask("POST", path(), object());
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("detail").asText()).contains("no active channel");
    }

    /** The hub's value changes, and what was to push it to WooCommerce was given up. */
    private void forgetPush(String sku, String name) {
        String id = shops.product(sku).path("id").asText();
        shops.ask("PATCH", "/api/channels/" + shops.wooChannel, object().put("isActive", false));
        shops.patch(id, object().put("name", name));
        await().atMost(PATIENCE)
                .until(() -> shops.inShopify(sku).path("title").asText().equals(name)
                        && shops.count(
                                        "SELECT count(*) FROM product_sync_queue WHERE product_id = CAST(? AS uuid)"
                                                + " AND status IN ('pending', 'processing')",
                                        id)
                                == 1);
        shops.execute(
                "UPDATE product_sync_queue SET status = 'failed', completed_at = now() WHERE product_id = CAST(? AS uuid)"
                        + " AND status = 'pending'",
                id);
        shops.ask("PATCH", "/api/channels/" + shops.wooChannel, object().put("isActive", true));
        shops.settle(PATIENCE);
        assertThat(shops.inWooCommerce(sku).path("name").asText()).isNotEqualTo(name);
    }

    private JsonNode fullSync(JsonNode body) {
        Shops.Answer answer = shops.ask("POST", path(), body);
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(202);
        return answer.json().path("data");
    }

    private JsonNode awaitCompleted() {
        return await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> shops.ask("GET", path(), null).json().path("data"),
                        progress -> progress.path("status").asText().equals("completed"));
    }

    private Map<String, JsonNode> jobs() {
        Map<String, JsonNode> jobs = new TreeMap<>();
        shops.ask("GET", path(), null)
                .json()
                .at("/data/jobs")
                .forEach(job -> jobs.put(job.path("channelId").asText(), job));
        return jobs;
    }

    private String path() {
        return "/api/integrations/product-sync/client/" + shops.tenant + "/full-sync";
    }

    private void shopify(String title, String sku) {
        shops.shopify.createAsStaff(
                object().put("title", title).put("price", "10.00").put("sku", sku));
    }
}
