package io.serai.flow;

import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import org.awaitility.core.ConditionTimeoutException;

/** What both shops show of the stock, and what a person and the catch-up do about it. */
final class Shelves {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Shops shops;

    Shelves(Shops shops) {
        this.shops = shops;
    }

    /** A product that both shops count. */
    void hatEverywhere(String sku, int inShopify, int inWooCommerce) {
        shops.connect();
        shops.create(Shops.json("{\"name\":\"Hut\",\"sku\":\"%s\",\"price\":10.00}".formatted(sku)));
        shops.settle();
        countedInBoth(sku, inShopify, inWooCommerce);
    }

    /** What Serai made is counted by both shops. */
    void countedInBoth(String sku, int inShopify, int inWooCommerce) {
        ObjectNode counted = object().put("stock", inShopify);
        counted.putObject("inventoryItem").put("tracked", true);
        shops.shopify.editAsStaff(shops.inShopify(sku).path("id").asText(), counted);
        shops.woocommerce.editAsStaff(
                shops.inWooCommerce(sku).path("id").asText(),
                object().put("manage_stock", true).put("stock_quantity", inWooCommerce));
        shops.settle();
    }

    /** Products that both shops had, and count, before they were connected. */
    void everywhere(List<String> skus, int quantity) {
        skus.forEach(sku -> {
            shops.shopify.createAsStaff(Shops.json(
                    """
                            {"title":"%1$s","sku":"%1$s","price":"1.00","stock":%2$d,"inventoryItem":{"tracked":true}}"""
                            .formatted(sku, quantity)));
            shops.woocommerce.createAsStaff(object().put("name", sku)
                    .put("sku", sku)
                    .put("price", "1.00")
                    .put("stock", quantity));
        });
        shops.connect();
    }

    /** Whether both shops show as much of each as they should. */
    boolean show(List<String> skus, ToLongFunction<String> wanted) {
        return shown(shops.shopify.state().path("products"), "inventory_quantity", skus, wanted)
                && shown(shops.woocommerce.state().path("products"), "stock_quantity", skus, wanted);
    }

    private static boolean shown(JsonNode products, String field, List<String> skus, ToLongFunction<String> wanted) {
        Map<String, Long> shown = new HashMap<>();
        for (JsonNode product : products) {
            JsonNode item = product.has("variants") ? product.at("/variants/0") : product;
            shown.put(item.path("sku").asText(), item.path(field).asLong());
        }
        return skus.stream().allMatch(sku -> shown.getOrDefault(sku, Long.MIN_VALUE) == wanted.applyAsLong(sku));
    }

    /** The first of the Shopify shop's places shows all there is. */
    void mapAll() {
        await("warehouses")
                .atMost(PATIENCE)
                .until(() -> !locations().path("warehouses").isEmpty());
        List<String> all = new ArrayList<>();
        locations()
                .path("warehouses")
                .forEach(warehouse -> all.add(warehouse.path("warehouseId").asText()));
        Shops.Answer mapped = map(Map.of(places().get(0), all));
        assertThat(mapped.status()).as(mapped.json().toString()).isEqualTo(200);
    }

    private JsonNode locations() {
        return shops.ask("GET", locationsPath(), null).data();
    }

    private String locationsPath() {
        return "/api/channels/" + shops.shopifyChannel + "/locations";
    }

    /** The ids of the Shopify shop's places. */
    List<String> places() {
        List<String> places = new ArrayList<>();
        locations()
                .path("locations")
                .forEach(place -> places.add(place.path("locationId").asText()));
        return places;
    }

    /** Places of the Shopify shop show these warehouses. */
    Shops.Answer map(Map<String, List<String>> wanted) {
        ObjectNode map = object();
        ArrayNode shown = map.putArray("locations");
        wanted.forEach((place, warehouses) -> {
            ArrayNode there = shown.addObject().put("locationId", place).putArray("warehouses");
            warehouses.forEach(there::add);
        });
        return shops.ask("PUT", locationsPath(), map);
    }

    /** As after a catch-up of both shops' orders. */
    void ordersAreKnown() {
        ordersAreKnownUntil("now() + interval '1 minute'");
    }

    /** As while nobody has read the shops' orders since they were last told anything. */
    void ordersAreUnknown() {
        ordersAreKnownUntil("NULL");
    }

    private void ordersAreKnownUntil(String moment) {
        for (String channel : List.of(shops.shopifyChannel, shops.wooChannel)) {
            shops.execute(
                    """
                    INSERT INTO control.order_cursors (channel_id, orders_since, orders_until)
                    SELECT id, now(), %s FROM control.channels WHERE id = ?
                    ON CONFLICT (channel_id) DO UPDATE SET orders_until = excluded.orders_until
                    """
                            .formatted(moment),
                    channel);
        }
    }

    long inShopify(String sku) {
        return shops.variantInShopify(sku).path("inventory_quantity").asLong();
    }

    /** What one of the Shopify shop's places shows. */
    long inShopify(String sku, String place) {
        return shops.variantInShopify(sku).path("stock").path(place).asLong();
    }

    long inWooCommerce(String sku) {
        return shops.inWooCommerce(sku).path("stock_quantity").asLong();
    }

    /** What the API says a shop is told of the first variant of a product; missing if it is told nothing. */
    JsonNode told(String sku, String channel) {
        String product = shops.product(sku).path("id").asText();
        JsonNode places = shops.ask("GET", "/api/products/" + product + "/stock", null)
                .data()
                .at("/variants/0/channels");
        for (JsonNode place : places) {
            if (place.path("channelId").asText().equals(channel)) {
                return place;
            }
        }
        return Shops.JSON.missingNode();
    }

    /** Nothing is left to be read or told. */
    boolean isQuiet() {
        return shops.count(
                        """
                        SELECT (SELECT count(*) FROM control.shop_stock WHERE tenant_id = ? AND due_at <= now())
                             + (SELECT count(*) FROM control.stock_pushes p JOIN control.channels c ON c.id = p.channel_id
                                WHERE c.tenant_id = ? AND p.closed_at IS NULL)
                        """,
                        shops.tenant,
                        shops.tenant)
                == 0;
    }

    void eventually(Callable<Boolean> condition) {
        eventually(PATIENCE, condition);
    }

    void eventually(Duration patience, Callable<Boolean> condition) {
        try {
            await().atMost(patience).until(condition);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(story(), e);
        }
    }

    /** What Serai knows, for a person to read. */
    String story() {
        return shops.text(
                """
                SELECT coalesce((SELECT string_agg(s::text, chr(10)) FROM
                                    (SELECT * FROM control.shop_stock WHERE tenant_id = ? LIMIT 30) s), 'no places') || chr(10)
                    || coalesce((SELECT string_agg(p.channel_id || ' ' || p.opened_at || ' ' || coalesce(p.outcome, 'open')
                                                   || ' ' || left(p.lines::text, 300), chr(10) ORDER BY p.opened_at)
                                 FROM control.stock_pushes p
                                 JOIN control.channels c ON c.id = p.channel_id WHERE c.tenant_id = ?), 'no pushes') || chr(10)
                    || coalesce((SELECT string_agg(r::text, chr(10)) FROM control.reservations r
                                 WHERE r.tenant_id = ?), 'no reservations') || chr(10)
                    || coalesce((SELECT string_agg(k::text, chr(10)) FROM control.stock_cursors k
                                 JOIN control.channels c ON c.id = k.channel_id WHERE c.tenant_id = ?), 'no cursors')
                """,
                shops.tenant,
                shops.tenant,
                shops.tenant,
                shops.tenant);
    }
}
