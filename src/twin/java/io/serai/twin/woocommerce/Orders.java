package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import io.serai.twin.SoldOut;
import io.serai.twin.woocommerce.Order.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The shop's orders and what they do: move stock and send webhooks (W12, W3, W5). A line notes in {@code _reduced_stock} what
 * it took, as recorded orders show. Orders of the past are computed; those that were changed since are held in their place.
 * Guarded by the shop's lock.
 */
final class Orders {

    static final String REDUCED = "_reduced_stock";

    private static final Set<String> TAKES_STOCK = Set.of("processing", "completed", "on-hold");
    private static final Comparator<Row> BY_ID = Comparator.comparingLong(Row::id);

    private final Map<Long, Order> held = new TreeMap<>();
    private final Set<Long> gone = new HashSet<>();
    private final Shop shop;
    private final Customers customers;
    private final OrderLines lines;
    private History history;
    private long lastLine;

    Orders(Shop shop, ProductJson products, Customers customers) {
        this.shop = shop;
        this.customers = customers;
        this.lines = new OrderLines(shop, products, () -> ++lastLine);
    }

    void clear() {
        held.clear();
        gone.clear();
        history = null;
    }

    /** All that outlives the process; a copy. */
    record Stored(long lastLine, History.Plan past, List<Order.Stored> orders, Set<Long> gone) {}

    Stored stored() {
        return new Stored(
                lastLine,
                history == null ? null : history.plan(),
                held.values().stream().map(Order::stored).toList(),
                Set.copyOf(gone));
    }

    /** @return the past, null if there is none */
    History restore(Stored stored) {
        clear();
        lastLine = stored.lastLine();
        stored.orders().forEach(order -> held.put(order.id(), restored(order)));
        gone.addAll(stored.gone() == null ? Set.of() : stored.gone());
        history = stored.past() == null ? null : new History(stored.past(), customers::isGone);
        return history;
    }

    private Order restored(Order.Stored stored) {
        return stored.currency() == null ? ofEarlierVersion(stored) : Order.restored(stored);
    }

    /** An earlier version of the twin reckoned no taxes and stored amounts as they were shown. */
    private Order ofEarlierVersion(Order.Stored stored) {
        ShopSettings settings = shop.settings();
        Order order = new Order(
                stored.id(),
                settings.currency(),
                settings.pricesIncludeTax(),
                settings.decimals(),
                stored.created(),
                Json.object());
        order.modified = stored.modified();
        order.paid = stored.paid();
        order.completed = stored.completed();
        order.status = stored.status();
        order.stockTaken = stored.stockTaken();
        order.lines = stored.lines();
        fill(order, stored.given());
        order.lines.forEach(line -> ((ObjectNode) line).put("_price", line.path("price").asText()));
        OrderLines.discount(order);
        for (JsonNode refund : stored.refunds() == null ? Json.MAPPER.createArrayNode() : stored.refunds()) {
            Refunds anew = new Refunds(order, refund.path("reason").asText());
            refund.path("line_items").forEach(line -> anew.again((ObjectNode) line));
            Instant at = Instant.parse(refund.path("date_created_gmt").asText() + "Z");
            anew.close(refund.path("id").asLong(), at, Amounts.number(refund.path("amount")));
        }
        return order;
    }

    /** The first of the ids for the lines of so many orders of the past. */
    long reserveLines(int orders) {
        long first = lastLine + 1;
        lastLine += (long) History.ITEM_IDS * orders;
        return first;
    }

    /** Gives the shop a past. */
    History remember(History.Plan plan) {
        history = new History(plan, customers::isGone);
        return history;
    }

    Optional<History> past() {
        return Optional.ofNullable(history);
    }

    // --- Finding

    boolean has(long id) {
        return held.containsKey(id) || isPast(id);
    }

    private boolean isPast(long id) {
        return history != null && history.has(id) && !gone.contains(id);
    }

    Optional<Order> find(long id) {
        Order known = held.get(id);
        return known != null || !isPast(id)
                ? Optional.ofNullable(known)
                : Optional.of(history.order(history.number(id)));
    }

    private Order get(long id) {
        return find(id).orElseThrow(() -> new NoSuchElementException("no order " + id));
    }

    /** The order, held in memory from now on. */
    private Order hold(long id) {
        Order order = get(id);
        held.put(id, order);
        return order;
    }

    /** What is held: made or changed since the past. */
    List<Order> held() {
        return List.copyOf(held.values());
    }

    /** Oldest first, trashed ones left out. */
    List<Long> ids() {
        return list(BY_ID, false, row -> !row.status().equals("trash"), true);
    }

    /** @param byModified whether the order is by modification; otherwise it is the same by date as by id */
    List<Long> list(Comparator<Row> order, boolean byModified, Predicate<Row> wanted, boolean ascending) {
        int computed = history == null ? 0 : history.orders();
        Overlay<Row> rows = new Overlay<>(
                computed, place -> history.row(byModified ? history.byModified(place) : place), order, Row::id);
        List<Row> others = held.values().stream().map(Order::row).toList();
        return rows.ids(others, wanted, row -> isReplaced(row.id()), ascending);
    }

    private boolean isReplaced(long id) {
        return !held.isEmpty() && held.containsKey(id) || !gone.isEmpty() && gone.contains(id);
    }

    Tally tally() {
        Tally tally = new Tally();
        held.values().forEach(order -> tally.add(order, !shop.settings().hides(order.id)));
        for (int i = 0; history != null && i < history.orders(); i++) {
            long id = history.id(i);
            if (!held.containsKey(id) && !gone.contains(id)) {
                tally.add(history, i, !shop.settings().hides(id));
            }
        }
        return tally;
    }

    // --- What customers do

    /**
     * A customer's order: what is not there is not sold, unless backorders are allowed.
     *
     * @throws SoldOut and then nothing is sold
     */
    long buy(ObjectNode args) {
        Map<Product, Long> wanted = new LinkedHashMap<>();
        for (JsonNode line : args.path("line_items")) {
            long id = line.path("variation_id").asLong(line.path("product_id").asLong());
            Product product = shop.find(id).orElseThrow(() -> new NoSuchElementException("no product " + id));
            wanted.merge(holder(product), line.path("quantity").asLong(1), Long::sum);
        }
        wanted.forEach((holder, quantity) -> {
            boolean enough = holder.is("manage_stock")
                    ? holder.data.path("stock_quantity").asLong() >= quantity
                            || !holder.text("backorders").equals("no")
                    : !holder.text("stock_status").equals("outofstock");
            if (!enough) {
                throw new SoldOut("sold out: " + holder.text("sku"));
            }
        });
        return create(args);
    }

    long create(ObjectNode args) {
        ShopSettings settings = shop.settings();
        check(args);
        Order order = new Order(
                shop.nextPostId(),
                args.path("currency").asText(settings.currency()),
                settings.pricesIncludeTax(),
                settings.decimals(),
                shop.now(),
                Json.object());
        fill(order, args);
        lines.change(order, args, (line, by) -> {});
        held.put(order.id, order);
        enter(order, args.path("status").asText(args.path("set_paid").asBoolean() ? "processing" : "pending"));
        shop.fire("order.created", order.id);
        shop.fire("order.updated", order.id);
        return order.id;
    }

    private void check(ObjectNode args) {
        String status = args.path("status").asText("pending");
        if (!OrderQuery.STATUSES.contains(status) || status.equals("any")) {
            String allowed = String.join(", ", OrderQuery.STATUSES.subList(1, OrderQuery.STATUSES.size()));
            throw Arguments.invalid("status", "rest_not_in_enum", "status is not one of " + allowed + ".");
        }
        long customer = args.path("customer_id").asLong(0);
        if (customer != 0 && customers.find(customer).isEmpty()) {
            throw new WpError(400, "woocommerce_rest_invalid_customer_id", "Customer ID is invalid.");
        }
    }

    private static void fill(Order order, ObjectNode args) {
        args.properties().forEach(field -> {
            String name = field.getKey();
            if (name.matches("billing|shipping") && field.getValue().isObject()) {
                order.given.withObject("/" + name).setAll((ObjectNode) field.getValue().deepCopy());
            } else if (name.equals("meta_data")) {
                field.getValue().forEach(meta -> meta(order.given.withArray("meta_data"), meta));
            } else if (!OrderLines.LISTS.contains(name) && !name.matches("status|currency|set_paid")) {
                order.given.set(name, field.getValue());
            }
        });
    }

    private static void meta(ArrayNode all, JsonNode given) {
        for (JsonNode known : all) {
            if (known.path("key").equals(given.path("key"))) {
                ((ObjectNode) known).set("value", given.path("value"));
                return;
            }
        }
        all.add(given.deepCopy());
    }

    // --- What staff and apps do

    /** A change of nothing but lines leaves the order's date as it was (fact 55). */
    void update(long id, ObjectNode args) {
        check(args);
        Order order = hold(id);
        boolean linesAlone = !args.isEmpty();
        for (var field : args.properties()) {
            linesAlone &= OrderLines.LISTS.contains(field.getKey());
        }
        fill(order, args);
        lines.change(order, args, (line, by) -> takeMore(order, line, by));
        if (!linesAlone) {
            order.modified = shop.now();
        }
        boolean pays = args.path("set_paid").asBoolean() && order.paid == null;
        enter(order, args.path("status").asText(pays ? "processing" : order.status));
        shop.fire("order.updated", id);
    }

    /** @param restock what the shop's staff may forbid a cancellation to do */
    void cancel(long id, boolean restock) {
        if (get(id).status.matches("cancelled|completed|refunded|trash")) {
            throw new IllegalArgumentException("order " + id + " is " + get(id).status);
        }
        hold(id).stockTaken &= restock;
        update(id, Json.object().put("status", "cancelled"));
    }

    /** Sets how many of a line's units are wanted. It does not move the order's date (fact 55). */
    void edit(long id, Predicate<JsonNode> which, long quantity) {
        long line = OrderLines.line(get(id), which).path("id").asLong();
        ObjectNode args = Json.object();
        args.putArray("line_items").addObject().put("id", line).put("quantity", quantity);
        update(id, args);
    }

    private void takeMore(Order order, ObjectNode line, long by) {
        if (order.stockTaken) {
            shop.find(Order.bought(line)).ifPresent(product -> take(line, product, by));
        }
    }

    /** Gives back the money for some units of a line, and the units too if they are put back. */
    void refund(long id, Predicate<JsonNode> which, long quantity, boolean restock, String reason) {
        long line = OrderLines.line(get(id), which).path("id").asLong();
        ObjectNode args = Json.object().put("reason", reason).put("api_restock", restock);
        args.putArray("line_items").addObject().put("id", line).put("quantity", quantity);
        refund(id, args);
    }

    /**
     * Gives money back: {@code amount}, or what the {@code line_items} come to, whose units go back unless
     * {@code api_restock} is false; without either all that is left. An order of which nothing is left is refunded.
     *
     * @return the refund's id
     * @throws WpError 500 for more than is left (W10)
     */
    long refund(long id, ObjectNode args) {
        Order order = hold(id);
        BigDecimal left = Amounts.sums(order).total().subtract(Amounts.refunded(order));
        Refunds refund = new Refunds(order, args.path("reason").asText(""));
        args.path("line_items").forEach(item -> refundLine(refund, lineOf(order, item), item));
        BigDecimal lineSum = args.path("line_items").isEmpty() ? left : refund.sum();
        BigDecimal amount = args.hasNonNull("amount") ? new BigDecimal(args.get("amount").asText()) : lineSum;
        if (amount.signum() < 0 || amount.compareTo(left) > 0) {
            throw new WpError(500, "woocommerce_rest_cannot_create_order_refund", "Invalid refund amount.");
        }
        if (order.stockTaken && args.path("api_restock").asBoolean(true)) {
            args.path("line_items")
                    .forEach(item -> takeMore(order, lineOf(order, item), -item.path("quantity").asLong(0)));
        }
        long refundId = shop.nextPostId();
        refund.close(refundId, shop.now(), amount);
        order.modified = shop.now();
        if (amount.compareTo(left) == 0 && left.signum() > 0) {
            order.status = "refunded";
        }
        shop.fire("order.updated", id);
        return refundId;
    }

    private static ObjectNode lineOf(Order order, JsonNode item) {
        return OrderLines.line(order, line -> line.path("id").asLong() == item.path("id").asLong());
    }

    private void refundLine(Refunds refund, ObjectNode line, JsonNode item) {
        long units = item.path("quantity").asLong(0);
        if (item.has("refund_total")) {
            refund.amount(line, units, Amounts.number(item.path("refund_total")), ++lastLine, shop.nextMetaId());
        } else {
            refund.units(line, units, ++lastLine, shop.nextMetaId());
        }
    }

    /** Takes a refund back, as {@code DELETE} does. */
    void deleteRefund(long id, long refund) {
        Order order = hold(id);
        for (int i = 0; i < order.refunds.size(); i++) {
            if (order.refunds.get(i).path("id").asLong() == refund) {
                order.refunds.remove(i);
            }
        }
        order.modified = shop.now();
        shop.fire("order.updated", id);
    }

    void delete(long id, boolean force) {
        Order order = hold(id);
        if (force) {
            held.remove(id);
            if (history != null && history.has(id)) {
                gone.add(id);
            }
            return;
        }
        if (order.isTrashed()) {
            throw new WpError(410, "woocommerce_rest_already_trashed", "The shop_order has already been deleted.");
        }
        order.statusBeforeTrash = order.status;
        order.status = "trash";
        order.modified = shop.now();
        for (String resource : List.of("order", "product", "coupon")) {
            shop.fire(resource + ".deleted", id);
        }
    }

    /** Takes an order out of the trash; other resources' topics run too, as when it went there (W5). */
    void restore(long id) {
        Order order = hold(id);
        if (!order.isTrashed()) {
            throw new IllegalArgumentException("order " + id + " is " + order.status);
        }
        order.status = order.statusBeforeTrash == null ? "pending" : order.statusBeforeTrash;
        order.statusBeforeTrash = null;
        order.modified = shop.now();
        for (String resource : List.of("order", "product", "coupon")) {
            shop.fire(resource + ".restored", id);
        }
        shop.fire("order.updated", id);
    }

    /** The orders of whoever is deleted are a guest's. */
    void forgetCustomer(long customer) {
        held.values().stream()
                .filter(order -> order.customer() == customer)
                .forEach(order -> order.given.put("customer_id", 0));
    }

    private void enter(Order order, String status) {
        order.status = status;
        boolean takes = TAKES_STOCK.contains(status);
        if (takes && !order.stockTaken) {
            move(order, -1);
        } else if (order.stockTaken && status.matches("cancelled|pending")) {
            move(order, 1);
        }
        if (status.matches("processing|completed") && order.paid == null) {
            order.paid = shop.now();
        }
        if (status.equals("completed") && order.completed == null) {
            order.completed = shop.now();
            customers.paid(order.customer());
        }
    }

    // --- Stock

    private void move(Order order, int direction) {
        order.stockTaken = direction < 0;
        for (JsonNode each : order.lines) {
            ObjectNode line = (ObjectNode) each;
            long quantity = direction < 0 ? line.path("quantity").asLong() : -reduced(line);
            shop.find(Order.bought(line)).ifPresent(p -> take(line, p, quantity));
        }
    }

    /** The parent's stock is a variation's where that has none of its own. */
    private Product holder(Product product) {
        Optional<Product> parent = shop.find(product.parentId).filter(p -> p.is("manage_stock"));
        return product.is("manage_stock") ? product : parent.orElse(product);
    }

    private void take(ObjectNode line, Product product, long quantity) {
        Product holder = holder(product);
        if (holder.is("manage_stock") && quantity != 0) {
            holder.data.put("stock_quantity", holder.data.path("stock_quantity").asLong() - quantity);
            ProductEditor.refreshStatus(holder.data);
            reduce(line, reduced(line) + quantity);
            if (shop.settings().orderStockBumpsModified()) {
                shop.updated(holder);
            }
        }
    }

    private static long reduced(JsonNode line) {
        for (JsonNode meta : line.path("meta_data")) {
            if (meta.path("key").asText().equals(REDUCED)) {
                return meta.path("value").asLong();
            }
        }
        return 0;
    }

    private void reduce(ObjectNode line, long quantity) {
        ArrayNode kept = Json.MAPPER.createArrayNode();
        line.path("meta_data").forEach(meta -> {
            if (!meta.path("key").asText().equals(REDUCED)) {
                kept.add(meta);
            }
        });
        if (quantity != 0) {
            OrderLines.meta(kept, shop.nextMetaId(), REDUCED, String.valueOf(quantity));
        }
        line.set("meta_data", kept);
    }
}
