package io.serai.twin.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What an order in the Shopify twin costs")
class ShopifyOrderMoneyTest extends ShopifyTwinTestBase {

    private static final String BAG = "{ shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }";
    private static final String ORDER =
            """
            query Order($id: ID!) {
              order(id: $id) {
                id updatedAt currencyCode presentmentCurrencyCode taxesIncluded displayFinancialStatus edited
                phone note tags customAttributes { key value } discountCodes
                shippingAddress { id name city countryCodeV2 formatted } billingAddress { city }
                subtotalPriceSet BAG totalPriceSet BAG currentTotalPriceSet BAG currentSubtotalPriceSet BAG totalTaxSet BAG
                currentTotalTaxSet BAG totalDiscountsSet BAG totalShippingPriceSet BAG totalRefundedSet BAG
                totalReceivedSet BAG netPaymentSet BAG totalOutstandingSet BAG
                taxLines { title rate ratePercentage priceSet BAG }
                discountApplications(first: 5) {
                  nodes {
                    __typename index targetType targetSelection allocationMethod
                    value { ... on MoneyV2 { amount } ... on PricingPercentageValue { percentage } }
                    ... on DiscountCodeApplication { code }
                    ... on ManualDiscountApplication { title }
                  }
                }
                shippingLines(first: 3) {
                  nodes { title originalPriceSet BAG discountedPriceSet BAG taxLines { priceSet BAG } }
                }
                refunds {
                  id note totalRefundedSet BAG
                  refundLineItems(first: 5) {
                    nodes { quantity restockType subtotalSet BAG totalTaxSet BAG lineItem { sku } location { name } }
                  }
                  refundShippingLines(first: 2) { nodes { subtotalAmountSet BAG taxAmountSet BAG } }
                  orderAdjustments(first: 2) { nodes { reason amountSet BAG } }
                }
                lineItems(first: 9) {
                  nodes {
                    title sku quantity currentQuantity unfulfilledQuantity product { id } customAttributes { key value }
                    originalUnitPriceSet BAG originalTotalSet BAG discountedTotalSet BAG
                    discountAllocations { allocatedAmountSet BAG discountApplication { index } }
                    taxLines { priceSet BAG }
                  }
                }
              }
            }
            """
                    .replace("BAG", BAG);

    private static ObjectNode parse(String text) {
        return (ObjectNode) json(text.replace('\'', '"'));
    }

    private JsonNode order(String id) {
        return data(ORDER, Map.of("id", "gid://shopify/Order/" + id)).path("order");
    }

    private static BigDecimal shop(JsonNode order, String field) {
        return amount(order.path(field), "shopMoney");
    }

    private static BigDecimal amount(JsonNode bag, String side) {
        return new BigDecimal(bag.path(side).path("amount").asText());
    }

    private static BigDecimal sum(JsonNode list, String field, String side) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(one -> amount(one.path(field), side))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** The sums of an order by its parts, as Shopify relates them. */
    private static void agrees(JsonNode order) {
        for (String side : List.of("shopMoney", "presentmentMoney")) {
            JsonNode lines = order.at("/lineItems/nodes");
            BigDecimal goods = sum(lines, "originalTotalSet", side);
            BigDecimal discounts = BigDecimal.ZERO;
            BigDecimal taxes = BigDecimal.ZERO;
            for (JsonNode line : lines) {
                assertThat(amount(line.path("originalTotalSet"), side))
                        .isEqualByComparingTo(amount(line.path("originalUnitPriceSet"), side)
                                .multiply(new BigDecimal(line.path("quantity").asInt())));
                discounts = discounts.add(sum(line.path("discountAllocations"), "allocatedAmountSet", side));
                taxes = taxes.add(sum(line.path("taxLines"), "priceSet", side));
            }
            JsonNode shipping = order.at("/shippingLines/nodes");
            for (JsonNode line : shipping) {
                taxes = taxes.add(sum(line.path("taxLines"), "priceSet", side));
            }
            BigDecimal shipped = sum(shipping, "discountedPriceSet", side);
            BigDecimal shippingDiscount =
                    sum(shipping, "originalPriceSet", side).subtract(shipped);
            assertThat(amount(order.path("subtotalPriceSet"), side)).isEqualByComparingTo(goods.subtract(discounts));
            assertThat(amount(order.path("totalDiscountsSet"), side))
                    .isEqualByComparingTo(discounts.add(shippingDiscount));
            assertThat(amount(order.path("totalTaxSet"), side))
                    .isEqualByComparingTo(taxes)
                    .isEqualByComparingTo(sum(order.path("taxLines"), "priceSet", side));
            BigDecimal untaxed = goods.subtract(discounts).add(shipped);
            assertThat(amount(order.path("totalPriceSet"), side))
                    .isEqualByComparingTo(order.path("taxesIncluded").asBoolean() ? untaxed : untaxed.add(taxes));
            assertThat(amount(order.path("totalRefundedSet"), side))
                    .isEqualByComparingTo(sum(order.path("refunds"), "totalRefundedSet", side));
            assertThat(amount(order.path("netPaymentSet"), side))
                    .isEqualByComparingTo(amount(order.path("totalReceivedSet"), side)
                            .subtract(amount(order.path("totalRefundedSet"), side)));
        }
    }

    @Test
    @DisplayName("C7 is the sum of its lines, discounts, shipping and taxes, in the shop's currency and the customer's")
    void sumsAgree() {
        product("Hut");
        product("Mantel");
        twin.editAsStaff(twin.listed().get(1).id(), Json.object().put("price", "33.33"));

        String id = twin.buy(
                parse(
                        """
                {'lines': [{'sku': 'SKU-Hut', 'quantity': 3, 'customAttributes': [{'key': 'Gravur', 'value': 'A'}]},
                           {'sku': 'SKU-Mantel', 'quantity': 1}, {'title': 'Geschenkpapier', 'price': '1.99'}],
                 'discounts': [{'code': 'SOMMER', 'percentage': '12.5'}, {'title': 'Kulanz', 'amount': '5.00', 'skus': ['SKU-Hut']},
                               {'code': 'PORTO', 'percentage': '50', 'shipping': true}],
                 'shipping': [{'title': 'DHL', 'price': '4.95'}],
                 'taxes': [{'title': 'MwSt', 'rate': '0.19', 'shipping': true}],
                 'taxesIncluded': false, 'presentmentCurrency': 'JPY', 'exchangeRate': '163.47',
                 'phone': '+49301234', 'note': 'Bitte klingeln', 'tags': ['B2B', 'eilig'],
                 'customAttributes': [{'key': 'Quelle', 'value': 'Messe'}],
                 'shippingAddress': {'city': 'Wien', 'country': 'Austria', 'countryCode': 'AT'}, 'billingAddress': {'city': 'Graz'}}"""));

        JsonNode order = order(id);
        agrees(order);
        assertThat(shop(order, "subtotalPriceSet")).isEqualTo("52.15");
        assertThat(shop(order, "totalDiscountsSet")).isEqualTo("15.65");
        assertThat(shop(order, "totalShippingPriceSet")).isEqualTo("4.95");
        assertThat(order.at("/totalPriceSet/presentmentMoney/amount").asText()).matches("\\d+");
        assertThat(order.at("/totalPriceSet/presentmentMoney/currencyCode").asText())
                .isEqualTo("JPY");
        assertThat(order.at("/discountApplications/nodes/0/__typename").asText())
                .isEqualTo("DiscountCodeApplication");
        assertThat(order.at("/discountApplications/nodes/0/value/percentage").asDouble())
                .isEqualTo(12.5);
        assertThat(order.at("/discountApplications/nodes/1/title").asText()).isEqualTo("Kulanz");
        assertThat(order.at("/discountApplications/nodes/2/targetType").asText())
                .isEqualTo("SHIPPING_LINE");
        assertThat(order.path("discountCodes")).hasToString("[\"SOMMER\",\"PORTO\"]");
        assertThat(order.at("/lineItems/nodes/0/customAttributes/0/value").asText())
                .isEqualTo("A");
        assertThat(order.at("/lineItems/nodes/2/product").isNull()).isTrue();
        assertThat(order.at("/shippingAddress/formatted").toString()).contains("Wien");
        assertThat(order.at("/billingAddress/city").asText()).isEqualTo("Graz");
        assertThat(order.path("tags")).hasSize(2);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"EUR,2,19.99", "JPY,0,1999", "KWD,3,19.995"})
    @DisplayName("C7 is told to the minor unit of its currency")
    void minorUnits(String currency, int decimals, String price) {
        settings("currency", currency);
        String id = twin.buy(parse("{'lines': [{'title': 'Hut', 'quantity': 3, 'price': '" + price
                + "'}], 'discounts': [{'code': 'X', 'percentage': '33.33'}], 'taxes': [{'rate': '0.07'}]}"));

        JsonNode order = order(id);
        agrees(order);
        assertThat(order.path("currencyCode").asText()).isEqualTo(currency);
        order.findValues("amount").stream().filter(amount -> !amount.isNull()).forEach(amount -> assertThat(
                        new BigDecimal(amount.asText()).scale())
                .isEqualTo(decimals));
    }

    @Test
    @DisplayName("C7 a refund takes its share of discount and tax, and all refunds together take exactly what was paid")
    void refunds() {
        subscribe("REFUNDS_CREATE", "/hook");
        subscribe("ORDERS_UPDATED", "/hook");
        product("Hut");
        String id = twin.buy(
                parse(
                        """
                {'lines': [{'sku': 'SKU-Hut', 'quantity': 3}], 'discounts': [{'code': 'X', 'amount': '1.00'}],
                 'shipping': [{'price': '4.90'}], 'taxes': [{'rate': '0.19', 'shipping': true}], 'taxesIncluded': false}"""));
        BigDecimal total = shop(order(id), "totalPriceSet");

        control(
                "POST",
                "orders/" + id + "/refund",
                parse("{'lines': [{'sku': 'SKU-Hut', 'quantity': 1}], 'note': 'zu klein'}"));
        JsonNode order = order(id);
        agrees(order);
        assertThat(order.path("displayFinancialStatus").asText()).isEqualTo("PARTIALLY_REFUNDED");
        assertThat(order.at("/lineItems/nodes/0/currentQuantity").asInt()).isEqualTo(2);
        assertThat(order.at("/refunds/0/refundLineItems/nodes/0/subtotalSet/shopMoney/amount")
                        .asText())
                .isEqualTo("9.67");
        assertThat(shop(order, "currentTotalPriceSet"))
                .isEqualByComparingTo(total.subtract(shop(order, "totalRefundedSet")));

        twin.refund(id, parse("{'lines': [{'sku': 'SKU-Hut', 'quantity': 2, 'restock': false}], 'shipping': true}"));
        order = order(id);
        agrees(order);
        assertThat(shop(order, "totalRefundedSet")).isEqualByComparingTo(total);
        assertThat(shop(order, "currentTotalPriceSet")).isEqualByComparingTo("0");
        assertThat(shop(order, "currentTotalTaxSet")).isEqualByComparingTo("0");
        assertThat(order.path("displayFinancialStatus").asText()).isEqualTo("REFUNDED");
        assertThat(order.at("/refunds/1/refundLineItems/nodes/0/restockType").asText())
                .isEqualTo("NO_RESTOCK");
        assertThatThrownBy(() -> twin.refund(id, parse("{'amount': '0.01'}")))
                .isInstanceOf(IllegalArgumentException.class);
        quiet();
        assertThat(app.received("refunds/create"))
                .hasSize(2)
                .allSatisfy(r -> assertThat(r.json().path("order_id").asText()).isEqualTo(id));
        assertThat(app.received("orders/updated")).hasSize(3);
    }

    @Test
    @DisplayName("C7 another sum paid back than the refund is worth is told as an adjustment")
    void adjustments() {
        String id = twin.buy(parse("{'lines': [{'title': 'Hut', 'price': '20.00'}]}"));

        twin.refund(id, parse("{'amount': '3.50'}"));

        JsonNode order = order(id);
        agrees(order);
        assertThat(shop(order, "netPaymentSet")).isEqualTo("16.50");
        assertThat(order.at("/refunds/0/orderAdjustments/nodes/0/amountSet/shopMoney/amount")
                        .asText())
                .isEqualTo("-3.50");
    }

    @Test
    @DisplayName("what was returned after it was shipped is not to be shipped again")
    void returns() {
        ObjectNode hat = product("Hut");
        twin.editAsStaff(hat.get("id").asText(), (ObjectNode)
                Json.object().put("stock", 5).set("inventoryItem", Json.object().put("tracked", true)));
        String id = twin.buy(parse("{'lines': [{'sku': 'SKU-Hut', 'quantity': 2}]}"));
        twin.fulfil(id);

        twin.refund(id, parse("{'lines': [{'sku': 'SKU-Hut', 'quantity': 2}]}"));

        JsonNode order = order(id);
        assertThat(order.at("/lineItems/nodes/0/unfulfilledQuantity").asInt()).isZero();
        assertThat(order.at("/refunds/0/refundLineItems/nodes/0/restockType").asText())
                .isEqualTo("RETURN");
        assertThat(order.at("/refunds/0/refundLineItems/nodes/0/location/name").asText())
                .isEqualTo("Hauptlager");
        assertThat(twin.product(hat.get("id").asText()).orElseThrow().at("/variants/0/inventory_quantity"))
                .hasToString("5");
    }

    @Test
    @DisplayName("fact 41 every edit raises updatedAt and is told by a webhook")
    void everyEditRaisesUpdatedAt() {
        subscribe("ORDERS_UPDATED", "/hook");
        product("Hut");
        String id = twin.buy(parse("{'lines': [{'sku': 'SKU-Hut', 'quantity': 4}], 'paid': false}"));
        Map<String, ObjectNode> edits = new java.util.LinkedHashMap<>();
        edits.put("edit", parse("{'note': 'Bitte klingeln', 'tags': ['eilig']}"));
        edits.put("edit ", parse("{'sku': 'SKU-Hut', 'quantity': 2}"));
        edits.put("edit  ", parse("{'addLine': {'title': 'Karte', 'price': '2.00'}}"));
        edits.put("edit   ", parse("{'touch': true}"));
        edits.put("pay", Json.object());
        edits.put("refund", parse("{'lines': [{'sku': 'SKU-Hut', 'quantity': 1}]}"));
        edits.put("cancel", Json.object());
        int minutes = 0;
        Instant before = Instant.parse(order(id).path("updatedAt").asText());
        for (Map.Entry<String, ObjectNode> edit : edits.entrySet()) {
            twin.clock().skew(Duration.ofMinutes(++minutes));

            assertThat(control("POST", "orders/" + id + "/" + edit.getKey().strip(), edit.getValue())
                            .statusCode())
                    .as(edit.toString())
                    .isEqualTo(200);

            JsonNode order = order(id);
            agrees(order);
            Instant updated = Instant.parse(order.path("updatedAt").asText());
            assertThat(updated).isAfter(before);
            before = updated;
        }
        quiet();
        assertThat(app.received("orders/updated")).hasSize(1 + edits.size());
        JsonNode order = order(id);
        assertThat(shop(order, "currentTotalPriceSet")).isEqualByComparingTo("0");
        assertThat(shop(order, "netPaymentSet")).isEqualByComparingTo("0");
        assertThat(order.path("edited").asBoolean()).isTrue();
    }

    @Test
    @DisplayName("fact 22 an order older than 60 days is seen only with a scope of its own")
    void oldOrders() {
        String old = twin.clock().second().minus(Duration.ofDays(61)).toString();
        String id = twin.buy(parse("{'lines': [{'title': 'Hut', 'price': '1'}], 'createdAt': '" + old + "'}"));
        twin.buy(parse("{'lines': [{'title': 'Hut', 'price': '1'}]}"));
        String all = "{ orders(first: 5) { nodes { createdAt } } ordersCount { count } }";
        assertThat(data(all).at("/orders/nodes")).hasSize(1);
        assertThat(data(all).at("/ordersCount/count").asInt()).isEqualTo(1);
        assertThat(order(id).isNull()).isTrue();

        settings("scopes", List.of("read_orders", "read_all_orders"));

        assertThat(data(all).at("/orders/nodes")).hasSize(2);
        assertThat(data(all).at("/orders/nodes/0/createdAt").asText()).isEqualTo(old);
        assertThat(data(all).at("/ordersCount/count").asInt()).isEqualTo(2);
        assertThat(order(id).path("id").asText()).endsWith(id);
    }

    @Test
    @DisplayName("C7 the control API tells the sums of all orders, as the Admin API's answers add up")
    void sums() {
        product("Hut");
        String one = twin.buy(
                parse(
                        "{'lines': [{'sku': 'SKU-Hut', 'quantity': 3}], 'taxes': [{'rate': '0.19'}], 'presentmentCurrency': 'USD', 'exchangeRate': '1.1'}"));
        String two = twin.buy(
                parse(
                        "{'lines': [{'sku': 'SKU-Hut', 'quantity': 2}], 'discounts': [{'code': 'X', 'percentage': '15'}], 'shipping': [{'price': '4.90'}]}"));
        twin.refund(two, parse("{'lines': [{'sku': 'SKU-Hut'}]}"));

        JsonNode sums = json(control("GET", "state/sums", null).body());

        JsonNode eur = sums.at("/shopMoney/EUR");
        for (Map.Entry<String, String> field : Map.of(
                        "total", "totalPriceSet",
                        "currentTotal", "currentTotalPriceSet",
                        "tax", "totalTaxSet",
                        "discounts", "totalDiscountsSet",
                        "shipping", "totalShippingPriceSet",
                        "refunded", "totalRefundedSet",
                        "received", "totalReceivedSet",
                        "subtotal", "subtotalPriceSet")
                .entrySet()) {
            assertThat(new BigDecimal(eur.path(field.getKey()).asText()))
                    .as(field.getKey())
                    .isEqualByComparingTo(shop(order(one), field.getValue()).add(shop(order(two), field.getValue())));
        }
        assertThat(sums.at("/presentmentMoney/USD/total").asText()).isEqualTo("33.00");
        assertThat(sums.path("orders").asInt()).isEqualTo(2);
        assertThat(sums.path("refunds").asInt()).isEqualTo(1);
        assertThat(sums.path("customers").asInt()).isEqualTo(1);
    }
}
