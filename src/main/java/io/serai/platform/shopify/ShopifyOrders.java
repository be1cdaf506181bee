package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.platform.Conversation;
import io.serai.platform.JsonValues;
import io.serai.platform.ObservedOrder;
import io.serai.platform.ObservedOrder.State;
import io.serai.platform.ObservedOrderLine;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * What all conversations that end with orders share: an order's lines may take several answers.
 *
 * <p>By the schema's own words {@code currentQuantity} leaves out what was refunded or removed, and
 * {@code unfulfilledQuantity} what was shipped; whether the latter also leaves out what was removed it does not say. Of both
 * the smaller is what is owed. An order of which everything was refunded or removed is as good as cancelled.
 */
abstract class ShopifyOrders extends Conversation<ShopifyQuestion, ShopifyAnswer> {

    private static final String LINES = "lineItems";
    private static final String SHIPPING = "shippingLines";

    /** Hands the order on, with all its lines, as soon as these are there. */
    final void complete(JsonNode order, BiConsumer<JsonNode, List<JsonNode>> done) {
        collect(order, ShopifyAnswer.page(order, LINES), new ArrayList<>(), done);
    }

    private void collect(
            JsonNode order, JsonNode page, List<JsonNode> lines, BiConsumer<JsonNode, List<JsonNode>> done) {
        page.path("nodes").forEach(lines::add);
        if (!page.path("pageInfo").path("hasNextPage").asBoolean()) {
            done.accept(order, lines);
            return;
        }
        ObjectNode variables = JsonNodeFactory.instance.objectNode();
        variables.put("id", order.path("id").asText());
        variables.put("after", page.path("pageInfo").path("endCursor").asText());
        askFirst(
                ShopifyQuestion.query("OrderLines", variables),
                answer -> collect(order, ShopifyAnswer.page(answer.data().path("node"), LINES), lines, done));
    }

    /** The order as a bulk operation writes it: a line for itself, and one for each of what belongs to it. */
    static List<String> written(JsonNode order, List<JsonNode> lines) {
        List<String> written = new ArrayList<>();
        ObjectNode alone = order.deepCopy();
        List<JsonNode> children = new ArrayList<>(lines);
        order.path(SHIPPING).path("nodes").forEach(children::add);
        written.add(alone.without(List.of(LINES, SHIPPING)).toString());
        children.forEach(child -> written.add(((ObjectNode) child.deepCopy())
                .put("__parentId", order.path("id").asText())
                .toString()));
        return written;
    }

    static ObservedOrder read(JsonNode order, List<JsonNode> lines) {
        State state = state(order, lines);
        return new ObservedOrder(
                ShopifyId.number(order.path("id").asText()),
                order.path("name").asText(),
                Instant.parse(order.path("createdAt").asText()),
                updatedAt(order),
                state,
                lines.stream().map(line -> line(line, state, hasShipped(order))).toList());
    }

    private static State state(JsonNode order, List<JsonNode> lines) {
        if (!JsonValues.isNull(order.get("cancelledAt"))) {
            return State.CANCELLED;
        }
        if (order.path("displayFulfillmentStatus").asText().equals("FULFILLED")) {
            return State.FULFILLED;
        }
        boolean nothingWanted =
                lines.stream().allMatch(line -> line.path("currentQuantity").asLong() == 0);
        return nothingWanted ? State.CANCELLED : State.OPEN;
    }

    private static boolean hasShipped(JsonNode order) {
        return !order.path("displayFulfillmentStatus").asText().equals("UNFULFILLED");
    }

    private static ObservedOrderLine line(JsonNode line, State state, boolean hasShipped) {
        long current = line.path("currentQuantity").asLong();
        long owed = Math.min(current, line.path("unfulfilledQuantity").asLong());
        return new ObservedOrderLine(
                ShopifyId.number(line.path("id").asText()),
                id(line.path("product")),
                id(line.path("variant")),
                line.path("sku").asText(null),
                state == State.OPEN ? BigDecimal.valueOf(owed) : BigDecimal.ZERO,
                hasShipped ? BigDecimal.valueOf(current - owed) : BigDecimal.ZERO);
    }

    private static String id(JsonNode node) {
        return node.path("id").isTextual() ? ShopifyId.number(node.path("id").asText()) : null;
    }

    static Instant updatedAt(JsonNode order) {
        return Instant.parse(order.path("updatedAt").asText());
    }
}
