package io.serai.flow;

import static io.serai.flow.Shops.json;
import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.support.PostgresResource;
import io.serai.twin.SampleCatalogue;
import io.serai.twin.SampleCatalogue.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
class FaultFlowTest extends FlowTestBase {

    private static final int PRODUCTS = 4;
    private static final int EDITS = 40;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    @DisplayName(
            "X2 edits on all sides converge while both shops fail, lose, double and reorder; no call is idle or double")
    void edits(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        shops.connect();
        fail(shops.shopify, random.nextLong(), 0.15);
        fail(shops.woocommerce, random.nextLong(), 0.15);
        for (int i = 0; i < PRODUCTS; i++) {
            create(i);
        }
        for (int i = 0; i < EDITS; i++) {
            edit(random, "P-" + random.nextInt(PRODUCTS), i);
            if (random.nextInt(8) == 0) {
                shops.settle(PATIENCE);
            }
        }
        shops.settle(PATIENCE);
        recover();
        assertThat(shops.status().path("total").asInt()).isEqualTo(PRODUCTS);
        assertConverged();
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName("X2 two catalogues are linked as they should be while both shops fail")
    void firstLink() {
        SampleCatalogue catalogue = SampleCatalogue.of(2, 40);
        shops.shopify.seed(catalogue);
        shops.woocommerce.seed(catalogue);
        shops.connectTenant();
        fail(shops.shopify, 11, 0);
        fail(shops.woocommerce, 12, 0);
        shops.connectShopify();
        shops.connectWooCommerce();
        shops.settle(PATIENCE);
        int different = catalogue.keys(Presence.DIFFERENT).size();
        assertThat(shops.status().path("total").asInt()).isEqualTo(40);
        assertThat(shops.status().path("conflict").asInt()).isEqualTo(different);
        assertThat(shops.shopify.calls().counts().doubles()).isEmpty();
        assertThat(shops.woocommerce.calls().counts().doubles()).isEmpty();
    }

    private void create(int number) {
        String sku = "P-" + number;
        switch (number % 3) {
            case 0 -> shops.create(json("{\"name\":\"%s\",\"sku\":\"%s\",\"price\":10}".formatted(sku, sku)));
            case 1 ->
                shops.shopify.createAsStaff(
                        object().put("title", sku).put("sku", sku).put("price", "10.00"));
            default ->
                shops.woocommerce.createAsStaff(
                        object().put("name", sku).put("sku", sku).put("regular_price", "10.00"));
        }
    }

    /** Every value is a new one, so that no two edits are alike. */
    private void edit(SplittableRandom random, String sku, int number) {
        String name = sku + " " + number;
        String price = (20 + number) + ".00";
        boolean isName = random.nextBoolean();
        switch (random.nextInt(3)) {
            case 0 -> {
                JsonNode there = shops.inShopify(sku);
                if (!there.isMissingNode()) {
                    ObjectNode edit = isName ? object().put("title", name) : object().put("price", price);
                    shops.shopify.editAsStaff(there.path("id").asText(), edit);
                }
            }
            case 1 -> {
                JsonNode there = shops.inWooCommerce(sku);
                if (!there.isMissingNode()) {
                    ObjectNode edit = isName ? object().put("name", name) : object().put("regular_price", price);
                    shops.woocommerce.editAsStaff(there.path("id").asText(), edit);
                }
            }
            default ->
                shops.find(sku)
                        .ifPresent(product -> patch(
                                product.path("id").asText(),
                                isName ? object().put("name", name) : object().put("price", Double.valueOf(price))));
        }
    }

    /** As a person does whose page was out of date: reads again and saves again. */
    private void patch(String id, ObjectNode edit) {
        String path = "/api/products/" + id;
        Shops.Answer answer;
        do {
            answer = shops.ask(
                    "PATCH",
                    path,
                    edit,
                    "If-Match",
                    shops.ask("GET", path, null).etag());
        } while (answer.status() == 412);
        assertThat(answer.status()).isEqualTo(200);
    }

    private void assertConverged() {
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < PRODUCTS; i++) {
            String sku = "P-" + i;
            JsonNode hub = shops.product(sku);
            String name = hub.path("name").asText();
            double price = hub.at("/variants/0/netSalesPrice").asDouble();
            JsonNode shopify = shops.inShopify(sku);
            JsonNode woocommerce = shops.inWooCommerce(sku);
            if (!name.equals(shopify.path("title").asText())
                    || !name.equals(woocommerce.path("name").asText())
                    || price != shops.variantInShopify(sku).path("price").asDouble()
                    || price != woocommerce.path("price").asDouble()) {
                differences.add(sku + ": hub " + name + " " + price + ", Shopify "
                        + shopify.path("title").asText() + " "
                        + shops.variantInShopify(sku).path("price").asText() + ", WooCommerce "
                        + woocommerce.path("name").asText() + " "
                        + woocommerce.path("price").asText() + "; "
                        + hub.path("syncStatus").asText());
            }
        }
        assertThat(differences).isEmpty();
    }
}
