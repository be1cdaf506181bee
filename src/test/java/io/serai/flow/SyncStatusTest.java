package io.serai.flow;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.serai.access.ApiData;
import io.serai.channel.Platform;
import io.serai.job.JobType;
import io.serai.job.SyncJob;
import io.serai.store.JobClaims;
import io.serai.support.PostgresResource;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.awaitility.Durations;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@DisplayName("How far a tenant's syncs are, and how they went")
class SyncStatusTest {

    private static final String STATUS = "/api/sync/synced/status";
    private static final String RECENT = "/api/sync?tenantId=synced";

    @Inject
    DataSource database;

    @Inject
    JobClaims claims;

    @BeforeEach
    void data() throws SQLException {
        ApiData.put(database);
        run(
                """
                INSERT INTO control.tenants (id, name) VALUES ('synced', 'Synced') ON CONFLICT DO NOTHING;
                DELETE FROM sync_jobs WHERE organization_id = 'synced';
                DELETE FROM sync_logs WHERE tenant_id = 'synced';
                DELETE FROM control.channels WHERE tenant_id = 'synced';
                INSERT INTO control.channels (id, tenant_id, platform, name, shop_domain, metadata, sync_status)
                VALUES ('synced-shop', 'synced', 'shopify', 'Shop', 'synced.myshopify.com', '{"v2_architecture": true}', 'syncing'),
                       ('synced-woo', 'synced', 'woocommerce', 'Woo', 'woo.synced', '{}', 'pending');
                -- no such shops: nobody is to call them
                INSERT INTO control.unsettled_channels (channel_id, since, not_before)
                SELECT id, now(), now() + interval '1 day' FROM control.channels WHERE tenant_id = 'synced'
                """);
    }

    @Test
    @DisplayName("C3 each milestone shows its latest job, and each channel and the tenant what they add up to")
    void milestones() throws SQLException {
        job("synced-shop", "bulk_orders", "failed", 5, "10", 9);
        job("synced-shop", "recent_sync", "completed", 12, "12", 8);
        job("synced-shop", "bulk_orders", "running", 250, "1000", 7);
        job("synced-shop", "bulk_customers", "pending", 0, "NULL", 6);
        job("synced-shop", "bulk_products", "pending", 0, "NULL", 5);
        job("synced-shop", "incremental_orders", "running", 1, "2", 1);
        job("synced-woo", "bulk_orders", "completed", 30, "30", 4);
        completed("synced-woo", "bulk_orders");
        completed("synced-shop", "recent_sync");

        JsonPath status = get(STATUS).jsonPath();

        assertThat(status.getString("status")).isEqualTo("running");
        assertThat(status.getInt("percent")).isEqualTo((100 + 25 + 100) / 5);
        assertThat(status.getInt("processedItems")).isEqualTo(292);
        assertThat(status.<Integer>get("totalItems")).as("nobody knows yet").isNull();
        assertThat(status.<String>getList("milestones.findAll { it.channelId == 'synced-shop' }.milestone"))
                .containsExactly("recent_sync", "orders", "customers", "products");
        assertThat(status.<Integer>getList("milestones.percent")).containsExactly(100, 25, 0, 0, 100);
        assertThat(status.<String>getList("milestones.status"))
                .containsExactly("completed", "running", "pending", "pending", "completed");
        assertThat(status.<Boolean>getList("channels.v2Architecture")).containsExactly(true, false);
        assertThat(status.<String>getList("channels.syncStatus")).containsExactly("syncing", "pending");
        assertThat(status.<String>getList("channels.status")).containsExactly("running", "completed");
        assertThat(status.<Integer>getList("channels.percent")).containsExactly(31, 100);
        assertThat(status.<Integer>getList("channels.totalItems")).containsExactly(null, 30);
    }

    @Test
    @DisplayName("C3 a percentage never falls while its job lasts, and is 100 only when it is completed")
    void neverFalls() throws SQLException {
        job("synced-shop", "bulk_orders", "running", 60, "100", 1);
        assertThat(percent()).isEqualTo(60);
        run("UPDATE sync_jobs SET total_items = 200 WHERE organization_id = 'synced'");
        assertThat(percent()).as("the shop sold meanwhile").isEqualTo(60);
        run("UPDATE sync_jobs SET processed_items = 0, total_items = NULL WHERE organization_id = 'synced'");
        assertThat(percent()).as("it began anew").isEqualTo(60);
        run("UPDATE sync_jobs SET processed_items = 300, total_items = 200 WHERE organization_id = 'synced'");
        assertThat(percent()).as("it is not completed").isEqualTo(99);
        run("UPDATE sync_jobs SET status = 'failed', error_message = 'no luck' WHERE organization_id = 'synced'");
        get(STATUS)
                .then()
                .body("status", equalTo("failed"))
                .body("percent", equalTo(99))
                .body("milestones[0].errorMessage", equalTo("no luck"));
        run("UPDATE sync_jobs SET status = 'completed' WHERE organization_id = 'synced'");
        completed("synced-shop", "bulk_orders");
        get(STATUS).then().body("status", equalTo("completed")).body("percent", equalTo(100));
    }

    @Test
    @DisplayName("C3 what is read before all was fetched is not all yet, whatever became of the job")
    void firstTime() throws SQLException {
        job("synced-shop", "bulk_products", "failed", 10, "100", 90);
        run("UPDATE control.channels SET last_product_sync_at = now() WHERE id = 'synced-shop'");
        assertThat(status()).isEqualTo("failed");
        job("synced-shop", "bulk_products", "running", 20, "100", 0);
        run("UPDATE control.channels SET last_product_sync_at = now() - interval '1 hour' WHERE id = 'synced-shop'");
        get(STATUS)
                .then()
                .body("status", equalTo("running"))
                .body("milestones.status", contains("running"))
                .body("percent", equalTo(20));
        run("DELETE FROM sync_jobs WHERE organization_id = 'synced'");
        assertThat(status()).as("its jobs were cleaned away").isEqualTo("none");
    }

    @Test
    @DisplayName("C3 once all was fetched it stays so: neither a later job nor what is cleaned away begins it anew")
    void stays() throws SQLException {
        completed("synced-shop", "bulk_orders");
        run("UPDATE control.channels SET last_order_sync_at = now() WHERE id = 'synced-shop'");
        job("synced-shop", "recent_sync", "failed", 1, "2", 9);
        for (String later : List.of("pending", "running", "failed", "cancelled")) {
            run("DELETE FROM sync_jobs WHERE organization_id = 'synced' AND type = 'bulk_orders'");
            job("synced-shop", "bulk_orders", later, 10, "100", 60);
            get(STATUS)
                    .then()
                    .body("status", equalTo("completed"))
                    .body("milestones.milestone", contains("recent_sync", "orders"))
                    .body("milestones.status", contains("completed", "completed"))
                    .body("percent", equalTo(100));
        }
    }

    @Test
    @DisplayName("C3 a job that goes on is shown rather than a later one that ended, and a full sync is no first fetch")
    void goesOn() throws SQLException {
        job("synced-shop", "bulk_products", "running", 30, "100", 9);
        job("synced-shop", "bulk_products", "failed", 5, "100", 5);
        assertThat(percent()).isEqualTo(30);
        run("UPDATE control.channels SET last_product_sync_at = now() WHERE id = 'synced-shop'");
        job("synced-shop", "full_sync", "completed", 5, "100", 1);
        get(STATUS).then().body("status", equalTo("running")).body("milestones.type", contains("bulk_products"));
    }

    @Test
    @DisplayName("A14 who ends a job holds it until its channel shows so")
    void endsInOne() throws Exception {
        job("synced-shop", "bulk_orders", "running", 0, "NULL", 1);
        SyncJob ends = held("bulk_orders");
        ExecutorService worker = Executors.newSingleThreadExecutor();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT FROM control.channels WHERE id = 'synced-shop' FOR NO KEY UPDATE");
            Future<Boolean> end = worker.submit(() -> claims.complete(ends, Instant.now()));
            await().atMost(Durations.ONE_MINUTE).untilAsserted(() -> assertThat(
                            rows(
                                    "SELECT count(*) FROM (SELECT FROM sync_jobs WHERE organization_id = 'synced' FOR UPDATE SKIP LOCKED) free"))
                    .isZero());
            connection.rollback();
            assertThat(end.get(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            worker.shutdown();
        }
        get(STATUS).then().body("channels.syncStatus", contains("synced", "pending"));
    }

    @Test
    @DisplayName("C3 an empty shop is completed, a shop never asked has nothing, and one read long ago stays completed")
    void edges() throws SQLException {
        get(STATUS)
                .then()
                .body("status", equalTo("none"))
                .body("percent", equalTo(0))
                .body("milestones", empty())
                .body("channels.status", contains("none", "none"));
        job("synced-shop", "bulk_orders", "completed", 0, "0", 1);
        completed("synced-shop", "bulk_orders");
        get(STATUS).then().body("status", equalTo("completed")).body("percent", equalTo(100));
        run("UPDATE control.channels SET status = 'disconnected' WHERE id = 'synced-shop'");
        run("UPDATE control.channels SET status = 'active' WHERE id = 'synced-shop'");
        get(STATUS).then().body("milestones.milestone", contains("products")).body("status", equalTo("running"));
        run("UPDATE control.channels SET must_read_since = NULL WHERE id = 'synced-shop'");
        assertThat(status()).as("the orders are to be fetched anew").isEqualTo("none");
        run("DELETE FROM sync_jobs WHERE organization_id = 'synced'");
        completed("synced-shop", "bulk_orders");
        run("UPDATE control.completions SET at = '2026-01-02T03:04:05Z' WHERE channel_id = 'synced-shop'");
        get(STATUS)
                .then()
                .body("status", equalTo("completed"))
                .body("milestones[0].milestone", equalTo("orders"))
                .body("milestones[0].syncJobId", nullValue())
                .body("milestones[0].completedAt", equalTo("2026-01-02T03:04:05.000Z"));
        job("synced-shop", "incremental_orders", "running", 0, "NULL", 1);
        get(STATUS).then().body("status", equalTo("completed")).body("percent", equalTo(100));
        run("UPDATE control.channels SET status = 'disconnected' WHERE id = 'synced-shop'");
        get(STATUS).then().body("status", equalTo("none"));
    }

    @Test
    @DisplayName("C3 the last days that were fetched before a channel was disconnected are to be fetched anew")
    void recentAnew() throws SQLException {
        job("synced-shop", "recent_sync", "running", 3, "NULL", 1);
        assertThat(claims.completeWith(held("recent_sync"), 3, Instant.now())).isTrue();
        get(STATUS).then().body("milestones.milestone", contains("recent_sync")).body("status", equalTo("completed"));
        run("DELETE FROM sync_jobs WHERE organization_id = 'synced'");
        get(STATUS)
                .then()
                .body("milestones.milestone", contains("recent_sync"))
                .body("milestones[0].syncJobId", nullValue())
                .body("status", equalTo("completed"));
        job("synced-shop", "recent_sync", "completed", 3, "3", 1);
        run("UPDATE control.channels SET status = 'disconnected' WHERE id = 'synced-shop'");
        run("UPDATE control.channels SET status = 'active' WHERE id = 'synced-shop'");
        get(STATUS).then().body("milestones.milestone", contains("products"));
        job("synced-shop", "bulk_orders", "failed", 3, "9", 1);
        get(STATUS).then().body("milestones.milestone", contains("orders", "products"));
        run("UPDATE control.channels SET status = 'disconnected' WHERE id = 'synced-shop'");
        run("UPDATE control.channels SET status = 'active' WHERE id = 'synced-shop'");
        get(STATUS)
                .then()
                .body("milestones.milestone", contains("products"))
                .body("milestones.status", contains("running"));
    }

    @Test
    @DisplayName("C3 products that no job fetches are a milestone too, as long as they are read for the first time")
    void readWithoutAJob() throws SQLException {
        job("synced-woo", "bulk_orders", "completed", 30, "30", 4);
        job("synced-woo", "bulk_products", "completed", 10, "10", 90);
        completed("synced-woo", "bulk_orders");
        run("UPDATE control.channels SET must_read_since = '2026-01-02T03:04:05Z' WHERE id = 'synced-woo'");
        get(STATUS)
                .then()
                .body("status", equalTo("running"))
                .body("totalItems", nullValue())
                .body("milestones.milestone", contains("orders", "products"))
                .body("milestones.status", contains("completed", "running"))
                .body("milestones[1].syncJobId", nullValue())
                .body("milestones[1].startedAt", equalTo("2026-01-02T03:04:05.000Z"));
        run("UPDATE control.channels SET status = 'paused' WHERE id = 'synced-woo'");
        assertThat(status()).isEqualTo("paused");
        run("UPDATE control.channels SET status = 'active' WHERE id = 'synced-woo'");
        completed("synced-woo", "bulk_products");
        assertThat(status()).as("read again, after a backup was restored").isEqualTo("completed");
    }

    @Test
    @DisplayName("C3 what pauses, is cancelled or fails is said, unless something still goes on")
    void words() throws SQLException {
        job("synced-shop", "bulk_orders", "cancelled", 1, "4", 1);
        assertThat(status()).isEqualTo("cancelled");
        job("synced-woo", "bulk_orders", "paused", 1, "4", 1);
        assertThat(status()).isEqualTo("paused");
        job("synced-shop", "bulk_products", "failed", 1, "4", 1);
        assertThat(status()).isEqualTo("failed");
        job("synced-woo", "bulk_products", "pending", 0, "NULL", 1);
        assertThat(status()).isEqualTo("pending");
        job("synced-shop", "recent_sync", "completed", 1, "1", 1);
        completed("synced-shop", "recent_sync");
        assertThat(status()).isEqualTo("running");
    }

    @Test
    @DisplayName("C3 nobody is told of a tenant that is not there, or not theirs")
    void hides() {
        assertThat(as(ApiData.OWN_VIEWER, "/api/sync/client_123/status").statusCode())
                .isEqualTo(200);
        for (String path : List.of("/api/sync/synced/status", "/api/sync/nobody/status", RECENT)) {
            Response answer = as(ApiData.OWN_VIEWER, path);
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.contentType()).isEqualTo("application/problem+json");
        }
        assertThat(get("/api/sync/nobody/status").statusCode()).isEqualTo(404);
    }

    @Test
    @DisplayName("B2 the printed widget finds the last run of each type, those that never ran included")
    void lastRuns() throws SQLException {
        log("orders", false, 7, "'timed out'", "3 hours");
        log("orders", true, 120, "NULL", "2 hours");
        log("products", true, 40, "NULL", "2 days");
        log("products", false, 0, "'401'", "1 hour");
        log("analytics", true, 1, "NULL", "1 minute");

        JsonPath answer = get(RECENT).jsonPath();

        Map<String, Map<String, Object>> widget = answer.getMap("syncStatus");
        assertThat(widget).containsOnlyKeys("orders", "customers", "products");
        assertThat(widget.get("orders")).containsOnlyKeys("success", "recordsProcessed", "lastSync");
        assertThat(widget.get("orders")).containsEntry("success", true).containsEntry("recordsProcessed", 120);
        assertThat(widget.get("products")).containsEntry("success", false);
        assertThat(widget.get("customers"))
                .containsEntry("success", null)
                .containsEntry("recordsProcessed", 0)
                .containsEntry("lastSync", null);
        assertThat(answer.getFloat("successRates.orders.percent")).isEqualTo(50f);
        assertThat(answer.<Object>get("successRates.customers.percent")).isNull();
        assertThat(answer.getString("successRates.products.lastError")).isEqualTo("401");
        assertThat(answer.<String>getList("errors.error")).containsExactly("401", "timed out");
        assertThat(answer.<String>getList("recentLogs.syncType"))
                .containsExactly("analytics", "products", "orders", "orders", "products");
    }

    @Test
    @DisplayName("B2 the newest fifty runs, and what each platform was asked to tell")
    void logsAndWebhooks() throws SQLException {
        for (int i = 0; i < 60; i++) {
            log("orders", true, i, "NULL", i + " minutes");
        }
        run(
                """
                INSERT INTO control.subscriptions (channel_id, topic, address, status, checked_at)
                VALUES ('synced-shop', 'orders/create', 'https://x', 'active', '2026-01-02T03:04:05Z'),
                       ('synced-shop', 'products/update', 'https://x', 'disabled', now())
                """);

        JsonPath answer = get(RECENT).jsonPath();

        assertThat(answer.<Integer>getList("recentLogs.recordsProcessed"))
                .hasSize(50)
                .startsWith(0, 1, 2);
        assertThat(answer.<String>getList("webhooks.status")).containsExactly("degraded", "none");
        assertThat(answer.<String>getList("webhooks[0].topics.topic"))
                .containsExactly("orders/create", "products/update");
        assertThat(answer.<String>getList("webhooks[0].topics.status")).containsExactly("active", "disabled");
        assertThat(answer.getString("webhooks[0].topics[0].checkedAt")).isEqualTo("2026-01-02T03:04:05.000Z");
    }

    @Test
    @DisplayName("B2 without a tenant the request is refused, and the reason said")
    void needsATenant() {
        get("/api/sync")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors[0].detail", equalTo("It is missing or empty"));
    }

    private int percent() {
        return get(STATUS).path("milestones[0].percent");
    }

    private String status() {
        return get(STATUS).path("status");
    }

    private void job(String channel, String type, String status, int processed, String total, int minutesAgo)
            throws SQLException {
        run(
                """
                INSERT INTO sync_jobs (organization_id, integration_id, type, status, processed_items, total_items, started_at,
                    lease_until, created_at)
                VALUES ('synced', '%s', '%s', '%s', %d, %s, now(), now() + interval '1 day', now() - interval '%d minutes')
                """
                        .formatted(channel, type, status, processed, total, minutesAgo));
    }

    private void completed(String channel, String type) throws SQLException {
        run("INSERT INTO control.completions VALUES ('%s', '%s', now())".formatted(channel, type));
    }

    private void log(String type, boolean success, int records, String error, String ago) throws SQLException {
        run(
                """
                INSERT INTO sync_logs (tenant_id, sync_type, success, records_processed, duration, error, created_at)
                VALUES ('synced', '%s', %s, %d, 900, %s, now() - interval '%s')
                """
                        .formatted(type, success, records, error, ago));
    }

    private static Response get(String path) {
        return as(ApiData.ADMIN, path);
    }

    private static Response as(String token, String path) {
        return given().auth().oauth2(token).get(path);
    }

    /** The only job, as its worker knows it. */
    private SyncJob held(String type) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT id, started_at, lease_until FROM sync_jobs WHERE organization_id = 'synced'")) {
            row.next();
            return new SyncJob(
                    row.getObject("id", UUID.class),
                    "synced",
                    "synced-shop",
                    Platform.SHOPIFY,
                    JobType.valueOf(type.toUpperCase(Locale.ROOT)),
                    null,
                    SyncJob.Place.BEGINNING,
                    null,
                    row.getTimestamp("started_at").toInstant(),
                    false,
                    "somebody",
                    0,
                    row.getTimestamp("lease_until").toInstant());
        }
    }

    private long rows(String count) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(count)) {
            result.next();
            return result.getLong(1);
        }
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
