package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.platform.ObservedOrder;
import io.serai.platform.OrderPage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one page of the orders that were changed since a moment. Cursors hold the last order's time and id, so that what is
 * changed between two pages moves behind them and nothing is skipped. Orders older than 60 days need a scope of their own
 * (fact 22).
 */
public final class ShopifyOrderPage extends ShopifyOrders {

    /** A search reads an index that lags by seconds (fact 29). */
    private static final Duration LAG = Duration.ofMinutes(2);

    private final List<ObservedOrder> orders = new ArrayList<>();
    private String next;
    private Instant completeUntil;

    /**
     * @param cursor null for the first page
     * @param updatedSince null for all orders
     */
    public ShopifyOrderPage(String cursor, Instant updatedSince) {
        ObjectNode variables = JsonNodeFactory.instance.objectNode();
        variables.put("after", cursor);
        variables.put("search", updatedSince == null ? null : "updated_at:>='" + updatedSince.minus(LAG) + "'");
        ask(ShopifyQuestion.query("OrderPage", variables), this::heard);
    }

    private void heard(ShopifyAnswer answer) {
        JsonNode page = answer.page("orders");
        page.path("nodes").forEach(order -> {
            completeUntil = updatedAt(order);
            complete(order, (whole, lines) -> orders.add(read(whole, lines)));
        });
        if (page.path("pageInfo").path("hasNextPage").asBoolean()) {
            next = page.path("pageInfo").path("endCursor").asText();
        }
    }

    @Override
    public OrderPage result() {
        return new OrderPage(orders, completeUntil, next);
    }
}
