package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.platform.ObservedOrder;
import io.serai.platform.OrdersRead;
import java.util.ArrayList;
import java.util.List;

/** Reads orders by their ids. Unlike a search it does not lag (fact 29). */
public final class ShopifyReadOrders extends ShopifyOrders {

    /** More would pass the greatest cost of one query (fact 24): each may have twenty lines, with all their money. */
    private static final int AT_ONCE = 8;

    private final List<ObservedOrder> found = new ArrayList<>();
    private final List<String> written = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    public ShopifyReadOrders(List<String> ids) {
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
            List<String> part = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
            ObjectNode variables = JsonNodeFactory.instance.objectNode();
            ArrayNode gids = variables.putArray("ids");
            part.forEach(id -> gids.add(ShopifyId.order(id)));
            ask(ShopifyQuestion.query("Orders", variables), answer -> hear(part, answer));
        }
    }

    private void hear(List<String> ids, ShopifyAnswer answer) {
        JsonNode nodes = answer.nodes(ids.size());
        for (int i = 0; i < ids.size(); i++) {
            JsonNode order = nodes.path(i);
            if (order.path("id").isTextual()) {
                complete(order, (whole, lines) -> {
                    found.add(read(whole, lines));
                    written.addAll(written(whole, lines));
                });
            } else {
                missing.add(ids.get(i));
            }
        }
    }

    @Override
    public OrdersRead result() {
        return new OrdersRead(found, missing, written);
    }
}
