package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Orders, as far as they move stock and send webhooks (W12, W3, W5). Guarded by the shop's lock. */
final class Orders {

    private static final Set<String> TAKES_STOCK = Set.of("processing", "completed", "on-hold");
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

    /** An order, as stored. */
    record StoredOrder(
            long id,
            Instant created,
            Instant modified,
            Instant paid,
            Instant completed,
            String status,
            boolean stockTaken,
            ObjectNode given,
            ArrayNode lines) {}

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
                                o.lines.deepCopy()))
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
            orders.put(order.id, order);
        }
    }

    /** Newest first, trashed ones left out. */
    List<Long> ids() {
        List<Long> ids = new ArrayList<>();
        orders.values().stream().filter(o -> !o.status.equals("trash")).forEach(o -> ids.add(0, o.id));
        return ids;
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
        for (JsonNode line : order.lines) {
            long variation = line.path("variation_id").asLong();
            long id = variation != 0 ? variation : line.path("product_id").asLong();
            shop.find(id).ifPresent(p -> move(p, direction * line.path("quantity").asLong()));
        }
    }

    private void move(Product product, long by) {
        Optional<Product> parent = shop.find(product.parentId).filter(p -> p.is("manage_stock"));
        Product holder = product.is("manage_stock") ? product : parent.orElse(product);
        if (holder.is("manage_stock")) {
            holder.data.put("stock_quantity", holder.data.path("stock_quantity").asLong() + by);
            ProductEditor.refreshStatus(holder.data);
            if (shop.settings().orderStockBumpsModified()) {
                shop.updated(holder);
            }
        }
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
