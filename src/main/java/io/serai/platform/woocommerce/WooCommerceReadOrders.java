package io.serai.platform.woocommerce;

import io.serai.platform.ObservedOrder;
import io.serai.platform.OrdersRead;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads orders by their ids. What is in the trash is found there. */
public final class WooCommerceReadOrders extends WooCommerceOrders {

    private final List<ObservedOrder> found = new ArrayList<>();
    private final List<String> written = new ArrayList<>();
    private final Set<String> missing;

    public WooCommerceReadOrders(List<String> ids) {
        missing = new LinkedHashSet<>(ids);
        for (int from = 0; from < ids.size(); from += PER_PAGE) {
            List<String> part = ids.subList(from, Math.min(ids.size(), from + PER_PAGE));
            ask(question("any", part), answer -> {
                heard(answer);
                List<String> left = part.stream().filter(missing::contains).toList();
                if (!left.isEmpty()) {
                    ask(question("trash", left), this::heard);
                }
            });
        }
    }

    private static WooCommerceQuestion question(String status, List<String> ids) {
        return WooCommerceQuestion.get(
                "orders",
                "include",
                String.join(",", ids),
                "per_page",
                String.valueOf(PER_PAGE),
                "status",
                status,
                "_fields",
                WooCommerceFetch.ORDER);
    }

    private void heard(WooCommerceAnswer answer) {
        answer.list().forEach(order -> {
            missing.remove(order.path("id").asText());
            complete(order, found::add);
            written.add(order.toString());
        });
    }

    @Override
    public OrdersRead result() {
        return new OrdersRead(found, List.copyOf(missing), written);
    }
}
