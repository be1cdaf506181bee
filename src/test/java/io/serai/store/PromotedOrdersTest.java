package io.serai.store;

import static io.serai.store.TestDatabase.SHOP;
import static io.serai.store.TestDatabase.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.channel.Platform;
import io.serai.merge.HubProduct;
import io.serai.merge.Listing;
import io.serai.store.LandingRepository.Promoted;
import java.math.BigDecimal;
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

    @BeforeEach
    void start() throws Exception {
        jdbi = TestDatabase.fresh();
        landing = new LandingRepository(jdbi);
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

        assertThat(promote(lines)).isEqualTo(new Promoted(2, 3, 1));

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
        assertThat(text("SELECT jsonb_array_length(raw_data -> 'children') FROM shopify_orders"
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

        Promoted late = promote(List.of(
                order("1", MONDAY, "EUR", "30.00").toString(),
                line("12", "1", 3, "10.00", "30.00").toString()));

        assertThat(late.orders()).isZero();
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
        Promoted promoted = promote(List.of(
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

    @Test
    @DisplayName("all or none: where one cannot be read nothing is taken over")
    void allOrNone() {
        ObjectNode broken = order("2", MONDAY, "EUR", "1.00");
        ((ObjectNode) broken.at("/totalPriceSet/shopMoney")).put("amount", "much");
        assertThatThrownBy(
                        () -> promote(List.of(order("1", MONDAY, "EUR", "1.00").toString(), broken.toString())))
                .hasMessageContaining("much");
        assertThat(text("SELECT count(*) FROM orders")).isEqualTo("0");
        assertThat(text("SELECT count(*) FROM customers")).isEqualTo("0");
    }

    @Test
    @DisplayName("none where a shop has none; characters that no database keeps are left out")
    void odd() throws Exception {
        assertThat(promote(List.of())).isEqualTo(new Promoted(0, 0, 0));
        promote(List.of(order("1", MONDAY, "EUR", "1.00")
                .put("note", "a\u0000b\\u0000\tc\n")
                .toString()));
        assertThat(text("SELECT note FROM orders")).isEqualTo("ab\\u0000\tc\n");
    }

    private Promoted promote(List<String> lines) throws Exception {
        landing.clear(JOB);
        landing.land(JOB, 1, lines);
        assertThat(landing.landed(JOB)).isEqualTo(lines.size());
        return TestDatabase.inTransaction(() -> landing.promoteShopifyOrders(JOB, SHOP));
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
