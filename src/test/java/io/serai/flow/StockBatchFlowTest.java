package io.serai.flow;

import static io.serai.flow.Shops.json;
import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.support.PostgresResource;
import io.serai.twin.CallLog.Counts;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** X5, facts 39 and 56: one bad figure in a call waits alone, and the others arrive. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
@DisplayName("A bad figure")
class StockBatchFlowTest extends StockFlowTestBase {

    private static final int SHOPIFY_LINES = 250;
    private static final int WOOCOMMERCE_LINES = 100;
    private static final int BAD = 77;

    @ParameterizedTest(name = "named by the shop: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("X5 fact 39 among Shopify's 250 waits alone after at most 2 log2(250) + 1 calls")
    void inShopify(boolean isNamed) {
        List<String> skus = skus(SHOPIFY_LINES);
        skus.forEach(sku -> shops.shopify.createAsStaff(json(
                """
                        {"title":"%1$s","sku":"%1$s","price":"1.00","stock":0,"inventoryItem":{"tracked":true}}"""
                        .formatted(sku))));
        count(skus, "5");
        shops.connectTenant();
        shops.connectShopify();
        shops.settle();
        jtl.connect();
        shelves.mapAll();
        shelves.eventually(() -> known() == SHOPIFY_LINES && shelves.isQuiet());
        String bundle = shops.inShopify(skus.get(BAD)).path("id").asText();
        shops.shopify.editAsStaff(bundle, object().put("requiresComponents", true));
        shops.shopify.settings(object().put("hidesRefusedLines", !isNamed));
        shops.settle();
        shops.forgetCalls();

        shelves.ordersAreKnown();
        shelves.eventually(() -> shown(skus) == SHOPIFY_LINES - 1 && shelves.isQuiet());

        Counts counts = shops.shopify.calls().counts();
        int most = (int) (2 * Math.log(SHOPIFY_LINES) / Math.log(2) + 1);
        assertThat(counts.of("InventorySetQuantities")).isLessThanOrEqualTo(isNamed ? 2 : most);
        assertThat(counts.mutationsByResource()).hasSize(SHOPIFY_LINES - 1).containsValue(1);
        assertThat(counts.unchanged()).isEmpty();
        JsonNode bad = shelves.told(skus.get(BAD), shops.shopifyChannel);
        assertThat(bad.path("lastError").asText()).contains("not allowed to be adjusted");
        assertThat(bad.path("held").asLong()).isZero();
        assertThat(bad.path("target").asLong()).isEqualTo(5);
        JsonNode good = shelves.told(skus.get(BAD + 1), shops.shopifyChannel);
        assertThat(good.path("lastError").isNull()).isTrue();
        assertThat(good.path("isDue").asBoolean()).isFalse();
    }

    @Test
    @DisplayName("X5 fact 56 in WooCommerce's batch of 100 waits alone, and the 99 are written once")
    void inWooCommerce() {
        List<String> skus = skus(WOOCOMMERCE_LINES);
        for (String sku : skus) {
            ObjectNode product = object().put("name", sku)
                    .put("sku", sku)
                    .put("price", "1.00")
                    .put("stock", 50);
            if (sku.equals(skus.get(BAD))) {
                product.putArray("meta_data").addObject().put("key", "_locked").put("value", "yes");
            }
            shops.woocommerce.createAsStaff(product);
        }
        count(skus, "5");
        shops.connectTenant();
        shops.connectWooCommerce();
        shops.settle();
        shops.forgetCalls();

        jtl.connect();
        shelves.eventually(() ->
                skus.stream().filter(sku -> shelves.inWooCommerce(sku) == 5).count() == WOOCOMMERCE_LINES - 1
                        && shelves.isQuiet());

        Counts counts = shops.woocommerce.calls().counts();
        assertThat(counts.of("POST /products/batch")).isEqualTo(1);
        assertThat(counts.mutationsByResource()).hasSize(WOOCOMMERCE_LINES - 1).containsValue(1);
        JsonNode bad = shelves.told(skus.get(BAD), shops.wooChannel);
        assertThat(bad.path("lastError").asText()).contains("not allowed to edit");
        assertThat(bad.path("held").asLong()).isEqualTo(50);
        assertThat(bad.path("isDue").asBoolean()).as("it is tried again later").isTrue();
    }

    private static List<String> skus(int count) {
        return IntStream.range(0, count).mapToObj("B-%03d"::formatted).toList();
    }

    private void count(List<String> skus, String quantity) {
        skus.forEach(sku -> {
            jtl.list(sku);
            jtl.move("inbound", sku, quantity);
        });
    }

    private long known() {
        return shops.count(
                "SELECT count(*) FROM control.shop_stock WHERE tenant_id = ? AND held IS NOT NULL", shops.tenant);
    }

    /** How many of them Shopify shows as they were counted. */
    private long shown(List<String> skus) {
        long shown = 0;
        for (JsonNode product : shops.shopify.state().path("products")) {
            for (JsonNode variant : product.path("variants")) {
                if (skus.contains(variant.path("sku").asText())
                        && variant.path("inventory_quantity").asLong() == 5) {
                    shown++;
                }
            }
        }
        return shown;
    }
}
