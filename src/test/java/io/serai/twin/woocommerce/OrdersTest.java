package io.serai.twin.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import io.serai.twin.SoldOut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Orders in the WooCommerce twin")
class OrdersTest extends RunningShop {

    private static String stocked(String sku, int stock) {
        return twin.createAsStaff(Json.object()
                        .put("name", sku)
                        .put("sku", sku)
                        .put("price", "10.00")
                        .put("stock", stock))
                .path("id")
                .asText();
    }

    private static ObjectNode lines(String sku, int quantity) {
        ObjectNode order = Json.object();
        order.putArray("lines").addObject().put("sku", sku).put("quantity", quantity);
        return order;
    }

    private int stock(String product) {
        return shop.get("/products/" + product).json().path("stock_quantity").asInt();
    }

    private static String reduced(String order) {
        for (JsonNode meta : twin.order(order).at("/line_items/0/meta_data")) {
            if (meta.path("key").asText().equals("_reduced_stock")) {
                return meta.path("value").asText();
            }
        }
        return null;
    }

    private static JsonNode status(String order) {
        return twin.order(order).path("status");
    }

    @Test
    @DisplayName("W12 what is bought is taken from the stock and noted in its line")
    void buys() {
        subscribe("order.created");
        String hat = stocked("HUT", 5);

        String order = shop.control("POST", "orders", lines("HUT", 2).toString())
                .json()
                .path("id")
                .asText();

        assertThat(stock(hat)).isEqualTo(3);
        assertThat(status(order).asText()).isEqualTo("processing");
        assertThat(reduced(order)).isEqualTo("2");
        quiet();
        assertThat(receiver.of("order.created").get(0).json().path("id").asText())
                .isEqualTo(order);
        assertThat(twin.calls().counts().orders()).isEqualTo(1);
    }

    @Test
    @DisplayName("what is not there is not sold, unless backorders are allowed; a refused order takes nothing")
    void soldOut() {
        String hat = stocked("HUT", 5);
        String coat = stocked("MANTEL", 1);
        ObjectNode both = lines("HUT", 1);
        both.withArray("lines").addObject().put("sku", "MANTEL");
        both.withArray("lines").addObject().put("sku", "mantel");

        assertThatThrownBy(() -> twin.buy(both)).isInstanceOf(SoldOut.class);
        assertThat(shop.control("POST", "orders", both.toString()).status()).isEqualTo(422);
        assertThat(stock(hat)).isEqualTo(5);
        JsonNode sales = shop.control("GET", "orders", null).json();
        assertThat(sales).hasToString("{\"soldOut\":2,\"orders\":[]}");

        twin.editAsStaff(coat, Json.object().put("backorders", "yes"));
        twin.buy(both);
        assertThat(stock(coat)).isEqualTo(-1);
    }

    @Test
    @DisplayName("a cancelled order gives back what it took, once; a completed one keeps it")
    void cancels() {
        String hat = stocked("HUT", 5);
        String restocked = twin.buy(lines("HUT", 1));
        String lost = twin.buy(lines("HUT", 1));
        String shipped = twin.buy(lines("HUT", 1));
        assertThat(stock(hat)).isEqualTo(2);

        shop.control("POST", "orders/" + restocked + "/cancel", null);
        shop.control("POST", "orders/" + lost + "/cancel?restock=false", null);
        shop.control("POST", "orders/" + shipped + "/complete", null);

        assertThat(stock(hat)).isEqualTo(3);
        assertThat(status(restocked).asText()).isEqualTo("cancelled");
        assertThat(status(lost).asText()).isEqualTo("cancelled");
        assertThat(status(shipped).asText()).isEqualTo("completed");
        assertThat(reduced(restocked)).isNull();
        assertThat(shop.control("POST", "orders/" + restocked + "/cancel", null).status())
                .isEqualTo(400);
        assertThat(stock(hat)).isEqualTo(3);
    }

    @Test
    @DisplayName("55 an edited line takes the difference and leaves the order's date; a refund may put units back")
    void edits() {
        String hat = stocked("HUT", 5);
        String order = twin.buy(lines("HUT", 2));
        String modified = twin.order(order).path("date_modified").asText();
        twin.clock().skew(Duration.ofMinutes(1));
        try {
            shop.control("POST", "orders/" + order + "/edit", "{\"sku\":\"HUT\",\"quantity\":4}");
            assertThat(stock(hat)).isEqualTo(1);
            assertThat(reduced(order)).isEqualTo("4");
            assertThat(twin.order(order).path("total").asText()).isEqualTo("40.00");
            assertThat(twin.order(order).path("date_modified").asText()).isEqualTo(modified);

            shop.control("POST", "orders/" + order + "/refund", "{\"sku\":\"HUT\",\"quantity\":1}");
            shop.control("POST", "orders/" + order + "/refund", "{\"sku\":\"HUT\",\"quantity\":1,\"restock\":false}");
            assertThat(stock(hat)).isEqualTo(2);
            assertThat(twin.order(order).path("refunds")).hasSize(2);
            JsonNode refunds = shop.get("/orders/" + order + "/refunds").json();
            assertThat(refunds.at("/0/line_items/0/quantity").asInt()).isEqualTo(-1);
            assertThat(refunds.at("/0/line_items/0/meta_data/0/value").asText())
                    .isEqualTo(twin.order(order).at("/line_items/0/id").asText());
        } finally {
            twin.clock().skew(Duration.ZERO);
        }
    }

    @Test
    @DisplayName("52 60 orders are listed by status and modification, with ids to break ties")
    void lists() {
        stocked("HUT", 50);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ids.add(twin.buy(lines("HUT", 1)));
        }
        String since = twin.clock().second().toString().replace("Z", "");
        twin.clock().skew(Duration.ofMinutes(1));
        try {
            twin.fulfil(ids.get(0));
            shop.delete("/orders/" + ids.get(1));
            assertThat(ids("?orderby=modified&order=asc")).containsExactly(ids.get(2), ids.get(3), ids.get(0));
            assertThat(ids("?status=any,trash&orderby=id&order=asc"))
                    .containsExactly(ids.get(0), ids.get(2), ids.get(3));
            assertThat(ids("?status=trash")).containsExactly(ids.get(1));
            assertThat(ids("?status=processing")).containsExactly(ids.get(3), ids.get(2));
            assertThat(ids("?include=" + ids.get(3) + "," + ids.get(1))).containsExactly(ids.get(3));
            assertThat(ids("?dates_are_gmt=true&modified_after=" + since)).containsExactly(ids.get(0));
        } finally {
            twin.clock().skew(Duration.ZERO);
        }
    }

    private List<String> ids(String query) {
        List<String> ids = new ArrayList<>();
        shop.get("/orders" + query)
                .json()
                .forEach(order -> ids.add(order.path("id").asText()));
        return ids;
    }
}
