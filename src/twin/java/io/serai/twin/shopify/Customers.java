package io.serai.twin.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.SoldOut;
import io.serai.twin.shopify.Model.Product;
import io.serai.twin.shopify.Model.Variant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;

/**
 * What customers do to the shop, and its staff with their orders. What is bought is no longer available at once; what is
 * shipped was so already (fact 13: none of it sends products/update).
 */
final class Customers {

    private static final String CREATED = "ORDERS_CREATE";
    private static final String UPDATED = "ORDERS_UPDATED";

    private final Shop shop;
    private final Commits commits;
    private final Webhooks webhooks;
    private final OrderPayloads payloads;

    Customers(Shop shop, Commits commits, Webhooks webhooks, OrderPayloads payloads) {
        this.shop = shop;
        this.commits = commits;
        this.webhooks = webhooks;
        this.payloads = payloads;
    }

    /** @throws SoldOut if not all can be had; nothing is sold then */
    Order buy(ObjectNode wanted) {
        Order order = new Order();
        order.id = shop.nextId();
        order.number = shop.nextOrderNumber();
        order.created = shop.now();
        order.paid = wanted.path("paid").asBoolean(true);
        order.test = wanted.path("test").asBoolean(false);
        order.email = wanted.path("email").asText("ada@example.com");
        order.note = wanted.path("note").asText(null);
        order.firstName = wanted.path("firstName").asText("Ada");
        order.lastName = wanted.path("lastName").asText("Lindqvist");
        order.customerId = shop.nextId();
        if (wanted.path("lines").isEmpty()) {
            throw new IllegalArgumentException("an order has \"lines\"");
        }
        String event = UUID.randomUUID().toString();
        Map<Long, Product> before = new LinkedHashMap<>();
        try {
            wanted.path("lines").forEach(line -> order.lines.add(take(line, wanted.path("location"), before)));
        } catch (RuntimeException refused) {
            before.values().forEach(shop::put);
            throw refused;
        }
        before.values().forEach(product -> commits.stock(product, shop.products.get(product.id), event));
        store(order, event, order.paid ? List.of(CREATED, "ORDERS_PAID", UPDATED) : List.of(CREATED, UPDATED));
        return order;
    }

    /** @param before collects the products as they were */
    private Order.Line take(JsonNode wanted, JsonNode location, Map<Long, Product> before) {
        Variant found = variant(wanted);
        Product held = shop.ofVariant(found.id).orElseThrow();
        Product product = held.copy();
        Variant variant = Shop.variant(product, found.id).orElseThrow();
        int quantity = wanted.path("quantity").asInt(1);
        if (quantity < 1) {
            throw new IllegalArgumentException("nobody buys " + quantity);
        }
        Order.Line line = new Order.Line();
        line.id = shop.nextId();
        line.productId = product.id;
        line.variantId = variant.id;
        line.itemId = variant.itemId;
        line.locationId = location(wanted.has("location") ? wanted.get("location") : location, variant, quantity);
        line.tracked = variant.tracked;
        line.sku = variant.sku;
        line.title = product.title;
        line.variantTitle = product.hasOnlyDefaultVariant() ? null : variant.title();
        line.vendor = product.vendor;
        line.price = variant.price;
        line.taxable = variant.taxable;
        line.requiresShipping = variant.requiresShipping;
        line.ordered = quantity;
        if (variant.tracked) {
            change(variant, line, -quantity);
            before.putIfAbsent(product.id, held);
            shop.put(product);
        }
        return line;
    }

    private Variant variant(JsonNode wanted) {
        String sku = wanted.path("sku").asText("");
        String id = wanted.path("variantId").asText("");
        return shop.products.values().stream()
                .flatMap(p -> p.variants.stream())
                .filter(v -> id.isEmpty() ? !sku.isEmpty() && sku.equals(v.sku) : v.id == Staff.number(id))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no variant " + wanted));
    }

    /** The one that is asked for, or the first that has enough. */
    private long location(JsonNode wanted, Variant variant, int quantity) {
        if (!wanted.isMissingNode()) {
            return shop.locations.values().stream()
                    .filter(l -> l.name().equals(wanted.asText()) || String.valueOf(l.id()).equals(wanted.asText()))
                    .findFirst()
                    .orElseThrow(() -> new NoSuchElementException("no location " + wanted))
                    .id();
        }
        return shop.locations.keySet().stream()
                .filter(l -> variant.stock.getOrDefault(l, 0) >= quantity)
                .findFirst()
                .orElse(shop.mainLocation());
    }

    private void change(Variant variant, Order.Line line, int by) {
        int available = variant.stock.getOrDefault(line.locationId, 0) + by;
        if (by < 0 && available < 0 && variant.policy.equals("DENY")) {
            throw new SoldOut("sold out: " + variant.sku);
        }
        variant.stock.put(line.locationId, available);
        variant.stockUpdated.put(line.locationId, shop.now());
    }

    Order cancel(long id, boolean restock) {
        Order order = open(id);
        String event = UUID.randomUUID().toString();
        for (Order.Line line : order.lines) {
            int owed = line.owed();
            line.removed += owed;
            if (restock) {
                move(line, owed, event);
            }
        }
        order.cancelled = shop.now();
        store(order, event, List.of("ORDERS_CANCELLED", UPDATED));
        return order;
    }

    /** @param wanted lines of {@code sku} or {@code variantId} with {@code quantity}; empty for all that is owed */
    Order fulfil(long id, JsonNode wanted) {
        Order order = open(id);
        if (order.lines.stream().allMatch(line -> line.owed() == 0)) {
            throw new IllegalArgumentException("order " + id + " has nothing to be shipped");
        }
        if (wanted.isEmpty()) {
            order.lines.forEach(line -> line.fulfilled += line.owed());
        }
        for (JsonNode one : wanted) {
            Order.Line line = line(order, one);
            int quantity = one.path("quantity").asInt(1);
            if (quantity > line.owed()) {
                throw new IllegalArgumentException("only " + line.owed() + " are to be shipped of " + one);
            }
            line.fulfilled += quantity;
        }
        String topic = order.isShipped() ? "ORDERS_FULFILLED" : "ORDERS_PARTIALLY_FULFILLED";
        store(order, UUID.randomUUID().toString(), List.of(topic, UPDATED));
        return order;
    }

    /** @param edit {@code sku} or {@code variantId}, {@code quantity}, and {@code restock}, true if absent */
    Order edit(long id, JsonNode edit) {
        Order order = open(id);
        Order.Line line = line(order, edit);
        int by = edit.path("quantity").asInt() - line.current();
        if (line.owed() + by < 0) {
            throw new IllegalArgumentException(line.fulfilled + " are shipped already of " + edit);
        }
        String event = UUID.randomUUID().toString();
        if (by > 0) {
            line.ordered += by;
        } else {
            line.removed -= by;
        }
        if (by > 0 || edit.path("restock").asBoolean(true)) {
            move(line, -by, event);
        }
        store(order, event, List.of(UPDATED));
        return order;
    }

    private Order open(long id) {
        Order order = shop.orders.get(id);
        if (order == null) {
            throw new NoSuchElementException("no order " + id);
        }
        if (order.cancelled != null) {
            throw new IllegalArgumentException("order " + id + " is cancelled");
        }
        return order.copy();
    }

    private static Order.Line line(Order order, JsonNode wanted) {
        String sku = wanted.path("sku").asText("");
        String id = wanted.path("variantId").asText("");
        return order.lines.stream()
                .filter(l -> id.isEmpty() ? sku.equals(l.sku) : l.variantId == Staff.number(id))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no line " + wanted));
    }

    /** What is gone from the shop, or is not counted, takes nothing back. */
    private void move(Order.Line line, int by, String event) {
        Product before = shop.ofVariant(line.variantId).orElse(null);
        if (!line.tracked || by == 0 || before == null) {
            return;
        }
        Product product = before.copy();
        change(Shop.variant(product, line.variantId).orElseThrow(), line, by);
        shop.put(product);
        commits.stock(before, product, event);
    }

    private void store(Order order, String event, List<String> topics) {
        order.updated = shop.now();
        shop.put(order);
        topics.forEach(topic -> webhooks.fire(topic, payloads.order(order), event));
    }
}
