package io.serai.twin.jtlffn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import io.serai.twin.jtlffn.StockChange.Place;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Orders to ship, with what they reserve and take (facts 76 to 80). Guarded by the network's lock. */
final class Outbounds {

    private static final Set<String> BEFORE_PICKING = Set.of("Preparation", "Pending", "Acknowledged");
    private static final Set<String> OVER = Set.of("Shipped", "Canceled", "PartiallyCanceled");
    private static final Map<String, Set<String>> STEPS = Map.of(
            "Preparation", Set.of("Pending", "Acknowledged"),
            "Pending", Set.of("Acknowledged", "Pickprocess", "Locked"),
            "Acknowledged", Set.of("Pickprocess", "Locked"),
            "Pickprocess", Set.of("Locked"),
            "Locked", Set.of("Acknowledged", "Pickprocess"),
            "PartiallyShipped", Set.of("Pickprocess", "Locked"));
    private static final List<String> FIELDS = List.of(
            "outboundId",
            "externalNumber",
            "status",
            "priority",
            "merchantOutboundNumber",
            "warehouseId",
            "currency",
            "internalNote",
            "externalNote",
            "premiumType",
            "salesChannel",
            "attributes",
            "desiredDeliveryDate",
            "shippingMethodId",
            "shippingType",
            "shippingAddress",
            "senderAddress",
            "cancelReasonCode",
            "cancelReason",
            "shippingFee",
            "orderValue",
            "items",
            "attachments",
            "statusTimestamp",
            "fulfillerId");

    private final Network network;
    private final Stocks stocks;

    Outbounds(Network network, Stocks stocks) {
        this.network = network;
        this.stocks = stocks;
    }

    /** @throws FfnError if there is none */
    Document get(String id) {
        return network.outbounds().find(id).orElseThrow(() -> new FfnError(
                ErrorCode.OUTBOUND_NOT_FOUND, "Outbound not found", Map.of()));
    }

    /** @param given as read by the model */
    Document create(ObjectNode given, boolean oversale, boolean completesBillOfMaterials, Caller by) {
        if (network.outbounds().numbered(given.path("merchantOutboundNumber").asText()).isPresent()) {
            throw new FfnError(ErrorCode.DUPLICATE_KEY, ErrorCode.DUPLICATE_KEY.description(), Map.of());
        }
        String warehouse = warehouse(given);
        shipping(given);
        ArrayNode items = OutboundItems.resolved(network, given, completesBillOfMaterials);
        whole(warehouse, items);
        if (!oversale) {
            enough(goods(warehouse, items), Map.of());
        }
        String id = network.nextId(Caller.MERCHANT_ID + "02", 4);
        ObjectNode data = given.put("outboundId", id).put("status", "Pending").put("fulfillerId", Caller.FULFILLER_ID);
        data.set("items", items);
        if (!data.has("priority")) {
            data.put("priority", 0);
        }
        if (!data.has("attributes")) {
            data.putArray("attributes");
        }
        data.putArray("attachments");
        Modification made = network.modification(Modification.State.NEW, by);
        data.putObject("statusTimestamp").put("pending", FfnTime.written(made.at()));
        Document outbound = new Document(id, ordered(data), made);
        network.outbounds().put(outbound);
        outbound.data.path("items").forEach(item -> reserve(outbound, item, OutboundItems.open(item), by));
        return outbound;
    }

    /** @return whether the outbound is other than it was */
    boolean change(Document outbound, ObjectNode given, Caller by) {
        String status = outbound.text("status");
        if (!BEFORE_PICKING.contains(status)) {
            throw forbidden(status, status);
        }
        String number = given.path("merchantOutboundNumber").asText(outbound.text("merchantOutboundNumber"));
        if (network.outbounds().numbered(number).filter(o -> o != outbound).isPresent()) {
            throw new FfnError(ErrorCode.DUPLICATE_KEY, ErrorCode.DUPLICATE_KEY.description(), Map.of());
        }
        ObjectNode merged = outbound.data.deepCopy();
        merged.setAll(given);
        warehouse(merged);
        if (given.hasNonNull("shippingMethodId") && !given.has("shippingType")) {
            merged.remove("shippingType");
        }
        if (given.has("shippingMethodId") || given.has("shippingType")) {
            shipping(given.has("shippingType") && !given.has("shippingMethodId") ? without(merged) : merged);
        }
        if (given.has("items")) {
            merged.set("items", OutboundItems.resolved(network, merged, false));
        }
        ObjectNode wanted = ordered(merged);
        boolean changed = !wanted.equals(outbound.data);
        String warehouse = wanted.path("warehouseId").asText();
        whole(warehouse, wanted.path("items"));
        boolean moves = !wanted.get("items").equals(outbound.data.get("items"))
                || !wanted.get("warehouseId").equals(outbound.data.get("warehouseId"));
        if (moves) {
            enough(goods(warehouse, wanted.path("items")), goods(outbound.text("warehouseId"), outbound.data.path("items")));
            releaseAll(outbound, by);
        }
        outbound.data.removeAll();
        outbound.data.setAll(wanted);
        if (moves) {
            outbound.data.path("items").forEach(item -> reserve(outbound, item, OutboundItems.open(item), by));
        }
        touched(outbound, by);
        return changed;
    }

    private static ObjectNode without(ObjectNode outbound) {
        outbound.remove("shippingMethodId");
        return outbound;
    }

    private String warehouse(ObjectNode given) {
        try {
            return network.warehouse(given.path("warehouseId").asText()).id;
        } catch (FfnError unknown) {
            throw unknown.inTheBody();
        }
    }

    /** One of both may be given; the method has a type of its own. */
    private void shipping(ObjectNode given) {
        if (!given.hasNonNull("shippingMethodId")) {
            return;
        }
        if (given.has("shippingType")) {
            throw new FfnError(
                    ErrorCode.METHOD_AND_TYPE_SET, "Only provide shippingType or shippingMethodId, not both", Map.of());
        }
        String id = given.path("shippingMethodId").asText();
        Document method = network.shippingMethods().find(id).orElseThrow(() -> noMethod(id).inTheBody());
        given.put("shippingType", method.text("shippingType"));
    }

    static FfnError noMethod(String id) {
        return new FfnError(
                ErrorCode.SHIPPING_METHOD_NOT_FOUND,
                "Shipping method '%s' not found".formatted(id),
                Map.of("ShippingMethodId", id));
    }

    private static Map<Place, BigDecimal> goods(String warehouse, JsonNode items) {
        Map<Place, BigDecimal> goods = new HashMap<>();
        for (JsonNode item : items) {
            if (OutboundItems.isGoods(item)) {
                goods.merge(new Place(warehouse, item.path("jfsku").asText()), OutboundItems.open(item), BigDecimal::add);
            }
        }
        return goods;
    }

    /** @param own what the outbound has reserved already */
    private void enough(Map<Place, BigDecimal> wanted, Map<Place, BigDecimal> own) {
        wanted.forEach((place, quantity) -> {
            BigDecimal free = stocks.at(place).levels().free().add(own.getOrDefault(place, BigDecimal.ZERO));
            if (free.compareTo(quantity) < 0) {
                throw Stocks.refused(ErrorCode.NOT_ENOUGH_STOCK, "Not enough stock available", place);
            }
        });
    }

    private void whole(String warehouse, JsonNode items) {
        goods(warehouse, items).forEach((place, quantity) -> {
            boolean divisible = network.product(place.jfsku())
                    .data
                    .at("/specifications/isDivisible")
                    .asBoolean();
            if (!divisible && !Levels.NONE.good(quantity).isWhole()) {
                throw Stocks.refused(ErrorCode.NOT_DIVISIBLE, "Quantity is not divisible", place);
            }
        });
    }

    private void reserve(Document outbound, JsonNode item, BigDecimal quantity, Caller by) {
        if (OutboundItems.isGoods(item) && quantity.signum() != 0) {
            stocks.change(
                    network.product(item.path("jfsku").asText()),
                    outbound.text("warehouseId"),
                    quantity.signum() > 0 ? "Reservation" : "ReservationCanceled",
                    Levels.NONE.reserved(quantity),
                    reference(outbound, item),
                    by);
        }
    }

    private static ObjectNode reference(Document outbound, JsonNode item) {
        ObjectNode reference = Json.object();
        reference
                .putObject("outboundItem")
                .put("outboundId", outbound.id)
                .put("outboundItemId", item.path("outboundItemId").asText());
        return reference;
    }

    private void releaseAll(Document outbound, Caller by) {
        for (JsonNode item : outbound.data.path("items")) {
            if (network.products().find(item.path("jfsku").asText()).isPresent()) {
                reserve(outbound, item, OutboundItems.open(item).negate(), by);
            }
        }
    }

    /** What is not shipped yet will not be. */
    void cancel(Document outbound, String reasonCode, String reason, Caller by) {
        String status = outbound.text("status");
        boolean merchant = by.user().equals(Caller.MERCHANT_ID);
        if (merchant ? !BEFORE_PICKING.contains(status) : OVER.contains(status)) {
            throw forbidden(status, "Canceled");
        }
        releaseAll(outbound, by);
        outbound.data.put("cancelReasonCode", reasonCode);
        if (reason != null) {
            outbound.data.put("cancelReason", reason);
        }
        status(outbound, OutboundItems.isBegun(outbound.data.path("items")) ? "PartiallyCanceled" : "Canceled", by);
    }

    /** A step of the warehouse's that moves no goods. */
    void step(Document outbound, String to, Caller by) {
        String from = outbound.text("status");
        if (!STEPS.getOrDefault(from, Set.of()).contains(to)) {
            throw forbidden(from, to);
        }
        status(outbound, to, by);
    }

    void status(Document outbound, String to, Caller by) {
        outbound.data.put("status", to);
        String stamp = Character.toLowerCase(to.charAt(0)) + to.substring(1);
        ((ObjectNode) outbound.data.get("statusTimestamp")).put(stamp, FfnTime.written(network.now()));
        ObjectNode inOrder = ordered(outbound.data.deepCopy());
        outbound.data.removeAll();
        outbound.data.setAll(inOrder);
        touched(outbound, by);
    }

    private void touched(Document outbound, Caller by) {
        outbound.changed(network.modification(Modification.State.MODIFIED, by));
        network.outbounds().index(outbound);
    }

    static FfnError forbidden(String from, String to) {
        return new FfnError(
                ErrorCode.STATUS_CHANGE_FORBIDDEN,
                "Outbound transition from status '%s' to '%s' is not allowed".formatted(from, to),
                Map.of("From", from, "To", to));
    }

    private static ObjectNode ordered(ObjectNode given) {
        ObjectNode ordered = Json.object();
        for (String field : FIELDS) {
            if (given.hasNonNull(field)) {
                ordered.set(field, given.get(field));
            }
        }
        return ordered;
    }
}
