package io.serai.badinput;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.flow.PortResource;
import io.serai.flow.Shops;
import io.serai.support.PostgresResource;
import io.serai.twin.Faults.Instead;
import io.serai.twin.Faults.Manner;
import io.serai.twin.Faults.StandIn;
import io.serai.twin.TwinResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What comes back when a whole shop is fetched, and is odd. One thing of it that is odd is left out and noted, and nothing else with it;
 * where it is not known what was lost, nothing is taken over. When the platform is well again everything is there.
 */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
@WithTestResource(Limits.class)
@DisplayName("bad input: what platforms write when a shop is fetched")
class FetchBadInputTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String LINES = "/bulk-operation-outputs/";
    private static final String JSON = "application/json; charset=utf-8";
    private static final String GONE_WRONG = "came of";
    private static final int ORDERS = 6;

    /** Where a redirect, or a wrong address, would lead; nobody is to come. */
    private static final AtomicInteger LED_AWAY = new AtomicInteger();

    private static HttpServer elsewhere;
    private static Shops shops;
    private static String victim;
    private static String product;
    private static String customer;
    private static String wooVictim;

    @Inject
    AgroalDataSource database;

    @TestHTTPResource("/")
    URI serai;

    /** What becomes of the fetch. */
    enum Fate {
        /** Everything is there: what was odd is put right, or is read again. */
        WHOLE,
        /** All but one thing is there; that is noted, and whoever looks at the job is told. */
        LEFT_OUT,
        /** Nothing changes, and the job says why; it is tried again. */
        NOTHING
    }

    /**
     * @param resource what is fetched of the shop
     * @param says something that the job's reason, or what is noted, must name
     */
    record Odd(String what, String resource, StandIn answer, Fate fate, String says) {
        @Override
        public String toString() {
            return resource + ": " + what;
        }
    }

    @BeforeEach
    void connect() throws IOException {
        if (shops != null) {
            return;
        }
        elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/", exchange -> {
            LED_AWAY.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        elsewhere.start();
        shops = new Shops(serai, "serai-dev-admin", database, "badfetch");
        ObjectNode scopes = Shops.object();
        List.of(
                        "read_products",
                        "write_products",
                        "read_inventory",
                        "write_inventory",
                        "read_locations",
                        "read_orders",
                        "read_all_orders",
                        "read_customers")
                .forEach(scopes.putArray("scopes")::add);
        shops.shopify.settings(scopes);
        shops.connect();
        for (int i = 1; i < ORDERS; i++) {
            buy("other" + i + "@example.com");
        }
        victim = buy("victim@example.com");
        product = shops.shopify
                .createAsStaff(
                        Shops.object().put("title", "Hut").put("price", "5").put("sku", "H-1"))
                .path("id")
                .asText();
        shops.shopify.createAsStaff(
                Shops.object().put("title", "Schal").put("price", "7").put("sku", "S-1"));
        customer = shops.shopify
                .createCustomer(Shops.object().put("firstName", "Victim").put("email", "alone@example.com"))
                .path("id")
                .asText();
        shops.settle();
        ObjectNode bought = Shops.object();
        bought.putArray("lines").addObject().put("sku", "H-1");
        for (int i = 0; i < ORDERS; i++) {
            wooVictim = shops.woocommerce.buy(bought.deepCopy());
        }
        shops.settle();
    }

    @AfterEach
    void wellAgain() {
        shops.shopify.faults().clear();
        shops.woocommerce.faults().clear();
    }

    @AfterAll
    static void disconnect() {
        shops.close();
        shops = null;
        elsewhere.stop(0);
    }

    static Stream<Odd> orders() {
        return Stream.of(ofOneOrder(), ofTheFile(), ofTheOperation()).flatMap(rows -> rows);
    }

    private static Stream<Odd> ofOneOrder() {
        return Stream.of(
                order("a line that breaks off", line -> line.substring(0, line.length() / 2), Fate.WHOLE, ""),
                order("a line that breaks off at once", line -> "{", Fate.LEFT_OUT, "line"),
                order("a line that is no JSON", line -> "<html>", Fate.LEFT_OUT, "line"),
                order("a number", line -> "5", Fate.LEFT_OUT, "line"),
                order("null", line -> "null", Fate.LEFT_OUT, "line"),
                order("a text", line -> "\"order\"", Fate.LEFT_OUT, "line"),
                order("a list", line -> "[" + line + "]", Fate.LEFT_OUT, "asked for"),
                order("an empty object", line -> "{}", Fate.LEFT_OUT, "line"),
                order("no id", line -> edited(line, order -> order.remove("id")), Fate.LEFT_OUT, "line"),
                order("null for an id", line -> edited(line, order -> order.putNull("id")), Fate.LEFT_OUT, "line"),
                order("a number for an id", line -> edited(line, order -> order.put("id", 5)), Fate.LEFT_OUT, "line"),
                order(
                        "the id of something else",
                        line -> edited(line, order -> order.put("id", "gid://shopify/DraftOrder/5")),
                        Fate.LEFT_OUT,
                        "line"),
                order(
                        "an id without a number",
                        line -> edited(line, order -> order.put("id", "gid://shopify/Order/")),
                        Fate.LEFT_OUT,
                        "no id"),
                order("an amount in words", line -> amount(line, "abc"), Fate.LEFT_OUT, "amounts"),
                order("an amount with a comma", line -> amount(line, "1,50"), Fate.LEFT_OUT, "amounts"),
                order("an amount that unfolds", line -> amount(line, "1e999999"), Fate.LEFT_OUT, "amounts"),
                order("no name", line -> edited(line, order -> order.remove("name")), Fate.LEFT_OUT, "no id, name"),
                order(
                        "a day that is none",
                        line -> edited(line, order -> order.put("createdAt", "2026-02-30T00:00:00Z")),
                        Fate.LEFT_OUT,
                        "moments"),
                order("half a character", line -> note(line, "a \\ud83d b"), Fate.WHOLE, ""),
                order("U+0000", line -> note(line, "a\\u0000b"), Fate.WHOLE, ""),
                order("a text of five million characters", line -> note(line, "x".repeat(5_000_000)), Fate.WHOLE, ""),
                order(
                        "a customer that is none",
                        line -> edited(line, order -> order.put("customer", 5)),
                        Fate.WHOLE,
                        ""),
                order(
                        "tags that are no list",
                        line -> edited(line, order -> order.put("tags", "a, b")),
                        Fate.WHOLE,
                        ""),
                item("a line item that breaks off", line -> line.substring(0, line.length() / 2), Fate.WHOLE, "json"),
                item("a line item that is a number", line -> "5", Fate.WHOLE, "asked for"),
                item("a negative quantity", line -> edited(line, item -> item.put("quantity", -2)), Fate.WHOLE, ""),
                item("a quantity in words", line -> edited(line, item -> item.put("quantity", "two")), Fate.WHOLE, ""),
                item("a line item of nobody", line -> edited(line, item -> item.remove("__parentId")), Fate.WHOLE, ""),
                item(
                        "a line item's amount in words",
                        line -> edited(line, item -> ((ObjectNode) item.at("/originalTotalSet/shopMoney"))
                                .put("amount", "much")),
                        Fate.LEFT_OUT,
                        "amount"));
    }

    private static Stream<Odd> ofTheFile() {
        return Stream.of(
                file("empty", lines -> List.of(), Fate.NOTHING, GONE_WRONG),
                file("a line short", lines -> lines.subList(0, lines.size() - 1), Fate.NOTHING, GONE_WRONG),
                file("a line too long", lines -> plus(lines, lines.get(0)), Fate.NOTHING, GONE_WRONG),
                file("blank lines between", FetchBadInputTest::withBlankLines, Fate.WHOLE, ""),
                file(
                        "Windows' ends of lines",
                        lines -> lines.stream().map(line -> line + "\r").toList(),
                        Fate.WHOLE,
                        ""),
                file("a byte order mark", FetchBadInputTest::marked, Fate.WHOLE, ""),
                lines(
                        "HTML",
                        (request, platform) -> whole(TwinResponse.text(200, "text/html", "<html></html>")),
                        Fate.NOTHING,
                        GONE_WRONG),
                lines("nothing with 204", (request, platform) -> whole(TwinResponse.empty(204)), Fate.NOTHING, "204"),
                lines(
                        "gone",
                        (request, platform) -> whole(TwinResponse.text(404, "text/xml", "<Error/>")),
                        Fate.NOTHING,
                        "404"),
                lines(
                        "not for Serai",
                        (request, platform) -> whole(TwinResponse.text(403, "text/xml", "<Error/>")),
                        Fate.NOTHING,
                        "403"),
                lines(
                        "a broken store",
                        (request, platform) -> whole(TwinResponse.text(500, "text/xml", "<Error/>")),
                        Fate.NOTHING,
                        "500"),
                lines("another way", (request, platform) -> whole(redirect()), Fate.NOTHING, "302"),
                new Odd(
                        "the connection cut",
                        "orders",
                        ofLines(platform -> new Instead(platform, Manner.CUT)),
                        Fate.NOTHING,
                        "cut"));
    }

    private static Stream<Odd> ofTheOperation() {
        return Stream.of(
                operation("lines elsewhere", bulk -> bulk.put("url", away("/lines.jsonl")), Fate.NOTHING, "keeps none"),
                operation(
                        "lines on this machine",
                        bulk -> bulk.put("url", "file:///etc/passwd"),
                        Fate.NOTHING,
                        "keeps none"),
                operation("an address that is none", bulk -> bulk.put("url", ":: ::"), Fate.NOTHING, ""),
                operation("a number for an address", bulk -> bulk.put("url", 5), Fate.NOTHING, ""),
                operation("no address", bulk -> bulk.putNull("url"), Fate.NOTHING, ""),
                operation("no count", bulk -> bulk.remove("objectCount"), Fate.NOTHING, ""),
                operation("a count in words", bulk -> bulk.put("objectCount", "many"), Fate.NOTHING, ""),
                operation("a higher count", bulk -> bulk.put("objectCount", "1000"), Fate.NOTHING, GONE_WRONG),
                operation("a status nobody knows", bulk -> bulk.put("status", "SLEEPING"), Fate.NOTHING, "SLEEPING"),
                operation("no status", bulk -> bulk.remove("status"), Fate.NOTHING, ""));
    }

    static Stream<Odd> products() {
        return Stream.of(
                odd("products", "a line that breaks off", line -> line.substring(0, line.length() / 2), Fate.LEFT_OUT),
                odd("products", "a number", line -> "5", Fate.LEFT_OUT),
                odd("products", "null", line -> "null", Fate.LEFT_OUT),
                odd("products", "no id", line -> edited(line, one -> one.remove("id")), Fate.LEFT_OUT),
                odd(
                        "products",
                        "a day that is none",
                        line -> edited(line, one -> one.put("updatedAt", "2026-02-30T00:00:00Z")),
                        Fate.WHOLE),
                odd(
                        "products",
                        "a moment in words",
                        line -> edited(line, one -> one.put("createdAt", "yesterday")),
                        Fate.WHOLE),
                odd(
                        "products",
                        "half a character",
                        line -> edited(line, one -> one.put("vendor", "a\ud83db")),
                        Fate.WHOLE),
                odd(
                        "products",
                        "tags that are no list",
                        line -> edited(line, one -> one.put("tags", "a")),
                        Fate.WHOLE));
    }

    static Stream<Odd> customers() {
        return Stream.of(
                odd("customers", "a line that breaks off", line -> line.substring(0, line.length() / 2), Fate.LEFT_OUT),
                odd("customers", "a number", line -> "5", Fate.LEFT_OUT),
                odd("customers", "null", line -> "null", Fate.LEFT_OUT),
                odd("customers", "no id", line -> edited(line, one -> one.remove("id")), Fate.LEFT_OUT),
                odd(
                        "customers",
                        "a day that is none",
                        line -> edited(line, one -> one.put("updatedAt", "2026-02-30T00:00:00Z")),
                        Fate.WHOLE),
                odd(
                        "customers",
                        "an address that is none",
                        line -> edited(line, one -> one.put("defaultAddress", 5)),
                        Fate.WHOLE));
    }

    static Stream<Odd> wooCommerceOrders() {
        String html = "<!doctype html><html><body>Maintenance</body></html>";
        return Stream.of(
                page("HTML", 200, "text/html", body -> html, Fate.NOTHING, ""),
                page("HTML that says it is JSON", 200, JSON, body -> html, Fate.NOTHING, ""),
                page("nothing", 200, JSON, body -> "", Fate.NOTHING, ""),
                page("no list", 200, JSON, body -> "{\"orders\": " + body + "}", Fate.NOTHING, ""),
                page("null", 200, JSON, body -> "null", Fate.NOTHING, ""),
                page("cut short", 200, JSON, body -> body.substring(0, body.length() - 20), Fate.NOTHING, ""),
                page("a list with null", 200, JSON, body -> "[null, " + body.substring(1), Fate.NOTHING, ""),
                page("a list with a number", 200, JSON, body -> "[5, " + body.substring(1), Fate.NOTHING, ""),
                page(
                        "an id as text",
                        200,
                        JSON,
                        body -> body.replaceFirst("\"id\":(\\d+)", "\"id\":\"$1\""),
                        Fate.NOTHING,
                        ""),
                page("more than is read", 200, JSON, body -> note(body, "x".repeat(3_000_000)), Fate.NOTHING, ""),
                page("a broken shop", 500, "text/html", body -> html, Fate.NOTHING, "500"),
                ofWoo("an amount in words", order -> order.put("total", "abc"), Fate.LEFT_OUT, "total"),
                ofWoo("an amount with a comma", order -> order.put("total_tax", "1,50"), Fate.LEFT_OUT, "total_tax"),
                ofWoo("an amount that unfolds", order -> order.put("total", "1e999999"), Fate.LEFT_OUT, "total"),
                ofWoo("no status", order -> order.remove("status"), Fate.LEFT_OUT, "status"),
                ofWoo("no date", order -> order.remove("date_created_gmt"), Fate.LEFT_OUT, "date_created_gmt"),
                ofWoo("lines that are no list", order -> order.put("line_items", "none"), Fate.LEFT_OUT, "line_items"),
                ofWoo("half a character", order -> order.put("customer_note", "a\ud83db"), Fate.WHOLE, ""),
                ofWoo("U+0000", order -> order.put("customer_note", "a\u0000b"), Fate.WHOLE, ""),
                ofWoo("an address that is none", order -> order.put("billing", 5), Fate.WHOLE, ""),
                ofWoo("a customer in words", order -> order.put("customer_id", "Ann"), Fate.WHOLE, ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"orders", "products", "customers"})
    @DisplayName(
            "A7 C2 C7 K1 Shopify: the rest is fetched, or nothing is; and what was lost is never said to be complete")
    void ofShopify(Odd odd) {
        forget();
        shops.shopify.faults().standIn(odd.answer());
        assertBecomes(odd, shops.shopifyChannel, id(odd));
        wellAgain();
        assertWholeAgain(odd, shops.shopifyChannel, id(odd));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wooCommerceOrders")
    @DisplayName(
            "A7 C2 C7 K1 WooCommerce: the rest is fetched, or nothing is; and what was lost is never said to be complete")
    void ofWooCommerce(Odd odd) {
        forget();
        shops.woocommerce.faults().standIn(odd.answer());
        assertBecomes(odd, shops.wooChannel, wooVictim);
        wellAgain();
        assertWholeAgain(odd, shops.wooChannel, wooVictim);
    }

    private static String id(Odd odd) {
        return switch (odd.resource()) {
            case "orders" -> victim;
            case "products" -> product;
            default -> customer;
        };
    }

    private void assertBecomes(Odd odd, String channel, String id) {
        JsonNode begun = begin(odd, channel);
        String job = begun.path("syncJobId").asText();
        if (odd.fate() == Fate.NOTHING) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(reasons(channel))
                    .isNotEmpty()
                    .contains(odd.says())
                    .doesNotContain("shpat_", "ck_serai", "Signature="));
            assertThat(status(job).path("status").asText()).isNotEqualTo("completed");
            assertThat(known(odd, channel)).as("nothing is taken over").isZero();
            assertThat(LED_AWAY).as("calls to where nobody is to go").hasValue(0);
            return;
        }
        awaitCompleted(job);
        long all = inShop(odd, channel);
        if (odd.fate() == Fate.WHOLE) {
            assertThat(known(odd, channel)).isEqualTo(all);
            assertThat(failed(channel).isEmpty())
                    .as(failed(channel))
                    .isEqualTo(odd.says().isEmpty());
            assertThat(failed(channel)).contains(odd.says());
            assertThat(status(job).path("notice").isNull())
                    .as(status(job).toString())
                    .isEqualTo(odd.says().isEmpty());
        } else {
            assertThat(known(odd, channel)).isEqualTo(all - 1);
            assertThat(shops.count(
                            "SELECT count(*) FROM " + table(odd, channel) + " WHERE " + key(odd, channel) + " = ?"
                                    + " AND " + channelOf(odd) + " = ?",
                            id,
                            channel))
                    .isZero();
            assertThat(failed(channel)).contains(odd.says()).isNotEmpty();
            assertThat(status(job).path("notice").asText(""))
                    .as("whoever looks is told")
                    .contains("failed_sync_items");
        }
        assertThat(shops.text(
                        "SELECT count(*)::text FROM control.listings WHERE channel_id = ? AND state = 'REMOVED'",
                        channel))
                .as("what could not be read is not gone")
                .isEqualTo("0");
    }

    private void assertWholeAgain(Odd odd, String channel, String id) {
        shops.execute(
                "UPDATE sync_jobs SET lease_until = now() WHERE integration_id = ? AND status = 'running' AND started_at IS NULL",
                channel);
        shops.execute("UPDATE control.channels SET waits_until = NULL WHERE id = ?", channel);
        awaitCompleted(begin(odd, channel).path("syncJobId").asText());
        assertThat(known(odd, channel)).isEqualTo(inShop(odd, channel));
        assertThat(shops.text(
                        "SELECT string_agg(shopify_id, ', ') FROM failed_sync_items WHERE channel_id = ?"
                                + " AND resolved_at IS NULL AND shopify_id = ?",
                        channel,
                        id))
                .as("what was noted is done with")
                .isNull();
    }

    /** As if the shop had never been fetched. */
    private void forget() {
        shops.execute(
                "UPDATE sync_jobs SET lease_until = now() WHERE organization_id = ? AND status = 'running' AND started_at IS NULL",
                shops.tenant);
        await().atMost(PATIENCE)
                .until(() -> shops.count(
                                "SELECT count(*) FROM sync_jobs WHERE organization_id = ? AND status IN ('pending', 'running')",
                                shops.tenant)
                        == 0);
        for (String table : List.of(
                "order_items", "orders", "shopify_orders", "woocommerce_orders", "shopify_products", "customers")) {
            shops.execute("DELETE FROM " + table + " WHERE organization_id = ?", shops.tenant);
        }
        shops.execute("DELETE FROM failed_sync_items WHERE tenant_id = ?", shops.tenant);
    }

    private JsonNode begin(Odd odd, String channel) {
        if (odd.resource().equals("customers")) {
            // they have no way of their own to be asked for
            shops.execute("UPDATE control.channels SET last_customer_sync_at = NULL WHERE id = ?", channel);
            ObjectNode request = Shops.object().put("tenantId", shops.tenant).put("force", true);
            request.putArray("types").add("customers");
            shops.ask("POST", "/api/sync", request);
            return Shops.object()
                    .put(
                            "syncJobId",
                            shops.text(
                                    "SELECT id::text FROM sync_jobs WHERE integration_id = ? AND type = 'bulk_customers'"
                                            + " ORDER BY created_at DESC LIMIT 1",
                                    channel));
        }
        Shops.Answer answer = shops.ask(
                "POST",
                "/api/sync/" + odd.resource(),
                Shops.object()
                        .put("organizationId", shops.tenant)
                        .put("integrationId", channel)
                        .put("fetchAll", true));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.json();
    }

    /** Of the job, or of the one that looks for it how far the platform is. */
    private static String reasons(String channel) {
        return shops.text(
                "SELECT coalesce(string_agg(error_message, '; '), '') FROM sync_jobs WHERE integration_id = ?"
                        + " AND status IN ('pending', 'running', 'failed')",
                channel);
    }

    private JsonNode status(String job) {
        return shops.ask("GET", "/api/sync/status/" + job, null).json();
    }

    private void awaitCompleted(String job) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(status(job).path("status").asText())
                        .as(status(job).toString())
                        .isEqualTo("completed"));
    }

    private long known(Odd odd, String channel) {
        return shops.count(
                "SELECT count(*) FROM " + table(odd, channel) + " WHERE " + channelOf(odd) + " = ?", channel);
    }

    private static long inShop(Odd odd, String channel) {
        return switch (odd.resource()) {
            case "orders" -> ORDERS;
            case "products" -> shops.shopify.listed().size();
            default -> shops.shopify.state().path("customers").size();
        };
    }

    private static String table(Odd odd, String channel) {
        return odd.resource().equals("products") ? "shopify_products" : odd.resource();
    }

    private static String channelOf(Odd odd) {
        return odd.resource().equals("products") ? "integration_id" : "channel_id";
    }

    private static String key(Odd odd, String channel) {
        String shop = channel.equals(shops.wooChannel) ? "woocommerce_" : "shopify_";
        return shop + odd.resource().substring(0, odd.resource().length() - 1) + "_id";
    }

    private static String failed(String channel) {
        return shops.text(
                "SELECT coalesce(string_agg(concat_ws(' ', entity_type, shopify_id, error_message), '; '), '')"
                        + " FROM failed_sync_items WHERE channel_id = ? AND resolved_at IS NULL",
                channel);
    }

    private static String buy(String email) {
        ObjectNode order = Shops.object().put("email", email);
        order.putArray("lines")
                .addObject()
                .put("title", "Hut")
                .put("price", "9.50")
                .put("quantity", 2);
        order.withArray("lines").addObject().put("title", "Mütze").put("price", "4.25");
        return shops.shopify.buy(order);
    }

    private static Odd order(String what, UnaryOperator<String> edit, Fate fate, String says) {
        return new Odd(
                what, "orders", ofLine(() -> "{\"id\":\"gid://shopify/Order/" + victim + "\"", edit), fate, says);
    }

    private static Odd item(String what, UnaryOperator<String> edit, Fate fate, String says) {
        return new Odd(
                what,
                "orders",
                ofLine(() -> "\"__parentId\":\"gid://shopify/Order/" + victim + "\"", edit),
                fate,
                says);
    }

    private static Odd odd(String resource, String what, UnaryOperator<String> edit, Fate fate) {
        return new Odd(
                what,
                resource,
                ofLine(
                        () -> "{\"id\":\"gid://shopify/"
                                + (resource.equals("products") ? "Product/" + product : "Customer/" + customer) + "\"",
                        edit),
                fate,
                "");
    }

    /** The first line that contains the mark is another. */
    private static StandIn ofLine(java.util.function.Supplier<String> mark, UnaryOperator<String> edit) {
        return ofLines(platform -> {
            List<String> lines = new ArrayList<>(read(platform));
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).contains(mark.get())) {
                    lines.set(i, edit.apply(lines.get(i)));
                    return whole(written(lines));
                }
            }
            throw new IllegalStateException("no line has " + mark.get());
        });
    }

    private static Odd file(String what, UnaryOperator<List<String>> edit, Fate fate, String says) {
        return new Odd(
                "a file that is " + what,
                "orders",
                ofLines(platform -> whole(written(edit.apply(read(platform))))),
                fate,
                says);
    }

    private static Odd lines(String what, StandIn answer, Fate fate, String says) {
        StandIn standIn = (request, platform) ->
                request.path().startsWith(LINES) ? answer.answer(request, platform) : whole(platform.get());
        return new Odd("instead of lines: " + what, "orders", standIn, fate, says);
    }

    private static StandIn ofLines(Function<TwinResponse, Instead> edit) {
        return (request, platform) ->
                request.path().startsWith(LINES) ? edit.apply(platform.get()) : whole(platform.get());
    }

    /** Whatever is told of a bulk operation that has ended is told so. */
    private static Odd operation(String what, java.util.function.Consumer<ObjectNode> edit, Fate fate, String says) {
        StandIn standIn = (request, platform) -> {
            TwinResponse answer = platform.get();
            String body = new String(answer.body(), UTF_8);
            if (!body.contains("\"COMPLETED\"") || !body.contains("objectCount")) {
                return whole(answer);
            }
            JsonNode json = Shops.object();
            try {
                json = Shops.JSON.readTree(body);
            } catch (IOException e) {
                throw new IllegalStateException(body, e);
            }
            json.findParents("objectCount").forEach(bulk -> edit.accept((ObjectNode) bulk));
            return whole(new TwinResponse(
                    answer.status(), answer.headers(), json.toString().getBytes(UTF_8)));
        };
        return new Odd("a bulk operation with " + what, "orders", standIn, fate, says);
    }

    private static Odd ofWoo(String what, java.util.function.Consumer<ObjectNode> edit, Fate fate, String says) {
        return new Odd(
                what,
                "orders",
                ofPage(200, JSON, body -> {
                    try {
                        JsonNode page = Shops.JSON.readTree(body);
                        page.forEach(order -> {
                            if (order.path("id").asText().equals(wooVictim)) {
                                edit.accept((ObjectNode) order);
                            }
                        });
                        return escaped(page);
                    } catch (IOException e) {
                        throw new IllegalStateException(body, e);
                    }
                }),
                fate,
                says);
    }

    private static Odd page(String what, int status, String type, UnaryOperator<String> edit, Fate fate, String says) {
        return new Odd("a page that is " + what, "orders", ofPage(status, type, edit), fate, says);
    }

    private static StandIn ofPage(int status, String type, UnaryOperator<String> edit) {
        return (request, platform) -> {
            TwinResponse answer = platform.get();
            if (!request.path().endsWith("/orders") || !request.method().equals("GET")) {
                return whole(answer);
            }
            String body = edit.apply(new String(answer.body(), UTF_8));
            TwinResponse odd = TwinResponse.of(status, type, body.getBytes(UTF_8));
            for (var header : answer.headers().entrySet()) {
                odd = header.getKey().equalsIgnoreCase("Content-Type")
                        ? odd
                        : odd.with(header.getKey(), header.getValue());
            }
            return whole(odd);
        };
    }

    private static Instead whole(TwinResponse response) {
        return new Instead(response, Manner.WHOLE);
    }

    private static TwinResponse redirect() {
        return TwinResponse.empty(302).with("Location", away("/"));
    }

    private static String away(String path) {
        return "http://127.0.0.1:" + elsewhere.getAddress().getPort() + path;
    }

    private static List<String> read(TwinResponse lines) {
        return new String(lines.body(), UTF_8).lines().toList();
    }

    private static TwinResponse written(List<String> lines) {
        String body = lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
        return TwinResponse.of(200, "application/jsonl", body.getBytes(UTF_8));
    }

    private static List<String> plus(List<String> lines, String more) {
        List<String> all = new ArrayList<>(lines);
        all.add(more);
        return all;
    }

    private static List<String> withBlankLines(List<String> lines) {
        return lines.stream().flatMap(line -> Stream.of(line, "", "  ")).toList();
    }

    private static List<String> marked(List<String> lines) {
        List<String> all = new ArrayList<>(lines);
        all.set(0, "\uFEFF" + all.get(0));
        return all;
    }

    private static String edited(String line, java.util.function.Consumer<ObjectNode> edit) {
        try {
            ObjectNode json = (ObjectNode) Shops.JSON.readTree(line);
            edit.accept(json);
            return escaped(json);
        } catch (IOException e) {
            throw new IllegalStateException(line, e);
        }
    }

    /** With half a character as an escape: as a byte nothing could write it. */
    private static String escaped(JsonNode json) {
        try {
            return Shops.JSON
                    .writer()
                    .with(com.fasterxml.jackson.core.json.JsonWriteFeature.ESCAPE_NON_ASCII)
                    .writeValueAsString(json);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String amount(String line, String amount) {
        return edited(line, order -> ((ObjectNode) order.at("/totalPriceSet/shopMoney")).put("amount", amount));
    }

    /** @param escaped the first note, as it stands between the quotes */
    private static String note(String json, String escaped) {
        String noted = json.replaceFirst("\"(note|customer_note)\":(null|\"[^\"]*\")", "\"$1\":\"NOTE\"");
        if (noted.equals(json)) {
            throw new IllegalStateException("nothing to note on");
        }
        return noted.replace("\"NOTE\"", "\"" + escaped + "\"");
    }
}
