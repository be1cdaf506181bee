package io.serai.twin.jtlffn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;

/** What people do: the warehouse's with the goods, the merchant's in the portal. Guarded by the network's lock. */
final class Staff {

    private final Network network;
    private final Products products;
    private final Stocks stocks;
    private final Inbounds inbounds;
    private final Outbounds outbounds;
    private final Shipping shipping;

    Staff(
            Network network,
            Products products,
            Stocks stocks,
            Inbounds inbounds,
            Outbounds outbounds,
            Shipping shipping) {
        this.network = network;
        this.products = products;
        this.stocks = stocks;
        this.inbounds = inbounds;
        this.outbounds = outbounds;
        this.shipping = shipping;
    }

    Document create(ObjectNode given) {
        Document product = products.create(Models.PRODUCT.whole(inOwnWords(given)), Caller.PORTAL);
        if (given.has("stock")) {
            move("adjust", Json.object().put("jfsku", product.id).set("quantity", given.get("stock")));
        }
        return product;
    }

    void edit(Document product, ObjectNode edit) {
        products.change(product, Models.PRODUCT.part(inOwnWords(edit)), Caller.PORTAL);
    }

    void delete(Document product) {
        products.delete(product, Caller.PORTAL);
    }

    private static ObjectNode inOwnWords(ObjectNode given) {
        ObjectNode own = given.deepCopy();
        Map.of("title", "name", "description", "note", "sku", "merchantSku").forEach((ours, theirs) -> {
            if (own.has(ours)) {
                own.set(theirs, own.remove(ours));
            }
        });
        if (own.has("price")) {
            BigDecimal amount = new BigDecimal(own.remove("price").asText());
            own.putObject("netRetailPrice").put("amount", amount).put("currency", "EUR");
        }
        return own;
    }

    /** The product by {@code jfsku}, {@code sku} or {@code merchantSku}. */
    Document product(JsonNode given) {
        if (given.hasNonNull("jfsku")) {
            return network.product(given.path("jfsku").asText());
        }
        String sku = given.path("sku").asText(given.path("merchantSku").asText());
        return network.products()
                .numbered(sku)
                .orElseThrow(() -> new NoSuchElementException("no product with the SKU " + sku));
    }

    /**
     * Moves goods.
     *
     * @param kind {@code inbound}, {@code return}, {@code adjust}: by {@code quantity} and {@code quantityBlocked};
     *     {@code block}, {@code unblock}: {@code quantity} from good to blocked, and back
     * @param given the product, {@code warehouseId} (the first if not given), {@code note}, {@code fulfillerStockChangeId}
     */
    StockChange move(String kind, JsonNode given) {
        BigDecimal quantity = given.path("quantity").decimalValue();
        Levels by =
                switch (kind) {
                    case "inbound", "return", "adjust" ->
                        Levels.NONE
                                .good(quantity)
                                .blocked(given.path("quantityBlocked").decimalValue());
                    case "block" -> Levels.NONE.good(quantity.negate()).blocked(quantity);
                    case "unblock" -> Levels.NONE.good(quantity).blocked(quantity.negate());
                    default -> throw new NoSuchElementException("no movement " + kind);
                };
        Document product = product(given);
        String warehouse = network.warehouse(given.path("warehouseId").asText(Seeding.FIRST_WAREHOUSE)).id;
        if (!kind.equals("adjust") && (quantity.signum() < 0 || by.blocked().signum() < 0 && !kind.equals("unblock"))) {
            throw new IllegalArgumentException("only an adjustment takes less than nothing");
        }
        if (by.good().signum() == 0 && by.blocked().signum() == 0) {
            throw Stocks.refused(
                    ErrorCode.QUANTITY_AND_BLOCKED_ZERO,
                    "Quantity and blocked quantity is 0",
                    new StockChange.Place(warehouse, product.id));
        }
        String type =
                switch (kind) {
                    case "inbound" -> "Inbound";
                    case "return" -> "Return";
                    default -> "Adjustment";
                };
        return stocks.change(product, warehouse, type, by, said(given), Caller.FULFILLER);
    }

    private static ObjectNode said(JsonNode given) {
        ObjectNode said = Json.object();
        for (String name : new String[] {"fulfillerStockChangeId", "note", "fulfillerTimestamp"}) {
            if (given.hasNonNull(name)) {
                said.set(name, given.get(name));
            }
        }
        return said;
    }

    /** Announces goods: {@code warehouseId} and {@code items} of a product and a {@code quantity} each. */
    Document announce(JsonNode given) {
        Map<Document, BigDecimal> goods = new LinkedHashMap<>();
        given.path("items").forEach(item -> goods.put(product(item), item.path("quantity").decimalValue()));
        String warehouse = given.path("warehouseId").asText(Seeding.FIRST_WAREHOUSE);
        return inbounds.announce(warehouse, goods, Caller.PORTAL);
    }

    Document inbound(String id, String what) {
        Document inbound = inbounds.get(id);
        if (what.equals("receive")) {
            inbounds.receive(inbound, Caller.FULFILLER);
        } else {
            inbounds.close(inbound, Caller.FULFILLER);
        }
        return inbound;
    }

    /**
     * An order that another program of the merchant's sends.
     *
     * @param given as in the API; what it demands and is not given is made up, but for the items
     */
    Document order(ObjectNode given) {
        ObjectNode order = given.deepCopy();
        if (!order.has("merchantOutboundNumber")) {
            order.put("merchantOutboundNumber", "PORTAL-" + (network.outbounds().everything().size() + 1));
        }
        order.put("warehouseId", given.path("warehouseId").asText(Seeding.FIRST_WAREHOUSE));
        order.put("currency", given.path("currency").asText("EUR"));
        if (!order.has("shippingAddress")) {
            order.putObject("shippingAddress")
                    .put("lastname", "Morgenstern")
                    .put("street", "Hauptstraße 1")
                    .put("city", "Hamburg")
                    .put("zip", "20095")
                    .put("country", "DE");
        }
        ArrayNode items = Json.MAPPER.createArrayNode();
        given.path("items").forEach(item -> {
            ObjectNode line = items.addObject().put("outboundItemId", String.valueOf(items.size()));
            line.setAll((ObjectNode) item);
            line.put("jfsku", product(item).id);
        });
        order.set("items", items);
        return outbounds.create(Models.OUTBOUND.whole(order), given.path("oversale").asBoolean(), true, Caller.PORTAL);
    }

    /** @param what {@code status}, {@code ship} or {@code cancel} */
    Document outbound(String id, String what, JsonNode given) {
        Document outbound = outbounds.get(id);
        switch (what) {
            case "status" -> outbounds.step(outbound, given.path("status").asText(), Caller.FULFILLER);
            case "ship" -> shipping.ship(outbound, given, Caller.FULFILLER);
            case "cancel" ->
                outbounds.cancel(
                        outbound,
                        given.path("reasonCode").asText("None"),
                        given.path("reason").asText(null),
                        Caller.FULFILLER);
            default -> throw new NoSuchElementException("no " + what);
        }
        return outbound;
    }
}
