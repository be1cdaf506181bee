package io.serai.twin.jtlffn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import io.serai.twin.jtlffn.StockChange.Place;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Parcels that leave the warehouse. Guarded by the network's lock. */
final class Shipping {

    private static final Set<String> SHIPPABLE = Set.of("Pending", "Acknowledged", "Pickprocess", "PartiallyShipped");

    private record Leaving(ObjectNode item, BigDecimal quantity) {}

    private final Network network;
    private final Stocks stocks;
    private final Outbounds outbounds;

    Shipping(Network network, Stocks stocks, Outbounds outbounds) {
        this.network = network;
        this.stocks = stocks;
        this.outbounds = outbounds;
    }

    /**
     * Ships all that is open, or what {@code items} says: a list of {@code outboundItemId} and {@code quantity}.
     *
     * @param given also {@code trackingId} and {@code note}
     * @throws FfnError if that much is not open, or not there
     */
    ObjectNode ship(Document outbound, JsonNode given, Caller by) {
        if (!SHIPPABLE.contains(outbound.text("status"))) {
            throw new FfnError(
                    ErrorCode.SHIPPING_FORBIDDEN,
                    "Cannot create shipping notification when outbound '%s' has status '%s'"
                            .formatted(outbound.id, outbound.text("status")),
                    Map.of("OutboundId", outbound.id, "Status", outbound.text("status")));
        }
        List<Leaving> leaving = leaving(outbound, given.path("items"));
        there(outbound, leaving);
        String id = network.nextId(Caller.FULFILLER_ID + "06", 6);
        ObjectNode notification = Json.object()
                .put("outboundId", outbound.id)
                .put("merchantOutboundNumber", outbound.text("merchantOutboundNumber"))
                .put("fulfillerId", Caller.FULFILLER_ID)
                .put("fulfillerShippingNotificationNumber", "LS-" + id)
                .put("outboundShippingNotificationId", id);
        ArrayNode items = notification.putArray("items");
        for (Leaving each : leaving) {
            ObjectNode line = items.addObject().put("outboundShippingNotificationItemId", id + "-" + items.size());
            if (each.item().has("jfsku")) {
                line.set("jfsku", each.item().get("jfsku"));
            }
            line.set("quantity", Model.number(each.quantity()));
            line.putArray("serialnumbers");
            deliver(outbound, each, id, line.path("outboundShippingNotificationItemId").asText(), by);
        }
        pack(notification.putArray("packages").addObject(), outbound, given);
        outbounds.status(outbound, isDone(outbound) ? "Shipped" : "PartiallyShipped", by);
        notification.put("outboundStatus", outbound.text("status"));
        notification.put("note", given.path("note").asText(""));
        network.notifications()
                .put(new Document(id, notification, network.modification(Modification.State.NEW, by)));
        return notification;
    }

    private static List<Leaving> leaving(Document outbound, JsonNode wanted) {
        List<Leaving> leaving = new ArrayList<>();
        for (JsonNode item : outbound.data.path("items")) {
            BigDecimal open = OutboundItems.open(item);
            BigDecimal quantity = wanted.isMissingNode() ? open : asked(wanted, item);
            if (quantity.compareTo(open) > 0) {
                throw new FfnError(
                        ErrorCode.NOT_ENOUGH_OPEN,
                        "Product '%s' does not have enough shippable quantity on outbound '%s' - quantity: %s, quantity open: %s"
                                .formatted(item.path("jfsku").asText(), outbound.id, quantity, open),
                        Map.of(
                                "OutboundId", outbound.id,
                                "Jfsku", item.path("jfsku").asText(),
                                "QuantityShippingNotification", quantity.toPlainString(),
                                "QuantityOpen", open.toPlainString()));
            }
            if (quantity.signum() > 0) {
                leaving.add(new Leaving((ObjectNode) item, quantity));
            }
        }
        return leaving;
    }

    private static BigDecimal asked(JsonNode wanted, JsonNode item) {
        for (JsonNode each : wanted) {
            if (each.path("outboundItemId").asText().equals(item.path("outboundItemId").asText())) {
                return each.path("quantity").decimalValue();
            }
        }
        return BigDecimal.ZERO;
    }

    /** All or nothing: what is sold and not there stays open. */
    private void there(Document outbound, List<Leaving> leaving) {
        Map<Place, BigDecimal> wanted = new LinkedHashMap<>();
        for (Leaving each : leaving) {
            if (OutboundItems.isGoods(each.item())) {
                Place place = new Place(
                        outbound.text("warehouseId"), each.item().path("jfsku").asText());
                wanted.merge(place, each.quantity(), BigDecimal::add);
            }
        }
        wanted.forEach((place, quantity) -> {
            if (stocks.at(place).levels().good().compareTo(quantity) < 0) {
                throw Stocks.refused(ErrorCode.NOT_ENOUGH_STOCK, "Not enough stock available", place);
            }
        });
    }

    /** The goods leave and take their reservation with them, in one change. */
    private void deliver(Document outbound, Leaving leaving, String notification, String line, Caller by) {
        ObjectNode item = leaving.item();
        BigDecimal quantity = leaving.quantity();
        if (OutboundItems.isGoods(item)) {
            ObjectNode reference = Json.object();
            reference
                    .putObject("outboundItem")
                    .put("outboundId", outbound.id)
                    .put("outboundItemId", item.path("outboundItemId").asText());
            reference
                    .putObject("outboundShippingNotificationItem")
                    .put("outboundShippingNotificationId", notification)
                    .put("outboundShippingNotificationItemId", line);
            stocks.change(
                    network.product(item.path("jfsku").asText()),
                    outbound.text("warehouseId"),
                    "Delivery",
                    Levels.NONE.good(quantity.negate()).reserved(quantity.negate()),
                    reference,
                    by);
        }
        item.set("quantityOpen", Model.number(OutboundItems.open(item).subtract(quantity)));
    }

    private void pack(ObjectNode parcel, Document outbound, JsonNode given) {
        parcel.put("freightOption", "Parcel").put("note", "");
        parcel.putArray("identifier")
                .addObject()
                .put("value", given.path("trackingId").asText("00340434161094022115"))
                .put("identifierType", "TrackingId");
        parcel.put("shippingDate", FfnTime.written(network.now()))
                .put(
                        "shippingMethodId",
                        outbound.data.path("shippingMethodId").asText(Seeding.SHIPPING_METHOD));
    }

    private static boolean isDone(Document outbound) {
        for (JsonNode item : outbound.data.path("items")) {
            if (OutboundItems.open(item).signum() > 0) {
                return false;
            }
        }
        return true;
    }
}
