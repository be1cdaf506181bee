package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an order's lists hold: what is sold, shipping, fees and coupons, as {@code POST} and {@code PUT /orders} give them. A
 * coupon takes off as many percent as its code says, such as {@code SUMMER10}. Used with the shop's lock held.
 */
final class OrderLines {

    /** The arguments that are about lines and not about the order. */
    static final List<String> LISTS = List.of("line_items", "shipping_lines", "fee_lines", "coupon_lines");

    private static final Pattern PERCENT = Pattern.compile("(\\d{1,2})$");

    private final Shop shop;
    private final ProductJson products;
    private final LongSupplier ids;

    OrderLines(Shop shop, ProductJson products, LongSupplier ids) {
        this.shop = shop;
        this.products = products;
        this.ids = ids;
    }

    /**
     * Adds, changes and removes lines.
     *
     * @param moved told of a line whose quantity changed, and by how much
     */
    void change(Order order, ObjectNode args, BiConsumer<ObjectNode, Long> moved) {
        for (JsonNode item : args.path("line_items")) {
            item(order, item, moved);
        }
        for (JsonNode item : args.path("shipping_lines")) {
            extra(order, order.shipping, item, OrderLines::shipping);
        }
        for (JsonNode item : args.path("fee_lines")) {
            extra(order, order.fees, item, OrderLines::fee);
        }
        if (args.has("coupon_lines")) {
            order.coupons.removeAll();
            args.path("coupon_lines").forEach(item -> order.coupons.add(coupon(item)));
        }
        if (!order.coupons.isEmpty() || args.has("coupon_lines")) {
            discount(order);
        }
    }

    static ObjectNode line(Order order, Predicate<JsonNode> which) {
        for (JsonNode line : order.lines) {
            if (which.test(line)) {
                return (ObjectNode) line;
            }
        }
        throw new NoSuchElementException("no such line in order " + order.id);
    }

    private void item(Order order, JsonNode item, BiConsumer<ObjectNode, Long> moved) {
        long id = item.path("id").asLong(0);
        ObjectNode line = id == 0 ? sold(item) : named(order.lines, id);
        long before = id == 0 ? 0 : line.path("quantity").asLong();
        boolean removed = id != 0 && (item.path("product_id").isNull() && item.has("product_id")
                || item.has("quantity") && item.path("quantity").asLong() == 0);
        long quantity = removed ? 0 : item.path("quantity").asLong(id == 0 ? 1 : before);
        if (id == 0) {
            order.lines.add(line);
        }
        price(Amounts.of(order), line, quantity, item);
        if (quantity != before) {
            moved.accept(line, quantity - before);
        }
        if (removed) {
            remove(order.lines, line);
        }
    }

    /** Net amounts may be given; otherwise they follow from the price, or from what each unit cost so far. */
    private static void price(Amounts amounts, ObjectNode line, long quantity, JsonNode item) {
        BigDecimal units = BigDecimal.valueOf(quantity);
        long before = line.path("quantity").asLong();
        line.put("quantity", quantity);
        if (item.has("subtotal") || item.has("total")) {
            BigDecimal total = Amounts.number(item.has("total") ? item.path("total") : item.path("subtotal"));
            line.remove("_price");
            amounts.line(line, item.has("subtotal") ? Amounts.number(item.path("subtotal")) : total, total);
        } else if (line.has("_price")) {
            BigDecimal net = amounts.net(Amounts.number(line.path("_price")).multiply(units), line.path("tax_class").asText());
            amounts.line(line, net, net);
        } else if (before != 0 && quantity != before) {
            amounts.line(line, part(line, "subtotal", units, before), part(line, "total", units, before));
        }
    }

    private static BigDecimal part(ObjectNode line, String name, BigDecimal units, long of) {
        return Amounts.number(line.path(name)).multiply(units).divide(
                BigDecimal.valueOf(of), 6, RoundingMode.HALF_UP);
    }

    private ObjectNode sold(JsonNode item) {
        long variation = item.path("variation_id").asLong(0);
        Product product = shop.find(variation != 0 ? variation : item.path("product_id").asLong(0))
                .orElseThrow(() -> new WpError(
                        400, "woocommerce_rest_invalid_product_id", "Product ID provided does not exist."));
        String price = products.price(product);
        ObjectNode line = blank(
                ids.getAsLong(),
                item.path("name").asText(products.name(product)),
                product.isVariation() ? product.parentId : product.id,
                product.isVariation() ? product.id : 0,
                product.text("tax_class"),
                product.text("sku"),
                product.text("global_unique_id"),
                shop.find(product.parentId).map(p -> p.text("name")).orElse(null));
        for (JsonNode meta : item.path("meta_data")) {
            meta(line.withArray("meta_data"), shop.nextMetaId(), meta.path("key").asText(), meta.path("value").asText());
        }
        return line.put("_price", price.isEmpty() ? "0" : price);
    }

    /** A line with its keys in order, still without quantity and amounts. */
    static ObjectNode blank(
            long id,
            String name,
            long product,
            long variation,
            String taxClass,
            String sku,
            String gtin,
            String parentName) {
        ObjectNode line = Json.object()
                .put("id", id)
                .put("name", name)
                .put("product_id", product)
                .put("variation_id", variation)
                .put("quantity", 0)
                .put("tax_class", taxClass)
                .put("subtotal", "0")
                .put("subtotal_tax", "0")
                .put("total", "0")
                .put("total_tax", "0");
        line.putArray("taxes");
        line.putArray("meta_data");
        line.put("sku", sku).put("global_unique_id", gtin).put("price", BigDecimal.ZERO);
        ObjectNode image = line.putObject("image");
        if (variation != 0) {
            image.put("id", 0);
        } else {
            image.put("id", "");
        }
        image.put("src", "");
        return line.put("parent_name", parentName);
    }

    private void extra(Order order, ArrayNode list, JsonNode item, BiConsumer<ObjectNode, JsonNode> fill) {
        long id = item.path("id").asLong(0);
        ObjectNode extra = id == 0 ? list.addObject().put("id", ids.getAsLong()) : named(list, id);
        if (id == 0) {
            fill.accept(extra, item);
        }
        if (id == 0 || item.has("total")) {
            Amounts.of(order).extra(extra, Amounts.number(item.path("total")));
        }
    }

    static void shipping(ObjectNode line, JsonNode given) {
        line.put("method_title", given.path("method_title").asText(""))
                .put("method_id", given.path("method_id").asText("flat_rate"))
                .put("instance_id", given.path("instance_id").asText(""))
                .put("total", "0")
                .put("total_tax", "0");
        line.putArray("taxes");
        line.put("tax_status", "taxable").putArray("meta_data");
    }

    static void fee(ObjectNode line, JsonNode given) {
        line.put("name", given.path("name").asText(""))
                .put("tax_class", "")
                .put("tax_status", "taxable")
                .put("amount", "")
                .put("total", "0")
                .put("total_tax", "0");
        line.putArray("taxes");
        line.putArray("meta_data");
    }

    private ObjectNode coupon(JsonNode given) {
        String code = given.path("code").asText("").toLowerCase();
        Matcher percent = PERCENT.matcher(code);
        if (!percent.find()) {
            throw new WpError(400, "woocommerce_rest_invalid_coupon", "Coupon \"" + code + "\" does not exist!");
        }
        return coupon(ids.getAsLong(), code, Integer.parseInt(percent.group(1)));
    }

    static ObjectNode coupon(long id, String code, int percent) {
        ObjectNode coupon = Json.object()
                .put("id", id)
                .put("code", code)
                .put("discount", "0")
                .put("discount_tax", "0");
        String info = "[0,\"" + code + "\",\"percent\"," + percent + "]";
        meta(coupon.putArray("meta_data"), id, "coupon_info", info);
        return coupon.put("discount_type", "percent").put("nominal_amount", percent).put("free_shipping", false);
    }

    /**
     * Takes off what the coupons say, of the prices the customer sees, and notes in the first what came of it. Each line loses
     * whole coins; what is missing then of the order's whole discount the dearest units lose, a coin each.
     */
    static void discount(Order order) {
        int percent = 0;
        for (JsonNode coupon : order.coupons) {
            percent += coupon.path("nominal_amount").asInt();
        }
        Amounts amounts = Amounts.of(order);
        BigDecimal off = BigDecimal.valueOf(Math.min(percent, 100));
        List<ObjectNode> dearestFirst = new ArrayList<>();
        BigDecimal prices = BigDecimal.ZERO;
        BigDecimal given = BigDecimal.ZERO;
        for (JsonNode line : order.lines) {
            if (line.has("_price")) {
                dearestFirst.add((ObjectNode) line);
                prices = prices.add(price(line));
                given = given.add(amounts.discount(price(line), off));
            }
        }
        dearestFirst.sort(Comparator.comparing((ObjectNode line) -> Amounts.number(line.path("_price")))
                .reversed());
        long missing = amounts.coins(amounts.wholeDiscount(prices, off).subtract(given));
        for (ObjectNode line : dearestFirst) {
            long coins = Math.min(missing, line.path("quantity").asLong());
            missing -= coins;
            BigDecimal less = amounts.discount(price(line), off).add(amounts.money(coins));
            String taxClass = line.path("tax_class").asText();
            amounts.line(line, amounts.net(price(line), taxClass), amounts.net(price(line).subtract(less), taxClass));
        }
        if (!order.coupons.isEmpty()) {
            Amounts.Sums sums = Amounts.sums(order);
            ((ObjectNode) order.coupons.get(0))
                    .put("discount", Amounts.kept(sums.discount()))
                    .put("discount_tax", Amounts.kept(sums.discountTax()));
        }
    }

    private static BigDecimal price(JsonNode line) {
        return Amounts.number(line.path("_price")).multiply(Amounts.number(line.path("quantity")));
    }

    private static ObjectNode named(ArrayNode lines, long id) {
        for (JsonNode line : lines) {
            if (line.path("id").asLong() == id) {
                return (ObjectNode) line;
            }
        }
        throw new WpError(400, "woocommerce_rest_invalid_item_id", "Order item ID provided is not associated with order.");
    }

    private static void remove(ArrayNode lines, ObjectNode line) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i) == line) {
                lines.remove(i);
                return;
            }
        }
    }

    static void meta(ArrayNode into, long id, String key, String value) {
        into.addObject()
                .put("id", id)
                .put("key", key)
                .put("value", value)
                .put("display_key", key)
                .put("display_value", value);
    }
}
