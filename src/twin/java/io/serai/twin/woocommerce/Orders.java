package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import io.serai.twin.SoldOut;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Orders, as far as they move stock and send webhooks (W12, W3, W5). A line notes in {@code _reduced_stock} what it took, as
 * recorded orders show. Guarded by the shop's lock.
 */
final class Orders {

    private static final Set<String> TAKES_STOCK = Set.of("processing", "completed", "on-hold");
    private static final Set<String> STATUSES = Set.of(
            "any", "trash", "pending", "processing", "on-hold", "completed", "cancelled", "refunded", "failed", "checkout-draft");
    private static final List<String> ORDERINGS = List.of("date", "id", "include", "title", "slug", "modified");
    private static final String REDUCED = "_reduced_stock";
    private static final String[] ADDRESS = {
        "first_name", "last_name", "company", "address_1", "address_2", "city", "state", "postcode", "country"
    };

    private static final class Order {
        private final long id;
        private final Instant created;
        private final ArrayNode lines;
        private final ObjectNode given;
        private Instant modified;
        private Instant paid;
        private Instant completed;
        private String status;
        private boolean stockTaken;
        private ArrayNode refunds = Json.MAPPER.createArrayNode();

        Order(long id, Instant created, ObjectNode given, ArrayNode lines) {
            this.id = id;
            this.created = created;
            this.modified = created;
            this.given = given;
            this.lines = lines;
        }
    }

    private final Map<Long, Order> orders = new LinkedHashMap<>();
    private final Shop shop;
    private final ProductJson products;
    private long lastLine;

    Orders(Shop shop, ProductJson products) {
        this.shop = shop;
        this.products = products;
    }

    void clear() {
        orders.clear();
    }

    /**
     * An order, as stored.
     *
     * @param refunds null in a file of an earlier version of the twin
     */
    record StoredOrder(
            long id,
            Instant created,
            Instant modified,
            Instant paid,
            Instant completed,
            String status,
            boolean stockTaken,
            ObjectNode given,
            ArrayNode lines,
            ArrayNode refunds) {}

    /** All that outlives the process; a copy. */
    record Stored(long lastLine, List<StoredOrder> orders) {}

    Stored stored() {
        return new Stored(
                lastLine,
                orders.values().stream()
                        .map(o -> new StoredOrder(
                                o.id,
                                o.created,
                                o.modified,
                                o.paid,
                                o.completed,
                                o.status,
                                o.stockTaken,
                                o.given.deepCopy(),
                                o.lines.deepCopy(),
                                o.refunds.deepCopy()))
                        .toList());
    }

    void restore(Stored stored) {
        clear();
        lastLine = stored.lastLine();
        for (StoredOrder o : stored.orders()) {
            Order order = new Order(o.id(), o.created(), o.given(), o.lines());
            order.modified = o.modified();
            order.paid = o.paid();
            order.completed = o.completed();
            order.status = o.status();
            order.stockTaken = o.stockTaken();
            order.refunds = o.refunds() == null ? order.refunds : o.refunds();
            orders.put(order.id, order);
        }
    }

    /** Oldest first, trashed ones left out. */
    List<Long> ids() {
        return orders.values().stream()
                .filter(o -> !o.status.equals("trash"))
                .map(o -> o.id)
                .toList();
    }

    /**
     * What a list of orders shows; by date and by modification ids break ties (fact 60). Any status is any but the trash,
     * even beside it.
     */
    List<Long> find(WpRequest request) {
        List<String> status = request.list("status");
        for (String one : status) {
            if (!STATUSES.contains(one)) {
                throw Arguments.invalid("status", "rest_not_in_enum", "status[0] is not one of any, trash, pending.");
            }
        }
        List<String> include = request.list("include");
        Predicate<Order> wanted =
                ProductQuery.dates(request, shop.settings(), (Order o) -> o.modified, (Order o) -> o.created);
        return orders.values().stream()
                .filter(o -> status.isEmpty() || status.contains("any")
                        ? !o.status.equals("trash")
                        : status.contains(o.status))
                .filter(o -> include.isEmpty() || include.contains(String.valueOf(o.id)))
                .filter(wanted)
                .sorted(ordering(request, include))
                .map(o -> o.id)
                .toList();
    }

    private static Comparator<Order> ordering(WpRequest request, List<String> include) {
        Comparator<Order> id = Comparator.comparingLong(o -> o.id);
        String by = Listing.choice(request, "orderby", "date", ORDERINGS);
        Comparator<Order> order =
                switch (by) {
                    case "modified" -> Comparator.comparing((Order o) -> o.modified).thenComparing(id);
                    case "include" -> Comparator.comparing((Order o) -> include.indexOf(String.valueOf(o.id)));
                    case "id" -> id;
                    default -> Comparator.comparing((Order o) -> o.created).thenComparing(id);
                };
        boolean ascending = Listing.choice(request, "order", "desc", List.of("asc", "desc")).equals("asc");
        return ascending || by.equals("include") ? order : order.reversed();
    }

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

    /** @param restock what the shop's staff may forbid a cancellation to do */
    void cancel(long id, boolean restock) {
        Order order = orders.get(id);
        if (order.status.matches("cancelled|completed|refunded|trash")) {
            throw new IllegalArgumentException("order " + id + " is " + order.status);
        }
        order.stockTaken &= restock;
        update(id, Json.object().put("status", "cancelled"));
    }

    /** Sets how many of a line's units are wanted. It does not move the order's date (fact 55). */
    void edit(long id, Predicate<JsonNode> which, long quantity) {
        Order order = orders.get(id);
        ObjectNode line = line(order, which);
        if (order.stockTaken) {
            shop.find(bought(line)).ifPresent(p -> take(line, p, quantity - line.path("quantity").asLong()));
        }
        BigDecimal each = new BigDecimal(line.path("price").asText());
        String total = money(each.multiply(BigDecimal.valueOf(quantity)));
        line.put("quantity", quantity).put("subtotal", total).put("total", total);
        shop.fire("order.updated", id);
    }

    void refund(long id, Predicate<JsonNode> which, long quantity, boolean restock) {
        Order order = orders.get(id);
        ObjectNode line = line(order, which);
        BigDecimal amount = new BigDecimal(line.path("price").asText()).multiply(BigDecimal.valueOf(quantity));
        ObjectNode refund = order.refunds
                .addObject()
                .put("id", shop.nextPostId())
                .put("date_created", shop.settings().local(shop.now()))
                .put("date_created_gmt", ShopSettings.gmt(shop.now()))
                .put("amount", money(amount))
                .put("reason", "")
                .put("refunded_by", 1)
                .put("refunded_payment", false);
        refund.putArray("meta_data");
        ObjectNode refunded = line.deepCopy();
        refunded.put("id", ++lastLine)
                .put("quantity", -quantity)
                .put("total", money(amount.negate()))
                .put("subtotal", money(amount.negate()));
        meta(refunded.putArray("meta_data"), "_refunded_item_id", line.path("id").asText());
        refund.putArray("line_items").add(refunded);
        if (restock && order.stockTaken) {
            shop.find(bought(line)).ifPresent(p -> take(line, p, -quantity));
        }
        order.modified = shop.now();
        shop.fire("order.updated", id);
    }

    ArrayNode refunds(long id) {
        return orders.get(id).refunds;
    }

    private static ObjectNode line(Order order, Predicate<JsonNode> which) {
        for (JsonNode line : order.lines) {
            if (which.test(line)) {
                return (ObjectNode) line;
            }
        }
        throw new NoSuchElementException("no such line in order " + order.id);
    }

    private static long bought(JsonNode line) {
        long variation = line.path("variation_id").asLong();
        return variation != 0 ? variation : line.path("product_id").asLong();
    }

    boolean has(long id) {
        return orders.containsKey(id);
    }

    long create(ObjectNode args) {
        ArrayNode lines = Json.MAPPER.createArrayNode();
        for (JsonNode item : args.path("line_items")) {
            lines.add(line(item));
        }
        Order order = new Order(shop.nextPostId(), shop.now(), args, lines);
        orders.put(order.id, order);
        enter(order, args.path("status").asText(args.path("set_paid").asBoolean() ? "processing" : "pending"));
        shop.fire("order.created", order.id);
        shop.fire("order.updated", order.id);
        return order.id;
    }

    void update(long id, ObjectNode args) {
        Order order = orders.get(id);
        order.given.setAll(args);
        order.modified = shop.now();
        enter(order, args.path("status").asText(order.status));
        shop.fire("order.updated", id);
    }

    void delete(long id, boolean force) {
        Order order = orders.get(id);
        if (force) {
            orders.remove(id);
            return;
        }
        if (order.status.equals("trash")) {
            throw new WpError(410, "woocommerce_rest_already_trashed", "The shop_order has already been deleted.");
        }
        order.status = "trash";
        order.modified = shop.now();
        for (String resource : List.of("order", "product", "coupon")) {
            shop.fire(resource + ".deleted", id);
        }
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
        }
    }

    private void move(Order order, int direction) {
        order.stockTaken = direction < 0;
        for (JsonNode each : order.lines) {
            ObjectNode line = (ObjectNode) each;
            long quantity = direction < 0 ? line.path("quantity").asLong() : -reduced(line);
            shop.find(bought(line)).ifPresent(p -> take(line, p, quantity));
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
            meta(kept, REDUCED, String.valueOf(quantity));
        }
        line.set("meta_data", kept);
    }

    private void meta(ArrayNode into, String key, String value) {
        into.addObject()
                .put("id", shop.nextMetaId())
                .put("key", key)
                .put("value", value)
                .put("display_key", key)
                .put("display_value", value);
    }

    private ObjectNode line(JsonNode item) {
        long variationId = item.path("variation_id").asLong(0);
        long productId = item.path("product_id").asLong(0);
        Product product = shop.find(variationId != 0 ? variationId : productId)
                .orElseThrow(() -> new WpError(
                        400, "woocommerce_rest_invalid_product_id", "Product ID provided does not exist."));
        int quantity = item.path("quantity").asInt(1);
        String price = products.price(product);
        BigDecimal each = price.isEmpty() ? BigDecimal.ZERO : new BigDecimal(price);
        String total = money(each.multiply(BigDecimal.valueOf(quantity)));
        ObjectNode line = Json.object()
                .put("id", ++lastLine)
                .put("name", products.name(product))
                .put("product_id", product.isVariation() ? product.parentId : product.id)
                .put("variation_id", product.isVariation() ? product.id : 0)
                .put("quantity", quantity)
                .put("tax_class", product.text("tax_class"))
                .put("subtotal", total)
                .put("subtotal_tax", "0.00")
                .put("total", total)
                .put("total_tax", "0.00");
        line.putArray("taxes");
        line.putArray("meta_data");
        line.put("sku", product.text("sku")).put("global_unique_id", product.text("global_unique_id"));
        line.put("price", each);
        ObjectNode image = line.putObject("image");
        if (product.isVariation()) {
            image.put("id", 0);
        } else {
            image.put("id", "");
        }
        image.put("src", "");
        line.put("parent_name", shop.find(product.parentId).map(p -> p.text("name")).orElse(null));
        return line;
    }

    ObjectNode json(long id, String base) {
        Order order = orders.get(id);
        ShopSettings settings = shop.settings();
        BigDecimal total = BigDecimal.ZERO;
        for (JsonNode line : order.lines) {
            total = total.add(new BigDecimal(line.path("total").asText()));
        }
        ObjectNode json = Json.object()
                .put("id", id)
                .put("parent_id", 0)
                .put("status", order.status)
                .put("currency", settings.currency())
                .put("version", "11.0.1")
                .put("prices_include_tax", settings.pricesIncludeTax())
                .put("date_created", settings.local(order.created))
                .put("date_modified", settings.local(order.modified));
        for (String sum : List.of("discount_total", "discount_tax", "shipping_total", "shipping_tax", "cart_tax")) {
            json.put(sum, "0.00");
        }
        json.put("total", money(total))
                .put("total_tax", "0.00")
                .put("customer_id", order.given.path("customer_id").asLong(0))
                .put("order_key", "wc_order_twin" + id);
        address(json.putObject("billing"), order.given.path("billing"), "email", "phone");
        address(json.putObject("shipping"), order.given.path("shipping"), "phone");
        for (String text : List.of("payment_method", "payment_method_title", "transaction_id")) {
            json.put(text, order.given.path(text).asText(""));
        }
        json.put("customer_ip_address", "")
                .put("customer_user_agent", "")
                .put("created_via", "rest-api")
                .put("customer_note", order.given.path("customer_note").asText(""))
                .put("date_completed", settings.local(order.completed))
                .put("date_paid", settings.local(order.paid))
                .put("cart_hash", "")
                .put("number", String.valueOf(id));
        json.set("meta_data", meta(order.given.path("meta_data")));
        json.set("line_items", order.lines.deepCopy());
        for (String list : List.of("tax_lines", "shipping_lines", "fee_lines", "coupon_lines", "refunds")) {
            json.putArray(list);
        }
        order.refunds.forEach(refund -> json.withArray("refunds")
                .addObject()
                .put("id", refund.path("id").asLong())
                .put("reason", refund.path("reason").asText())
                .put("total", "-" + refund.path("amount").asText())
                .put("total_tax", "0.00"));
        json.put("payment_url", base + "/checkout/order-pay/" + id + "/?pay_for_order=true&key=wc_order_twin" + id)
                .put("is_editable", order.status.matches("pending|on-hold|auto-draft"))
                .put("needs_payment", order.status.matches("pending|failed") && total.signum() > 0)
                .put("needs_processing", true)
                .put("date_created_gmt", ShopSettings.gmt(order.created))
                .put("date_modified_gmt", ShopSettings.gmt(order.modified))
                .put("date_completed_gmt", ShopSettings.gmt(order.completed))
                .put("date_paid_gmt", ShopSettings.gmt(order.paid))
                .put("currency_symbol", "€");
        ObjectNode links = Links.add(json, base, "orders", id);
        links.putArray("email_templates")
                .addObject()
                .put("embeddable", true)
                .put("href", base + "/wp-json/wc/v3/orders/" + id + "/actions/email_templates");
        if (order.given.path("customer_id").asLong(0) != 0) {
            links.putArray("customer")
                    .addObject()
                    .put("href", base + "/wp-json/wc/v3/customers/" + order.given.path("customer_id").asLong());
        }
        return json;
    }

    private ArrayNode meta(JsonNode given) {
        ArrayNode out = Json.MAPPER.createArrayNode();
        long id = 0;
        for (JsonNode one : given) {
            out.addObject().put("id", ++id).put("key", one.path("key").asText()).set("value", one.path("value"));
        }
        return out;
    }

    private static void address(ObjectNode out, JsonNode given, String... more) {
        for (String field : ADDRESS) {
            out.put(field, given.path(field).asText(""));
        }
        for (String field : more) {
            out.put(field, given.path(field).asText(""));
        }
    }

    private static String money(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.HALF_UP).toPlainString();
    }
}
