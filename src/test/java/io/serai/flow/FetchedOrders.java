package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the hub holds of a shop's orders, held against what the shop's twin says they come to. */
final class FetchedOrders {

    private FetchedOrders() {}

    /** The Shopify shop lets Serai see everything, older orders too. */
    static void allowAll(Shops shops) {
        ObjectNode settings = Shops.object();
        List.of(
                        "read_products",
                        "write_products",
                        "read_inventory",
                        "write_inventory",
                        "read_locations",
                        "read_orders",
                        "read_all_orders",
                        "read_customers")
                .forEach(settings.putArray("scopes")::add);
        shops.shopify.settings(settings);
    }

    /** All orders and lines of the Shopify shop are there, and each currency's sums are the shop's, to the last digit. */
    static void assertComplete(Shops shops) {
        JsonNode sums = shops.shopify.sums();
        assertThat(count(shops, "orders", shops.shopifyChannel))
                .isEqualTo(sums.path("orders").asText());
        assertThat(shops.text(
                        "SELECT count(*)::text FROM order_items i JOIN orders o ON o.id = i.order_id WHERE o.channel_id = ?",
                        shops.shopifyChannel))
                .isEqualTo(sums.path("lineItems").asText());
        Map<String, String> theirs = new TreeMap<>();
        sums.path("shopMoney").properties().forEach(currency -> {
            JsonNode money = currency.getValue();
            theirs.put(
                    currency.getKey(),
                    amounts(Stream.of("total", "tax", "discounts", "shipping", "refunded", "currentTotal")
                            .map(name -> decimal(money, name))));
        });
        Map<String, String> ours = new TreeMap<>();
        theirs.keySet()
                .forEach(currency -> ours.put(
                        currency,
                        shops.text(
                                """
                                SELECT concat_ws(' ', trim_scale(sum(total)), trim_scale(sum(tax)), trim_scale(sum(discounts)),
                                    trim_scale(sum(shipping)), trim_scale(sum(refunded)), trim_scale(sum(current_total)))
                                FROM orders WHERE currency = ? AND channel_id = ?
                                """,
                                currency,
                                shops.shopifyChannel)));
        assertThat(ours).isEqualTo(theirs);
    }

    /**
     * The same of the WooCommerce shop.
     *
     * @param sums its twin's
     * @param taxIncluded whether its prices have the tax in them
     */
    static void assertComplete(Shops shops, JsonNode sums, boolean taxIncluded) {
        Map<String, String> theirs = new TreeMap<>();
        sums.path("currencies").properties().forEach(currency -> {
            JsonNode money = currency.getValue();
            theirs.put(
                    currency.getKey(),
                    money.path("orders").asText() + " "
                            + money.path("line_items").asText() + " "
                            + amounts(Stream.of(
                                    decimal(money, "total"),
                                    decimal(money, "total_tax"),
                                    decimal(money, "refunded"),
                                    withTax(money, "discount", taxIncluded),
                                    withTax(money, "shipping", taxIncluded))));
        });
        Map<String, String> ours = new TreeMap<>();
        theirs.keySet()
                .forEach(currency -> ours.put(
                        currency,
                        shops.text(
                                """
                                SELECT concat_ws(' ', count(*),
                                    sum((SELECT count(*) FROM order_items i WHERE i.order_id = o.id)), trim_scale(sum(total)),
                                    trim_scale(sum(tax)), trim_scale(sum(refunded)), trim_scale(sum(discounts)),
                                    trim_scale(sum(shipping)))
                                FROM orders o WHERE currency = ? AND channel_id = ? AND deleted_at IS NULL
                                """,
                                currency,
                                shops.wooChannel)));
        assertThat(ours).isEqualTo(theirs);
    }

    private static BigDecimal withTax(JsonNode money, String name, boolean taxIncluded) {
        BigDecimal net = decimal(money, name + "_total");
        return taxIncluded ? net.add(decimal(money, name + "_tax")) : net;
    }

    private static BigDecimal decimal(JsonNode money, String name) {
        return new BigDecimal(money.path(name).asText());
    }

    private static String amounts(Stream<BigDecimal> amounts) {
        return amounts.map(amount ->
                        amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString())
                .collect(Collectors.joining(" "));
    }

    private static String count(Shops shops, String table, String channel) {
        return shops.text("SELECT count(*)::text FROM " + table + " WHERE channel_id = ?", channel);
    }
}
