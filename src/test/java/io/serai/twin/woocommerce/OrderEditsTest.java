package io.serai.twin.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.twin.Json;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What staff does to orders in the WooCommerce twin")
class OrderEditsTest extends RunningShop {

    private String order;

    @BeforeEach
    void buy() {
        for (String topic : List.of("order.updated", "order.deleted", "order.restored")) {
            subscribe(topic);
        }
        twin.createAsStaff(Json.object()
                .put("name", "Hut")
                .put("sku", "HUT")
                .put("price", "10.00")
                .put("stock", 9));
        order = shop.control("POST", "orders", "{\"lines\":[{\"sku\":\"HUT\",\"quantity\":2}]}")
                .json()
                .path("id")
                .asText();
        quiet();
        receiver.clear();
        twin.clock().skew(Duration.ofMinutes(1));
    }

    @AfterEach
    void now() {
        twin.clock().skew(Duration.ZERO);
        twin.settings(Json.object().put("orderStockBumpsModified", true));
    }

    private JsonNode told(String topic) {
        quiet();
        assertThat(receiver.of(topic)).as(topic).hasSize(1);
        return receiver.of(topic).get(0).json();
    }

    private boolean moved(JsonNode changed) {
        return !changed.path("date_modified_gmt").equals(changed.path("date_created_gmt"));
    }

    @Test
    @DisplayName("a new status and new details are told and move the order's date")
    void status() {
        JsonNode held = shop.control("POST", "orders/" + order + "/status", "{\"status\":\"on-hold\"}")
                .json();
        assertThat(moved(held)).isTrue();
        assertThat(told("order.updated").path("status").asText()).isEqualTo("on-hold");
        JsonNode noted = shop.control(
                        "PATCH",
                        "orders/" + order,
                        "{\"customer_note\":\"klingeln\",\"meta_data\":[{\"key\":\"_a\",\"value\":\"1\"}]}")
                .json();
        assertThat(noted.path("customer_note").asText()).isEqualTo("klingeln");
        assertThat(noted.at("/meta_data/0/value").asText()).isEqualTo("1");
        assertThat(shop.control("POST", "orders/" + order + "/status", "{\"status\":\"no such\"}")
                        .status())
                .isEqualTo(400);
        assertThat(shop.control("POST", "orders/99999/status", "{\"status\":\"pending\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    @DisplayName("55 an added line is told but leaves the order's date, so that no list by date shows it")
    void addsLine() {
        JsonNode longer = shop.control("POST", "orders/" + order + "/lines", "{\"sku\":\"HUT\",\"quantity\":3}")
                .json();
        assertThat(longer.path("total").asText()).isEqualTo("50.00");
        assertThat(moved(longer)).isFalse();
        assertThat(told("order.updated").path("line_items")).hasSize(2);
        assertThat(twin.listed().get(0).stock()).isEqualTo("4");
        String since = longer.path("date_created_gmt").asText();
        assertThat(shop.get("/orders?dates_are_gmt=true&modified_after=" + since)
                        .json())
                .isEmpty();
    }

    @Test
    @DisplayName("54 what an order takes need not move the product's date; the stock is another all the same")
    void stockAlone() {
        twin.settings(Json.object().put("orderStockBumpsModified", false));
        JsonNode before = shop.get("/products?sku=HUT").json().path(0);
        twin.refund(order, Json.object().put("sku", "HUT").put("quantity", 1));
        JsonNode after = shop.get("/products?sku=HUT").json().path(0);
        assertThat(after.path("stock_quantity").asInt())
                .isEqualTo(before.path("stock_quantity").asInt() + 1);
        assertThat(after.path("date_modified_gmt")).isEqualTo(before.path("date_modified_gmt"));
    }

    @Test
    @DisplayName("money is given back by amount, by line, or all that is left")
    void refunds() {
        String path = "orders/" + order + "/refund";
        JsonNode some = shop.control("POST", path, "{\"amount\":\"5.00\",\"reason\":\"Kratzer\"}")
                .json();
        assertThat(some.at("/refunds/0/total").asText()).isEqualTo("-5.00");
        assertThat(some.path("status").asText()).isEqualTo("processing");
        assertThat(shop.control("POST", path, "{\"amount\":\"15.01\"}").status())
                .isEqualTo(400);
        JsonNode all = shop.control("POST", path, "{}").json();
        assertThat(all.at("/refunds/1/total").asText()).isEqualTo("-15.00");
        assertThat(all.path("status").asText()).isEqualTo("refunded");
        quiet();
        assertThat(receiver.of("order.updated")).isNotEmpty();
    }

    @Test
    @DisplayName("49 W5 an order goes to the trash, is told as deleted, and comes back as it was")
    void trash() {
        JsonNode trashed = shop.control("DELETE", "orders/" + order, null).json();
        assertThat(trashed.path("status").asText()).isEqualTo("trash");
        assertThat(told("order.deleted")).hasToString("{\"id\":" + order + "}");
        assertThat(shop.get("/orders").json()).isEmpty();

        JsonNode back =
                shop.control("POST", "orders/" + order + "/restore", null).json();
        assertThat(back.path("status").asText()).isEqualTo("processing");
        assertThat(told("order.restored").path("id").asText()).isEqualTo(order);
        assertThat(told("order.updated").path("status").asText()).isEqualTo("processing");
        assertThat(shop.control("POST", "orders/" + order + "/restore", null).status())
                .isEqualTo(400);
    }

    @Test
    @DisplayName("an order that is deleted for good is gone without a word")
    void deletes() {
        assertThat(shop.control("DELETE", "orders/" + order + "?force=true", null)
                        .status())
                .isEqualTo(200);
        assertThat(shop.get("/orders/" + order).status()).isEqualTo(404);
        quiet();
        assertThat(receiver.of("order.deleted")).isEmpty();
    }
}
