package io.serai.flow;

import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.support.PostgresResource;
import java.math.BigDecimal;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rule 16: whose figures count when warehouses come and go. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
@DisplayName("Whose stock counts")
class OwnStockFlowTest extends StockFlowTestBase {

    private void showEverywhere(long quantity) {
        shelves.eventually(() -> {
            ordersAreKnown();
            return shelves.isQuiet() && hatsInShopify() == quantity && hatsInWooCommerce() == quantity;
        });
    }

    /** What was sold has left the shelf: the shops show the same before and after. */
    private void onceShipped(int quantity) {
        shelves.eventually(() -> {
            ordersAreKnown();
            return shops.count(
                            "SELECT coalesce(sum(shipped), 0) FROM control.reservations WHERE tenant_id = ?",
                            shops.tenant)
                    == quantity;
        });
    }

    private Shops.Answer count(String sku, String quantity) {
        JsonNode product = shops.product(sku);
        return count(product.path("id").asText(), product.at("/variants/0/id").asText(), quantity);
    }

    private Shops.Answer count(String product, String variant, String quantity) {
        ObjectNode wish = object();
        wish.putArray("variants").addObject().put("variantId", variant).put("quantity", new BigDecimal(quantity));
        return shops.ask("PUT", "/api/products/" + product + "/stock", wish);
    }

    @Test
    @DisplayName("Rule 16 a person counts the tenant's own stock: both shops show it, and orders lower it")
    void countedByAPerson() {
        shelves.hatEverywhere("H-1", 0, 0);
        Shops.Answer counted = count("H-1", "7");
        assertThat(counted.status()).as(counted.json().toString()).isEqualTo(200);
        assertThat(counted.data().at("/variants/0/available").decimalValue()).isEqualByComparingTo("7");
        assertThat(counted.data().at("/variants/0/warehouseStock/0/warehouseId").asText())
                .isEqualTo("hub");
        shelves.mapAll();
        showEverywhere(7);
        String order = shops.woocommerce.buy(hats(2));
        showEverywhere(5);
        // the two are still on the shelf
        count("H-1", "12");
        showEverywhere(10);
        shops.woocommerce.fulfil(order);
        onceShipped(2);
        showEverywhere(10);
        assertThat(shops.product("H-1").at("/variants/0/reserved").decimalValue())
                .isEqualByComparingTo("0");
        count("H-1", "0");
        showEverywhere(0);
    }

    @Test
    @DisplayName("Rule 16 a count is refused that names no variant of the product, or goods that a warehouse counts")
    void refused() {
        shelves.hatEverywhere("H-1", 0, 0);
        String product = shops.product("H-1").path("id").asText();
        Shops.Answer unknown = count(product, UUID.randomUUID().toString(), "1");
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(unknown.json().toString()).contains("has no variant");
        jtl.list("H-1");
        jtl.move("inbound", "H-1", "5");
        jtl.connect();
        Shops.Answer kept = count("H-1", "9");
        assertThat(kept.status()).isEqualTo(409);
        assertThat(kept.json().toString()).contains(jtl.channel);
        jtl.disconnect();
        assertThat(count("H-1", "-1").status()).isEqualTo(422);
        assertThat(count("H-1", "3").status()).isEqualTo(200);
        assertThat(shops.product("H-1").at("/variants/0/available").decimalValue())
                .isEqualByComparingTo("3");
    }

    @Test
    @DisplayName(
            "Rule 16 a network that was disconnected is believed until another counts the goods: sales lower its figures")
    void anotherNetwork() {
        shelves.hatEverywhere("H-1", 10, 10);
        jtl.list("H-1");
        jtl.move("inbound", "H-1", "10");
        jtl.connect();
        shelves.mapAll();
        showEverywhere(10);
        jtl.disconnect();
        String sold = shops.shopify.buy(hats(3));
        showEverywhere(7);
        shops.shopify.fulfil(sold);
        onceShipped(3);
        showEverywhere(7);
        try (JtlNetwork next = new JtlNetwork(shops, camel, publicUrl, "next_")) {
            // no two merchants' goods have the same id: the twin's first one is taken
            next.twin.deleteAsStaff(next.list("C-1"), true);
            next.list("H-1");
            next.move("inbound", "H-1", "4");
            next.connect();
            shelves.mapAll();
            showEverywhere(4);
            assertThat(shops.product("H-1").at("/variants/0/available").decimalValue())
                    .isEqualByComparingTo("4");

            // what the first had counted does not come back when the second is gone too
            next.disconnect();
            shops.woocommerce.buy(hats(1));
            showEverywhere(3);
            assertThat(count("H-1", "6").status()).isEqualTo(200);
            shelves.mapAll();
            showEverywhere(5);
        }
    }

    @Test
    @DisplayName("Rule 16 a shop that was disconnected is told what is there now, not what was there when it went")
    void shopComesBack() {
        shelves.hatEverywhere("H-1", 10, 10);
        jtl.list("H-1");
        jtl.move("inbound", "H-1", "10");
        jtl.connect();
        shelves.mapAll();
        showEverywhere(10);
        shops.ask("DELETE", "/api/channels/" + shops.wooChannel, null);
        jtl.move("adjust", "H-1", "-8");
        jtl.poll();
        shelves.eventually(() -> hatsInShopify() == 2);
        assertThat(hatsInWooCommerce()).isEqualTo(10);
        shops.reconnectWooCommerce();
        showEverywhere(2);
    }

    @Test
    @DisplayName("D15 goods that were deleted and entered anew under their SKU are counted together")
    void enteredAnew() {
        shelves.hatEverywhere("H-1", 0, 0);
        String old = jtl.list("H-1");
        jtl.move("inbound", "H-1", "4");
        jtl.connect();
        shelves.mapAll();
        showEverywhere(4);
        jtl.move("adjust", "H-1", "-4");
        jtl.twin.deleteAsStaff(old, true);
        jtl.poll();
        jtl.list("H-1");
        jtl.move("inbound", "H-1", "6");
        jtl.poll();
        showEverywhere(6);
    }
}
