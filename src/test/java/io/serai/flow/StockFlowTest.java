package io.serai.flow;

import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.support.PostgresResource;
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

    @ConfigProperty(name = "serai.process.public-url")
    String publicUrl;

    private JtlNetwork jtl;
    private Shelves shelves;

    @BeforeEach
    void openNetwork() {
        jtl = new JtlNetwork(shops, camel, publicUrl);
        shelves = new Shelves(shops);
    }

    @AfterEach
    void closeNetwork() {
        jtl.close();
    }

    @Test
    @DisplayName(
            "D6 C stock counted in JTL arrives in Shopify and WooCommerce, where it was lower and where it was higher")
    void flowC() {
        shelves.hatEverywhere("H-1", 3, 50);
        jtl.list("H-1");
        jtl.move("inbound", "H-1", "12");
        jtl.connect();
        // lowered at once; raised once nothing can be hidden in what the shop shows
        await().atMost(PATIENCE).until(() -> shelves.inWooCommerce("H-1") == 12);
        assertThat(shelves.inShopify("H-1")).isEqualTo(3);
        shelves.ordersAreKnown();
        shelves.mapAll();
        shelves.eventually(() -> shelves.inShopify("H-1") == 12);
        jtl.move("inbound", "H-1", "5");
        jtl.poll();
        shelves.eventually(() -> shelves.inShopify("H-1") == 17 && shelves.inWooCommerce("H-1") == 17);
        JsonNode variant = shops.product("H-1").at("/variants/0");
        assertThat(variant.path("available").asDouble()).isEqualTo(17);
        assertThat(shops.conflicts()).isEmpty();

        ObjectNode buffer = object();
        buffer.putObject("settings").put("stockBuffer", "2.5");
        shops.ask("PATCH", "/api/channels/" + shops.shopifyChannel, buffer);
        shelves.eventually(() -> shelves.inShopify("H-1") == 14);
        assertThat(shelves.inWooCommerce("H-1")).isEqualTo(17);
    }

    @Test
    @DisplayName("K16 nothing is told of a product that no warehouse has counted")
    void nobodyCounted() {
        shelves.hatEverywhere("H-1", 3, 50);
        jtl.list("H-1");
        jtl.connect();
        shelves.ordersAreKnown();
        jtl.poll();
        shops.settle();
        assertThat(shelves.inShopify("H-1")).isEqualTo(3);
        assertThat(shelves.inWooCommerce("H-1")).isEqualTo(50);
        assertThat(shops.count("SELECT count(*) FROM control.shop_stock WHERE tenant_id = ?", shops.tenant))
                .isZero();
    }

    @Test
    @DisplayName(
            "D15 parts of units stay in the hub, and the shops are told whole ones; what JTL has blocked or reserved is not sold")
    void decimals() {
        shelves.hatEverywhere("H-1", 0, 0);
        jtl.list("H-1");
        jtl.move("inbound", "H-1", "10.7");
        jtl.connect();
        shelves.mapAll();
        shelves.ordersAreKnown();
        shelves.eventually(() -> shelves.inShopify("H-1") == 10 && shelves.inWooCommerce("H-1") == 10);
        jtl.move("block", "H-1", "2.5");
        jtl.poll();
        shelves.eventually(() -> shelves.inShopify("H-1") == 8 && shelves.inWooCommerce("H-1") == 8);
        assertThat(shops.product("H-1").at("/variants/0/available").decimalValue())
                .isEqualByComparingTo("8.2");
    }
}
