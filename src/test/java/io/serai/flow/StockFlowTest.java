package io.serai.flow;

import static io.serai.flow.Shops.json;
import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.fulfilment.Locations;
import io.serai.platform.Connection;
import io.serai.platform.Connections;
import io.serai.platform.ShopLocation;
import io.serai.support.PostgresResource;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** D6 C, D9, D15 and rule 16: what the warehouse counts is what the shops sell. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
@DisplayName("Stock")
class StockFlowTest extends StockFlowTestBase {

    private static final String BERLIN = "FULF04DE-10115-0001";
    private static final String HAMBURG = "FULF04DE-20095-0002";

    @Inject
    Connections connections;

    @Inject
    Locations locations;

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

    @Test
    @DisplayName(
            "D15 each place of a shop shows its own warehouses, a shop without places all; what moves between warehouses moves there")
    void severalWarehouses() {
        shelves.hatEverywhere("H-1", 0, 0);
        jtl.list("H-1");
        jtl.move("inbound", "H-1", "5", BERLIN);
        jtl.move("inbound", "H-1", "3", HAMBURG);
        jtl.connect();
        String first = shelves.places().get(0);
        String second = shelves.places().get(1);
        shelves.map(Map.of(first, List.of(BERLIN), second, List.of(HAMBURG)));
        showing(first, 5, second, 3);
        jtl.move("adjust", "H-1", "-2", BERLIN);
        jtl.move("inbound", "H-1", "2", HAMBURG);
        jtl.poll();
        showing(first, 3, second, 5);
    }

    @Test
    @DisplayName("a figure beyond all counting keeps waiting alone, says why, and holds up no other")
    void impossibleFigure() {
        shelves.everywhere(List.of("H-1", "C-1"), 0);
        jtl.list("H-1");
        jtl.list("C-1");
        jtl.connect();
        shelves.mapAll();
        jtl.move("inbound", "H-1", "99999999999999999999");
        jtl.move("inbound", "C-1", "5");
        shelves.eventually(() -> {
            ordersAreKnown();
            jtl.poll();
            return shelves.inShopify("C-1") == 5 && shelves.inWooCommerce("C-1") == 5;
        });
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(shelves.told("H-1", shops.shopifyChannel)
                        .path("lastError")
                        .asText())
                .contains("Shopify counts to"));
    }

    @Test
    @DisplayName(
            "what Serai makes in a shop is counted there as soon as the hub knows its stock, and nobody can buy more")
    void countsWhatItMade() {
        shops.connect();
        jtl.connect();
        shops.shopify.createAsStaff(
                json("{\"title\":\"Hut\",\"price\":\"10.00\",\"sku\":\"H-1\",\"inventoryItem\":{\"tracked\":true}}"));
        shops.settle();
        shelves.mapAll();
        assertThat(shops.inWooCommerce("H-1").path("manage_stock").asBoolean())
                .as("nobody knows how many there are")
                .isFalse();
        String madeHere = shops.create(json("{\"name\":\"Mütze\",\"price\":5,\"sku\":\"M-1\"}"));
        shops.settle();
        assertThat(shops.productOf(madeHere).path("syncStatus").asText()).isEqualTo("SYNCED");

        jtl.move("inbound", "H-1", "5");
        jtl.move("inbound", "M-1", "3");
        shelves.eventually(() -> {
            ordersAreKnown();
            jtl.poll();
            return hatsInShopify() == 5
                    && hatsInWooCommerce() == 5
                    && shelves.inShopify("M-1") == 3
                    && shelves.inWooCommerce("M-1") == 3;
        });
        assertThat(shops.inWooCommerce("H-1").path("manage_stock").asBoolean()).isTrue();

        // a person who does not want it counted gets their way
        shops.woocommerce.editAsStaff(
                shops.inWooCommerce("H-1").path("id").asText(), object().put("manage_stock", false));
        shops.settle();
        jtl.move("inbound", "H-1", "1");
        shelves.eventually(() -> {
            ordersAreKnown();
            jtl.poll();
            return hatsInShopify() == 6;
        });
        assertThat(shops.inWooCommerce("H-1").path("manage_stock").asBoolean()).isFalse();
    }

    private void showing(String first, long inFirst, String second, long inSecond) {
        shelves.eventually(() -> {
            ordersAreKnown();
            return shelves.inShopify("H-1", first) == inFirst
                    && shelves.inShopify("H-1", second) == inSecond
                    && hatsInWooCommerce() == inFirst + inSecond;
        });
    }

    @Test
    @DisplayName("D15 the only place of a shop goes on showing what it shows when the shop opens another")
    void opensAnother() {
        shelves.hatEverywhere("H-1", 0, 0);
        String first = shelves.places().get(0);
        String second = shelves.places().get(1);
        Connection shopify = connections.of(shops.shopifyChannel);
        locations.keep(shopify, List.of(new ShopLocation(first, "Shop")));
        jtl.list("H-1");
        jtl.move("inbound", "H-1", "8", BERLIN);
        jtl.connect();
        showing(first, 8, second, 0);
        locations.keep(shopify, List.of(new ShopLocation(first, "Shop"), new ShopLocation(second, "Other shop")));
        jtl.move("adjust", "H-1", "-3", BERLIN);
        jtl.poll();
        showing(first, 5, second, 0);
    }

    @Test
    @DisplayName("D15 a warehouse that is shown at another place from now on is shown there alone, and never at two")
    void mappedAnew() {
        shelves.hatEverywhere("H-1", 0, 0);
        jtl.list("H-1");
        jtl.move("inbound", "H-1", "8", BERLIN);
        jtl.connect();
        String first = shelves.places().get(0);
        String second = shelves.places().get(1);
        shelves.map(Map.of(first, List.of(BERLIN), second, List.of(HAMBURG)));
        showing(first, 8, second, 0);
        Shops.Answer twice = shelves.map(Map.of(second, List.of(BERLIN)));
        assertThat(twice.status()).isEqualTo(422);
        assertThat(twice.json().toString()).contains("sold twice");
        assertThat(shelves.map(Map.of("4711", List.of(BERLIN))).status()).isEqualTo(422);
        assertThat(shelves.map(Map.of(second, List.of("nowhere"))).status()).isEqualTo(422);
        shelves.map(Map.of(first, List.of(HAMBURG), second, List.of(BERLIN)));
        showing(first, 0, second, 8);
        shelves.map(Map.of(first, List.of(BERLIN, HAMBURG), second, List.of()));
        showing(first, 8, second, 0);
        // a place that shows no warehouse is the shop's own again
        shelves.eventually(() -> shops.count(
                        "SELECT count(*) FROM control.shop_stock WHERE tenant_id = ? AND location_id = ?",
                        shops.tenant,
                        second)
                == 0);
    }

    @Test
    @DisplayName(
            "D9 a pass over everything that cannot be read holds up no change, and goes on where it was once it can")
    void newsDoNotWait() {
        try (OtherShape shape = new OtherShape(jtl.twin.url())) {
            jtl.callThrough(shape.url());
            jtl.twin.settings(object().put("mostTop", 2));
            shelves.hatEverywhere("H-1", 0, 50);
            List.of("A-1", "A-2", "A-3", "H-1").forEach(jtl::list);
            jtl.move("inbound", "H-1", "12");
            jtl.connect();
            await().atMost(PATIENCE).until(() -> hatsInWooCommerce() == 12);

            shops.execute(
                    "UPDATE control.stock_cursors SET full_pass_at = now() - interval '2 days' WHERE channel_id = ?",
                    jtl.channel);
            shape.rename("/stocks/changes", "items", "data");
            jtl.move("adjust", "H-1", "-2");
            jtl.poll();
            await().atMost(PATIENCE).until(() -> hatsInWooCommerce() == 10);
            assertThat(full("full_stage")).isEqualTo("LEVELS");
            jtl.twin.calls().reset();
            jtl.move("adjust", "H-1", "-1");
            jtl.poll();
            await().atMost(PATIENCE).until(() -> hatsInWooCommerce() == 9);
            // not from its beginning
            assertThat(jtl.twin.calls().counts().of("GET /warehouses")).isZero();
            assertThat(full("full_pass_at < now() - interval '1 day'")).isEqualTo("true");

            shape.rename("", "", "");
            jtl.poll();
            assertThat(full("full_pass_at > now() - interval '1 hour'")).isEqualTo("true");
            assertThat(full("full_stage")).isNull();
            assertThat(jtl.twin.calls().counts().of("GET /warehouses")).isZero();
        }
    }

    private String full(String what) {
        return shops.text(
                "SELECT cast(%s AS text) FROM control.stock_cursors WHERE channel_id = ?".formatted(what), jtl.channel);
    }
}
