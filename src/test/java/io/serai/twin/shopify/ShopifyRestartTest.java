package io.serai.twin.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import io.serai.twin.Receiver;
import io.serai.twin.SampleCatalogue;
import io.serai.twin.TwinClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Durations;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("a Shopify twin that is kept in a file")
class ShopifyRestartTest extends ShopifyTwinTestBase {

    @TempDir
    Path directory;

    @Override
    @BeforeEach
    void start() {
        twin = new ShopifyTwin();
        assertThat(twin.keepIn(file())).isFalse();
        twin.seed(SampleCatalogue.of(7, 20));
        twin.start(0);
        settings("timeScale", 0.000001);
    }

    private Path file() {
        return directory.resolve("twins").resolve("shopify.json");
    }

    private void restart() {
        twin.stop();
        twin = new ShopifyTwin(new TwinClock(), ShopifySettings.DEFAULT);
        assertThat(twin.keepIn(file())).isTrue();
        twin.start(0);
    }

    /** All but what belongs to the process: its calls. */
    private ObjectNode shop() {
        return twin.state().without(List.of("calls", "pending", "lostWebhooks"));
    }

    @Test
    @DisplayName("is the same shop after a restart: products, definitions, subscriptions, settings, and its next id")
    void restarts() {
        subscribe("PRODUCTS_UPDATE", "/hook");
        settings("currency", "CHF");
        twin.rotateSecret("another", true);
        String made = twin.createAsStaff(
                        (ObjectNode)
                                json(
                                        """
                        {"title": "Strohhut", "price": "19.90", "compareAtPrice": "25.00", "sku": "H-1", "tags": ["a", "b"],
                         "metafields": [{"namespace": "serai", "key": "x", "type": "single_line_text_field", "value": "1"}],
                         "media": [{"originalSource": "https://img.example/hut.jpg", "alt": "Hut", "mediaContentType": "IMAGE"}]}
                        """))
                .get("id")
                .asText();
        String deleted = twin.listed().get(0).id();
        twin.deleteAsStaff(deleted, true);
        quiet();
        String before = shop().toString();

        restart();

        assertThat(shop()).hasToString(before);
        assertThat(twin.settings().currency()).isEqualTo("CHF");
        assertThat(twin.settings().signingSecret()).isEqualTo("serai-dev-secret");
        String next =
                twin.createAsStaff(Json.object().put("title", "Next")).get("id").asText();
        assertThat(Long.parseLong(next)).isGreaterThan(Long.parseLong(made));
        quiet();
        data(UPDATE, Map.of("p", Map.of("id", Model.gid("Product", Long.parseLong(made)), "title", "Hut")));
        quiet();
        assertThat(app.received("products/update")).isNotEmpty();
    }

    @Test
    @DisplayName("fact 36 knows after a restart what was bought, and what was done under which key")
    void remembersOrdersAndKeys() {
        ObjectNode hat = product("Hut");
        twin.editAsStaff(hat.get("id").asText(), Json.object().put("stock", 5));
        twin.buy((ObjectNode) json("{\"lines\": [{\"sku\": \"SKU-Hut\", \"quantity\": 2}]}"));
        Map<String, Object> line = Map.of(
                "inventoryItemId",
                Model.gid(
                        "InventoryItem", hat.at("/variants/0/inventory_item_id").asLong()),
                "locationId",
                Model.gid("Location", twin.state().at("/locations/0/id").asLong()),
                "quantity",
                9,
                "changeFromQuantity",
                5);
        Map<String, Object> set = Map.of(
                "k", "key-1", "in", Map.of("name", "available", "reason", "correction", "quantities", List.of(line)));
        String mutation =
                """
                mutation Set($in: InventorySetQuantitiesInput!, $k: String!) {
                  inventorySetQuantities(input: $in) @idempotent(key: $k) {
                    inventoryAdjustmentGroup { id changes { delta } } userErrors { code }
                  }
                }
                """;
        String first = data(mutation, set).toString();
        String orders = twin.state().path("orders").toString();

        restart();

        assertThat(twin.state().path("orders")).hasSize(1).hasToString(orders);
        assertThat(data(mutation, set)).hasToString(first);
        assertThat(twin.buy((ObjectNode) json("{\"lines\": [{\"sku\": \"SKU-Hut\"}]}")))
                .isNotEqualTo(twin.orderIds().get(0));
    }

    @Test
    @DisplayName("delivers after a restart what nobody took before")
    void deliversLater() {
        subscribe("PRODUCTS_CREATE", "/hook");
        twin.deliveries().hold();
        product("Hut");
        assertThat(app.received("products/create")).isEmpty();

        restart();

        await().atMost(Durations.ONE_MINUTE)
                .until(() -> app.received("products/create").size() == 1);
        Receiver.Received delivery = app.received("products/create").get(0);
        assertThat(delivery.json().path("title").asText()).isEqualTo("Hut");
        quiet();
        restart();
        quiet();
        assertThat(app.received("products/create")).hasSize(1);
    }

    @Test
    @DisplayName("has on the disk what it answers, and nothing is written for a query")
    void writesBeforeItAnswers() throws Exception {
        control("POST", "products", Map.of("title", "Strohhut"));
        assertThat(Files.readString(file())).contains("Strohhut");
        var written = Files.getLastModifiedTime(file());
        data("{ shop { name } }");
        assertThat(Files.getLastModifiedTime(file())).isEqualTo(written);
    }

    @Test
    @DisplayName("C7 knows after a restart its past, what was changed of it, customers and refunds")
    void remembersItsPast() {
        settings("scopes", List.of("read_all_orders"));
        twin.remember((ObjectNode) json("{\"orders\": 200, \"customers\": 20, \"currencies\": {\"JPY\": \"163.2\"}}"));
        String changed = data("{ orders(first: 1, sortKey: UPDATED_AT) { nodes { legacyResourceId } } }")
                .at("/orders/nodes/0/legacyResourceId")
                .asText();
        twin.editOrder(changed, (ObjectNode) json("{\"note\": \"x\"}"));
        String bought = twin.buy(
                (ObjectNode)
                        json(
                                """
                        {"lines": [{"title": "Hut", "price": "9.99", "quantity": 3}], "taxes": [{"rate": "0.19"}],
                         "discounts": [{"code": "A", "percentage": "10"}], "shipping": [{"price": "4.90"}]}"""));
        twin.refund(bought, (ObjectNode) json("{\"amount\": \"1.00\", \"shipping\": true}"));
        String all =
                "{ orders(first: 250, sortKey: UPDATED_AT) { nodes { id note updatedAt netPaymentSet { presentmentMoney { amount } } } } }";
        String orders = data(all).toString();
        String sums = twin.sums().toString();

        restart();

        assertThat(data(all)).hasToString(orders);
        assertThat(twin.sums()).hasToString(sums);
        assertThat(data("{ customersCount { count } }")
                        .at("/customersCount/count")
                        .asInt())
                .isEqualTo(21);
        assertThat(twin.orderIds()).containsExactlyInAnyOrder(changed, bought);
    }

    @Test
    @DisplayName("is read from a file that was written before orders had money of their own")
    void readsOldFiles() throws Exception {
        twin.buy((ObjectNode) json("{\"lines\": [{\"title\": \"Hut\", \"price\": \"9.99\", \"quantity\": 3}]}"));
        twin.stop();
        ObjectNode state = (ObjectNode) json(Files.readString(file()));
        ((ObjectNode) state.path("settings")).remove("bulkQueries");
        ((ObjectNode) state.path("shop")).remove(List.of("customers", "history"));
        ObjectNode order = (ObjectNode) state.at("/shop/orders/0");
        order.retain(
                "id",
                "number",
                "created",
                "updated",
                "cancelled",
                "paid",
                "test",
                "email",
                "note",
                "firstName",
                "lastName",
                "customerId",
                "lines");
        ((ObjectNode) order.at("/lines/0"))
                .remove(List.of(
                        "presentmentPrice",
                        "returned",
                        "attributes",
                        "discounts",
                        "taxes",
                        "removedSubtotal",
                        "removedTax",
                        "removedDiscount"));
        Files.write(file(), Json.bytes(state));

        restart();

        JsonNode read =
                data("{ orders(first: 1) { nodes { totalPriceSet { presentmentMoney { amount currencyCode } } shippingAddress { city } customer { displayName numberOfOrders } } } }")
                        .at("/orders/nodes/0");
        assertThat(read.at("/totalPriceSet/presentmentMoney"))
                .hasToString("{\"amount\":\"29.97\",\"currencyCode\":\"EUR\"}");
        assertThat(read.at("/shippingAddress/city").asText()).isEqualTo("Berlin");
        assertThat(read.at("/customer/displayName").asText()).isEqualTo("Ada Lindqvist");
        assertThat(read.at("/customer/numberOfOrders").asText()).isEqualTo("1");
        assertThat(twin.settings().bulkQueries()).isEqualTo(5);
    }
}
