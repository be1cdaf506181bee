package io.serai.twin.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.SoldOut;
import io.serai.twin.shopify.Model.Product;
import io.serai.twin.shopify.Model.Variant;
import java.time.Instant;
import java.util.ArrayList;
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
    private final CustomerRecords records;
    private final ShopifySettings.Holder settings;
    private final Checkout checkout;

    Customers(
            Shop shop,
            Commits commits,
            Webhooks webhooks,
            OrderPayloads payloads,
            CustomerRecords records,
            ShopifySettings.Holder settings) {
        this.shop = shop;
        this.commits = commits;
        this.webhooks = webhooks;
        this.payloads = payloads;
        this.records = records;
        this.settings = settings;
        this.checkout = new Checkout(shop::nextId);
    }

    /** @throws SoldOut if not all can be had; nothing is sold then */
    Order buy(ObjectNode wanted) {
        if (wanted.path("lines").isEmpty()) {
            throw new IllegalArgumentException("an order has \"lines\"");
        }
        Order order = blank(wanted);
        String event = UUID.randomUUID().toString();
        Map<Long, Product> before = new LinkedHashMap<>();
        try {
            wanted.path("lines").forEach(line -> order.lines.add(line(order, line, wanted.path("location"), before)));
            checkout.price(order, wanted);
        } catch (RuntimeException refused) {
            before.values().forEach(shop::put);
            throw refused;
        }
        before.values().forEach(product -> commits.stock(product, shop.products.get(product.id), event));
        if (!isNobodys(wanted)) {
            order.customerId = records.buyer(order, event).id();
        }
        Instant updated = wanted.has("createdAt") ? time(wanted, "updatedAt", order.created) : shop.now();
        store(order, event, updated, order.paid ? List.of(CREATED, "ORDERS_PAID", UPDATED) : List.of(CREATED, UPDATED));
        return order;
    }

    /** An order of nothing yet. */
    private Order blank(ObjectNode wanted) {
        Order order = new Order();
        order.id = shop.nextId();
        order.number = shop.nextOrderNumber();
        order.created = time(wanted, "createdAt", shop.now());
        order.processed = time(wanted, "processedAt", order.created);
        order.currency = settings.get().currency();
        order.presentment = wanted.path("presentmentCurrency").asText(order.currency);
        order.rate = wanted.has("exchangeRate") ? Checkout.decimal(wanted, "exchangeRate") : order.rate;
        order.taxesIncluded =
                wanted.path("taxesIncluded").asBoolean(settings.get().taxesIncluded());
        order.paid = wanted.path("paid").asBoolean(true);
        order.test = wanted.path("test").asBoolean(false);
        order.phone = wanted.path("phone").asText(null);
        order.note = wanted.path("note").asText(null);
        order.tags = CustomerRecords.strings(wanted.path("tags"));
        order.attributes = Checkout.attributes(wanted.path("customAttributes"));
        if (!isNobodys(wanted)) {
            order.email = wanted.path("email").asText("ada@example.com");
            order.firstName = wanted.path("firstName").asText("Ada");
            order.lastName = wanted.path("lastName").asText("Lindqvist");
            order.shippingAddress =
                    Address.of(order.firstName, order.lastName).with(wanted.path("shippingAddress"));
            order.billingAddress = order.shippingAddress.with(wanted.path("billingAddress"));
        }
        return order;
    }

    /** Sold over the counter, to somebody who said no name. */
    private static boolean isNobodys(JsonNode wanted) {
        return !wanted.path("customer").asBoolean(true);
    }

    private static Instant time(JsonNode in, String field, Instant otherwise) {
        return in.has(field) ? Instant.parse(in.get(field).asText()) : otherwise;
    }

    private Order.Line line(Order order, JsonNode wanted, JsonNode location, Map<Long, Product> before) {
        Order.Line line =
                wanted.has("sku") || wanted.has("variantId") ? take(wanted, location, before) : custom(wanted);
        Amount unit = order.amount(wanted.has("price") ? Checkout.decimal(wanted, "price") : line.price);
        line.price = unit.shop();
        line.presentmentPrice = unit.presentment();
        line.attributes = Checkout.attributes(wanted.path("customAttributes"));
        return line;
    }

    /** Something that is no product of the shop; it has a {@code title} and a {@code price}. */
    private Order.Line custom(JsonNode wanted) {
        if (!wanted.has("title")) {
            throw new IllegalArgumentException("a line has \"sku\", \"variantId\" or \"title\": " + wanted);
        }
        Order.Line line = new Order.Line();
        line.id = shop.nextId();
        line.title = wanted.get("title").asText();
        line.taxable = wanted.path("taxable").asBoolean(true);
        line.ordered = quantity(wanted);
        return line;
    }

    private static int quantity(JsonNode wanted) {
        int quantity = wanted.path("quantity").asInt(1);
        if (quantity < 1) {
            throw new IllegalArgumentException("nobody buys " + quantity);
        }
        return quantity;
    }

    /** @param before collects the products as they were */
    private Order.Line take(JsonNode wanted, JsonNode location, Map<Long, Product> before) {
        Variant found = variant(wanted);
        Product held = shop.ofVariant(found.id).orElseThrow();
        Product product = held.copy();
        Variant variant = Shop.variant(product, found.id).orElseThrow();
        int quantity = quantity(wanted);
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

    /** What was paid for it is paid back. */
    Order cancel(long id, boolean restock) {
        Order order = open(id);
        String event = UUID.randomUUID().toString();
        boolean nothingShipped = order.lines.stream().allMatch(line -> line.fulfilled == 0);
        List<Order.RefundLine> lines = new ArrayList<>();
        for (Order.Line line : order.lines) {
            int owed = line.owed();
            if (owed > 0) {
                lines.add(remove(line, owed, restock, event));
            }
        }
        order.refund(
                shop.nextId(), shop.now(), lines, nothingShipped ? order.currentShipping() : order.zero(), null, null);
        order.cancelled = shop.now();
        store(order, event, List.of("ORDERS_CANCELLED", UPDATED));
        return order;
    }

    Order pay(long id) {
        Order order = open(id);
        if (order.paid) {
            throw new IllegalArgumentException("order " + id + " is paid already");
        }
        order.paid = true;
        order.closed = order.isShipped() ? shop.now() : null;
        store(order, UUID.randomUUID().toString(), List.of("ORDERS_PAID", UPDATED));
        return order;
    }

    /**
     * Pays back, and takes back.
     *
     * @param wanted {@code lines} (each {@code lineId}, {@code sku} or {@code variantId}, with {@code quantity} and
     *     {@code restock}, true if absent), {@code shipping} (true for all of it, or a sum), {@code amount} where another sum is
     *     paid back than that makes, {@code note}
     */
    Order refund(long id, JsonNode wanted) {
        Order order = any(id);
        Amount back = shipping(order, wanted);
        Amount amount = wanted.has("amount") ? order.amount(Checkout.decimal(wanted, "amount")) : null;
        if (amount != null && amount.shop().compareTo(order.net().shop()) > 0) {
            throw new IllegalArgumentException("no more than " + order.net().shop() + " can be paid back");
        }
        String event = UUID.randomUUID().toString();
        List<Order.RefundLine> lines = new ArrayList<>();
        for (JsonNode one : wanted.path("lines")) {
            Order.Line line = line(order, one);
            int quantity = one.path("quantity").asInt(1);
            if (quantity < 1 || quantity > line.current()) {
                throw new IllegalArgumentException("only " + line.current() + " can be refunded of " + one);
            }
            lines.add(remove(line, quantity, one.path("restock").asBoolean(true), event));
        }
        Order.Refund made = order.refund(
                shop.nextId(), shop.now(), lines, back, amount, wanted.path("note").asText(null));
        store(order, event, List.of(UPDATED));
        webhooks.fire("REFUNDS_CREATE", payloads.refund(order, made), event);
        return order;
    }

    private static Amount shipping(Order order, JsonNode wanted) {
        JsonNode shipping = wanted.path("shipping");
        if (!shipping.isTextual()) {
            return shipping.asBoolean() ? order.currentShipping() : order.zero();
        }
        Amount back = order.amount(Checkout.decimal(wanted, "shipping"));
        if (back.shop().compareTo(order.currentShipping().shop()) > 0) {
            throw new IllegalArgumentException("no more shipping than " + order.currentShipping().shop());
        }
        return back;
    }

    /** Units that were not shipped are cancelled, then shipped ones are returned. */
    private Order.RefundLine remove(Order.Line line, int quantity, boolean restock, String event) {
        int returned = Math.max(0, quantity - line.owed());
        String type = !restock ? "NO_RESTOCK" : returned > 0 ? "RETURN" : "CANCEL";
        Order.RefundLine removed =
                line.remove(shop.nextId(), quantity, type, restock && line.tracked ? line.locationId : null);
        line.returned += returned;
        if (restock) {
            move(line, quantity, event);
        }
        return removed;
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
        order.closed = order.isShipped() && order.paid ? shop.now() : null;
        String topic = order.isShipped() ? "ORDERS_FULFILLED" : "ORDERS_PARTIALLY_FULFILLED";
        store(order, UUID.randomUUID().toString(), List.of(topic, UPDATED));
        return order;
    }

    /**
     * Changes a line: {@code sku}, {@code variantId} or {@code lineId}, {@code quantity}, and {@code restock}, true if absent. Or adds
     * one: {@code addLine}, as in {@link #buy}. Besides {@code note, tags, email, phone, customAttributes, shippingAddress,
     * billingAddress, test}, and {@code touch: true}, which only raises {@code updatedAt}.
     */
    Order edit(long id, JsonNode edit) {
        Order order = open(id);
        String event = UUID.randomUUID().toString();
        if (edit.has("quantity")) {
            quantity(order, edit, event);
        }
        if (edit.has("addLine")) {
            Map<Long, Product> before = new LinkedHashMap<>();
            order.lines.add(line(order, edit.get("addLine"), edit.path("location"), before));
            before.values().forEach(product -> commits.stock(product, shop.products.get(product.id), event));
            order.edited = true;
        }
        fields(order, edit);
        store(order, event, List.of(UPDATED));
        return order;
    }

    private void quantity(Order order, JsonNode edit, String event) {
        Order.Line line = line(order, edit);
        int by = edit.path("quantity").asInt() - line.current();
        if (line.owed() + by < 0) {
            throw new IllegalArgumentException(line.fulfilled + " are shipped already of " + edit);
        }
        if (by > 0) {
            line.add(by, order.taxesIncluded);
            move(line, -by, event);
        } else if (by < 0) {
            List<Order.RefundLine> removed =
                    List.of(remove(line, -by, edit.path("restock").asBoolean(true), event));
            order.refund(shop.nextId(), shop.now(), removed, order.zero(), null, null);
        }
        order.edited = true;
    }

    private static void fields(Order order, JsonNode edit) {
        order.note = edit.has("note") ? edit.get("note").textValue() : order.note;
        order.email = edit.path("email").asText(order.email);
        order.phone = edit.path("phone").asText(order.phone);
        order.test = edit.path("test").asBoolean(order.test);
        order.tags = edit.has("tags") ? CustomerRecords.strings(edit.get("tags")) : order.tags;
        order.attributes =
                edit.has("customAttributes") ? Checkout.attributes(edit.get("customAttributes")) : order.attributes;
        if (order.shippingAddress != null) {
            order.shippingAddress = order.shippingAddress.with(edit.path("shippingAddress"));
            order.billingAddress = order.billingAddress.with(edit.path("billingAddress"));
        }
    }

    private Order open(long id) {
        Order order = any(id);
        if (order.cancelled != null) {
            throw new IllegalArgumentException("order " + id + " is cancelled");
        }
        return order;
    }

    private Order any(long id) {
        return shop.order(id)
                .orElseThrow(() -> new NoSuchElementException("no order " + id))
                .copy();
    }

    private static Order.Line line(Order order, JsonNode wanted) {
        String sku = wanted.path("sku").asText("");
        String id = wanted.path("variantId").asText("");
        String number = wanted.path("lineId").asText("");
        if (!number.isEmpty()) {
            return order.lines.stream()
                    .filter(l -> l.id == Staff.number(number))
                    .findFirst()
                    .orElseThrow(() -> new NoSuchElementException("no line " + wanted));
        }
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
        store(order, event, shop.now(), topics);
    }

    private void store(Order order, String event, Instant updated, List<String> topics) {
        order.updated = updated;
        shop.put(order);
        topics.forEach(topic -> webhooks.fire(topic, payloads.order(order), event));
    }
}
