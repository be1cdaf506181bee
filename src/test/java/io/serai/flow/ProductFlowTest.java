package io.serai.flow;

import static io.serai.flow.Shops.json;
import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.support.PostgresResource;
import org.awaitility.Durations;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
class ProductFlowTest extends FlowTestBase {

    @Test
    @DisplayName("D6 A a product created and edited in Shopify arrives in WooCommerce, and nothing comes back")
    void flowA() {
        shops.connect();

        String id = inShopify("Hut", "H-1");
        assertThat(shops.inWooCommerce("H-1").path("name").asText()).isEqualTo("Hut");
        shops.shopify.editAsStaff(id, object().put("title", "Strohhut"));
        shops.settle();

        assertThat(shops.inWooCommerce("H-1").path("name").asText()).isEqualTo("Strohhut");
        assertThat(shops.woocommerce.listed()).hasSize(1);
        JsonNode product = shops.product("H-1");
        assertThat(product.path("lastUpdatedBy").asText()).isEqualTo("SHOPIFY");
        assertThat(product.path("syncStatus").asText()).isEqualTo("SYNCED");
        assertThat(Shops.writes(shops.shopify)).isZero();
        assertThat(Shops.writes(shops.woocommerce)).isEqualTo(2);
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName("D6 B a product edited in the hub arrives in both shops, and their webhooks change nothing")
    void flowB() {
        shops.connect();
        inShopify("Hut", "H-1");
        String id = shops.product("H-1").path("id").asText();
        shops.forgetCalls();

        JsonNode edited = shops.patch(id, object().put("name", "Sonnenhut").put("price", 12.5));
        assertThat(edited.path("name").asText()).isEqualTo("Sonnenhut");
        shops.settle();

        assertThat(shops.inShopify("H-1").path("title").asText()).isEqualTo("Sonnenhut");
        assertThat(shops.variantInShopify("H-1").path("price").asText()).isEqualTo("12.50");
        assertThat(shops.inWooCommerce("H-1").path("name").asText()).isEqualTo("Sonnenhut");
        assertThat(shops.inWooCommerce("H-1").path("price").asDouble()).isEqualTo(12.5);
        JsonNode product = shops.product("H-1");
        assertThat(product.path("lastUpdatedBy").asText()).isEqualTo("NOLIMITS");
        assertThat(product.path("syncStatus").asText()).isEqualTo("SYNCED");
        assertThat(shops.explain(id, "name").at("/history/0/origin").asText()).isEqualTo("NOLIMITS");
        assertThat(shops.explain(id, "name").path("history")).hasSize(2);
        // Shopify keeps the name with the product and the price with the variant: two calls.
        assertThat(Shops.writes(shops.shopify)).isEqualTo(2);
        assertThat(Shops.writes(shops.woocommerce)).isEqualTo(1);
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName("D16 an edit of a version that is no longer the newest is refused")
    void editOfAnOldVersion() {
        shops.connectTenant();
        String id = shops.create(json("{\"name\":\"Hut\",\"sku\":\"H-1\",\"price\":10,\"channelIds\":[]}"));
        String path = "/api/products/" + id;
        String etag = shops.ask("GET", path, null).etag();
        assertThat(shops.ask("PATCH", path, object().put("name", "Hat"), "If-Match", etag)
                        .status())
                .isEqualTo(200);
        assertThat(shops.ask("PATCH", path, object().put("name", "Cap"), "If-Match", etag)
                        .status())
                .isEqualTo(412);
        assertThat(shops.ask("PATCH", path, object().put("name", "Cap")).status())
                .isEqualTo(428);
        assertThat(shops.productOf(id).path("name").asText()).isEqualTo("Hat");
    }

    @Test
    @DisplayName("D19 D2 what Serai created in the shops comes back as webhooks and is nobody's edit")
    void echo() {
        shops.connect();
        String id = shops.create(
                json(
                        """
                        {"name":"New Product","sku":"PROD-001","price":19.99,"quantity":100,"description":"<p>Neu & gut</p>",
                         "tags":["neu","gut"],"weightInKg":0.25}"""));
        shops.settle();

        assertThat(shops.inShopify("PROD-001").path("title").asText()).isEqualTo("New Product");
        assertThat(shops.variantInShopify("PROD-001").path("price").asText()).isEqualTo("19.99");
        assertThat(shops.inWooCommerce("PROD-001").path("name").asText()).isEqualTo("New Product");
        assertThat(shops.inWooCommerce("PROD-001").path("price").asText()).isEqualTo("19.99");
        assertThat(shops.shopify.deliveries().attempts())
                .anyMatch(attempt -> attempt.topic().equals("products/create") && attempt.delivered());
        assertThat(shops.woocommerce.deliveries().attempts())
                .anyMatch(attempt -> attempt.topic().equals("product.created") && attempt.delivered());
        for (JsonNode field : shops.explain(id)) {
            for (JsonNode decision : field.path("history")) {
                assertThat(decision.path("origin").asText())
                        .as(field.toString())
                        .isEqualTo("NOLIMITS");
            }
        }
        for (JsonNode entry : shops.logs(id)) {
            assertThat(entry.path("origin").asText()).as(entry.toString()).isIn("NOLIMITS", "SYSTEM");
        }
        assertThat(Shops.writes(shops.shopify)).isEqualTo(1);
        assertThat(Shops.writes(shops.woocommerce)).isEqualTo(1);
        assertThat(shops.queue(id).path("completed").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(shops.status().path("synced").asInt()).isEqualTo(1);
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName("D19 D3 a price set in Shopify reaches the hub and WooCommerce")
    void priceFromShopify() {
        shops.connect();
        String id = inShopify("Hut", "H-1");
        shops.shopify.editAsStaff(id, object().put("price", "21.00").put("compareAtPrice", "25.00"));
        shops.settle();

        JsonNode variant = shops.product("H-1").at("/variants/0");
        assertThat(variant.path("netSalesPrice").asDouble()).isEqualTo(21.0);
        assertThat(variant.path("compareAtPrice").asDouble()).isEqualTo(25.0);
        assertThat(shops.inWooCommerce("H-1").path("sale_price").asText()).isEqualTo("21.00");
        assertThat(shops.inWooCommerce("H-1").path("regular_price").asText()).isEqualTo("25.00");
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName(
            "rule 17 a compare-at price that WooCommerce shows no more, since the price passed it, is nobody's edit")
    void comparedPricePassed() {
        shops.connect();
        ObjectNode hat = object().put("name", "Hut").put("sku", "H-1").put("price", 10);
        String id = shops.create(hat.put("compareAtPrice", 20));
        shops.settle();

        shops.patch(id, object().put("price", 25));
        shops.settle();
        assertThat(shops.product("H-1").at("/variants/0/compareAtPrice").asDouble())
                .isEqualTo(20);
        assertThat(shops.inWooCommerce("H-1").path("regular_price").asText()).isEqualTo("25");

        shops.patch(id, object().put("price", 12));
        shops.settle();
        assertThat(shops.inWooCommerce("H-1").path("regular_price").asText()).isEqualTo("20");
        assertThat(shops.inWooCommerce("H-1").path("sale_price").asText()).isEqualTo("12");
        assertThat(shops.status().path("synced").asInt()).isEqualTo(1);
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName("D19 D3 warehouse notes and other fields without a place in a shop are never sent there")
    void notesStayInTheHub() {
        shops.connect();
        inShopify("Hut", "H-1");
        String id = shops.product("H-1").path("id").asText();
        shops.forgetCalls();
        int jobs = shops.queue(id).path("jobs").size();

        shops.patch(id, object().put("warehouseNotes", "Regal 7, nur stehend").put("storageLocation", "7-B"));
        shops.settle();

        assertThat(shops.product("H-1").path("warehouseNotes").asText()).isEqualTo("Regal 7, nur stehend");
        assertThat(shops.queue(id).path("jobs")).hasSize(jobs);
        assertThat(Shops.writes(shops.shopify)).isZero();
        assertThat(Shops.writes(shops.woocommerce)).isZero();
        assertThat(shops.product("H-1").path("syncStatus").asText()).isEqualTo("SYNCED");
    }

    @Test
    @DisplayName("D3 a SKU edited in a shop is put back there and changes nowhere else")
    void skuIsRestored() {
        shops.connect();
        String id = inShopify("Hut", "H-1");
        String product = shops.product("H-1").path("id").asText();
        shops.forgetCalls();

        shops.shopify.editAsStaff(id, object().put("sku", "SHOP-1"));
        shops.settle();
        assertThat(shops.inShopify("H-1").isMissingNode()).isFalse();
        assertThat(shops.inShopify("SHOP-1").isMissingNode()).isTrue();
        assertThat(shops.productOf(product).at("/variants/0/sku").asText()).isEqualTo("H-1");
        assertThat(Shops.writes(shops.woocommerce)).isZero();
        assertThat(shops.explain(product, "sku").at("/history/0/outcome").asText())
                .isEqualTo("restored");

        String woo = shops.inWooCommerce("H-1").path("id").asText();
        shops.woocommerce.editAsStaff(woo, object().put("sku", "WOO-1"));
        shops.settle();
        assertThat(shops.inWooCommerce("H-1").path("id").asText()).isEqualTo(woo);
        assertThat(shops.inShopify("H-1").isMissingNode()).isFalse();
        shops.assertNothingIdle();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hello <b>world</b>",
                "<h2>T</h2>loose text",
                "Line one\n\nLine two",
                "<div>box</div>tail",
                "<p>a</p><br><br>b",
                "before <p>a paragraph</p>",
                "<img src=\"https://example.com/a.png\">"
            })
    @DisplayName("D2 what WooCommerce makes of a description for its pages is nobody's edit")
    void rendered(String html) {
        shops.connect();
        String id = inShopify("Hut", "H-1");
        shops.shopify.editAsStaff(id, object().put("descriptionHtml", html));
        shops.settle();
        String product = shops.product("H-1").path("id").asText();
        assertThat(shops.productOf(product).path("description").asText()).isEqualTo(html);
        assertThat(shops.inShopify("H-1").path("body_html").asText()).isEqualTo(html);
        assertThat(shops.explain(product, "description").at("/setBy/origin").asText())
                .isEqualTo("SHOPIFY");
        assertThat(shops.conflicts()).isEmpty();
        shops.assertNothingIdle();
    }

    @ParameterizedTest
    @CsvSource({"accept_local,Hub", "accept_remote,Shop", "merge,Beide"})
    @DisplayName("D19 D4 a name edited in Shopify and at once in the hub is a conflict that shows both values")
    void conflict(String resolution, String name) {
        shops.connect();
        String id = inShopify("Hut", "H-1");
        String product = shops.product("H-1").path("id").asText();
        shops.shopify.editAsStaff(id, object().put("title", "Shop"));
        shops.settle();
        shops.patch(product, object().put("name", "Hub"));
        shops.settle();

        assertThat(shops.conflicts()).hasSize(1);
        JsonNode conflict = shops.conflicts().get(0);
        assertThat(conflict.path("field").asText()).isEqualTo("name");
        assertThat(conflict.path("localValue").asText()).isEqualTo("Hub");
        assertThat(conflict.path("remoteValue").asText()).isEqualTo("Shop");
        assertThat(conflict.path("applied").asText()).isEqualTo("local");
        assertThat(shops.status().path("conflict").asInt()).isEqualTo(1);
        assertThat(shops.inWooCommerce("H-1").path("name").asText()).isEqualTo("Hub");

        ObjectNode wish = object().put("resolution", resolution);
        if (resolution.equals("merge")) {
            wish.putObject("mergeData").put("name", name);
        }
        Shops.Answer answer =
                shops.ask("POST", "/api/integrations/product-sync/conflicts/" + product + "/resolve", wish);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.data().path("resolved").asInt()).isEqualTo(1);
        shops.settle();

        assertThat(shops.conflicts()).isEmpty();
        assertThat(shops.product("H-1").path("name").asText()).isEqualTo(name);
        assertThat(shops.inShopify("H-1").path("title").asText()).isEqualTo(name);
        assertThat(shops.inWooCommerce("H-1").path("name").asText()).isEqualTo(name);
        assertThat(shops.status().path("synced").asInt()).isEqualTo(1);
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName("A12 a product whose creation a shop refused is linked by its SKU when somebody makes it there")
    void madeByHandAfterARefusal() {
        shops.connect();
        shops.woocommerce.createAsStaff(
                object().put("name", "H".repeat(300)).put("sku", "R-1").put("regular_price", "5.00"));
        await().atMost(Durations.ONE_MINUTE).untilAsserted(() -> assertThat(shops.text(
                        "SELECT count(*)::text FROM product_sync_queue WHERE last_error LIKE ? AND channel_id = ?",
                        "%too long%",
                        shops.shopifyChannel))
                .isEqualTo("1"));

        String id = shops.shopify
                .createAsStaff(object().put("title", "Hut").put("price", "5.00").put("sku", "R-1"))
                .path("id")
                .asText();

        await().atMost(Durations.ONE_MINUTE).untilAsserted(() -> assertThat(shops.text(
                        "SELECT coalesce(max(external_id), '') FROM control.listings WHERE channel_id = ?",
                        shops.shopifyChannel))
                .isEqualTo(id));
        assertThat(shops.ask("GET", "/api/products?sku=R-1&clientId=" + shops.tenant, null)
                        .json()
                        .at("/data/total")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("D4 a name edited in the hub and later in WooCommerce: the later stands, and the other is kept")
    void laterShopWins() {
        shops.connect();
        inShopify("Hut", "H-1");
        String product = shops.product("H-1").path("id").asText();
        shops.patch(product, object().put("name", "Hub"));
        shops.settle();
        String woo = shops.inWooCommerce("H-1").path("id").asText();
        shops.woocommerce.editAsStaff(woo, object().put("name", "Woo"));
        shops.settle();

        assertThat(shops.product("H-1").path("name").asText()).isEqualTo("Woo");
        assertThat(shops.inShopify("H-1").path("title").asText()).isEqualTo("Woo");
        JsonNode conflict = shops.conflicts().get(0);
        assertThat(conflict.path("localValue").asText()).isEqualTo("Hub");
        assertThat(conflict.path("remoteValue").asText()).isEqualTo("Woo");
        assertThat(conflict.path("applied").asText()).isEqualTo("remote");
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName("D3 a price edited in the hub just before a shop edits it loses to the shop")
    void shopsPriceWins() {
        shops.connect();
        String id = inShopify("Hut", "H-1");
        String product = shops.product("H-1").path("id").asText();
        shops.shopify.editAsStaff(id, object().put("price", "11.00"));
        shops.settle();
        shops.patch(product, object().put("price", 13));
        shops.settle();

        assertThat(shops.variantInShopify("H-1").path("price").asText()).isEqualTo("11.00");
        assertThat(shops.product("H-1").at("/variants/0/netSalesPrice").asDouble())
                .isEqualTo(11.0);
        assertThat(shops.inWooCommerce("H-1").path("price").asText()).isEqualTo("11.00");
        assertThat(shops.explain(product, "netSalesPrice")
                        .at("/history/0/outcome")
                        .asText())
                .isEqualTo("lost");
        shops.assertNothingIdle();
    }

    /** Creates a product in Shopify as its staff does and waits until it is everywhere. */
    private String inShopify(String title, String sku) {
        String id = shops.shopify
                .createAsStaff(
                        object().put("title", title).put("price", "10.00").put("sku", sku))
                .path("id")
                .asText();
        shops.settle();
        assertThat(shops.inWooCommerce(sku).path("name").asText()).isEqualTo(title);
        return id;
    }
}
