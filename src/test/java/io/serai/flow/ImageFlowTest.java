package io.serai.flow;

import static io.serai.flow.Shops.json;
import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.support.PostgresResource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Each shop keeps its own copy of an image, under its own id and address; the file's name tells which picture it is. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
class ImageFlowTest extends FlowTestBase {

    private static final String MUG =
            """
            {"title":"Mug","sku":"MUG","price":"9.00","media":[
             {"originalSource":"https://cdn.example.com/front.png","alt":"Front"},
             {"originalSource":"https://cdn.example.com/back.png"}]}""";

    @Test
    @DisplayName("rule 14 images of a product created in Shopify are in WooCommerce, and do not come back as others")
    void createdInShopify() {
        mug();

        assertPictures("front", "back");
        assertThat(shops.inWooCommerce("MUG").at("/images/0/alt").asText()).isEqualTo("Front");
        assertThat(Shops.writes(shops.shopify)).isZero();
        assertThat(shops.conflicts()).isEmpty();
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName("rule 14 an image added, reordered and removed in Shopify is so in WooCommerce")
    void changedInShopify() {
        String id = mug();

        editInShopify(id, "https://cdn.example.com/side.png", "front", "back");
        assertPictures("side", "front", "back");

        editInShopify(id, "back", "side", "front");
        assertPictures("back", "side", "front");

        editInShopify(id, "back", "front");
        assertPictures("back", "front");
        assertThat(Shops.writes(shops.shopify)).isZero();
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName("rule 14 an image added, reordered and removed in WooCommerce is so in Shopify")
    void changedInWooCommerce() {
        mug();

        editInWooCommerce("https://cdn.example.com/side.png", "front", "back");
        assertPictures("side", "front", "back");

        editInWooCommerce("back", "side", "front");
        assertPictures("back", "side", "front");

        editInWooCommerce("back", "front");
        assertPictures("back", "front");

        editInWooCommerce();
        assertPictures();
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName("rule 14 images given in the hub by their URLs are in both shops, and so is what is changed of them")
    void changedInTheHub() {
        shops.connect();
        String id = shops.create(
                json(
                        """
                        {"name":"Mug","sku":"MUG","price":9,"images":[
                         "https://cdn.example.com/front.png","https://cdn.example.com/back.png"]}"""));
        shops.settle();
        assertPictures("front", "back");
        shops.nextSecond();

        JsonNode order = shops.productOf(id).path("imageOrder");
        ObjectNode edit = object();
        edit.putArray("images")
                .add("https://cdn.example.com/side.png")
                .add(order.get(1))
                .add(order.get(0));
        shops.patch(id, edit);
        shops.settle();
        assertPictures("side", "back", "front");
        shops.nextSecond();

        ObjectNode removal = object();
        removal.putArray("images").add(order.get(0));
        shops.patch(id, removal);
        shops.settle();
        assertPictures("front");
        assertThat(shops.conflicts()).isEmpty();
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName("rule 14 an edit of anything else and a read of everything leave the images alone")
    void leftAlone() {
        String id = mug();
        shops.nextSecond();
        shops.shopify.editAsStaff(id, object().put("title", "Cup"));
        shops.settle();
        shops.woocommerce.editAsStaff(
                shops.inWooCommerce("MUG").path("id").asText(), object().put("regular_price", "8.50"));
        shops.settle();
        readEverything();

        assertPictures("front", "back");
        assertThat(shops.product("MUG").path("imageFiles")).hasSize(2);
        assertThat(shops.conflicts()).isEmpty();
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName("rule 14 an image that no shop can fetch keeps nothing else of the product from it")
    void cannotBeFetched() {
        String id = mug();
        editInShopify(id, "front", "back", "https://cdn.invalid/side.png");
        shops.shopify.editAsStaff(id, object().put("title", "Cup"));
        shops.settle();

        assertThat(shops.inWooCommerce("MUG").path("name").asText()).isEqualTo("Cup");
        assertThat(pictures(shops.inShopify("MUG").path("images"))).containsExactly("front", "back", "side");
        assertThat(pictures(shops.inWooCommerce("MUG").path("images"))).containsExactly("front", "back");
    }

    private String mug() {
        shops.connect();
        String id = shops.shopify.createAsStaff(json(MUG)).path("id").asText();
        shops.settle();
        shops.nextSecond();
        return id;
    }

    /** @param images names of pictures the shop has, and addresses of new ones */
    private void editInShopify(String id, String... images) {
        Map<String, JsonNode> there = byPicture(shops.inShopify("MUG").path("images"));
        ObjectNode edit = object();
        ArrayNode media = edit.putArray("media");
        for (String image : images) {
            if (there.containsKey(image)) {
                media.addObject()
                        .put(
                                "id",
                                "gid://shopify/MediaImage/"
                                        + there.get(image).path("id").asText());
            } else {
                media.addObject().put("originalSource", image);
            }
        }
        shops.shopify.editAsStaff(id, edit);
        shops.settle();
        shops.nextSecond();
    }

    private void editInWooCommerce(String... images) {
        JsonNode product = shops.inWooCommerce("MUG");
        Map<String, JsonNode> there = byPicture(product.path("images"));
        ObjectNode edit = object();
        ArrayNode list = edit.putArray("images");
        for (String image : images) {
            if (there.containsKey(image)) {
                list.addObject().set("id", there.get(image).path("id"));
            } else {
                list.addObject().put("src", image);
            }
        }
        shops.woocommerce.editAsStaff(product.path("id").asText(), edit);
        shops.settle();
        shops.nextSecond();
    }

    private void assertPictures(String... pictures) {
        assertThat(pictures(shops.inShopify("MUG").path("images")))
                .as("Shopify")
                .containsExactly(pictures);
        assertThat(pictures(shops.inWooCommerce("MUG").path("images")))
                .as("WooCommerce")
                .containsExactly(pictures);
        JsonNode hub = shops.product("MUG");
        Map<String, String> files = new HashMap<>();
        hub.path("imageFiles").forEach(file -> files.put(file.path("id").asText(), picture(file.path("url"))));
        List<String> ordered = new ArrayList<>();
        hub.path("imageOrder").forEach(image -> ordered.add(files.get(image.asText())));
        assertThat(ordered).as("the hub").containsExactly(pictures);
        assertThat(hub.path("images")).hasSize(pictures.length);
    }

    private static List<String> pictures(JsonNode images) {
        List<String> pictures = new ArrayList<>();
        images.forEach(image -> pictures.add(picture(image.path("src"))));
        return pictures;
    }

    private static Map<String, JsonNode> byPicture(JsonNode images) {
        Map<String, JsonNode> byPicture = new HashMap<>();
        images.forEach(image -> byPicture.put(picture(image.path("src")), image));
        return byPicture;
    }

    private static String picture(JsonNode url) {
        return url.asText().replaceFirst("^.*/", "").replaceFirst("(-\\d+)?\\.png$", "");
    }
}
