package io.serai.store;

import static io.serai.store.TestDatabase.SHOP;
import static io.serai.store.TestDatabase.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.channel.Platform;
import io.serai.merge.HubProduct;
import io.serai.merge.Listing;
import io.serai.platform.Resource;
import io.serai.store.Promotions.OrdersTakenOver;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("C2 orders that have landed are taken over")
class PromotedOrdersTest {

    private static final UUID JOB = new UUID(9, 9);
    private static final String MONDAY = "2026-11-02T10:00:00Z";
    private static final String TUESDAY = "2026-11-03T10:00:00Z";

    private Jdbi jdbi;
    private LandingRepository landing;
    private Promotions promotions;

    @BeforeEach
    void start() throws Exception {
        jdbi = TestDatabase.fresh();
        landing = new LandingRepository(jdbi);
        promotions = new Promotions(jdbi);
        landing.clear(JOB);
    }

    @Test
    @DisplayName("with their customer, addresses, money and lines, wherever the lines stand after them (fact 32)")
    void takesOver() throws Exception {
        List<String> lines = new ArrayList<>(List.of(
                order("820982911946154508", MONDAY, "EUR", "59.97").toString(),
                order("2", MONDAY, "EUR", "10.00").toString()));
        List<String> children = new ArrayList<>(List.of(
                line("71", "820982911946154508", 2, "19.99", "39.98").toString(),
                line("72", "820982911946154508", 1, "19.99", "19.99").toString(),
                line("73", "2", 1, "10.00", "10.00").toString()));
        Collections.shuffle(children, new Random(7));
        lines.addAll(children);

        assertThat(promote(lines)).isEqualTo(new OrdersTakenOver(2, 3, 1, 0));

        Map<String, String> order = row("SELECT * FROM orders WHERE shopify_order_id = '820982911946154508'");
        assertThat(order)
                .containsEntry("order_number", "#820982911946154508")
                .containsEntry("total", "59.97")
                .containsEntry("tax", "9.57")
                .containsEntry("shipping", "4.90")
                .containsEntry("discounts", "5.00")
                .containsEntry("refunded", "0.00")
                .containsEntry("currency", "EUR")
                .containsEntry("payment_status", "paid")
                .containsEntry("status", "open")
                .containsEntry("customer_name", "Zoë 👒 كمال");
        assertThat(order.get("shipping_address"))
                .contains("\"city\": \"Bërlin\"")
                .doesNotContain("null");
        assertThat(text("SELECT string_agg(external_id || ':' || quantity || ':' || i.total, ' ' ORDER BY external_id)"
                        + " FROM order_items i JOIN orders o ON o.id = i.order_id WHERE shopify_order_id <> '2'"))
                .isEqualTo("71:2:39.98 72:1:19.99");
        assertThat(text("SELECT cardinality(raw_lines) FROM shopify_orders"
                        + " WHERE shopify_order_id = '820982911946154508'"))
                .isEqualTo("2");
        assertThat(text("SELECT concat_ws(' ', email, shopify_customer_id) FROM customers"))
                .isEqualTo("zoe@example.com 207119551");
    }

    @Test
    @DisplayName("K4 once, however often they land; what is older than what is known changes nothing")
    void olderChangesNothing() throws Exception {
        List<String> newer = List.of(
                order("1", TUESDAY, "EUR", "20.00").toString(),
                line("11", "1", 2, "10.00", "20.00").toString());
        promote(newer);
        promote(newer);
        assertThat(text("SELECT count(*) FROM orders")).isEqualTo("1");
        assertThat(text("SELECT count(*) FROM order_items")).isEqualTo("1");
        String id = text("SELECT id FROM order_items");

        OrdersTakenOver late = promote(List.of(
                order("1", MONDAY, "EUR", "30.00").toString(),
                line("12", "1", 3, "10.00", "30.00").toString()));

        assertThat(late.items()).isZero();
        assertThat(text("SELECT total FROM orders")).isEqualTo("20.00");
        assertThat(text("SELECT total_price FROM shopify_orders")).isEqualTo("20.00");
        assertThat(text("SELECT external_id FROM order_items")).isEqualTo("11");
        promote(newer);
        assertThat(text("SELECT id FROM order_items"))
                .as("an item stays the same row")
                .isEqualTo(id);
    }

    @Test
    @DisplayName("K6 with the lines that they have now: what was taken out of an order goes, what came counts")
    void linesOfNow() throws Exception {
        promote(List.of(
                order("1", MONDAY, "EUR", "20.00").toString(),
                line("11", "1", 1, "10.00", "10.00").toString(),
                line("12", "1", 1, "10.00", "10.00").toString()));
        promote(List.of(
                order("1", TUESDAY, "EUR", "25.00").toString(),
                line("12", "1", 1, "10.00", "10.00").toString(),
                line("13", "1", 1, "15.00", "15.00").toString()));
        assertThat(text("SELECT string_agg(external_id, ' ' ORDER BY position) FROM order_items"))
                .isEqualTo("12 13");
    }

    @Test
    @DisplayName("as they came last, where one was changed while they were read and came twice")
    void cameTwice() throws Exception {
        OrdersTakenOver promoted = promote(List.of(
                order("1", TUESDAY, "EUR", "25.00").toString(),
                order("1", MONDAY, "EUR", "20.00").toString(),
                line("11", "1", 1, "25.00", "25.00").toString(),
                line("11", "1", 1, "25.00", "25.00").toString()));
        assertThat(promoted.orders()).isEqualTo(1);
        assertThat(promoted.items()).isEqualTo(1);
        assertThat(text("SELECT total FROM orders")).isEqualTo("25.00");
    }

    @Test
    @DisplayName("K5 A12 with each line linked to the hub's own product and variant")
    void linked() throws Exception {
        ProductRepository products = new ProductRepository(jdbi);
        UUID variant = new UUID(5, 5);
        HubProduct product = Products.withVariant(Products.named("Hat"), variant, "HAT", "10");
        products.insert(TENANT, product, "EUR");
        new ListingRepository(jdbi)
                .insert(
                        product.id(),
                        Listing.found(SHOP, Platform.SHOPIFY, "4711").linkedTo("4711", Map.of("4712", variant)),
                        1);
        ObjectNode known = line("11", "1", 1, "10.00", "10.00");
        known.putObject("product").put("id", "gid://shopify/Product/4711");
        known.putObject("variant").put("id", "gid://shopify/ProductVariant/4712");

        promote(List.of(
                order("1", MONDAY, "EUR", "20.00").toString(),
                known.toString(),
                line("12", "1", 1, "10.00", "10.00").toString()));

        assertThat(row("SELECT * FROM order_items WHERE external_id = '11'"))
                .containsEntry("product_id", product.id().toString())
                .containsEntry("variant_id", variant.toString());
        assertThat(row("SELECT * FROM order_items WHERE external_id = '12'").get("product_id"))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"JPY, 1200", "KWD, 12.345", "EUR, 0.00", "EUR, 92233720368547758.07"})
    @DisplayName("C7 to the last digit of their currency")
    void toTheCent(String currency, String total) throws Exception {
        promote(List.of(order("1", MONDAY, currency, total).toString()));
        assertThat(text("SELECT total || ' ' || currency FROM orders")).isEqualTo(total + " " + currency);
    }

    @Test
    @DisplayName("K1 in any number and with any number of lines, and their sums are those of what landed")
    void many() throws Exception {
        List<String> lines = new ArrayList<>();
        BigDecimal total = BigDecimal.ZERO;
        for (int i = 1; i <= 3000; i++) {
            BigDecimal price = BigDecimal.valueOf(i * 37L % 10_000, 2);
            total = total.add(price);
            lines.add(order(Integer.toString(i), MONDAY, "EUR", price.toPlainString())
                    .toString());
            for (int k = 0; k < (i == 1 ? 500 : 3); k++) {
                lines.add(line(i + "00" + k, Integer.toString(i), 1, "1.00", "1.00")
                        .toString());
            }
        }
        promote(lines);
        assertThat(new BigDecimal(text("SELECT sum(total) FROM orders"))).isEqualByComparingTo(total);
        assertThat(text("SELECT count(*) FROM order_items")).isEqualTo(Integer.toString(2999 * 3 + 500));
    }

    @ParameterizedTest
    @CsvSource({
        "totalPriceSet, much, amounts",
        "totalPriceSet, 1 2, amounts",
        "totalTaxSet, '1,50', amounts",
        "createdAt, yesterday, moments",
        "updatedAt, 2026-02-30T10:00:00Z, moments",
        "name, , no id"
    })
    @DisplayName("but for one that cannot be read, which is written down, and done with once it can be")
    void oneCannotBeRead(String field, String value, String why) throws Exception {
        ObjectNode broken = order("2", TUESDAY, "EUR", "1.00");
        if (broken.get(field).isObject()) {
            amount(broken, field, value);
        } else {
            broken.put(field, value);
        }
        List<String> lines = List.of(
                order("1", MONDAY, "EUR", "1.00").toString(),
                broken.toString(),
                line("21", "2", 1, "1.00", "1.00").toString());

        assertThat(promote(lines)).isEqualTo(new OrdersTakenOver(1, 0, 1, 1));
        assertThat(promote(lines).failed()).isEqualTo(1);

        assertThat(text("SELECT string_agg(shopify_order_id, ' ') FROM orders")).isEqualTo("1");
        Map<String, String> failed = row("SELECT * FROM failed_sync_items");
        assertThat(failed)
                .containsEntry("shopify_id", "2")
                .containsEntry("entity_type", "order")
                .containsEntry("tenant_id", TENANT)
                .containsEntry("channel_id", SHOP)
                .containsEntry("resolution", null);
        assertThat(failed.get("error_message")).contains(why);
        assertThat(Json.read(failed.get("raw_data"))).isEqualTo(broken);

        promote(List.of(
                order("2", TUESDAY, "EUR", "1.00").toString(),
                line("21", "2", 1, "1.00", "1.00").toString()));
        assertThat(row("SELECT * FROM failed_sync_items")).containsEntry("resolution", "success");
    }

    @ParameterizedTest
    @CsvSource({"quantity, ", "quantity, 1.5", "originalTotalSet, much"})
    @DisplayName("but for one of whose lines one cannot be read")
    void lineCannotBeRead(String field, String value) throws Exception {
        ObjectNode broken = line("21", "2", 1, "1.00", "1.00");
        if (field.equals("quantity")) {
            broken.put(field, value);
        } else {
            amount(broken, field, value);
        }
        OrdersTakenOver promoted = promote(List.of(
                order("1", MONDAY, "EUR", "1.00").toString(),
                order("2", MONDAY, "EUR", "1.00").toString(),
                line("22", "2", 1, "1.00", "1.00").toString(),
                broken.toString()));

        assertThat(promoted).isEqualTo(new OrdersTakenOver(1, 0, 1, 1));
        assertThat(text("SELECT error_message FROM failed_sync_items")).contains("LineItem/21");
    }

    @Test
    @DisplayName(
            "but for a line that is no JSON: it lands as a text, and its order is to be read again, or is written down")
    void noJson() throws Exception {
        List<String> lines = List.of(
                order("1", MONDAY, "EUR", "1.00").toString(),
                order("2", MONDAY, "EUR", "1.00").toString().substring(0, 100),
                order("3", MONDAY, "EUR", "1.00").toString(),
                "{\"id\":\"gid://shopify/LineItem/31\",\"quantity\":1e999999,\"__parentId\":\"gid://shopify/Order/3\"}",
                "nonsense");

        OrdersTakenOver promoted = promote(lines);

        assertThat(promoted).isEqualTo(new OrdersTakenOver(2, 0, 1, 3));
        assertThat(landing.cutShopifyOrders(JOB)).containsExactlyInAnyOrder("2", "3");
        assertThat(text("SELECT string_agg(shopify_id, ', ' ORDER BY shopify_id) FROM failed_sync_items"))
                .isEqualTo("2, 3, line 5");
        assertThat(text("SELECT raw_data FROM failed_sync_items WHERE shopify_id = 'line 5'"))
                .isEqualTo("nonsense");
        String open =
                "SELECT string_agg(shopify_id, ', ' ORDER BY shopify_id) FROM failed_sync_items WHERE resolved_at IS NULL";

        land(List.of(order("2", MONDAY, "EUR", "1.00").toString(), "still nonsense"));
        TestDatabase.inTransaction(() -> promotions.promote(Platform.SHOPIFY, Resource.ORDERS, JOB, SHOP, false));
        assertThat(text(open)).as("some orders say nothing of the others").isEqualTo("3, line 2, line 5");

        land(List.of("nonsense again", order("2", MONDAY, "EUR", "1.00").toString()));
        TestDatabase.inTransaction(() -> promotions.promote(Platform.SHOPIFY, Resource.ORDERS, JOB, SHOP, true));
        assertThat(text(open)).as("lines of a file that is no more").isEqualTo("3, line 1");
    }

    @ParameterizedTest
    @CsvSource({"truncated", "came twice", "nothing is said"})
    @DisplayName(
            "fact 30 whose lines came whole: those that were cut are read again, and only what was read again counts")
    void cut(String how) throws Exception {
        promote(List.of(
                order("1", MONDAY, "EUR", "30.00").toString(),
                line("11", "1", 1, "10.00", "10.00").toString(),
                line("12", "1", 2, "10.00", "20.00").toString()));
        ObjectNode order = order("1", TUESDAY, "EUR", "30.00");
        if (!how.equals("nothing is said")) {
            order.put("subtotalLineItemsQuantity", 3);
        }
        List<String> lines = new ArrayList<>(List.of(
                order("2", MONDAY, "EUR", "1.00")
                        .put("subtotalLineItemsQuantity", 1)
                        .toString(),
                line("21", "2", 1, "1.00", "1.00").toString(),
                line("11", "1", 1, "10.00", "10.00").toString(),
                order.toString()));
        if (how.equals("came twice")) {
            lines.add(order("1", MONDAY, "EUR", "30.00").toString());
            lines.add(line("12", "1", 2, "10.00", "20.00").toString());
        }
        land(lines);

        if (how.equals("nothing is said")) {
            assertThat(landing.cutShopifyOrders(JOB)).isEmpty();
            return;
        }
        assertThat(landing.cutShopifyOrders(JOB)).containsExactly("1");
        assertThat(promoteLanded()).isEqualTo(new OrdersTakenOver(2, how.equals("truncated") ? 2 : 3, 0, 1));
        assertThat(text("SELECT string_agg(external_id, ' ' ORDER BY external_id) FROM order_items"))
                .as("nothing is taken away by what did not come whole")
                .isEqualTo("11 12 21");
        assertThat(text("SELECT error_message FROM failed_sync_items WHERE shopify_id = '1'"))
                .contains("missing");

        landing.landAgain(
                JOB,
                List.of(
                        order.put("note", "read again").toString(),
                        line("12", "1", 3, "10.00", "30.00").toString(),
                        line("13", "1", 1, "0.00", "0.00").toString()));

        assertThat(landing.cutShopifyOrders(JOB)).isEmpty();
        assertThat(landing.count(JOB)).isEqualTo(lines.size());
        assertThat(landing.landed(JOB)).isEqualTo(lines.size());
        assertThat(promoteLanded()).isEqualTo(new OrdersTakenOver(2, 3, 0, 0));
        assertThat(text("SELECT string_agg(external_id || ':' || quantity, ' ' ORDER BY external_id) FROM order_items"))
                .isEqualTo("12:3 13:1 21:1");
        assertThat(text("SELECT note FROM orders WHERE shopify_order_id = '1'")).isEqualTo("read again");
        assertThat(text("SELECT resolution FROM failed_sync_items")).isEqualTo("success");
    }

    @Test
    @DisplayName(
            "fact 30 and if it is still cut when it was read again, it is written down and keeps the lines that it has")
    void stillCut() throws Exception {
        promote(List.of(
                order("1", MONDAY, "EUR", "30.00").toString(),
                line("11", "1", 1, "10.00", "10.00").toString()));
        land(List.of(order("1", TUESDAY, "EUR", "30.00")
                .put("subtotalLineItemsQuantity", 5)
                .toString()));
        landing.landAgain(
                JOB,
                List.of(
                        order("1", TUESDAY, "EUR", "30.00")
                                .put("subtotalLineItemsQuantity", 5)
                                .toString(),
                        line("12", "1", 3, "10.00", "30.00").toString()));

        assertThat(landing.cutShopifyOrders(JOB)).as("once is enough").isEmpty();
        assertThat(promoteLanded()).isEqualTo(new OrdersTakenOver(1, 1, 0, 1));
        assertThat(text("SELECT count(*) FROM order_items")).isEqualTo("2");
    }

    @Test
    @DisplayName("C7 with tips and duties")
    void tipsAndDuties() throws Exception {
        ObjectNode order = order("1", MONDAY, "EUR", "30.00");
        amount(order, "totalTipReceivedSet", "2.50");
        amount(order, "originalTotalDutiesSet", "7.10");
        promote(List.of(order.toString(), order("2", MONDAY, "EUR", "1.00").toString()));
        assertThat(row("SELECT * FROM orders WHERE shopify_order_id = '1'"))
                .containsEntry("tips", "2.50")
                .containsEntry("duties", "7.10");
    }

    @Test
    @DisplayName("none where a shop has none; characters that no database keeps are left out")
    void odd() throws Exception {
        assertThat(promote(List.of())).isEqualTo(new OrdersTakenOver(0, 0, 0, 0));
        promote(List.of(order("1", MONDAY, "EUR", "1.00")
                .put("note", "a\u0000b\\u0000\tc\n")
                .toString()));
        assertThat(text("SELECT note FROM orders")).isEqualTo("ab\\u0000\tc\n");
    }

    @ParameterizedTest
    @CsvSource({
        "\\ud800x, \ufffdx",
        "x\\udc00, x\ufffd",
        "\\ud83d\\u0041, \ufffdA",
        "\\ud83d\\udc52, \ud83d\udc52",
        "\\\\ud800, \\ud800",
        "\\\\\\ud800, \\\ufffd",
        "\\u00e4\\\"\\/, ä\"/",
        "äß€👒, äß€👒",
        "\\\\, \\"
    })
    @DisplayName("half of a character becomes the sign that stands for one, everything else stays")
    void halfACharacter(String written, String kept) throws Exception {
        String json = order("1", MONDAY, "EUR", "1.00").put("note", "NOTE").toString();
        assertThat(promote(List.of(json.replace("NOTE", written))).failed()).isZero();
        assertThat(text("SELECT note FROM orders")).isEqualTo(kept);
    }

    @Test
    @DisplayName("as they were read last: of the same version a pass that began before that changes nothing")
    void readSince() throws Exception {
        promote(List.of(
                order("1", MONDAY, "EUR", "20.00").toString(),
                line("11", "1", 2, "10.00", "20.00").toString()));
        promote(List.of(order("2", MONDAY, "EUR", "20.00").toString()));
        promotions.gone(SHOP, "2");
        List<String> asItWas = List.of(
                order("1", MONDAY, "EUR", "30.00").toString(),
                line("12", "1", 3, "10.00", "30.00").toString(),
                order("2", MONDAY, "EUR", "30.00").toString());

        jobBegan("now() - interval '1 hour'");
        assertThat(promote(asItWas).orders()).as("seen").isEqualTo(2);
        assertThat(
                        text(
                                "SELECT string_agg(total || ' ' || (deleted_at IS NULL), ', ' ORDER BY shopify_order_id) FROM orders"))
                .isEqualTo("20.00 true, 20.00 false");
        assertThat(text("SELECT string_agg(external_id, ', ') FROM order_items"))
                .isEqualTo("11");
        assertThat(text("SELECT string_agg(DISTINCT CAST(total_price AS text), ', ') FROM shopify_orders"))
                .isEqualTo("20.00");

        jdbi.useHandle(handle -> handle.execute("UPDATE sync_jobs SET started_at = now() + interval '1 second'"));
        promote(asItWas);
        assertThat(
                        text(
                                "SELECT string_agg(total || ' ' || (deleted_at IS NULL), ', ' ORDER BY shopify_order_id) FROM orders"))
                .isEqualTo("30.00 true, 30.00 true");
        assertThat(text("SELECT string_agg(external_id, ', ') FROM order_items"))
                .isEqualTo("12");
    }

    @Test
    @DisplayName("and that it shows none at all says nothing of those that are known")
    void shownNone() throws Exception {
        promote(List.of(order("1", MONDAY, "EUR", "20.00").toString()));
        jobBegan("now() + interval '1 second'");
        land(List.of());
        TestDatabase.inTransaction(() -> promotions.promote(Platform.SHOPIFY, Resource.ORDERS, JOB, SHOP, true));
        assertThat(text("SELECT count(*) FROM orders WHERE deleted_at IS NULL")).isEqualTo("1");
        land(List.of(order("2", MONDAY, "EUR", "20.00").toString()));
        TestDatabase.inTransaction(() -> promotions.promote(Platform.SHOPIFY, Resource.ORDERS, JOB, SHOP, true));
        assertThat(text("SELECT shopify_order_id FROM orders WHERE deleted_at IS NULL"))
                .isEqualTo("2");
    }

    @Test
    @DisplayName("and customers whom a look at all of them does not show are gone, unless a line is of nobody")
    void customersGone() throws Exception {
        String known =
                "{\"id\":\"gid://shopify/Customer/%s\",\"displayName\":\"Zoe\",\"updatedAt\":\"" + MONDAY + "\"}";
        String gone = "SELECT string_agg(shopify_customer_id, ', ') FROM customers WHERE deleted_at IS NOT NULL";
        customers(known.formatted("1"), known.formatted("2"));
        jobBegan("now() + interval '1 hour'");

        customers(known.formatted("1"), "nonsense");
        customers();
        assertThat(text(gone)).isNull();
        customers(known.formatted("1"));
        assertThat(text(gone)).isEqualTo("2");
        customers(known.formatted("2"));
        assertThat(text(gone)).as("whoever is shown again is there").isEqualTo("1");
    }

    private void customers(String... lines) throws Exception {
        land(List.of(lines));
        TestDatabase.inTransaction(() -> promotions.promote(Platform.SHOPIFY, Resource.CUSTOMERS, JOB, SHOP, true));
    }

    @Test
    @DisplayName("a part at a time is forgotten of what has landed, of jobs that are gone as well")
    void forgets() {
        landing.land(JOB, 1, List.of("{}", "{}", "nonsense", "{}", "{}"));
        assertThat(landing.count(JOB)).isEqualTo(5);
        assertThat(landing.abandoned()).contains(JOB);
        landing.clear(JOB, null, 2);
        assertThat(landing.count(JOB)).isZero();
        assertThat(landing.abandoned()).doesNotContain(JOB);
        Instant lease = Instant.parse(TUESDAY);
        jobBegan("now()");
        jdbi.useHandle(handle -> handle.execute("UPDATE sync_jobs SET lease_until = ? WHERE id = ?", lease, JOB));
        landing.land(JOB, 1, List.of("{}", "{}", "{}"));
        assertThat(landing.abandoned()).doesNotContain(JOB);
        landing.clear(JOB, null, 2);
        landing.clear(JOB, lease.minusSeconds(1), 2);
        assertThat(landing.count(JOB)).as("what another works on").isEqualTo(3);
        landing.clear(JOB, lease, 2);
        assertThat(landing.count(JOB)).isZero();
    }

    /** A job that is under way, and whose lines are those that land. */
    private void jobBegan(String moment) {
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO sync_jobs (id, organization_id, type, status, started_at) VALUES (?, ?, 'bulk_orders', 'running', "
                        + moment + ")",
                JOB,
                TENANT));
    }

    private OrdersTakenOver promote(List<String> lines) throws Exception {
        land(lines);
        return promoteLanded();
    }

    private void land(List<String> lines) throws Exception {
        landing.clear(JOB);
        TestDatabase.inTransaction(() -> {
            landing.land(JOB, 1, lines);
            return null;
        });
        assertThat(landing.landed(JOB)).isEqualTo(lines.size());
    }

    private OrdersTakenOver promoteLanded() throws Exception {
        return TestDatabase.inTransaction(() -> promotions.shopifyOrders(JOB, SHOP));
    }

    private static ObjectNode order(String id, String updatedAt, String currency, String total) {
        ObjectNode order = Json.object()
                .put("id", "gid://shopify/Order/" + id)
                .put("name", "#" + id)
                .put("createdAt", MONDAY)
                .put("updatedAt", updatedAt)
                .put("email", "zoe@example.com")
                .put("currencyCode", currency)
                .put("presentmentCurrencyCode", currency)
                .put("displayFinancialStatus", "PAID")
                .put("displayFulfillmentStatus", "UNFULFILLED")
                .put("taxesIncluded", true);
        Map.of(
                        "totalPriceSet", total,
                        "subtotalPriceSet", total,
                        "currentTotalPriceSet", total,
                        "totalTaxSet", "9.57",
                        "totalDiscountsSet", "5.00",
                        "totalShippingPriceSet", "4.90",
                        "totalRefundedSet", "0.00")
                .forEach((field, amount) -> amount(order, field, amount));
        order.putArray("tags").add("new");
        order.putArray("discountCodes");
        ObjectNode customer = order.putObject("customer");
        customer.put("id", "gid://shopify/Customer/207119551")
                .put("displayName", "Zoë 👒 كمال")
                .put("firstName", "Zoë")
                .put("updatedAt", MONDAY);
        customer.putObject("defaultEmailAddress").put("emailAddress", "zoe@example.com");
        order.putObject("shippingAddress").put("city", "Bërlin").putNull("company");
        return order;
    }

    private static ObjectNode line(String id, String order, int quantity, String price, String total) {
        ObjectNode line = Json.object()
                .put("id", "gid://shopify/LineItem/" + id)
                .put("name", "Hat")
                .put("quantity", quantity)
                .put("currentQuantity", quantity);
        amount(line, "originalUnitPriceSet", price);
        amount(line, "originalTotalSet", total);
        amount(line, "discountedTotalSet", total);
        line.putArray("taxLines");
        line.putArray("customAttributes");
        return line.put("__parentId", "gid://shopify/Order/" + order);
    }

    private static void amount(ObjectNode object, String field, String amount) {
        object.putObject(field).putObject("shopMoney").put("amount", amount);
    }

    private Map<String, String> row(String sql) {
        return jdbi.withHandle(handle -> handle.createQuery(sql)
                .map((row, context) -> {
                    Map<String, String> found = new java.util.HashMap<>();
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        found.put(row.getMetaData().getColumnName(i), row.getString(i));
                    }
                    return found;
                })
                .one());
    }

    private String text(String sql) {
        return jdbi.withHandle(
                handle -> handle.createQuery(sql).mapTo(String.class).one());
    }
}
