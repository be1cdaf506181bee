package io.serai.bench;

import static io.serai.bench.BenchProcesses.seconds;
import static io.serai.bench.TwinsProcess.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.support.PostgresResource;
import io.serai.support.SeraiProcess;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * How long it takes until all orders of a shop are in the hub, beside {@code psql} with the same lines on the same server.
 * {@code -Dserai.bench.orders=100000} says how many, {@code -Dserai.bench.many-orders=1000000} how many with a small heap, 0 for none.
 * Needs {@code psql}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OrdersBench {

    private static final int ORDERS = Integer.getInteger("serai.bench.orders", 100_000);
    private static final int MANY = Integer.getInteger("serai.bench.many-orders", 1_000_000);
    private static final int LINES = 3;
    private static final int SMALL_HEAP = 256;

    /** What a system of this kind took over, measured elsewhere: orders a second. */
    private static final int OF_OTHERS = 23;

    private static final Duration PATIENCE = Duration.ofHours(3);
    private static final String TENANT = "bench";

    /** How long a shop's orders can be read without a further permission, less some days. */
    private static final int DAYS = 50;

    private BenchProcesses processes;
    private BenchTenant tenant;
    private SeraiProcess serai;

    /** What a job took: when its first lines went to the database, and when all was taken over. */
    private record Took(String job, Instant asked, Instant landing, Instant end, List<Long> megabytes) {

        double seconds() {
            return BenchProcesses.seconds(landing, end);
        }
    }

    @BeforeAll
    void begin() throws Exception {
        begin("orders", 512);
        tenant.connectShopify();
        fill(ORDERS);
    }

    @AfterAll
    void end() {
        processes.close();
    }

    private void begin(String name, int heap) throws Exception {
        processes = new BenchProcesses(name);
        serai = processes.serai(
                heap,
                Map.of(),
                Map.of("serai.job.bulk-look-interval", "1S", "serai.job.bulk-poll-interval", "1S"));
        tenant = new BenchTenant(serai, processes.twins, processes.database, 0, 0);
        tenant.fillShops(0);
    }

    private void fill(int orders) {
        processes.twins.ask("shopify", "POST", "history", JSON.createObjectNode()
                .put("seed", 7)
                .put("orders", orders)
                .put("lines", LINES)
                .put("from", Instant.now().minus(DAYS, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS).toString()));
    }

    @Test
    @Order(1)
    @DisplayName("all orders are fetched nearly as fast as psql copies them and takes them over")
    void all() throws Exception {
        Took took = fetch(true);
        assertComplete();
        Path lines = Files.createTempFile("orders-", ".copy");
        try {
            UUID job = UUID.randomUUID();
            download(lines, job);
            double psql = psql(lines, job);
            processes.say("%d orders with %d lines each, from the first lines to the last row: %.1f s, %.0f a second beside %d"
                    .formatted(ORDERS, LINES, took.seconds(), ORDERS / took.seconds(), OF_OTHERS));
            processes.say("  psql, the same lines and the same functions: %.1f s; ratio %.2f"
                    .formatted(psql, psql / took.seconds()));
            processes.say("  before that, the twin's writing and Serai's looking: %.1f s"
                    .formatted(seconds(took.asked(), took.landing())));
        } finally {
            Files.deleteIfExists(lines);
        }
    }

    @Test
    @Order(2)
    @DisplayName("afterwards only what changed is fetched")
    void changed() throws Exception {
        int changed = Math.max(1, ORDERS / 100);
        List<String> ids = texts("SELECT shopify_order_id FROM orders WHERE cancelled_at IS NULL AND refunded = 0"
                + " AND fulfillment_status = 'unfulfilled' ORDER BY md5(id::text) LIMIT " + changed);
        ids.forEach(id -> processes.twins.ask("shopify", "POST", "orders/" + id + "/cancel?restock=false", null));
        awaitQuiet();
        processes.twins.ask("shopify", "POST", "calls/reset", null);
        Took took = fetch(false);
        assertComplete();
        processes.say("%d of them cancelled, then fetched: %.1f s, of which landing and taking over %.1f s"
                .formatted(ids.size(), seconds(took.asked(), took.end()), took.seconds()));
        processes.say("  calls, at least one to ask, one to look and one to download: "
                + processes.twins.ask("shopify", "GET", "calls", null).path("byOperation"));
    }

    @Test
    @Order(3)
    @DisplayName("a shop that is connected shows its newest orders within seconds")
    void recent() throws Exception {
        processes.close();
        begin("recent-orders", 512);
        fill(ORDERS);
        Instant connected = Instant.now();
        tenant.askToConnectShopify();
        Instant first = awaitIn("first order", "SELECT min(created_at) FROM orders");
        Instant last = awaitIn(
                "the last three days", "SELECT completed_at FROM sync_jobs WHERE type = 'recent_sync'");
        processes.say("%d orders in a shop that was just connected: the first of them are there after %.1f s"
                .formatted(ORDERS, seconds(connected, first)));
        processes.say("  those of the last three days after %.1f s: %d of %d".formatted(
                seconds(connected, last),
                tenant.count("SELECT processed_items FROM sync_jobs WHERE type = 'recent_sync'"),
                ORDERS));
    }

    private Instant awaitIn(String what, String sql) throws SQLException {
        try (Connection connection = processes.database.getConnection();
                Statement statement = connection.createStatement()) {
            await(what)
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> moment(statement, sql), Objects::nonNull);
            return Instant.now();
        }
    }

    @Test
    @Order(4)
    @DisplayName("a million orders are fetched with a small heap, which stays as it is")
    void many() throws Exception {
        if (MANY == 0) {
            return;
        }
        processes.close();
        begin("many-orders", SMALL_HEAP);
        tenant.connectShopify();
        fill(MANY);
        Took took = fetch(true);
        assertComplete();
        processes.say("%d orders with a heap of %d MB: %.0f s, %.0f a second".formatted(
                MANY, SMALL_HEAP, took.seconds(), MANY / took.seconds()));
        List<Long> parts = LongStream.rangeClosed(0, 9)
                .mapToObj(i -> took.megabytes().get((int) (i * (took.megabytes().size() - 1) / 9)))
                .toList();
        processes.say("  resident memory meanwhile, in MB: " + parts);
        assertThat(took.megabytes()).allMatch(megabytes -> megabytes < 3 * SMALL_HEAP);
    }

    /** Asked for by the API, and looked at from the database's side, as nothing of Serai's own is measured. */
    private Took fetch(boolean all) throws Exception {
        Instant asked = Instant.now();
        String job = tenant.ask("POST", "/api/sync/orders", JSON.createObjectNode()
                        .put("organizationId", TENANT)
                        .put("integrationId", BenchTenant.SHOPIFY)
                        .put("fetchAll", all))
                .path("syncJobId")
                .asText();
        List<Long> megabytes = new ArrayList<>();
        Instant[] landing = new Instant[1];
        try (Connection connection = processes.database.getConnection();
                Statement statement = connection.createStatement()) {
            await("orders").atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
                if (landing[0] == null) {
                    landing[0] = moment(statement, "SELECT min(query_start) FROM pg_stat_activity"
                            + " WHERE query LIKE 'COPY stage.lines%' AND datname = current_database()");
                }
                megabytes.add(residentMegabytes());
                try (ResultSet row = statement.executeQuery(
                        "SELECT status, error_message FROM sync_jobs WHERE id = '" + job + "'")) {
                    row.next();
                    assertThat(row.getString(1)).as(row.getString(2)).isNotEqualTo("failed");
                    return row.getString(1).equals("completed");
                }
            });
        }
        Instant end = Instant.now();
        return new Took(job, asked, landing[0] == null ? end : landing[0], end, megabytes);
    }

    private static Instant moment(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            return row.next() && row.getTimestamp(1) != null ? row.getTimestamp(1).toInstant() : null;
        }
    }

    private void awaitQuiet() {
        await("nothing to be done").atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() ->
                processes.twins.ask("shopify", "GET", "pending", null).path("pending").asInt() == 0
                        && tenant.unfinished() == 0);
    }

    /** Their sums are reckoned by the twin apart from what its API answers. */
    private void assertComplete() throws SQLException {
        JsonNode sums = processes.twins.ask("shopify", "GET", "state/sums", null);
        assertThat(tenant.count("SELECT count(*) FROM orders")).isEqualTo(sums.path("orders").asLong());
        assertThat(tenant.count("SELECT count(*) FROM order_items")).isEqualTo(sums.path("lineItems").asLong());
        assertThat(tenant.count("SELECT count(*) FROM failed_sync_items")).isZero();
        JsonNode money = sums.at("/shopMoney/EUR");
        Map<String, String> columns = Map.of(
                "total", "total",
                "tax", "tax",
                "discounts", "discounts",
                "shipping", "shipping",
                "refunded", "refunded",
                "currentTotal", "current_total");
        for (Map.Entry<String, String> column : columns.entrySet()) {
            assertThat(new BigDecimal(texts("SELECT sum(" + column.getValue() + ")::text FROM orders").get(0)))
                    .as(column.getKey())
                    .isEqualByComparingTo(money.path(column.getKey()).asText());
        }
    }

    /** The largest bulk operation's lines as psql reads them, with a job and a number before each. */
    private void download(Path to, UUID job) throws IOException {
        JsonNode answer = TwinsProcess.send(java.net.http.HttpRequest.newBuilder(
                        processes.twins.url("shopify").resolve("/admin/api/2026-10/graphql.json"))
                .header("Content-Type", "application/json")
                .header("X-Shopify-Access-Token", "shpat_serai_dev")
                .POST(TwinsProcess.body(JSON.createObjectNode()
                        .put("query", "query { bulkOperations(first: 20) { nodes { url objectCount } } }")))
                .build());
        JsonNode largest = null;
        for (JsonNode operation : answer.at("/data/bulkOperations/nodes")) {
            boolean isLarger = largest == null
                    || operation.path("objectCount").asLong() > largest.path("objectCount").asLong();
            largest = isLarger ? operation : largest;
        }
        assertThat(largest).as(answer.toString()).isNotNull();
        URI url = URI.create(largest.path("url").asText());
        try (BufferedReader reader =
                        new BufferedReader(new InputStreamReader(url.toURL().openStream(), StandardCharsets.UTF_8));
                BufferedWriter writer = Files.newBufferedWriter(to)) {
            long number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                writer.write(job + "\t" + ++number + "\t" + line.replace("\\", "\\\\") + "\n");
            }
        }
    }

    /** In a database of its own on the same server, which has the same tables and functions, and nothing in them. */
    private double psql(Path lines, UUID job) throws Exception {
        String url = PostgresResource.newDatabase();
        String plain = url.replace("jdbc:postgresql://", "postgres://serai:serai@");
        SeraiProcess.asInProduction(plain, Map.of(), Map.of()).close();
        try (Connection connection = DriverManager.getConnection(url, "serai", "serai");
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO control.tenants (id, name) VALUES ('bench', 'Bench')");
            statement.execute("INSERT INTO control.channels (id, tenant_id, platform, name, shop_domain)"
                    + " VALUES ('bench_shopify', 'bench', 'shopify', 'Bench', 'bench.myshopify.com')");
        }
        Instant begun = Instant.now();
        Process psql = new ProcessBuilder(
                        "psql",
                        plain,
                        "-v",
                        "ON_ERROR_STOP=1",
                        "-c",
                        "\\copy stage.lines (job_id, line, payload) from '" + lines + "'",
                        "-c",
                        "SELECT * FROM stage.promote_shopify_orders('" + job + "', 'bench_shopify')")
                .inheritIO()
                .start();
        assertThat(psql.waitFor(1, TimeUnit.HOURS)).isTrue();
        assertThat(psql.exitValue()).isZero();
        return seconds(begun, Instant.now());
    }

    private List<String> texts(String sql) {
        List<String> texts = new ArrayList<>();
        try (Connection connection = processes.database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private long residentMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(serai.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }
}
