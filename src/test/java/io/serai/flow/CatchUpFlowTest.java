package io.serai.flow;

import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.support.PostgresResource;
import io.serai.twin.FaultSettings;
import io.serai.twin.SampleCatalogue;
import io.serai.twin.SampleCatalogue.Presence;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
class CatchUpFlowTest extends FlowTestBase {

    private static final FaultSettings ALL_LOST = new FaultSettings(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0);

    @Test
    @DisplayName("E2 what no webhook told, deletions included, is found by the catch-up read")
    void lostWebhooks() {
        shops.connect();
        String hat = shopify("Hut", "H-1");
        String cap = shopify("Mütze", "M-1");
        shops.settle();
        String product = shops.product("M-1").path("id").asText();
        shops.shopify.faults().set(ALL_LOST);
        shops.woocommerce.faults().set(ALL_LOST);
        shops.shopify.editAsStaff(hat, object().put("title", "Strohhut"));
        String woo = shops.inWooCommerce("H-1").path("id").asText();
        shops.woocommerce.editAsStaff(woo, object().put("regular_price", "14.00"));
        shops.shopify.deleteAsStaff(cap, true);
        shopify("Schal", "S-1");
        shops.settle();
        assertThat(shops.product("H-1").path("name").asText()).isEqualTo("Hut");

        readEverything();

        assertThat(shops.inWooCommerce("H-1").path("name").asText()).isEqualTo("Strohhut");
        assertThat(shops.variantInShopify("H-1").path("price").asText()).isEqualTo("14.00");
        assertThat(shops.inWooCommerce("S-1").path("name").asText()).isEqualTo("Schal");
        assertThat(state(product, shops.shopifyChannel)).isEqualTo("removed");
        assertThat(shops.inShopify("M-1").isMissingNode()).isTrue();
        assertThat(shops.inWooCommerce("M-1").isMissingNode()).isFalse();
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName("D1 a product deleted in a shop is not created there again until a person links it anew")
    void deleted() {
        shops.connect();
        String hat = shopify("Hut", "H-1");
        shops.settle();
        String product = shops.product("H-1").path("id").asText();
        shops.shopify.deleteAsStaff(hat, true);
        shops.settle();
        assertThat(state(product, shops.shopifyChannel)).isEqualTo("removed");

        shops.patch(product, object().put("name", "Strohhut"));
        shops.settle();
        assertThat(shops.inWooCommerce("H-1").path("name").asText()).isEqualTo("Strohhut");
        assertThat(shops.shopify.listed()).isEmpty();
        assertThat(shops.productOf(product).path("syncStatus").asText()).isEqualTo("SYNCED");

        String relink = "/api/channels/" + shops.shopifyChannel + "/listings/" + product + "/relink";
        Shops.Answer refused = shops.ask("POST", relink, object().put("externalId", "gid://shopify/Product/7"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("detail").asText()).contains("no product gid://shopify/Product/7");
        assertThat(state(product, shops.shopifyChannel)).isEqualTo("removed");
        assertThat(shops.ask("POST", relink, object().put("externalId", "my product"))
                        .status())
                .isEqualTo(422);

        assertThat(shops.ask("POST", relink, object()).status()).isEqualTo(200);
        shops.settle();
        assertThat(shops.inShopify("H-1").path("title").asText()).isEqualTo("Strohhut");
        assertThat(state(product, shops.shopifyChannel)).isEqualTo("linked");
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName("rule 11 a removed listing is linked to another product of the shop by its id, as the shop spells it")
    void linkedAnew() {
        shops.connect();
        shopify("Hut", "H-1");
        shops.settle();
        String product = shops.product("H-1").path("id").asText();
        shops.shopify.deleteAsStaff(shops.inShopify("H-1").path("id").asText(), true);
        shops.settle();
        shops.shopify.faults().set(new FaultSettings(1, 0, 0, 0, 0, 0, 0, 0, 300, 0, 0, 1, 0, 0, 0));
        String made = shopify("Hut", "H-2");

        String relink = "/api/channels/" + shops.shopifyChannel + "/listings/" + product + "/relink";
        Shops.Answer answer = shops.ask("POST", relink, object().put("externalId", "gid://shopify/Product/" + made));

        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        assertThat(state(product, shops.shopifyChannel)).isEqualTo("linked");
        assertThat(answer.json().toString()).contains("\"" + made + "\"");
    }

    @Test
    @DisplayName("D1 a product put in WooCommerce's trash is removed, and linked again when it is taken out")
    void trashed() {
        shops.connect();
        shopify("Hut", "H-1");
        shops.settle();
        String product = shops.product("H-1").path("id").asText();
        String woo = shops.inWooCommerce("H-1").path("id").asText();
        shops.woocommerce.deleteAsStaff(woo, false);
        shops.settle();
        assertThat(state(product, shops.wooChannel)).isEqualTo("removed");
        assertThat(shops.inShopify("H-1").isMissingNode()).isFalse();
        shops.patch(product, object().put("name", "Strohhut"));
        shops.settle();

        shops.woocommerce.editAsStaff(woo, object().put("status", "publish"));
        shops.settle();
        assertThat(state(product, shops.wooChannel)).isEqualTo("linked");
        assertThat(shops.inWooCommerce("H-1").path("name").asText()).isEqualTo("Strohhut");
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName("D1 a product deleted past WooCommerce's trash, which tells nobody, is found by the catch-up read")
    void deletedForGood() {
        shops.connect();
        shopify("Hut", "H-1");
        shops.settle();
        String product = shops.product("H-1").path("id").asText();
        shops.woocommerce.deleteAsStaff(shops.inWooCommerce("H-1").path("id").asText(), true);
        shops.settle();
        readEverything();
        assertThat(state(product, shops.wooChannel)).isEqualTo("removed");
        assertThat(shops.inWooCommerce("H-1").isMissingNode()).isTrue();
    }

    @Test
    @DisplayName("D7 two catalogues are linked: equal ones are in sync, differing ones wait, single ones stay single")
    void firstLink() {
        SampleCatalogue catalogue = SampleCatalogue.of(1, 60);
        shops.shopify.seed(catalogue);
        shops.woocommerce.seed(catalogue);
        int inShopify = shops.shopify.listed().size();
        int inWooCommerce = shops.woocommerce.listed().size();
        shops.connect();
        shops.settle();

        assertThat(Shops.writes(shops.shopify)).isZero();
        assertThat(Shops.writes(shops.woocommerce)).isZero();
        assertThat(shops.shopify.listed()).hasSize(inShopify);
        assertThat(shops.woocommerce.listed()).hasSize(inWooCommerce);
        int different = catalogue.keys(Presence.DIFFERENT).size();
        JsonNode status = shops.status();
        assertThat(Stream.concat(catalogue.shopify().stream(), catalogue.wooCommerce().stream())
                        .map(product -> product.variants().get(0).sku())
                        .filter(sku -> shops.find(sku).isEmpty()))
                .isEmpty();
        assertThat(status.path("total").asInt()).isEqualTo(60);
        assertThat(status.path("conflict").asInt()).isEqualTo(different);
        assertThat(status.path("synced").asInt()).isEqualTo(60 - different);
        assertThat(shops.channel(shops.shopifyChannel).at("/listings/linked").asInt())
                .isEqualTo(inShopify);
        assertThat(shops.channel(shops.wooChannel).at("/listings/linked").asInt())
                .isEqualTo(inWooCommerce);
        for (JsonNode conflict : shops.conflicts()) {
            assertThat(conflict.path("kind").asText()).isEqualTo("first_link");
            assertThat(conflict.path("channelId").asText()).isEqualTo(shops.wooChannel);
            assertThat(conflict.path("applied").asText()).isEqualTo("none");
        }

        Shops.Answer accepted = shops.ask(
                "POST",
                "/api/channels/" + shops.wooChannel + "/accept-conflicts",
                object().put("resolution", "accept_local"));
        assertThat(accepted.status()).isEqualTo(200);
        shops.settle();
        assertThat(shops.conflicts()).isEmpty();
        assertThat(shops.status().path("synced").asInt()).isEqualTo(60);
        assertThat(Shops.writes(shops.shopify)).isZero();
        assertThat(Shops.writes(shops.woocommerce)).isBetween(different, 2 * different);
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName("a product that cannot be stored holds up no other, neither at the first read nor after it")
    void unstorable() {
        String bad = "Unstorable " + shops.tenant;
        shopify("Hut", "U-1");
        shopify(bad, "U-2");
        shopify("Schal", "U-3");
        shops.execute("ALTER TABLE products ADD CONSTRAINT nothing_unstorable CHECK (name <> '" + bad + "') NOT VALID");
        try {
            shops.connectTenant();
            shops.connectShopify();
            assertThat(shops.find("U-1")).isPresent();
            assertThat(shops.find("U-3")).isPresent();
            assertThat(shops.text("SELECT must_read_since FROM control.channels WHERE id = ?", shops.shopifyChannel))
                    .isNull();

            shopify(bad, "U-4");
            shopify("Mütze", "U-5");
            await().atMost(PATIENCE).until(() -> shops.find("U-5").isPresent());
            await().atMost(PATIENCE)
                    .until(() -> shops.count(
                                    "SELECT count(*) FROM control.pending_reads WHERE channel_id = ? AND attempts >= 4"
                                            + " AND last_error LIKE '%nothing_unstorable%'",
                                    shops.shopifyChannel)
                            == 2);
            // each wait is longer than the one before, and the first is a fifth of a second
            await().atMost(PATIENCE)
                    .until(() -> shops.count(
                                    "SELECT count(*) FROM control.pending_reads WHERE channel_id = ?"
                                            + " AND not_before > now() + interval '600 milliseconds'",
                                    shops.shopifyChannel)
                            > 0);
            assertThat(shops.text("SELECT waits_until FROM control.channels WHERE id = ?", shops.shopifyChannel))
                    .isNull();
        } finally {
            shops.execute("ALTER TABLE products DROP CONSTRAINT nothing_unstorable");
        }
        shops.settle();
        assertThat(shops.find("U-2")).isPresent();
        assertThat(shops.find("U-4")).isPresent();
    }

    private String shopify(String title, String sku) {
        return shops.shopify
                .createAsStaff(
                        object().put("title", title).put("price", "10.00").put("sku", sku))
                .path("id")
                .asText();
    }

    private String state(String product, String channel) {
        for (JsonNode listing : shops.productOf(product).path("channels")) {
            if (listing.path("channelId").asText().equals(channel)) {
                return listing.path("state").asText();
            }
        }
        return "none";
    }
}
