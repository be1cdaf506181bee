package io.serai.flow;

import static io.serai.flow.Shops.json;
import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionTimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A hat that both shops sell, and a warehouse that may keep it. */
abstract class StockTestBase extends FlowTestBase {

    private static final Duration STOCK_PATIENCE = Duration.ofSeconds(60);

    @ConfigProperty(name = "serai.process.public-url")
    String publicUrl;

    JtlNetwork jtl;

    @BeforeEach
    void openNetwork() {
        jtl = new JtlNetwork(shops, camel, publicUrl);
    }

    @AfterEach
    void closeNetwork() {
        jtl.close();
    }

    void hatEverywhere(int inShopify, int inWooCommerce) {
        shops.connect();
        shops.create(json("""
                {"name":"Hut","sku":"H-1","price":10.00}"""));
        shops.settle();
        String there = shops.inShopify("H-1").path("id").asText();
        ObjectNode counted = object().put("stock", inShopify);
        counted.putObject("inventoryItem").put("tracked", true);
        shops.shopify.editAsStaff(there, counted);
        shops.woocommerce.editAsStaff(
                shops.inWooCommerce("H-1").path("id").asText(),
                object().put("manage_stock", true).put("stock_quantity", inWooCommerce));
        shops.settle();
    }

    /** What Serai made is counted by both shops, and there is none of it. */
    void countedInBoth() {
        ObjectNode counted = object().put("stock", 0);
        counted.putObject("inventoryItem").put("tracked", true);
        shops.shopify.editAsStaff(shops.inShopify("H-1").path("id").asText(), counted);
        shops.woocommerce.editAsStaff(
                shops.inWooCommerce("H-1").path("id").asText(),
                object().put("manage_stock", true).put("stock_quantity", 0));
        shops.settle();
        mapAll();
    }

    /** One of the shop's places shows all there is. */
    void mapAll() {
        JsonNode there = shops.ask("GET", "/api/channels/" + shops.shopifyChannel + "/locations", null)
                .data();
        ObjectNode map = object();
        ObjectNode first = map.putArray("locations")
                .addObject()
                .put("locationId", there.at("/locations/0/locationId").asText());
        ArrayNode warehouses = first.putArray("warehouses");
        there.path("warehouses")
                .forEach(warehouse ->
                        warehouses.add(warehouse.path("warehouseId").asText()));
        Shops.Answer mapped = shops.ask("PUT", "/api/channels/" + shops.shopifyChannel + "/locations", map);
        assertThat(mapped.status()).as(mapped.json().toString()).isEqualTo(200);
    }

    /** What the clock does every minute: both shops are asked for orders. */
    void ordersAreKnown() {
        for (String channel : new String[] {shops.shopifyChannel, shops.wooChannel}) {
            camel.sendBody("direct:catch-up-orders", channel);
        }
    }

    long inShopify() {
        return shops.variantInShopify("H-1").path("inventory_quantity").asLong();
    }

    long inWooCommerce() {
        return shops.inWooCommerce("H-1").path("stock_quantity").asLong();
    }

    /** As {@link #eventually}, while the shops' orders are asked for again and again. */
    void onceOrdersAreKnown(Callable<Boolean> condition) {
        eventually(() -> {
            ordersAreKnown();
            return condition.call();
        });
    }

    void eventually(Callable<Boolean> condition) {
        try {
            await().atMost(STOCK_PATIENCE).until(condition);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    shops.text(
                            """
                            SELECT coalesce((SELECT string_agg(s::text, chr(10)) FROM control.shop_stock s
                                             WHERE s.tenant_id = ?), 'no places') || chr(10)
                                || coalesce((SELECT string_agg(p::text, chr(10)) FROM control.stock_pushes p
                                             JOIN control.channels c ON c.id = p.channel_id WHERE c.tenant_id = ?),
                                            'no pushes') || chr(10)
                                || coalesce((SELECT string_agg(k::text, chr(10)) FROM control.stock_cursors k
                                             JOIN control.channels c ON c.id = k.channel_id WHERE c.tenant_id = ?),
                                            'no cursors')
                            """,
                            shops.tenant,
                            shops.tenant,
                            shops.tenant),
                    e);
        }
    }
}
