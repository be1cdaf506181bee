package io.serai.flow;

import static io.serai.flow.Shops.json;
import static io.serai.flow.Shops.object;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Sells;
import io.serai.twin.SoldOut;
import io.serai.twin.TwinServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.awaitility.core.ConditionTimeoutException;

/**
 * What customers and the warehouse's people do beside a schedule's product, with goods that nobody edits: both shops sell them and
 * the warehouse keeps them. Knows what is true from the twins alone.
 */
final class Trade {

    static final String SKU = "GOODS-1";
    private static final int MOST_SOLD_AT_ONCE = 3;

    private final Shops shops;
    final JtlNetwork jtl;
    private final List<Order> orders = new ArrayList<>();
    private final Consumer<String> story;
    private String inShopify;
    private String inWooCommerce;

    /** An order that something can still be done about. */
    private static final class Order {
        final int shop;
        final String id;
        String outbound;
        boolean isDone;

        Order(int shop, String id) {
            this.shop = shop;
            this.id = id;
        }
    }

    Trade(Shops shops, JtlNetwork jtl, Consumer<String> story) {
        this.shops = shops;
        this.jtl = jtl;
        this.story = story;
    }

    /** Whether a shop's product, or the hub's, is the goods and not what people edit. */
    static boolean isGoods(JsonNode product) {
        return product.path("title").asText(product.path("name").asText()).equals("Goods");
    }

    /** The shops have the goods before they are connected. */
    void open(Random random) {
        ObjectNode product = object().put("title", "Goods").put("sku", SKU).put("stock", random.nextInt(12));
        product.putObject("inventoryItem").put("tracked", true);
        inShopify = shops.shopify.createAsStaff(product).path("id").asText();
        inWooCommerce = shops.woocommerce
                .createAsStaff(object().put("name", "Goods")
                        .put("sku", SKU)
                        .put("regular_price", "5.00")
                        .put("manage_stock", true)
                        .put("stock_quantity", random.nextInt(12)))
                .path("id")
                .asText();
        jtl.list(SKU);
        jtl.move("inbound", SKU, String.valueOf(1 + random.nextInt(12)));
    }

    /** The warehouse is connected, and one of the shop's places shows all there is. */
    void connect() {
        jtl.connect();
        String locations = "/api/channels/" + shops.shopifyChannel + "/locations";
        await().atMost(Duration.ofMinutes(1))
                .until(() -> shops.ask("GET", locations, null)
                                .data()
                                .path("warehouses")
                                .size()
                        > 0);
        JsonNode there = shops.ask("GET", locations, null).data();
        ObjectNode map = object();
        ArrayNode shown = map.putArray("locations")
                .addObject()
                .put("locationId", there.at("/locations/0/locationId").asText())
                .putArray("warehouses");
        there.path("warehouses")
                .forEach(warehouse -> shown.add(warehouse.path("warehouseId").asText()));
        shops.ask("PUT", locations, map);
    }

    TwinServer twin() {
        return jtl.twin;
    }

    /** Whether the warehouse is to have the product: one that was there before the network, and that it did not know, it is not told. */
    boolean isListed(String productId) {
        return shops.count(
                        "SELECT count(*) FROM control.listings WHERE channel_id = ? AND product_id = ?::uuid",
                        jtl.channel,
                        productId)
                == 1;
    }

    /** What the warehouse calls the variants of a product of the hub, by the hub's ids. */
    Map<String, String> jfskus(String productId) {
        JsonNode known = json(shops.text(
                """
                SELECT coalesce(json_object_agg(variant_id, external_variant_id), '{}') FROM control.listing_variants
                WHERE channel_id = ? AND product_id = ?::uuid
                """,
                jtl.channel,
                productId));
        Map<String, String> jfskus = new HashMap<>();
        known.properties()
                .forEach(one -> jfskus.put(one.getKey(), one.getValue().asText()));
        return jfskus;
    }

    /** Whether a call of the shop's log was about the goods. */
    boolean isAbout(String resource) {
        return resource != null
                && (resource.equals(inWooCommerce) || resource.endsWith("/" + inShopify) || resource.equals(inShopify));
    }

    private Sells shop(int shop) {
        return shop == 0 ? shops.shopify : shops.woocommerce;
    }

    /** Somebody buys, or thinks better of it; or what was bought leaves from elsewhere. */
    void customer(int shop, Random random) {
        List<Order> open = orders.stream()
                .filter(order -> order.shop == shop && !order.isDone)
                .toList();
        int kind = random.nextInt(10);
        if (kind < 7 || open.isEmpty()) {
            buy(shop, 1 + random.nextInt(MOST_SOLD_AT_ONCE));
            return;
        }
        Order order = open.get(random.nextInt(open.size()));
        if (kind < 9) {
            boolean restocks = shop == 1 || random.nextBoolean();
            shop(shop).cancel(order.id, restocks);
            if (order.outbound != null) {
                jtl.twin.handleOutbound(order.outbound, "cancel", object());
            }
            story.accept("order " + order.id + " of shop " + shop + " is cancelled, put back " + restocks);
            order.isDone = true;
        } else if (order.outbound == null) {
            shop(shop).fulfil(order.id);
            story.accept("order " + order.id + " of shop " + shop + " leaves from elsewhere");
            order.isDone = true;
        }
    }

    private void buy(int shop, int quantity) {
        try {
            String id = shop(shop).buy(json("{\"lines\":[{\"sku\":\"%s\",\"quantity\":%d}]}".formatted(SKU, quantity)));
            orders.add(new Order(shop, id));
            story.accept("order " + id + " of " + quantity + " in shop " + shop);
        } catch (SoldOut nothingThere) {
            story.accept("shop " + shop + " has not " + quantity);
        }
    }

    /** Goods come in or get lost; orders are taken over, and leave. */
    void warehouse(Random random) {
        switch (random.nextInt(6)) {
            case 0 -> move("inbound", 1 + random.nextInt(4));
            case 1 -> {
                if (free() > 2) {
                    move("adjust", -1 - random.nextInt(2));
                }
            }
            case 2, 3 ->
                orders.stream()
                        .filter(order -> order.outbound == null && !order.isDone)
                        .findFirst()
                        .ifPresent(this::takeOver);
            default ->
                orders.stream()
                        .filter(order -> order.outbound != null && !order.isDone)
                        .findFirst()
                        .ifPresent(this::ship);
        }
    }

    private void move(String kind, int quantity) {
        jtl.move(kind, SKU, String.valueOf(quantity));
        story.accept("warehouse: " + kind + " of " + quantity);
    }

    private void takeOver(Order order) {
        ObjectNode placed = object().put("merchantOutboundNumber", number(order));
        placed.putArray("items").addObject().put("sku", SKU).put("quantity", owed(order));
        try {
            order.outbound = jtl.twin.placeOutbound(placed).path("outboundId").asText();
        } catch (IllegalArgumentException notThere) {
            story.accept("warehouse cannot take over order " + order.id + ": " + notThere.getMessage());
            return;
        }
        story.accept("warehouse takes over order " + order.id + " of shop " + order.shop);
    }

    private void ship(Order order) {
        try {
            jtl.twin.handleOutbound(order.outbound, "ship", object());
        } catch (IllegalArgumentException notThere) {
            story.accept("warehouse cannot ship order " + order.id + ": " + notThere.getMessage());
            return;
        }
        shop(order.shop).fulfil(order.id);
        story.accept("warehouse ships order " + order.id + " of shop " + order.shop);
        order.isDone = true;
    }

    private String number(Order order) {
        ObjectNode seen = shop(order.shop).order(order.id);
        return seen.path(order.shop == 0 ? "name" : "number").asText();
    }

    private int owed(Order order) {
        JsonNode line = shop(order.shop).order(order.id).path("line_items").path(0);
        return line.path(order.shop == 0 ? "fulfillable_quantity" : "quantity").asInt();
    }

    /** What can really be sold: counted, reserved by nobody, promised to nobody. */
    long free() {
        JsonNode stock = jtl.twin.stockOf(SKU);
        long promised = orders.stream()
                .filter(order -> !order.isDone && order.outbound == null)
                .mapToLong(this::owed)
                .sum();
        return stock.path("stockLevel").asLong()
                - stock.path("stockLevelReserved").asLong()
                - promised;
    }

    long inShopify() {
        return shops.variantInShopify(SKU).path("inventory_quantity").asLong();
    }

    long inWooCommerce() {
        return shops.inWooCommerce(SKU).path("stock_quantity").asLong();
    }

    /** Both shops show what is free, and what is promised is reserved once. */
    List<String> mistakes(Duration patience) {
        long shown = Math.max(0, free());
        long promised = orders.stream()
                .filter(order -> !order.isDone && order.outbound == null)
                .mapToLong(this::owed)
                .sum();
        try {
            await().atMost(patience)
                    .until(() -> inShopify() == shown && inWooCommerce() == shown && reserved() == promised);
            return List.of();
        } catch (ConditionTimeoutException e) {
            return List.of(
                    "of the goods " + shown + " are free and " + promised + " promised; Shopify shows " + inShopify()
                            + ", WooCommerce " + inWooCommerce() + ", the hub has reserved " + reserved() + "\n"
                            + shops.text(
                                    """
                            SELECT coalesce((SELECT string_agg(s::text, chr(10)) FROM control.shop_stock s
                                             WHERE s.tenant_id = ?), 'no places') || chr(10)
                                || coalesce((SELECT string_agg(r::text, chr(10)) FROM control.reservations r
                                             WHERE r.tenant_id = ?), 'no reservations') || chr(10)
                                || coalesce((SELECT string_agg(l::text, chr(10)) FROM control.stock_levels l
                                             WHERE l.tenant_id = ?), 'no levels') || chr(10)
                                || coalesce((SELECT string_agg(o::text, chr(10)) FROM control.outbounds o
                                             WHERE o.tenant_id = ?), 'no outbounds')
                            """,
                                    shops.tenant,
                                    shops.tenant,
                                    shops.tenant,
                                    shops.tenant));
        }
    }

    private long reserved() {
        return shops.count(
                "SELECT coalesce(sum(wanted - greatest(taken_over, counted)), 0)::bigint FROM control.reservations"
                        + " WHERE tenant_id = ? AND wanted > greatest(taken_over, counted)",
                shops.tenant);
    }
}
