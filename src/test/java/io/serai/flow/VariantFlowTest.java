package io.serai.flow;

import static io.serai.flow.Shops.json;
import static io.serai.flow.Shops.object;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.support.PostgresResource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
class VariantFlowTest extends FlowTestBase {

    private static final String SHIRT =
            """
            {"title":"Shirt","options":[{"name":"Size","values":["S","M"]}],
             "variants":[{"values":["S"],"sku":"SH-S","price":"20.00"},{"values":["M"],"sku":"SH-M","price":"21.00"}]}""";

    @Test
    @DisplayName("D1 a product with variants created in Shopify is one with variations in WooCommerce")
    void createdInShopify() {
        shops.connect();
        shirt();
        assertSkus("SH-S", "SH-M");
        assertThat(shops.inWooCommerce("SH-M").path("price").asText()).isEqualTo("21.00");
        assertThat(shops.inWooCommerce("SH-M").at("/attributes/0/option").asText())
                .isEqualTo("M");
        assertThat(Shops.writes(shops.shopify)).isZero();
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName("D1 a variant added, edited and removed in Shopify is so in WooCommerce")
    void changedInShopify() {
        shops.connect();
        String id = shirt();

        ObjectNode added = object();
        added.putArray("addVariants").add(json("{\"values\":[\"L\"],\"sku\":\"SH-L\",\"price\":\"22.00\"}"));
        shops.shopify.editAsStaff(id, added);
        shops.settle();
        assertSkus("SH-S", "SH-M", "SH-L");

        ObjectNode edited = object();
        edited.putArray("variants").add(json("{\"sku\":\"SH-M\",\"price\":\"23.50\"}"));
        shops.shopify.editAsStaff(id, edited);
        shops.settle();
        assertThat(shops.inWooCommerce("SH-M").path("price").asDouble()).isEqualTo(23.5);

        ObjectNode removed = object();
        removed.putArray("removeVariants")
                .add(shops.variantInShopify("SH-S").path("id").asText());
        shops.shopify.editAsStaff(id, removed);
        shops.settle();
        assertSkus("SH-M", "SH-L");
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName("D1 a variation added, edited and removed in WooCommerce is so in Shopify")
    void changedInWooCommerce() {
        shops.connect();
        shirt();
        JsonNode parent = shops.namedInWooCommerce("Shirt");
        String id = parent.path("id").asText();

        shops.woocommerce.editAsStaff(
                id,
                json(
                        """
                        {"attributes":[{"id":%d,"name":"Size","variation":true,"visible":true,"options":["S","M","L"]}]}"""
                                .formatted(parent.at("/attributes/0/id").asLong())));
        shops.woocommerce.createAsStaff(json(
                """
                        {"parent_id":%s,"sku":"SH-L","regular_price":"22.00",
                         "attributes":[{"id":%d,"name":"Size","option":"L"}]}"""
                        .formatted(id, parent.at("/attributes/0/id").asLong())));
        shops.settle();
        assertSkus("SH-S", "SH-M", "SH-L");
        assertThat(shops.variantInShopify("SH-L").path("price").asText()).isEqualTo("22.00");

        String medium = shops.inWooCommerce("SH-M").path("id").asText();
        shops.woocommerce.editAsStaff(medium, object().put("regular_price", "24.00"));
        shops.settle();
        assertThat(shops.variantInShopify("SH-M").path("price").asText()).isEqualTo("24.00");

        shops.woocommerce.deleteAsStaff(shops.inWooCommerce("SH-S").path("id").asText(), true);
        shops.woocommerce.editAsStaff(id, object().put("short_description", "nur M und L"));
        shops.settle();
        assertSkus("SH-M", "SH-L");
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName("A11 a deletion that names a variation, of which the hub knows the product, is believed after asking")
    void deletedByItsId() {
        shops.connect();
        shirt();
        String small = shops.inWooCommerce("SH-S").path("id").asText();

        shops.woocommerce.deleteAsStaff(small, true);
        new Sender(serai).wooCommerce(shops.wooChannel, "product.deleted", ("{\"id\":" + small + "}").getBytes(UTF_8));
        shops.settle();

        assertSkus("SH-M");
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName("D1 a variant added, edited and removed in the hub is so in both shops")
    void changedInTheHub() {
        shops.connect();
        String id = shops.create(
                json(
                        """
                        {"name":"Shirt","variants":[
                         {"options":{"Size":"S"},"sku":"SH-S","price":20},{"options":{"Size":"M"},"sku":"SH-M","price":21}]}"""));
        shops.settle();
        assertSkus("SH-S", "SH-M");

        patchVariant(id, json("{\"options\":{\"Size\":\"L\"},\"sku\":\"SH-L\",\"price\":22}"));
        shops.settle();
        assertSkus("SH-S", "SH-M", "SH-L");

        patchVariant(id, object().put("id", variant("SH-M")).put("price", 23.5));
        shops.settle();
        assertThat(shops.inWooCommerce("SH-M").path("price").asDouble()).isEqualTo(23.5);
        assertThat(shops.variantInShopify("SH-M").path("price").asText()).isEqualTo("23.50");

        patchVariant(id, object().put("id", variant("SH-S")).put("exists", false));
        shops.settle();
        assertSkus("SH-M", "SH-L");
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName(
            "rule 12 what was open about a variant that was dropped and made again is decided by the one made again")
    void dropsConflictsOfHandedOverVariant() {
        shops.shopify.createAsStaff(json(SHIRT));
        shops.woocommerce.createAsStaff(
                json(
                        """
                        {"name":"Shirt","type":"variable",
                         "attributes":[{"name":"Size","variation":true,"options":["S","M"]}],
                         "variations":[
                          {"sku":"SH-S","regular_price":"25.00","attributes":[{"name":"Size","option":"S"}]},
                          {"sku":"SH-M","regular_price":"21.00","attributes":[{"name":"Size","option":"M"}]}]}"""));
        shops.connect();
        assertThat(shops.conflicts())
                .singleElement()
                .matches(conflict -> conflict.path("kind").asText().equals("first_link"));
        String id = shops.product("SH-S").path("id").asText();

        ObjectNode edit = object();
        edit.putArray("variants")
                .add(object().put("id", variant("SH-S")).put("exists", false))
                .add(json("{\"options\":{\"Size\":\"S\"},\"sku\":\"SH-S2\",\"price\":19}"));
        shops.patch(id, edit);
        shops.settle();

        assertSkus("SH-M", "SH-S2");
        assertThat(shops.inWooCommerce("SH-S2").path("price").asDouble()).isEqualTo(19);
        assertThat(shops.conflicts()).isEmpty();
        assertThat(shops.productOf(id).path("syncStatus").asText()).isEqualTo("SYNCED");
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName("rule 12 the last variation that a shop removes is a question, until the shop makes it again")
    void lastVariationMadeAgain() {
        shops.connect();
        String variation =
                "{\"sku\":\"SH-S\",\"regular_price\":\"25.00\",\"attributes\":[{\"name\":\"Size\",\"option\":\"S\"}]}";
        ObjectNode shirt = json(
                """
                {"name":"Shirt","type":"variable","attributes":[{"name":"Size","variation":true,"options":["S"]}]}""");
        shirt.putArray("variations").add(json(variation));
        String parent = shops.woocommerce.createAsStaff(shirt).path("id").asText();
        shops.settle();

        shops.woocommerce.deleteAsStaff(shops.inWooCommerce("SH-S").path("id").asText(), true);
        shops.woocommerce.editAsStaff(parent, object());
        shops.settle();
        assertThat(shops.conflicts())
                .singleElement()
                .matches(conflict -> conflict.path("kind").asText().equals("last_variant"));
        assertThat(shops.variantInShopify("SH-S").path("price").asText()).isEqualTo("25.00");

        shops.woocommerce.createAsStaff(json(variation).put("parent_id", Long.valueOf(parent)));
        shops.settle();
        assertThat(shops.conflicts()).isEmpty();
        assertSkus("SH-S");
        shops.assertNothingIdle();
    }

    private void patchVariant(String product, ObjectNode variant) {
        ObjectNode edit = object();
        edit.putArray("variants").add(variant);
        shops.patch(product, edit);
    }

    private String variant(String sku) {
        for (JsonNode variant : shops.product(sku).path("variants")) {
            if (sku.equals(variant.path("sku").asText())) {
                return variant.path("id").asText();
            }
        }
        throw new IllegalStateException("the hub has no " + sku);
    }

    private String shirt() {
        String id = shops.shopify.createAsStaff(json(SHIRT)).path("id").asText();
        shops.settle();
        return id;
    }

    private void assertSkus(String... skus) {
        List<String> hub = new ArrayList<>();
        shops.product(skus[0])
                .path("variants")
                .forEach(variant -> hub.add(variant.path("sku").asText()));
        assertThat(hub).as("hub").containsExactlyInAnyOrder(skus);
        List<String> shopify = new ArrayList<>();
        shops.inShopify(skus[0])
                .path("variants")
                .forEach(variant -> shopify.add(variant.path("sku").asText()));
        assertThat(shopify).as("Shopify").containsExactlyInAnyOrder(skus);
        assertThat(shops.variations(shops.namedInWooCommerce("Shirt")))
                .as("WooCommerce")
                .extracting(variation -> variation.path("sku").asText())
                .containsExactlyInAnyOrder(skus);
    }
}
