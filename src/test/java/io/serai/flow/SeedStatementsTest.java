package io.serai.flow;

import static io.serai.flow.Shops.object;
import static io.serai.support.PrintedStatements.ACTIVE_INTEGRATION;
import static io.serai.support.PrintedStatements.COUNTS;
import static io.serai.support.PrintedStatements.INTEGRATION;
import static io.serai.support.PrintedStatements.JOBS;
import static io.serai.support.PrintedStatements.LAST_SYNC;
import static io.serai.support.PrintedStatements.ORDERS_WITH_ITEMS;
import static io.serai.support.PrintedStatements.ORGANIZATION;
import static io.serai.support.PrintedStatements.PRODUCTS_WITH_VARIANTS;
import static io.serai.support.PrintedStatements.REACTIVATE;
import static io.serai.support.PrintedStatements.RECENT_JOBS;
import static io.serai.support.PrintedStatements.SYNC_LOGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.support.PostgresResource;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A10: what other programs send to the database, after a shop was fetched. Each is named by the heading it stands under. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
@DisplayName("The printed statements")
class SeedStatementsTest extends FlowTestBase {

    private static final Duration SOON = Duration.ofSeconds(50);
    private static final int PAST = 30;

    private String cancelled;

    @BeforeEach
    void fetch() {
        FetchedOrders.allowAll(shops);
        shops.connect();
        shops.shopify.createAsStaff(
                object().put("title", "Hut").put("price", "10.00").put("sku", "H-1"));
        ObjectNode shirt = object().put("title", "Hemd");
        shirt.putArray("options")
                .addObject()
                .put("name", "Größe")
                .putArray("values")
                .add("S")
                .add("M");
        for (String size : List.of("S", "M")) {
            ObjectNode variant = shirt.withArray("variants")
                    .addObject()
                    .put("price", "25.50")
                    .put("sku", "T-" + size);
            variant.putArray("values").add(size);
        }
        shops.shopify.createAsStaff(shirt);
        shops.woocommerce.createAsStaff(
                object().put("name", "Schal").put("regular_price", "5").put("sku", "W-1"));
        shops.shopify.remember(object().put("seed", 7).put("orders", PAST));
        ObjectNode order = object();
        order.putArray("lines").addObject().put("sku", "H-1").put("quantity", 2);
        order.withArray("lines").addObject().put("sku", "T-M");
        shops.shopify.buy(order);
        cancelled = shops.shopify.buy(order);
        shops.shopify.cancel(cancelled, false);
        shops.settle();
        completed("/api/sync/products");
        completed("/api/sync/orders");
    }

    @Test
    @DisplayName("Sync Job Status; 2. View recent sync jobs: the newest first, ten of them, or five (A7 A10)")
    void syncJobs() {
        for (int i = 0; i < 10; i++) {
            completed("/api/sync/orders");
        }
        List<Map<String, Object>> jobs = rows(JOBS);
        assertThat(jobs).hasSize(10);
        assertThat(rows(RECENT_JOBS)).hasSize(5);
        assertThat(jobs.get(0).keySet())
                .containsExactly(
                        "id",
                        "type",
                        "status",
                        "processed_items",
                        "total_items",
                        "started_at",
                        "completed_at",
                        "error_message");
        assertThat(rows(RECENT_JOBS).get(0).keySet())
                .containsExactly(
                        "id",
                        "type",
                        "status",
                        "processed_items",
                        "total_items",
                        "error_message",
                        "started_at",
                        "completed_at");
        assertThat(rows(RECENT_JOBS).stream().map(job -> job.get("id")).toList())
                .isEqualTo(jobs.stream().limit(5).map(job -> job.get("id")).toList());
        assertThat(jobs.stream().map(job -> (Timestamp) job.get("started_at")).filter(Objects::nonNull))
                .isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(jobs)
                .filteredOn(job -> "bulk_orders".equals(job.get("type")))
                .isNotEmpty()
                .allSatisfy(job -> assertThat(job)
                        .containsEntry("status", "completed")
                        .containsEntry("processed_items", PAST + 2)
                        .containsEntry("total_items", PAST + 2)
                        .containsEntry("error_message", null));
        assertThat(jobs).allSatisfy(job -> assertThat(job.get("status"))
                .isIn("pending", "running", "completed", "failed", "cancelled", "paused"));
    }

    @Test
    @DisplayName("Get products with variants: each product once, with all its variants and its price (A6 A10)")
    void productsWithVariants() {
        List<Map<String, Object>> products = rows(PRODUCTS_WITH_VARIANTS);
        assertThat(products.get(0).keySet()).containsExactly("id", "name", "price", "variants");
        Map<String, String> found = new LinkedHashMap<>();
        products.stream()
                .sorted(Comparator.comparing(product -> product.get("name").toString()))
                .forEach(product -> {
                    JsonNode variants = json(product.get("variants"));
                    List<String> skus = texts(variants, "sku");
                    found.put(product.get("name").toString(), plain(product.get("price")) + " " + skus);
                });
        assertThat(found)
                .containsEntry("Hemd", "25.5 [T-M, T-S]")
                .containsEntry("Hut", "10 [H-1]")
                .containsEntry("Schal", "5 [W-1]")
                .hasSize(3);
    }

    @Test
    @DisplayName("Get orders with items: all but the cancelled, the newest first, with all their lines (A6 A10 C7)")
    void ordersWithItems() {
        List<Map<String, Object>> orders = rows(ORDERS_WITH_ITEMS);
        assertThat(orders.get(0).keySet()).containsExactly("id", "order_number", "customer_name", "total", "items");
        String number = shops.text("SELECT order_number FROM orders WHERE shopify_order_id = ?", cancelled);
        assertThat(orders).noneMatch(order -> order.get("order_number").equals(number));
        assertThat((long) orders.size())
                .isEqualTo(PAST
                        + 2
                        - shops.count(
                                "SELECT count(*) FROM orders WHERE organization_id = ? AND status = 'cancelled'",
                                shops.tenant))
                .isGreaterThan(20);
        JsonNode items = json(orders.get(0).get("items"));
        assertThat(orders.get(0).get("customer_name")).isEqualTo("Ada Lindqvist");
        assertThat(plain(orders.get(0).get("total"))).isEqualTo("45.5");
        assertThat(texts(items, "sku")).containsExactly("H-1", "T-M");
        assertThat(texts(items, "quantity")).containsExactly("1", "2");
        assertThat(texts(items, "product_id"))
                .as("linked to the hub's own products")
                .hasSize(2)
                .doesNotContain("null");
        assertThat(orders.stream().map(order -> orderDate(order.get("id"))).toList())
                .isSortedAccordingTo(Comparator.reverseOrder());
        BigDecimal sum =
                orders.stream().map(order -> (BigDecimal) order.get("total")).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal open = new BigDecimal(shops.text(
                "SELECT sum(total_price)::text FROM shopify_orders WHERE organization_id = ? AND status <> 'cancelled'",
                shops.tenant));
        assertThat(sum).isEqualByComparingTo(open);
        FetchedOrders.assertComplete(shops);
    }

    @Test
    @DisplayName("2. \"No active Shopify integration found\": the UPDATE brings the integration back (A4 A10)")
    void noActiveIntegration() {
        assertThat(rows(ACTIVE_INTEGRATION)).singleElement().satisfies(row -> assertThat(row)
                .containsEntry("id", shops.shopifyChannel)
                .containsEntry("organization_id", shops.tenant)
                .containsEntry("shop_domain", shops.domain())
                .containsEntry("is_active", true)
                .doesNotContainKeys("access_token", "credentials"));

        shops.ask("PATCH", "/api/channels/" + shops.shopifyChannel, object().put("isActive", false));
        assertThat(rows(ACTIVE_INTEGRATION)).isEmpty();
        Shops.Answer none = ask("/api/sync/orders");
        assertThat(none.status()).isEqualTo(404);
        assertThat(none.json().path("detail").asText()).isEqualTo("No active Shopify integration found");

        assertThat(update(REACTIVATE)).isEqualTo(1);
        assertThat(rows(ACTIVE_INTEGRATION)).hasSize(1);
        completed("/api/sync/orders");
        completed("/api/sync/products");
        assertThat(shops.channel(shops.shopifyChannel).path("status").asText()).isEqualTo("active");
    }

    @Test
    @DisplayName("1. Check last sync timestamp: both marks are of the last minutes (A5 A10)")
    void lastSyncTimestamp() {
        List<Map<String, Object>> rows = rows(LAST_SYNC);
        assertThat(rows).singleElement().satisfies(row -> {
            assertThat(row.keySet()).containsExactly("shop_domain", "last_product_sync_at", "last_order_sync_at");
            assertThat(row).containsEntry("shop_domain", shops.domain());
            for (String mark : List.of("last_product_sync_at", "last_order_sync_at")) {
                assertThat(((Timestamp) row.get(mark)).toInstant())
                        .isAfter(java.time.Instant.now().minus(Duration.ofMinutes(5)));
            }
        });
        Object before = rows.get(0).get("last_order_sync_at");
        completed("/api/sync/orders");
        assertThat((Timestamp) rows(LAST_SYNC).get(0).get("last_order_sync_at")).isAfter((Timestamp) before);
    }

    @Test
    @DisplayName("3. Check synced data counts: what the shop has (A6 A10 C7)")
    void syncedDataCounts() {
        List<String> counts = COUNTS.stream()
                .map(statement -> rows(statement).get(0).get("count").toString())
                .toList();
        assertThat(counts)
                .as("shopify_products, products, shopify_orders, orders; what is in one shop comes to the other")
                .containsExactly("3", "3", String.valueOf(PAST + 2), String.valueOf(PAST + 2));
    }

    @Test
    @DisplayName(
            "3. Duplicate Products/Orders: shopify_product_id and shopify_order_id are unique, however often fetched (A6)")
    void noDuplicates() {
        completed("/api/sync/products");
        completed("/api/sync/orders");
        for (String table : List.of("shopify_products", "products", "shopify_orders", "orders", "order_items")) {
            assertThat(shops.count("SELECT count(*) FROM " + table + " WHERE organization_id = ?", shops.tenant))
                    .as(table)
                    .isEqualTo(
                            switch (table) {
                                case "shopify_products", "products" -> 3;
                                case "order_items" ->
                                    shops.shopify.sums().path("lineItems").asLong();
                                default -> PAST + 2;
                            });
        }
        for (String column : List.of("shopify_product_id", "shopify_order_id")) {
            String table = column.equals("shopify_product_id") ? "shopify_products" : "shopify_orders";
            assertThatThrownBy(() -> shops.execute(
                            "INSERT INTO " + table + " (organization_id, integration_id, " + column + ", raw_data)"
                                    + " SELECT organization_id, integration_id, " + column + ", '{}' FROM " + table
                                    + " WHERE organization_id = ? LIMIT 1",
                            shops.tenant))
                    .hasRootCauseInstanceOf(SQLException.class)
                    .hasStackTraceContaining("duplicate key");
        }
    }

    @Test
    @DisplayName("SyncLog Table: the table has the columns that were printed, and each job's end is in it (B10)")
    void syncLogTable() {
        Map<String, String> real = columns("public");
        Map<String, String> printed;
        try {
            update("CREATE SCHEMA printed");
            update("SET search_path TO printed; " + SYNC_LOGS + " RESET search_path;");
            printed = columns("printed");
        } finally {
            update("DROP SCHEMA printed CASCADE");
        }
        assertThat(printed.keySet())
                .containsExactly(
                        "id",
                        "tenant_id",
                        "sync_type",
                        "success",
                        "records_processed",
                        "duration",
                        "error",
                        "created_at");
        assertThat(real.keySet()).containsAll(printed.keySet());
        // whoever reads them gets the same kinds of values: a text, a number, a moment
        Map<String, String> kinds = Map.of(
                "character varying", "text", "uuid", "text", "timestamp without time zone", "timestamp with time zone");
        printed.forEach((column, type) -> assertThat(kinds.getOrDefault(real.get(column), real.get(column)))
                .as(column)
                .isEqualTo(kinds.getOrDefault(type, type)));

        List<Map<String, Object>> logs =
                rows("SELECT * FROM sync_logs WHERE tenant_id = 'your-org-id' ORDER BY created_at DESC");
        assertThat(logs.get(0))
                .containsEntry("sync_type", "orders")
                .containsEntry("success", true)
                .containsEntry("records_processed", PAST + 2)
                .containsEntry("error", null);
        assertThat((Integer) logs.get(0).get("duration")).isBetween(0, 60_000);
        update(
                """
                INSERT INTO sync_logs (id, tenant_id, sync_type, success, duration)
                VALUES ('0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9', 'your-org-id', 'orders', false, 5)
                """);
        assertThat(rows("SELECT * FROM sync_logs WHERE tenant_id = 'your-org-id' AND NOT success"))
                .singleElement()
                .satisfies(log -> assertThat(log).containsEntry("records_processed", 0));
    }

    private Map<String, String> columns(String schema) {
        Map<String, String> columns = new LinkedHashMap<>();
        rows("SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'sync_logs' AND table_schema = '"
                        + schema + "' ORDER BY ordinal_position")
                .forEach(row -> columns.put(
                        row.get("column_name").toString(), row.get("data_type").toString()));
        return columns;
    }

    private Shops.Answer ask(String path) {
        return shops.ask(
                "POST", path, object().put("organizationId", shops.tenant).put("fetchAll", true));
    }

    private void completed(String path) {
        Shops.Answer answer = ask(path);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        String job = answer.json().path("syncJobId").asText();
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode status = shops.ask("GET", "/api/sync/status/" + job, null).json();
            assertThat(status.path("status").asText()).as(status.toString()).isEqualTo("completed");
        });
    }

    private String orderDate(Object id) {
        return shops.text(
                "SELECT to_char(order_date AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') FROM orders WHERE id = ?",
                id);
    }

    private String withIds(String statement) {
        return statement.replace(ORGANIZATION, shops.tenant).replace(INTEGRATION, shops.shopifyChannel);
    }

    private List<Map<String, Object>> rows(String statement) {
        try (Connection connection = database.getConnection();
                Statement sent = connection.createStatement();
                ResultSet found = sent.executeQuery(withIds(statement))) {
            List<Map<String, Object>> rows = new ArrayList<>();
            while (found.next()) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    row.put(found.getMetaData().getColumnLabel(i), found.getObject(i));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }

    private int update(String statement) {
        try (Connection connection = database.getConnection();
                Statement sent = connection.createStatement()) {
            return sent.executeUpdate(withIds(statement));
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }

    private static JsonNode json(Object written) {
        try {
            return Shops.JSON.readTree(written.toString());
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of each, in their order. */
    private static List<String> texts(JsonNode list, String name) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(one.path(name).asText()));
        return texts.stream().sorted().toList();
    }

    private static String plain(Object amount) {
        return ((BigDecimal) amount).stripTrailingZeros().toPlainString();
    }
}
