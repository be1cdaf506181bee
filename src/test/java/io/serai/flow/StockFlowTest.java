package io.serai.flow;

import static io.serai.flow.Shops.json;
import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.support.PostgresResource;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionTimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** D6 C, D9, D15 and rule 16: what the warehouse counts is what the shops sell. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
@DisplayName("Stock")
class StockFlowTest extends FlowTestBase {

    private static final Duration STOCK_PATIENCE = Duration.ofSeconds(60);

    @ConfigProperty(name = "serai.process.public-url")
    String publicUrl;

    private JtlNetwork jtl;

    @BeforeEach
    void openNetwork() {
        jtl = new JtlNetwork(shops, camel, publicUrl);
    }

    @AfterEach
    void closeNetwork() {
        jtl.close();
    }

    @Test
    @DisplayName(
            "D6 C stock counted in JTL arrives in Shopify and WooCommerce, where it was lower and where it was higher")
    void flowC() {
        hatEverywhere(3, 50);
        jtl.list("H-1");
        jtl.move("inbound", "H-1", "12");
        jtl.connect();
        // lowered at once; raised once nothing can be hidden in what the shop shows
        await().atMost(PATIENCE).until(() -> inWooCommerce() == 12);
        assertThat(inShopify()).isEqualTo(3);
        ordersAreKnown();
        mapAll();
        eventually(() -> inShopify() == 12);
        jtl.move("inbound", "H-1", "5");
        jtl.poll();
        eventually(() -> inShopify() == 17 && inWooCommerce() == 17);
        JsonNode variant = shops.product("H-1").at("/variants/0");
        assertThat(variant.path("available").asDouble()).isEqualTo(17);
        assertThat(shops.conflicts()).isEmpty();

        ObjectNode buffer = object();
        buffer.putObject("settings").put("stockBuffer", "2.5");
        shops.ask("PATCH", "/api/channels/" + shops.shopifyChannel, buffer);
        eventually(() -> inShopify() == 14);
        assertThat(inWooCommerce()).isEqualTo(17);
    }

    @Test
    @DisplayName("K16 nothing is told of a product that no warehouse has counted")
    void nobodyCounted() {
        hatEverywhere(3, 50);
        jtl.list("H-1");
        jtl.connect();
        ordersAreKnown();
        jtl.poll();
        shops.settle();
        assertThat(inShopify()).isEqualTo(3);
        assertThat(inWooCommerce()).isEqualTo(50);
        assertThat(shops.count("SELECT count(*) FROM control.shop_stock WHERE tenant_id = ?", shops.tenant))
                .isZero();
    }

    @Test
    @DisplayName(
            "D15 parts of units stay in the hub, and the shops are told whole ones; what JTL has blocked or reserved is not sold")
    void decimals() {
        hatEverywhere(0, 0);
        jtl.list("H-1");
        jtl.move("inbound", "H-1", "10.7");
        jtl.connect();
        mapAll();
        ordersAreKnown();
        eventually(() -> inShopify() == 10 && inWooCommerce() == 10);
        jtl.move("block", "H-1", "2.5");
        jtl.poll();
        eventually(() -> inShopify() == 8 && inWooCommerce() == 8);
        assertThat(shops.product("H-1").at("/variants/0/available").decimalValue())
                .isEqualByComparingTo("8.2");
    }

    private void hatEverywhere(int inShopify, int inWooCommerce) {
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

    /** One of the shop's places shows all there is. */
    private void mapAll() {
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

    /** As after a catch-up of both shops' orders. */
    private void ordersAreKnown() {
        for (String channel : new String[] {shops.shopifyChannel, shops.wooChannel}) {
            shops.execute(
                    """
                    INSERT INTO control.stock_cursors (channel_id, orders_until) VALUES (?, now() + interval '1 minute')
                    ON CONFLICT (channel_id) DO UPDATE SET orders_until = excluded.orders_until
                    """,
                    channel);
        }
    }

    private long inShopify() {
        return shops.variantInShopify("H-1").path("inventory_quantity").asLong();
    }

    private long inWooCommerce() {
        return shops.inWooCommerce("H-1").path("stock_quantity").asLong();
    }

    private void eventually(Callable<Boolean> condition) {
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
