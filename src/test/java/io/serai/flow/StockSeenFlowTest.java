package io.serai.flow;

import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.support.PostgresResource;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rule 16, facts 13 and 54: what a shop tells of its stock is looked at, and never taken for an edit. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
@DisplayName("A figure that a shop tells of")
class StockSeenFlowTest extends StockFlowTestBase {

    private static final String TOPIC = "inventory_levels/update";

    private long deliveredBefore;

    @BeforeEach
    void twelveEverywhere() {
        shelves.hatEverywhere("H-1", 12, 12);
        jtl.list("H-1");
        jtl.move("inbound", "H-1", "12");
        jtl.connect();
        shelves.mapAll();
        shelves.eventually(() -> held(shops.shopifyChannel) == 12 && held(shops.wooChannel) == 12 && shelves.isQuiet());
        shops.settle();
        shops.forgetCalls();
        deliveredBefore = allDelivered();
    }

    @Test
    @DisplayName("K16 and that somebody typed in too high is lowered, in either shop, and is no edit")
    void tooHigh() {
        typeInShopify(40);
        typeInWooCommerce(50);
        shelves.eventually(() -> shelves.inShopify("H-1") == 12 && shelves.inWooCommerce("H-1") == 12);
        assertThat(shops.product("H-1").at("/variants/0/available").asLong()).isEqualTo(12);
        assertThat(shops.conflicts()).isEmpty();
    }

    @Test
    @DisplayName("K16 and that is too low stays until the shop's orders are known, and is raised then")
    void tooLow() {
        typeInShopify(4);
        typeInWooCommerce(5);
        shelves.eventually(() -> held(shops.shopifyChannel) == 4 && held(shops.wooChannel) == 5 && shelves.isQuiet());
        assertThat(shelves.inShopify("H-1")).isEqualTo(4);
        assertThat(shelves.inWooCommerce("H-1")).isEqualTo(5);

        shelves.ordersAreKnown();
        shelves.eventually(() -> shelves.inShopify("H-1") == 12 && shelves.inWooCommerce("H-1") == 12);
    }

    @Test
    @DisplayName("D19 D2 and that is Serai's own word coming back is no news, early or late, and asks for no call")
    void echo() {
        shops.shopify.deliveries().hold();
        shops.woocommerce.deliveries().hold();
        jtl.move("inbound", "H-1", "5");
        jtl.poll();
        shelves.eventually(() -> held(shops.shopifyChannel) == 17 && held(shops.wooChannel) == 17);
        // as late as can be: the shop was told something else meanwhile, and shops tell time in seconds
        shops.nextSecond();
        shops.nextSecond();
        shops.nextSecond();
        jtl.move("inbound", "H-1", "3");
        jtl.poll();
        shelves.eventually(() -> held(shops.shopifyChannel) == 20 && held(shops.wooChannel) == 20 && shelves.isQuiet());
        JsonNode inShopify = shelves.told("H-1", shops.shopifyChannel);
        JsonNode inWooCommerce = shelves.told("H-1", shops.wooChannel);

        shops.shopify.deliveries().release();
        shops.woocommerce.deliveries().release();
        shelves.eventually(() -> delivered() == 2);
        shops.settle();
        shelves.eventually(shelves::isQuiet);
        assertThat(shelves.told("H-1", shops.shopifyChannel)).isEqualTo(inShopify);
        // the same moment: nobody has read it since, though what else the product has was read (rule 2)
        assertThat(shelves.told("H-1", shops.wooChannel)).isEqualTo(inWooCommerce);
        assertThat(shops.shopify.calls().counts().byOperation())
                .containsExactlyEntriesOf(Map.of("InventorySetQuantities", 2));
        assertThat(shops.woocommerce.calls().counts().of("POST /products/batch"))
                .isEqualTo(2);
    }

    @Test
    @DisplayName("fact 13 names no variant, and one that no shop shows of Serai's changes nothing")
    void ofNobody() {
        JsonNode product = shops.shopify.createAsStaff(
                Shops.json("{\"title\":\"X\",\"stock\":1,\"inventoryItem\":{\"tracked\":true}}"));
        shops.settle();
        shops.forgetCalls();
        deliveredBefore = allDelivered();
        shops.shopify.editAsStaff(product.path("id").asText(), object().put("stock", 9));
        shelves.eventually(() -> delivered() == 1);
        shops.settle();
        assertThat(shops.text(
                        "SELECT string_agg(DISTINCT status, ' ') FROM webhook_log WHERE tenant_id = ? AND topic = ?",
                        shops.tenant,
                        TOPIC))
                .isEqualTo("processed");
        assertThat(shops.shopify.calls().counts().of("StockLevels")).isZero();
    }

    private void typeInShopify(int quantity) {
        shops.shopify.editAsStaff(shops.inShopify("H-1").path("id").asText(), object().put("stock", quantity));
    }

    private void typeInWooCommerce(int quantity) {
        shops.woocommerce.editAsStaff(
                shops.inWooCommerce("H-1").path("id").asText(), object().put("stock_quantity", quantity));
    }

    private long held(String channel) {
        return shelves.told("H-1", channel).path("held").asLong(-1);
    }

    private long delivered() {
        return allDelivered() - deliveredBefore;
    }

    private long allDelivered() {
        return shops.count(
                "SELECT count(*) FROM webhook_log WHERE tenant_id = ? AND topic = ? AND status = 'processed'",
                shops.tenant,
                TOPIC);
    }
}
