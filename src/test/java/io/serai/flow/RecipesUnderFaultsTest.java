package io.serai.flow;

import static io.serai.flow.Shops.json;
import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.support.PostgresResource;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flows A and B and the test recipes of the product sync, as {@link ProductFlowTest} has them, while both shops fail. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
class RecipesUnderFaultsTest extends FlowTestBase {

    private static final double LOSS = 0.3;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22})
    @DisplayName(
            "D6 A with faults: a product created and edited in Shopify arrives in WooCommerce, and nothing comes back")
    void flowA(long seed) {
        shops.connect();
        fail(seed, LOSS);
        String id = hat();
        shops.settle(PATIENCE);
        shops.shopify.editAsStaff(id, object().put("title", "Strohhut"));
        shops.settle(PATIENCE);
        recover();

        assertThat(shops.inWooCommerce("H-1").path("name").asText()).isEqualTo("Strohhut");
        assertThat(shops.woocommerce.listed()).hasSize(1);
        JsonNode product = shops.product("H-1");
        assertThat(product.path("lastUpdatedBy").asText()).isEqualTo("SHOPIFY");
        assertThat(product.path("syncStatus").asText()).isEqualTo("SYNCED");
        assertThat(Shops.writes(shops.shopify)).isZero();
        shops.assertNothingIdle();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {23, 24})
    @DisplayName(
            "D6 B with faults: a product edited in the hub arrives in both shops, and their webhooks change nothing")
    void flowB(long seed) {
        String id = hatEverywhere();
        fail(seed, LOSS);
        shops.patch(id, object().put("name", "Sonnenhut").put("price", 12.5));
        shops.settle(PATIENCE);
        recover();

        assertThat(shops.inShopify("H-1").path("title").asText()).isEqualTo("Sonnenhut");
        assertThat(shops.variantInShopify("H-1").path("price").asText()).isEqualTo("12.50");
        assertThat(shops.inWooCommerce("H-1").path("name").asText()).isEqualTo("Sonnenhut");
        assertThat(shops.inWooCommerce("H-1").path("price").asDouble()).isEqualTo(12.5);
        JsonNode product = shops.product("H-1");
        assertThat(product.path("lastUpdatedBy").asText()).isEqualTo("NOLIMITS");
        assertThat(product.path("syncStatus").asText()).isEqualTo("SYNCED");
        assertThat(shops.explain(id, "name").at("/history/0/origin").asText()).isEqualTo("NOLIMITS");
        assertThat(shops.explain(id, "name").path("history")).hasSize(2);
        assertThat(Shops.writes(shops.shopify)).isEqualTo(2);
        assertThat(Shops.writes(shops.woocommerce)).isEqualTo(1);
        shops.assertNothingIdle();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {25, 26})
    @DisplayName("D19 D2 with faults: what Serai created in the shops comes back as webhooks and is nobody's edit")
    void echo(long seed) {
        shops.connect();
        fail(seed, LOSS);
        String id = shops.create(
                json(
                        """
                        {"name":"New Product","sku":"PROD-001","price":19.99,"description":"<p>Neu & gut</p>",
                         "tags":["neu","gut"],"weightInKg":0.25}"""));
        shops.settle(PATIENCE);
        recover();

        assertThat(shops.inShopify("PROD-001").path("title").asText()).isEqualTo("New Product");
        assertThat(shops.inWooCommerce("PROD-001").path("price").asText()).isEqualTo("19.99");
        assertThat(shops.shopify.listed()).hasSize(1);
        assertThat(shops.woocommerce.listed()).hasSize(1);
        for (String sent : List.of("name", "sku", "netSalesPrice", "description", "tags", "weightInKg")) {
            JsonNode history = shops.explain(id, sent).path("history");
            assertThat(history).as(sent).hasSize(1);
            assertThat(history.at("/0/origin").asText()).as(sent).isEqualTo("NOLIMITS");
        }
        assertThat(Shops.writes(shops.shopify)).isEqualTo(1);
        assertThat(Shops.writes(shops.woocommerce)).isEqualTo(1);
        assertThat(shops.status().path("synced").asInt()).isEqualTo(1);
        shops.assertNothingIdle();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {27, 28})
    @DisplayName(
            "D19 D3 with faults: Shopify's price reaches all, its SKU is put back, the hub's notes stay in the hub")
    void ownership(long seed) {
        String id = hatEverywhere();
        String there = shops.inShopify("H-1").path("id").asText();
        fail(seed, LOSS);
        shops.shopify.editAsStaff(there, object().put("price", "21.00").put("sku", "SHOP-1"));
        shops.patch(id, object().put("warehouseNotes", "Regal 7"));
        shops.settle(PATIENCE);
        recover();

        JsonNode product = shops.productOf(id);
        assertThat(product.at("/variants/0/netSalesPrice").asDouble()).isEqualTo(21.0);
        assertThat(product.at("/variants/0/sku").asText()).isEqualTo("H-1");
        assertThat(product.path("warehouseNotes").asText()).isEqualTo("Regal 7");
        assertThat(shops.inWooCommerce("H-1").path("price").asText()).isEqualTo("21.00");
        assertThat(shops.variantInShopify("H-1").path("price").asText()).isEqualTo("21.00");
        assertThat(shops.inShopify("SHOP-1").isMissingNode()).isTrue();
        assertThat(shops.explain(id, "sku").at("/history/0/outcome").asText()).isEqualTo("restored");
        assertThat(Shops.writes(shops.shopify)).isEqualTo(1);
        assertThat(Shops.writes(shops.woocommerce)).isEqualTo(1);
        shops.assertNothingIdle();
    }

    // Without loss: were the webhook of an edit lost that Serai overwrites before it reads the shop, nothing would show
    // it.
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {29, 30})
    @DisplayName(
            "D19 D4 with faults: a name edited in Shopify and at once in the hub is a conflict that a person resolves")
    void conflict(long seed) {
        String id = hatEverywhere();
        String there = shops.inShopify("H-1").path("id").asText();
        fail(seed, 0);
        shops.nextSecond();
        shops.shopify.editAsStaff(there, object().put("title", "Shop"));
        shops.patch(id, object().put("name", "Hub"));
        shops.settle(PATIENCE);

        assertThat(shops.conflicts()).hasSize(1);
        JsonNode conflict = shops.conflicts().get(0);
        assertThat(conflict.path("field").asText()).isEqualTo("name");
        assertThat(conflict.path("localValue").asText()).isEqualTo("Hub");
        assertThat(conflict.path("remoteValue").asText()).isEqualTo("Shop");
        Shops.Answer answer = shops.ask(
                "POST",
                "/api/integrations/product-sync/conflicts/" + id + "/resolve",
                object().put("resolution", "accept_remote"));
        assertThat(answer.status()).isEqualTo(200);
        shops.settle(PATIENCE);
        recover();

        assertThat(shops.conflicts()).isEmpty();
        assertThat(shops.productOf(id).path("name").asText()).isEqualTo("Shop");
        assertThat(shops.inShopify("H-1").path("title").asText()).isEqualTo("Shop");
        assertThat(shops.inWooCommerce("H-1").path("name").asText()).isEqualTo("Shop");
        assertThat(shops.status().path("synced").asInt()).isEqualTo(1);
        shops.assertNothingIdle();
    }

    private void fail(long seed, double loss) {
        fail(shops.shopify, seed, loss);
        fail(shops.woocommerce, ~seed, loss);
    }

    private String hat() {
        return shops.shopify
                .createAsStaff(
                        object().put("title", "Hut").put("price", "10.00").put("sku", "H-1"))
                .path("id")
                .asText();
    }

    /** The hub's id of a product that both shops hold, before anything fails. */
    private String hatEverywhere() {
        shops.connect();
        hat();
        shops.settle();
        assertThat(shops.inWooCommerce("H-1").path("name").asText()).isEqualTo("Hut");
        shops.forgetCalls();
        return shops.product("H-1").path("id").asText();
    }
}
