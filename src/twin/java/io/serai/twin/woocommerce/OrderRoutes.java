package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.StreamSupport;

/** {@code /orders} and what was refunded of them. Used with the shop's lock held. */
final class OrderRoutes {

    private final Shop shop;
    private final Orders orders;
    private final OrderJson json;

    OrderRoutes(Shop shop, Orders orders, OrderJson json) {
        this.shop = shop;
        this.orders = orders;
        this.json = json;
    }

    void addTo(Routes routes) {
        routes.add("/orders", Routes.collection(this::list, this::create));
        routes.add(
                "/orders/{id}",
                Routes.item(r -> WpAnswer.ok(shown(r, readable(r))), this::update, this::delete));
        routes.add("/orders/{order_id}/refunds", Routes.collection(this::refunds, this::createRefund));
        var refund = Routes.read(r -> WpAnswer.ok(json.refund(order(r, 404), refund(r), r.base(), decimals(r))));
        refund.put("DELETE", this::deleteRefund);
        routes.add("/orders/{order_id}/refunds/{id}", refund);
    }

    /** Those that may not be read are left out without a word (fact 51). */
    private WpAnswer list(WpRequest request) {
        List<Long> found = new OrderQuery(orders, shop.settings(), request).find();
        return Listing.of(request, found, id -> shop.settings().hides(id)
                ? null
                : shown(request, orders.find(id).orElseThrow()));
    }

    private ObjectNode shown(WpRequest request, Order order) {
        return json.order(order, request.base(), decimals(request));
    }

    /** {@code dp} says how many decimals are shown, whatever the shop has. */
    private int decimals(WpRequest request) {
        String wanted = request.parameter("dp");
        if (wanted == null) {
            return shop.settings().decimals();
        }
        if (!wanted.matches("\\d")) {
            throw Arguments.invalid("dp", "rest_invalid_type", "dp is not of type integer.");
        }
        return Integer.parseInt(wanted);
    }

    private Order order(WpRequest request, int status) {
        return orders.find(request.id(1)).orElseThrow(() -> WpError.invalidId("shop_order", status));
    }

    private Order readable(WpRequest request) {
        Order order = order(request, 404);
        if (shop.settings().hides(order.id)) {
            throw new WpError(403, "woocommerce_rest_cannot_view", "Sorry, you cannot view this resource.");
        }
        return order;
    }

    private WpAnswer create(WpRequest request) {
        ObjectNode shown = shown(request, orders.find(orders.create(request.arguments())).orElseThrow());
        return WpAnswer.created(shown, shown.at("/_links/self/0/href").asText());
    }

    private WpAnswer update(WpRequest request) {
        order(request, 400);
        orders.update(request.id(1), request.arguments());
        return WpAnswer.ok(shown(request, order(request, 400)));
    }

    private WpAnswer delete(WpRequest request) {
        ObjectNode before = shown(request, order(request, 404));
        boolean force = request.flag("force");
        orders.delete(request.id(1), force);
        return WpAnswer.ok(force ? before : shown(request, order(request, 404)));
    }

    /** The latest first. */
    private WpAnswer refunds(WpRequest request) {
        Order order = readable(request);
        boolean ascending = Listing.choice(request, "order", "desc", List.of("asc", "desc")).equals("asc");
        List<JsonNode> all = StreamSupport.stream(order.refunds.spliterator(), false)
                .sorted((one, other) -> (ascending ? 1 : -1)
                        * Long.compare(one.path("id").asLong(), other.path("id").asLong()))
                .toList();
        return Listing.of(request, all, refund -> json.refund(order, refund, request.base(), decimals(request)));
    }

    private JsonNode refund(WpRequest request) {
        for (JsonNode refund : order(request, 404).refunds) {
            if (refund.path("id").asLong() == request.id(2)) {
                return refund;
            }
        }
        throw new WpError(404, "woocommerce_rest_invalid_order_refund_id", "Invalid order refund ID.");
    }

    private WpAnswer createRefund(WpRequest request) {
        order(request, 404);
        long id = orders.refund(request.id(1), request.arguments());
        Order order = order(request, 404);
        JsonNode made = order.refunds.get(order.refunds.size() - 1);
        ObjectNode shown = json.refund(order, made, request.base(), decimals(request));
        return WpAnswer.created(shown, request.base() + "/wp-json/wc/v3/orders/" + order.id + "/refunds/" + id);
    }

    private WpAnswer deleteRefund(WpRequest request) {
        if (!request.flag("force") && request.parameter("force") != null) {
            throw new WpError(501, "woocommerce_rest_trash_not_supported", "The shop_order_refund does not support trashing.");
        }
        ObjectNode before = json.refund(order(request, 404), refund(request), request.base(), decimals(request));
        orders.deleteRefund(request.id(1), request.id(2));
        return WpAnswer.ok(before);
    }
}
