package io.serai.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.twin.shopify.ShopifyTwin;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** What the orders of a shop come to, by the shop's own reckoning and in the hub: alike if every order is there to the cent. */
final class OrderSums {

    private static final String NONE = "0 orders, 0 lines";

    /** One statement, so that it sees one moment. */
    private static final String IN_THE_HUB =
            """
            SELECT (SELECT count(*) FROM orders o WHERE o.channel_id = c.id AND o.deleted_at IS NULL) || ' orders, '
                || (SELECT count(*) FROM orders o JOIN order_items i ON i.order_id = o.id
                    WHERE o.channel_id = c.id AND o.deleted_at IS NULL) || ' lines'
                || coalesce((SELECT string_agg(E'\\n' || sums.currency || ' ' || sums.amounts, '' ORDER BY sums.currency)
                    FROM (SELECT o.currency, concat_ws(' ', count(*), trim_scale(sum(o.total)), trim_scale(sum(o.tax)),
                                     trim_scale(sum(o.discounts)), trim_scale(sum(o.shipping)), trim_scale(sum(o.refunded)),
                                     trim_scale(sum(o.current_total))) AS amounts
                          FROM orders o WHERE o.channel_id = c.id AND o.deleted_at IS NULL GROUP BY o.currency) sums), '')
            FROM control.channels c WHERE c.id = ?
            """;

    private OrderSums() {}

    /** As it is before anything was fetched. */
    static String none() {
        return NONE;
    }

    /** What the hub has of a channel. */
    static String inTheHub(Shops shops, String channel) {
        return shops.text(IN_THE_HUB, channel);
    }

    /** What a Shopify shop says itself. */
    static String of(ShopifyTwin shop) {
        JsonNode sums = shop.sums();
        Map<String, String> currencies = new TreeMap<>();
        sums.path("shopMoney").properties().forEach(currency -> {
            JsonNode money = currency.getValue();
            currencies.put(
                    currency.getKey(),
                    String.join(
                            " ",
                            money.path("orders").asText(),
                            amount(money, "total"),
                            amount(money, "tax"),
                            amount(money, "discounts"),
                            amount(money, "shipping"),
                            amount(money, "refunded"),
                            amount(money, "currentTotal")));
        });
        return written(sums.path("orders").asLong(), sums.path("lineItems").asLong(), currencies);
    }

    /**
     * What the tenant's WooCommerce shop says itself.
     *
     * @param taxIncluded whether its prices include tax
     */
    static String ofWooCommerce(Shops shops, boolean taxIncluded) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(shops.woocommerce.url() + "/twin/state/sums"))
                .build();
        JsonNode sums = Shops.json(new String(shops.send(request).body(), StandardCharsets.UTF_8));
        Map<String, String> currencies = new TreeMap<>();
        long lines = 0;
        for (Map.Entry<String, JsonNode> currency : sums.path("currencies").properties()) {
            JsonNode money = currency.getValue();
            lines += money.path("line_items").asLong();
            currencies.put(
                    currency.getKey(),
                    String.join(
                            " ",
                            money.path("orders").asText(),
                            amount(money, "total"),
                            amount(money, "total_tax"),
                            amount(money, taxIncluded, "discount_total", "discount_tax"),
                            amount(money, taxIncluded, "shipping_total", "shipping_tax"),
                            amount(money, "refunded"),
                            written(decimal(money, "total").subtract(decimal(money, "refunded")))));
        }
        return written(sums.path("orders").asLong(), lines, currencies);
    }

    private static String written(long orders, long lines, Map<String, String> currencies) {
        StringBuilder written = new StringBuilder();
        written.append(orders).append(" orders, ").append(lines).append(" lines");
        currencies.forEach((currency, amounts) ->
                written.append('\n').append(currency).append(' ').append(amounts));
        return written.toString();
    }

    private static String amount(JsonNode money, String name) {
        return written(decimal(money, name));
    }

    private static String amount(JsonNode money, boolean withTax, String name, String tax) {
        BigDecimal net = decimal(money, name);
        return written(withTax ? net.add(decimal(money, tax)) : net);
    }

    private static BigDecimal decimal(JsonNode money, String name) {
        return new BigDecimal(money.path(name).asText());
    }

    private static String written(BigDecimal amount) {
        return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
    }
}
