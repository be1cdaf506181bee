package io.serai.twin.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Amounts of orders in the WooCommerce twin")
class OrderAmountsTest extends RunningShop {

    @AfterEach
    void euros() {
        twin.settings(Json.object().put("currency", "EUR").put("decimals", 2).put("pricesIncludeTax", true));
    }

    private static long goods(String sku, String price, String taxClass) {
        return shop.create(
                ShopClient.product(sku, sku).put("regular_price", price).put("tax_class", taxClass));
    }

    private static ObjectNode two(long first, long second) {
        ObjectNode order = Json.object();
        order.putArray("line_items").addObject().put("product_id", first).put("quantity", 2);
        order.withArray("line_items").addObject().put("product_id", second).put("quantity", 1);
        order.putArray("shipping_lines").addObject().put("method_title", "DHL").put("total", "4.90");
        order.putArray("fee_lines").addObject().put("name", "Geschenk").put("total", "1.00");
        order.putArray("coupon_lines").addObject().put("code", "ten10");
        return order;
    }

    private static List<String> sums(JsonNode order) {
        return List.of(
                order.path("discount_total").asText(),
                order.path("discount_tax").asText(),
                order.path("shipping_total").asText(),
                order.path("shipping_tax").asText(),
                order.path("cart_tax").asText(),
                order.path("total").asText(),
                order.path("total_tax").asText());
    }

    /** The parts an order shows add up to what it says they come to. */
    static void agrees(JsonNode order) {
        BigDecimal goods = sum(order.path("line_items"), "total");
        BigDecimal taxes =
                sum(order.path("tax_lines"), "tax_total").add(sum(order.path("tax_lines"), "shipping_tax_total"));
        BigDecimal rest = sum(order.path("shipping_lines"), "total").add(sum(order.path("fee_lines"), "total"));
        String id = order.path("id").asText();
        assertThat(goods.add(rest).add(taxes))
                .as(id)
                .isEqualByComparingTo(order.path("total").asText());
        assertThat(taxes).as(id).isEqualByComparingTo(order.path("total_tax").asText());
        assertThat(sum(order.path("line_items"), "subtotal").subtract(goods))
                .as(id)
                .isEqualByComparingTo(order.path("discount_total").asText());
        assertThat(sum(order.path("line_items"), "total_tax")
                        .add(sum(order.path("fee_lines"), "total_tax"))
                        .add(sum(order.path("shipping_lines"), "total_tax")))
                .as(id)
                .isEqualByComparingTo(order.path("total_tax").asText());
    }

    static BigDecimal sum(JsonNode lines, String name) {
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode line : lines) {
            sum = sum.add(new BigDecimal(line.path(name).asText()));
        }
        return sum;
    }

    @Test
    @DisplayName("59 an order like the recorded one comes to the recorded sums, cent by cent")
    void recorded() {
        JsonNode order = shop.post("/orders", two(goods("TASSE", "9.99", "reduced-rate"), goods("TS", "19.90", "")))
                .json();
        assertThat(sums(order)).containsExactly("3.54", "0.45", "4.90", "0.93", "4.23", "42.91", "5.16");
        JsonNode cups = order.at("/line_items/0");
        assertThat(cups.path("subtotal").asText()).isEqualTo("18.67");
        assertThat(cups.path("subtotal_tax").asText()).isEqualTo("1.31");
        assertThat(cups.path("total").asText()).isEqualTo("16.81");
        assertThat(cups.path("total_tax").asText()).isEqualTo("1.18");
        assertThat(cups.path("taxes")).hasToString("[{\"id\":2,\"total\":\"1.18\",\"subtotal\":\"1.31\"}]");
        assertThat(cups.path("price").decimalValue()).isEqualByComparingTo("8.406542");
        assertThat(order.at("/line_items/1/price").decimalValue()).isEqualByComparingTo("15.042017");
        assertThat(order.at("/coupon_lines/0/discount").asText()).isEqualTo("3.54");
        assertThat(order.at("/tax_lines/1/rate_percent").asInt()).isEqualTo(7);
        agrees(order);
    }

    @Test
    @DisplayName("59 currencies without decimals and with three have as many in every amount; dp asks for others")
    void decimals() {
        twin.settings(Json.object().put("currency", "JPY").put("decimals", 0));
        JsonNode yen = shop.post("/orders", two(goods("A", "999", ""), goods("B", "1280", "reduced-rate")))
                .json();
        assertThat(yen.path("currency").asText()).isEqualTo("JPY");
        assertThat(sums(yen)).allMatch(amount -> amount.matches("\\d+"));
        agrees(yen);

        twin.settings(Json.object().put("currency", "KWD").put("decimals", 3));
        JsonNode dinar = shop.post("/orders", two(goods("C", "1.235", ""), goods("D", "0.999", "reduced-rate")))
                .json();
        assertThat(sums(dinar)).allMatch(amount -> amount.matches("\\d+\\.\\d{3}"));
        agrees(dinar);
        assertThat(shop.get("/orders/" + dinar.path("id") + "?dp=2")
                        .json()
                        .path("total")
                        .asText())
                .matches("\\d+\\.\\d{2}");
        assertThat(shop.get("/settings/general/woocommerce_price_num_decimals")
                        .json()
                        .path("value")
                        .asText())
                .isEqualTo("3");
    }

    @Test
    @DisplayName("where prices have no tax in them it comes on top")
    void taxOnTop() {
        twin.settings(Json.object().put("pricesIncludeTax", false));
        ObjectNode wanted = Json.object();
        wanted.putArray("line_items")
                .addObject()
                .put("product_id", goods("A", "10.00", ""))
                .put("quantity", 3);
        JsonNode order = shop.post("/orders", wanted).json();
        assertThat(order.path("prices_include_tax").asBoolean()).isFalse();
        assertThat(order.path("total").asText()).isEqualTo("35.70");
        assertThat(order.path("total_tax").asText()).isEqualTo("5.70");
        agrees(order);
    }

    @Test
    @DisplayName("net amounts that an app gives for a line count, and lines can be changed, added and removed")
    void changesLines() {
        long first = goods("A", "10.00", "");
        long second = goods("B", "5.35", "reduced-rate");
        JsonNode order = shop.post(
                        "/orders",
                        "{\"line_items\":[{\"product_id\":%d,\"quantity\":2,\"subtotal\":\"20.00\",\"total\":\"15.00\"}]}"
                                .formatted(first))
                .json();
        assertThat(order.path("total").asText()).isEqualTo("17.85");
        assertThat(order.path("discount_total").asText()).isEqualTo("5.00");
        String path = "/orders/" + order.path("id");
        String line = order.at("/line_items/0/id").asText();

        JsonNode changed = shop.put(
                        path,
                        "{\"line_items\":[{\"id\":%s,\"quantity\":4},{\"product_id\":%d,\"quantity\":2}]}"
                                .formatted(line, second))
                .json();
        assertThat(changed.at("/line_items/0/total").asText()).isEqualTo("30.00");
        assertThat(changed.at("/line_items/1/total").asText()).isEqualTo("10.00");
        agrees(changed);

        JsonNode shorter = shop.put(path, "{\"line_items\":[{\"id\":%s,\"quantity\":0}]}".formatted(line))
                .json();
        assertThat(shorter.path("line_items")).hasSize(1);
        assertThat(shorter.path("total").asText()).isEqualTo("10.70");
        assertThat(shop.put(path, "{\"line_items\":[{\"id\":999999,\"quantity\":9}]}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("W10 a refund of lines has their taxes, one of all makes the order refunded, one of more is 500")
    void refunds() {
        JsonNode order = shop.post("/orders", two(goods("TASSE", "9.99", "reduced-rate"), goods("TS", "19.90", "")))
                .json();
        String refunds = "/orders/" + order.path("id") + "/refunds";
        String line = order.at("/line_items/0/id").asText();
        JsonNode units = shop.post(refunds, "{\"line_items\":[{\"id\":%s,\"quantity\":1}]}".formatted(line))
                .json();
        assertThat(units.path("amount").asText()).isEqualTo("9.00");
        assertThat(units.at("/line_items/0/total").asText()).isEqualTo("-8.41");
        assertThat(units.at("/line_items/0/total_tax").asText()).isEqualTo("-0.59");
        assertThat(units.at("/line_items/0/quantity").asInt()).isEqualTo(-1);
        assertThat(units.has("_links")).isTrue();
        ShopClient.Answer over = shop.post(refunds, "{\"amount\":\"40.00\"}");
        assertThat(over.status()).isEqualTo(500);
        assertThat(over.code()).isEqualTo("woocommerce_rest_cannot_create_order_refund");

        long rest = shop.post(refunds, "{\"amount\":\"33.91\",\"reason\":\"Widerruf\"}")
                .id();
        JsonNode after = shop.get("/orders/" + order.path("id")).json();
        assertThat(after.path("status").asText()).isEqualTo("refunded");
        assertThat(after.at("/refunds/0/total").asText()).isEqualTo("-9.00");
        assertThat(after.at("/refunds/0/total_tax").asText()).isEqualTo("-0.59");
        assertThat(after.at("/refunds/1/reason").asText()).isEqualTo("Widerruf");
        JsonNode listed = shop.get(refunds).json();
        assertThat(listed.at("/0/id").asLong()).isEqualTo(rest);
        assertThat(shop.get(refunds + "/" + rest).json()).isEqualTo(listed.path(0));
        assertThat(shop.delete(refunds + "/" + rest + "?force=true").status()).isEqualTo(200);
        assertThat(shop.get(refunds).json()).hasSize(1);
        assertThat(shop.get(refunds + "/" + rest).status()).isEqualTo(404);
    }
}
