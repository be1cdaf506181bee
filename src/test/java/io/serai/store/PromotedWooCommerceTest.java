package io.serai.store;

import static io.serai.store.TestDatabase.TENANT;
import static io.serai.store.TestDatabase.WOO;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.channel.Platform;
import io.serai.merge.HubProduct;
import io.serai.merge.Listing;
import io.serai.platform.Resource;
import io.serai.store.Promotions.OrdersTakenOver;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("C2 what has landed of a WooCommerce shop is taken over")
class PromotedWooCommerceTest {

    private static final UUID JOB = new UUID(9, 36);
    private static final String MONDAY = "2026-11-02T10:00:00";
    private static final String TUESDAY = "2026-11-03T10:00:00";
    private static final String LONGEST_ID = "820982911946154508";

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
    @DisplayName("with customer, addresses, coupons and lines; amounts with tax where the shop's prices have it")
    void takesOver() throws Exception {
        assertThat(promote(bought(LONGEST_ID))).isEqualTo(new OrdersTakenOver(1, 2, 1, 0));

        assertThat(order(LONGEST_ID))
                .containsEntry("order_number", "2026-" + LONGEST_ID)
                .containsEntry("currency", "EUR")
                .containsEntry("total", "42.91")
                .containsEntry("tax", "5.16")
                .containsEntry("shipping", "5.83")
                .containsEntry("discounts", "3.99")
                .containsEntry("subtotal", "37.08")
                .containsEntry("refunded", "6.00")
                .containsEntry("current_total", "36.91")
                .containsEntry("taxes_included", "t")
                .containsEntry("status", "open")
                .containsEntry("payment_status", "partially_refunded")
                .containsEntry("fulfillment_status", "fulfilled")
                .containsEntry("discount_codes", "{ten,\"für alle\"}")
                .containsEntry("customer_name", "Zoë 👒 كمال")
                .containsEntry("customer_email", "zoe@example.com")
                .containsEntry("note", "Bitte klingeln 🔔")
                .containsEntry("deleted_at", null);
        assertThat(json(order(LONGEST_ID).get("billing_address")))
                .isEqualTo(
                        json(
                                """
                {"firstName": "Zoë", "lastName": "👒 كمال", "street": "Hauptstraße 5", "zip": "50667", "city": "Köln",
                 "country": "DE", "phone": "+49 221 1"}"""));
        assertThat(order(LONGEST_ID).get("shipping_address"))
                .as("nothing is in it")
                .isNull();
        assertThat(text(
                        "SELECT string_agg(concat_ws(' ', external_id, sku, quantity, price, discount, tax, total, position),"
                                + " '; ' ORDER BY position) FROM order_items"))
                .isEqualTo("1 TASSE 2 9.99 1.99 1.18 17.99 1; 2 TS-R 1 19.9 2.00 2.86 17.90 2");
        assertThat(json(text("SELECT customizations FROM order_items WHERE external_id = '2'")))
                .isEqualTo(json("[{\"key\": \"Gravur\", \"value\": \"Für Oma\"}]"));
        assertThat(row("SELECT * FROM customers"))
                .containsEntry("woocommerce_customer_id", "2")
                .containsEntry("name", "Zoë 👒 كمال")
                .containsEntry("phone", "+49 221 1");
        assertThat(json(text("SELECT raw_data FROM woocommerce_orders")))
                .isEqualTo(json(bought(LONGEST_ID).toString()));
    }

    @Test
    @DisplayName("without tax where it comes on top")
    void taxOnTop() throws Exception {
        promote(bought("7").put("prices_include_tax", false));
        assertThat(order("7"))
                .containsEntry("taxes_included", "f")
                .containsEntry("subtotal", "32.85")
                .containsEntry("shipping", "4.90")
                .containsEntry("discounts", "3.54")
                .containsEntry("tax", "5.16")
                .containsEntry("total", "42.91");
        assertThat(text("SELECT total FROM order_items WHERE external_id = '1'"))
                .isEqualTo("16.81");
    }

    @ParameterizedTest(name = "{0}: {1}, {2}, {3}")
    @CsvSource({
        "pending, open, pending, unfulfilled",
        "on-hold, open, pending, unfulfilled",
        "processing, open, paid, unfulfilled",
        "completed, open, paid, fulfilled",
        "refunded, open, refunded, unfulfilled",
        "cancelled, cancelled, voided, unfulfilled",
        "failed, cancelled, voided, unfulfilled",
        "packed, open, pending, unfulfilled"
    })
    @DisplayName("in the hub's words for its status")
    void statuses(String status, String hubs, String payment, String fulfilment) throws Exception {
        promote(simple("1", MONDAY, "EUR", "10.00").put("status", status));
        assertThat(order("1"))
                .containsEntry("status", hubs)
                .containsEntry("payment_status", payment)
                .containsEntry("fulfillment_status", fulfilment);
        assertThat(text("SELECT status FROM woocommerce_orders")).isEqualTo(status);
    }

    @Test
    @DisplayName("of a guest the order alone, and a draft of a checkout not at all")
    void guest() throws Exception {
        OrdersTakenOver promoted = promote(
                simple("1", MONDAY, "EUR", "10.00").put("customer_id", 0),
                simple("2", MONDAY, "EUR", "10.00").put("status", "checkout-draft"));
        assertThat(promoted).isEqualTo(new OrdersTakenOver(1, 1, 0, 0));
        assertThat(order("1")).containsEntry("customer_id", null).containsEntry("customer_email", "zoe@example.com");
        assertThat(text("SELECT count(*) FROM customers")).isEqualTo("0");
    }

    @Test
    @DisplayName("K4 fact 55 once, however often it lands: what is older changes nothing, what is equally new does")
    void versions() throws Exception {
        promote(simple("1", TUESDAY, "EUR", "20.00"));
        String item = text("SELECT id FROM order_items");

        assertThat(promote(simple("1", MONDAY, "EUR", "30.00")).items()).isZero();
        assertThat(text("SELECT total FROM orders")).isEqualTo("20.00");
        assertThat(text("SELECT total FROM woocommerce_orders")).isEqualTo("20.00");

        ObjectNode edited = simple("1", TUESDAY, "EUR", "25.00");
        edited.withArray("line_items").add(line("2", 1, "5.00"));
        assertThat(promote(edited).orders()).isEqualTo(1);
        assertThat(text("SELECT total FROM orders")).isEqualTo("25.00");
        assertThat(text("SELECT count(*) FROM order_items")).isEqualTo("2");
        assertThat(text("SELECT id FROM order_items WHERE external_id = '1'"))
                .as("an item stays the same row")
                .isEqualTo(item);

        promote(simple("1", TUESDAY, "EUR", "20.00"));
        assertThat(text("SELECT string_agg(external_id, ' ') FROM order_items")).isEqualTo("1");
    }

    @Test
    @DisplayName("as it came last, where one was changed while it was read and came twice")
    void cameTwice() throws Exception {
        assertThat(promote(
                                simple("1", TUESDAY, "EUR", "25.00"),
                                simple("1", TUESDAY, "EUR", "26.00"),
                                simple("1", MONDAY, "EUR", "20.00"))
                        .orders())
                .isEqualTo(1);
        assertThat(text("SELECT total FROM orders")).isEqualTo("26.00");
    }

    @Test
    @DisplayName("K5 A12 with each line linked to the hub's own product and variant, a simple product's too")
    void linked() throws Exception {
        ProductRepository products = new ProductRepository(jdbi);
        ListingRepository listings = new ListingRepository(jdbi);
        UUID red = new UUID(5, 5);
        UUID cup = new UUID(5, 6);
        HubProduct shirt = Products.withVariant(Products.named("Shirt"), red, "TS", "10");
        HubProduct mug = Products.withVariant(Products.named("Mug"), cup, "MUG", "10");
        products.insert(TENANT, shirt, "EUR");
        products.insert(TENANT, mug, "EUR");
        listings.insert(
                shirt.id(), Listing.found(WOO, Platform.WOOCOMMERCE, "15").linkedTo("15", Map.of("16", red)), 1);
        listings.insert(mug.id(), Listing.found(WOO, Platform.WOOCOMMERCE, "11").linkedTo("11", Map.of("11", cup)), 1);
        ObjectNode order = simple("1", MONDAY, "EUR", "30.00");
        ArrayNode lines = order.putArray("line_items");
        lines.add(line("1", 1, "10.00").put("product_id", 15).put("variation_id", 16));
        lines.add(line("2", 1, "10.00").put("product_id", 11).put("variation_id", 0));
        lines.add(line("3", 1, "10.00").put("product_id", 0).put("variation_id", 0));

        promote(order);

        assertThat(text("SELECT string_agg(concat_ws(' ', external_id, product_id, variant_id), '; ' ORDER BY position)"
                        + " FROM order_items"))
                .isEqualTo("1 %s %s; 2 %s %s; 3".formatted(shirt.id(), red, mug.id(), cup));
    }

    @ParameterizedTest
    @CsvSource({"JPY, 1200", "KWD, 12.345", "EUR, 0.00", "EUR, -3.50", "EUR, 922337203685477.07"})
    @DisplayName("C7 to the last digit of their currency")
    void toTheCent(String currency, String total) throws Exception {
        promote(simple("1", MONDAY, currency, total));
        assertThat(text("SELECT concat_ws(' ', o.total, o.currency, subtotal, i.total) FROM orders o, order_items i"))
                .isEqualTo(String.join(" ", total, currency, total, total));
    }

    @Test
    @DisplayName("K1 in any number and with any number of lines, and their sums are those of what landed")
    void many() throws Exception {
        List<ObjectNode> orders = new ArrayList<>();
        BigDecimal total = BigDecimal.ZERO;
        for (int i = 1; i <= 3000; i++) {
            BigDecimal price = BigDecimal.valueOf(i * 37L % 10_000, 2);
            total = total.add(price);
            ObjectNode order = simple(Integer.toString(i), MONDAY, "EUR", price.toPlainString());
            for (int k = 2; k <= (i == 1 ? 500 : 3); k++) {
                order.withArray("line_items").add(line(Integer.toString(k), 1, "1.00"));
            }
            orders.add(order);
        }
        promote(orders.toArray(ObjectNode[]::new));
        assertThat(new BigDecimal(text("SELECT sum(total) FROM orders"))).isEqualByComparingTo(total);
        assertThat(text("SELECT count(*) FROM order_items")).isEqualTo(Integer.toString(2999 * 3 + 500));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "/total|\"abc\"",
                "/total|\"NaN\"",
                "/total|null",
                "/discount_tax|\"1e9\"",
                "/refunds/0/total|\"-\"",
                "/line_items/0/quantity|\"two\"",
                "/line_items/0/subtotal|{}",
                "/line_items|7",
                "/date_created_gmt|null",
                "/date_created_gmt|\"2026-02-29T10:00:00\"",
                "/date_created_gmt|\"2026-11-31T10:00:00\"",
                "/date_modified_gmt|\"yesterday\"",
                "/date_paid_gmt|\"0000-00-00T00:00:00\"",
                "/prices_include_tax|\"yes\"",
                "/status|\"\""
            })
    @DisplayName("K1 but for one that cannot be read: it is left out by itself and noted, until it can be")
    void odd(String place, String value) throws Exception {
        ObjectNode odd = bought("2");
        int slash = place.lastIndexOf('/');
        String name = place.substring(slash + 1);
        ((ObjectNode) odd.at(place.substring(0, slash))).set(name, Json.read(value));

        assertThat(promote(simple("1", MONDAY, "EUR", "1.00"), odd, simple("3", MONDAY, "EUR", "1.00"))
                        .orders())
                .isEqualTo(2);

        Map<String, String> failed = row("SELECT * FROM failed_sync_items");
        assertThat(failed)
                .containsEntry("channel_id", WOO)
                .containsEntry("entity_type", "order")
                .containsEntry("shopify_id", "2")
                .containsEntry("resolved_at", null);
        assertThat(failed.get("error_message")).contains(name);
        assertThat(json(failed.get("raw_data"))).isEqualTo(odd);

        promote(odd);
        assertThat(text("SELECT count(*) FROM failed_sync_items")).isEqualTo("1");
        promote(bought("2"));
        assertThat(text("SELECT resolution FROM failed_sync_items")).isEqualTo("success");
        assertThat(text("SELECT count(*) FROM orders")).isEqualTo("3");
    }

    @Test
    @DisplayName("on a leap day, with half a character and with what no database keeps")
    void readable() throws Exception {
        ObjectNode order = simple("1", "2028-02-29T23:59:59", "EUR", "1.00").put("customer_note", "a\u0000b\tc\n");
        assertThat(promote(order).orders()).isEqualTo(1);
        assertThat(text("SELECT note FROM orders")).isEqualTo("ab\tc\n");
        assertThat(text("SELECT platform_updated_at AT TIME ZONE 'UTC' FROM orders"))
                .isEqualTo("2028-02-29 23:59:59");
    }

    @Test
    @DisplayName("fact 49 one in the trash is gone, and no more once it is restored; one never seen alive is none")
    void trash() throws Exception {
        promote(simple("1", MONDAY, "EUR", "10.00"));
        ObjectNode trashed = simple("1", TUESDAY, "EUR", "10.00").put("status", "trash");
        promote(trashed, simple("2", TUESDAY, "EUR", "10.00").put("status", "trash"));

        assertThat(order("1").get("deleted_at")).startsWith("2026-11-03");
        assertThat(order("1")).containsEntry("status", "open");
        assertThat(text("SELECT string_agg(woocommerce_order_id || status, ' ') FROM woocommerce_orders"))
                .isEqualTo("1trash");
        assertThat(text("SELECT count(*) FROM orders")).isEqualTo("1");

        promote(simple("1", MONDAY, "EUR", "10.00"));
        assertThat(order("1").get("deleted_at")).as("older").isNotNull();
        promote(simple("1", TUESDAY, "EUR", "10.00"));
        assertThat(order("1").get("deleted_at")).isNull();
    }

    @Test
    @DisplayName("W4 what a complete pass did not see is gone, unless it is younger than the pass")
    void complete() throws Exception {
        promote(simple("1", MONDAY, "EUR", "10.00"), simple("2", MONDAY, "EUR", "10.00"));
        jobBegins();
        jdbi.useHandle(handle -> handle.execute("INSERT INTO orders"
                + " (organization_id, channel_id, woocommerce_order_id, order_number, status, order_date, created_at)"
                + " VALUES ('client_1', 'channel_2', '3', '3', 'open', now(), now() + interval '1 minute')"));
        List<String> one = List.of(simple("1", MONDAY, "EUR", "10.00").toString());

        promoteLines(one, false);
        assertThat(gone()).isNull();
        promoteLines(List.of(one.get(0), "{\"withheld\": 1}"), true);
        // nobody knows what these are
        for (String stray : List.of("null", "{\"id\": null}", "no JSON")) {
            assertThat(promoteLines(List.of(one.get(0), stray), true).failed())
                    .as(stray)
                    .isEqualTo(1);
            assertThat(text("SELECT string_agg(shopify_id, ', ') FROM failed_sync_items"))
                    .isEqualTo("line 2");
        }
        assertThat(gone()).as("some were withheld").isNull();
        promoteLines(List.of(), true);
        assertThat(gone()).as("nothing was seen at all").isNull();
        promoteLines(one, true);
        assertThat(gone()).isEqualTo("2");
        promote(simple("2", MONDAY, "EUR", "10.00"));
        assertThat(gone()).as("seen alive").isNull();
    }

    @Test
    @DisplayName("customers as their own list has them, over what orders said; odd ones are left out and noted")
    void customers() throws Exception {
        promote(simple("1", MONDAY, "EUR", "10.00"));
        assertThat(customers(false, customer("2", MONDAY), customer("3", null), customer("4", "soon")))
                .isEqualTo(2);
        assertThat(row("SELECT * FROM customers WHERE woocommerce_customer_id = '2'"))
                .containsEntry("name", "Jörg Müller")
                .containsEntry("email", "2@example.com")
                .containsEntry("phone", "+49 1");
        assertThat(json(text("SELECT default_address FROM customers WHERE woocommerce_customer_id = '3'")))
                .isEqualTo(json("{\"city\": \"Köln\", \"phone\": \"+49 1\"}"));
        assertThat(row("SELECT * FROM failed_sync_items"))
                .containsEntry("entity_type", "customer")
                .containsEntry("shopify_id", "4");

        assertThat(customers(false, customer("2", "2026-10-02T10:00:00").put("email", "old@example.com")))
                .isZero();
        assertThat(customers(false, customer("2", TUESDAY).put("email", "new@example.com")))
                .isEqualTo(1);
        assertThat(text("SELECT email FROM customers WHERE woocommerce_customer_id = '2'"))
                .isEqualTo("new@example.com");
        assertThat(text("SELECT c.email FROM orders o JOIN customers c ON c.id = o.customer_id"))
                .isEqualTo("new@example.com");
    }

    @Test
    @DisplayName("W4 whom a complete pass did not see has no account any more")
    void goneCustomers() throws Exception {
        customers(false, customer("2", MONDAY), customer("3", MONDAY));
        jobBegins();
        customers(true, customer("2", MONDAY));
        assertThat(text("SELECT string_agg(woocommerce_customer_id, ' ') FROM customers WHERE deleted_at IS NOT NULL"))
                .isEqualTo("3");
        customers(true, customer("2", MONDAY), customer("3", MONDAY));
        assertThat(text("SELECT count(deleted_at) FROM customers")).isEqualTo("0");
    }

    private void jobBegins() {
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO sync_jobs (id, organization_id, integration_id, type) VALUES (?, ?, ?, 'bulk_orders')",
                JOB,
                TENANT,
                WOO));
    }

    private String gone() {
        return text("SELECT string_agg(woocommerce_order_id, ' ' ORDER BY 1) FROM orders WHERE deleted_at IS NOT NULL");
    }

    private OrdersTakenOver promote(ObjectNode... orders) throws Exception {
        return promoteLines(Arrays.stream(orders).map(ObjectNode::toString).toList(), false);
    }

    private OrdersTakenOver promoteLines(List<String> lines, boolean complete) throws Exception {
        landing.clear(JOB);
        landing.land(JOB, 1, lines);
        return TestDatabase.inTransaction(() -> promotions.wooCommerceOrders(JOB, WOO, complete));
    }

    private long customers(boolean complete, ObjectNode... customers) throws Exception {
        landing.clear(JOB);
        landing.land(JOB, 1, Arrays.stream(customers).map(ObjectNode::toString).toList());
        return TestDatabase.inTransaction(() -> promotions
                .promote(Platform.WOOCOMMERCE, Resource.CUSTOMERS, JOB, WOO, complete)
                .items());
    }

    private static ObjectNode customer(String id, String modified) {
        ObjectNode customer = Json.object()
                .put("id", Long.parseLong(id))
                .put("date_created_gmt", "2026-10-01T10:00:00")
                .put("date_modified_gmt", modified)
                .put("email", id + "@example.com")
                .put("first_name", "Jörg")
                .put("last_name", "Müller")
                .put("username", "jm");
        customer.putObject("billing").put("city", "Köln").put("phone", "+49 1").put("company", "");
        return customer;
    }

    /** An order of one line, without tax, shipping or refunds. */
    private static ObjectNode simple(String id, String modified, String currency, String total) {
        ObjectNode order = bought(id)
                .put("currency", currency)
                .put("status", "processing")
                .put("date_modified_gmt", modified)
                .putNull("date_paid_gmt")
                .putNull("date_completed_gmt")
                .put("total", total);
        for (String sum : List.of("total_tax", "discount_total", "discount_tax", "shipping_total", "shipping_tax")) {
            order.put(sum, "0");
        }
        order.putArray("refunds");
        order.putArray("coupon_lines");
        order.putArray("line_items").add(line("1", 1, total));
        return order;
    }

    private static ObjectNode line(String id, int quantity, String total) {
        ObjectNode line = Json.object()
                .put("id", Long.parseLong(id))
                .put("name", "Tasse")
                .put("product_id", 11)
                .put("variation_id", 0)
                .put("quantity", quantity)
                .put("subtotal", total)
                .put("subtotal_tax", "0")
                .put("total", total)
                .put("total_tax", "0")
                .put("sku", "TASSE");
        line.putArray("meta_data");
        return line;
    }

    /** Two goods, one of them engraved, with a fee, shipping, two coupons and two refunds. */
    private static ObjectNode bought(String id) {
        return (ObjectNode) json(
                """
                {"id": %s, "number": "2026-%s", "status": "completed", "currency": "EUR", "prices_include_tax": true,
                 "date_created_gmt": "2026-11-01T09:00:00", "date_modified_gmt": "2026-11-02T10:00:00",
                 "date_completed_gmt": "2026-11-02T10:00:00", "date_paid_gmt": "2026-11-02T09:00:00",
                 "discount_total": "3.54", "discount_tax": "0.45", "shipping_total": "4.90", "shipping_tax": "0.93",
                 "cart_tax": "4.23", "total": "42.91", "total_tax": "5.16", "customer_id": 2,
                 "billing": {"first_name": "Zoë", "last_name": "👒 كمال", "company": "", "address_1": "Hauptstraße 5",
                   "address_2": "", "city": "Köln", "state": "", "postcode": "50667", "country": "DE",
                   "email": "zoe@example.com", "phone": "+49 221 1"},
                 "shipping": {"first_name": "", "last_name": "", "address_1": "", "country": "", "phone": ""},
                 "customer_note": "Bitte klingeln 🔔",
                 "line_items": [
                   {"id": 1, "name": "Tasse", "product_id": 11, "variation_id": 0, "quantity": 2, "subtotal": "18.67",
                    "subtotal_tax": "1.31", "total": "16.81", "total_tax": "1.18", "sku": "TASSE", "price": 8.406542,
                    "meta_data": [{"id": 48, "key": "_reduced_stock", "value": "2"}]},
                   {"id": 2, "name": "T-Shirt", "product_id": 15, "variation_id": 16, "quantity": 1, "subtotal": "16.72",
                    "subtotal_tax": "3.18", "total": "15.04", "total_tax": "2.86", "sku": "TS-R",
                    "meta_data": [{"id": 21, "key": "gravur", "value": "x", "display_key": "Gravur",
                      "display_value": "Für Oma"}]}],
                 "shipping_lines": [{"id": 3, "total": "4.90", "total_tax": "0.93"}],
                 "fee_lines": [{"id": 4, "total": "1.00", "total_tax": "0.19"}],
                 "coupon_lines": [{"id": 7, "code": "ten"}, {"id": 8, "code": "für alle"}],
                 "refunds": [{"id": 59, "reason": "Kratzer", "total": "-5.00"}, {"id": 60, "total": "-1.00"}]}
                """
                        .formatted(id, id));
    }

    private static JsonNode json(String text) {
        return Json.read(text);
    }

    private Map<String, String> order(String id) {
        return row("SELECT * FROM orders WHERE woocommerce_order_id = '" + id + "'");
    }

    private Map<String, String> row(String sql) {
        return jdbi.withHandle(handle -> handle.createQuery(sql)
                .map((row, context) -> {
                    Map<String, String> found = new TreeMap<>();
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
