package io.serai.twin.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import io.serai.twin.Receiver;
import io.serai.twin.SoldOut;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.awaitility.Durations;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Orders in the Shopify twin")
class ShopifyOrdersTest extends ShopifyTwinTestBase {

    private static final String ORDERS =
            """
            query Orders($n: Int!, $after: String, $query: String) {
              orders(first: $n, after: $after, query: $query, sortKey: UPDATED_AT) {
                nodes {
                  id name createdAt updatedAt cancelledAt displayFinancialStatus displayFulfillmentStatus test
                  totalPriceSet { shopMoney { amount currencyCode } }
                  customer { id displayName }
                  lineItems(first: 5) {
                    nodes { id sku quantity currentQuantity unfulfilledQuantity variant { id } product { id } }
                  }
                }
                pageInfo { hasNextPage endCursor }
              }
            }
            """;
    private static final String LEVEL =
            """
            query Level($id: ID!, $at: ID!) {
              inventoryItem(id: $id) {
                inventoryLevel(locationId: $at) { quantities(names: ["available", "committed", "on_hand"]) { quantity } }
              }
            }
            """;
    private static final long MAIN = 61_000_000_001L;
    private static final long STORE = 61_000_000_002L;

    private ObjectNode stocked(String title, int stock) {
        return twin.createAsStaff(Json.object()
                .put("title", title)
                .put("price", "10.00")
                .put("sku", "SKU-" + title)
                .put("stock", stock)
                .set("inventoryItem", Json.object().put("tracked", true)));
    }

    private static ObjectNode lines(String sku, int quantity) {
        ObjectNode order = Json.object();
        order.putArray("lines").addObject().put("sku", sku).put("quantity", quantity);
        return order;
    }

    private List<Integer> quantities(ObjectNode product, long location) {
        String item = Model.gid(
                "InventoryItem", product.at("/variants/0/inventory_item_id").asLong());
        List<Integer> all = new ArrayList<>();
        data(LEVEL, Map.of("id", item, "at", Model.gid("Location", location)))
                .at("/inventoryItem/inventoryLevel/quantities")
                .forEach(one -> all.add(one.path("quantity").asInt()));
        return all;
    }

    private JsonNode orders() {
        return data(ORDERS, Map.of("n", 50)).at("/orders/nodes");
    }

    @Test
    @DisplayName("what is bought is available no longer, at once, and told by webhooks with one event id")
    void buys() {
        List.of("ORDERS_CREATE", "ORDERS_UPDATED", "INVENTORY_LEVELS_UPDATE", "PRODUCTS_UPDATE")
                .forEach(topic -> subscribe(topic, "/hook"));
        ObjectNode hat = stocked("Hut", 5);
        quiet();

        String id = twin.buy(lines("SKU-Hut", 2).put("email", "joe@example.com").put("test", true));

        assertThat(quantities(hat, MAIN)).containsExactly(3, 2, 5);
        JsonNode order = orders().get(0);
        assertThat(order.path("id").asText()).isEqualTo("gid://shopify/Order/" + id);
        assertThat(order.path("name").asText()).isEqualTo("#1001");
        assertThat(order.path("displayFinancialStatus").asText()).isEqualTo("PAID");
        assertThat(order.path("displayFulfillmentStatus").asText()).isEqualTo("UNFULFILLED");
        assertThat(order.path("test").asBoolean()).isTrue();
        assertThat(order.at("/totalPriceSet/shopMoney")).hasToString("{\"amount\":\"20.00\",\"currencyCode\":\"EUR\"}");
        JsonNode line = order.at("/lineItems/nodes/0");
        assertThat(line.path("unfulfilledQuantity").asInt()).isEqualTo(2);
        assertThat(line.at("/variant/id").asText())
                .isEqualTo(hat.at("/variants/0/admin_graphql_api_id").asText());

        quiet();
        assertThat(app.received("products/update")).isEmpty();
        Receiver.Received created = app.received("orders/create").get(0);
        assertThat(created.json().path("id").asText()).isEqualTo(id);
        assertThat(created.json().at("/line_items/0/sku").asText()).isEqualTo("SKU-Hut");
        Receiver.Received level = app.received("inventory_levels/update").get(0);
        assertThat(level.json().path("available").asInt()).isEqualTo(3);
        assertThat(level.header("X-Shopify-Event-Id"))
                .isEqualTo(created.header("X-Shopify-Event-Id"))
                .isEqualTo(app.received("orders/updated").get(0).header("X-Shopify-Event-Id"));
        assertThat(twin.calls().counts().orders()).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "what is not there is not sold, unless the policy says so; a refused order takes nothing of its other lines")
    void soldOut() {
        ObjectNode hat = stocked("Hut", 5);
        ObjectNode coat = stocked("Mantel", 1);
        ObjectNode both = lines("SKU-Hut", 2);
        both.withArray("lines").addObject().put("sku", "SKU-Mantel").put("quantity", 2);

        assertThatThrownBy(() -> twin.buy(both)).isInstanceOf(SoldOut.class);

        assertThat(quantities(hat, MAIN)).containsExactly(5, 0, 5);
        assertThat(orders()).isEmpty();
        ObjectNode twice = lines("SKU-Mantel", 1);
        twice.withArray("lines").addObject().put("sku", "SKU-Mantel");
        assertThatThrownBy(() -> twin.buy(twice)).isInstanceOf(SoldOut.class);
        assertThat(control("POST", "orders", both).statusCode()).isEqualTo(422);
        assertThat(json(control("GET", "orders", null).body()).path("soldOut").asInt())
                .isEqualTo(3);

        twin.editAsStaff(coat.get("id").asText(), Json.object().put("inventoryPolicy", "CONTINUE"));
        twin.buy(both);
        assertThat(quantities(coat, MAIN)).containsExactly(-1, 2, 1);
        assertThatThrownBy(() -> twin.buy(lines("SKU-Nichts", 1))).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    @DisplayName("an item is taken from the location that is asked for, or from the first that has enough")
    void locations() {
        ObjectNode hat = stocked("Hut", 1);
        Map<String, Object> level = new HashMap<>();
        level.put(
                "inventoryItemId",
                Model.gid(
                        "InventoryItem", hat.at("/variants/0/inventory_item_id").asLong()));
        level.put("locationId", Model.gid("Location", STORE));
        level.put("quantity", 4);
        level.put("changeFromQuantity", 0);
        data(
                """
                mutation Set($in: InventorySetQuantitiesInput!, $k: String!) {
                  inventorySetQuantities(input: $in) @idempotent(key: $k) { userErrors { code } }
                }
                """,
                Map.of(
                        "k",
                        "k",
                        "in",
                        Map.of("name", "available", "reason", "correction", "quantities", List.of(level))));

        twin.buy(lines("SKU-Hut", 3));
        assertThat(quantities(hat, STORE)).containsExactly(1, 3, 4);
        twin.buy(lines("SKU-Hut", 1).put("location", "Laden"));
        assertThat(quantities(hat, STORE)).containsExactly(0, 4, 4);
        assertThatThrownBy(() -> twin.buy(lines("SKU-Hut", 1).put("location", String.valueOf(STORE))))
                .isInstanceOf(SoldOut.class);
        twin.buy(lines("SKU-Hut", 1));
        assertThat(quantities(hat, MAIN)).containsExactly(0, 1, 1);
    }

    @Test
    @DisplayName("a cancelled order puts back what was not shipped, or does not, and is cancelled once")
    void cancels() {
        subscribe("ORDERS_CANCELLED", "/hook");
        ObjectNode hat = stocked("Hut", 5);
        String restocked = twin.buy(lines("SKU-Hut", 2));
        String lost = twin.buy(lines("SKU-Hut", 1));

        assertThat(control("POST", "orders/" + restocked + "/cancel", null).statusCode())
                .isEqualTo(200);
        assertThat(quantities(hat, MAIN)).containsExactly(4, 1, 5);
        twin.cancel(lost, false);
        assertThat(quantities(hat, MAIN)).containsExactly(4, 0, 4);

        JsonNode order = orders().get(0);
        assertThat(order.path("cancelledAt").isTextual()).isTrue();
        assertThat(order.path("displayFinancialStatus").asText()).isEqualTo("REFUNDED");
        assertThat(order.at("/lineItems/nodes/0/currentQuantity").asInt()).isZero();
        assertThat(control("POST", "orders/" + lost + "/cancel", null).statusCode())
                .isEqualTo(400);
        quiet();
        assertThat(app.received("orders/cancelled")).hasSize(2);
    }

    @Test
    @DisplayName("what is shipped was available no longer before; a part may be shipped first")
    void fulfils() {
        List.of("ORDERS_FULFILLED", "ORDERS_PARTIALLY_FULFILLED", "INVENTORY_LEVELS_UPDATE")
                .forEach(topic -> subscribe(topic, "/hook"));
        ObjectNode hat = stocked("Hut", 5);
        String id = twin.buy(lines("SKU-Hut", 3));
        quiet();
        int levels = app.received("inventory_levels/update").size();

        twin.fulfil(id, lines("SKU-Hut", 1).withArray("lines"));
        assertThat(orders().get(0).path("displayFulfillmentStatus").asText()).isEqualTo("PARTIALLY_FULFILLED");
        assertThat(orders().get(0).at("/lineItems/nodes/0/unfulfilledQuantity").asInt())
                .isEqualTo(2);
        twin.fulfil(id);

        assertThat(quantities(hat, MAIN)).containsExactly(2, 0, 2);
        assertThat(orders().get(0).path("displayFulfillmentStatus").asText()).isEqualTo("FULFILLED");
        assertThatThrownBy(() -> twin.fulfil(id)).isInstanceOf(IllegalArgumentException.class);
        quiet();
        assertThat(app.received("orders/partially_fulfilled")).hasSize(1);
        assertThat(app.received("orders/fulfilled")).hasSize(1);
        assertThat(app.received("inventory_levels/update")).hasSize(levels);
    }

    @Test
    @DisplayName("an edited line takes or puts back the difference")
    void edits() {
        ObjectNode hat = stocked("Hut", 5);
        String id = twin.buy(lines("SKU-Hut", 3));
        ObjectNode edit = Json.object().put("sku", "SKU-Hut");

        twin.editOrder(id, edit.put("quantity", 1));
        assertThat(quantities(hat, MAIN)).containsExactly(4, 1, 5);
        twin.editOrder(id, edit.put("quantity", 4));
        assertThat(quantities(hat, MAIN)).containsExactly(1, 4, 5);
        assertThatThrownBy(() -> twin.editOrder(id, edit.put("quantity", 6))).isInstanceOf(SoldOut.class);
        JsonNode line = orders().get(0).at("/lineItems/nodes/0");
        assertThat(line.path("quantity").asInt()).isEqualTo(6);
        assertThat(line.path("currentQuantity").asInt()).isEqualTo(4);

        HttpResponse<String> answer = control(
                "POST", "orders/" + id + "/edit", edit.put("quantity", 2).put("restock", false));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(quantities(hat, MAIN)).containsExactly(1, 2, 3);
    }

    @Test
    @DisplayName(
            "fact 29 orders are found by when they were updated, oldest first, page by page, behind by the index's lag")
    void pages() {
        stocked("Hut", 100);
        List<String> ids = new ArrayList<>(IntStream.range(0, 5)
                .mapToObj(i -> twin.buy(lines("SKU-Hut", 1)))
                .toList());
        twin.clock().skew(Duration.ofMinutes(5));
        String first = ids.remove(0);
        twin.fulfil(first);
        ids.add(first);

        List<String> found = new ArrayList<>();
        Map<String, Object> variables = new HashMap<>(Map.of("n", 2));
        JsonNode page;
        do {
            page = data(ORDERS, variables).path("orders");
            page.path("nodes")
                    .forEach(order -> found.add(order.path("id").asText().replaceAll("\\D", "")));
            variables.put("after", page.at("/pageInfo/endCursor").asText());
        } while (page.at("/pageInfo/hasNextPage").asBoolean());
        assertThat(found).isEqualTo(ids);

        String since = twin.clock().instant().minusSeconds(60).toString();
        assertThat(data(ORDERS, Map.of("n", 9, "query", "updated_at:>='" + since + "'"))
                        .at("/orders/nodes"))
                .hasSize(1);
        settings("searchLagMillis", 600_000);
        String late = twin.buy(lines("SKU-Hut", 1));
        assertThat(orders()).noneMatch(order -> order.path("id").asText().endsWith("/" + late));
        assertThat(data("query Q($id: ID!) { order(id: $id) { name } }", Map.of("id", "gid://shopify/Order/" + late))
                        .at("/order/name")
                        .asText())
                .isEqualTo("#1006");
        settings("searchLagMillis", 1);
        await().atMost(Durations.ONE_MINUTE).pollInterval(Duration.ofMillis(50)).until(() -> orders().size() == 6);
    }
}
