package io.serai.twin.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BatchTest extends RunningShop {

    @Test
    @DisplayName("56 A batch answers 200 with an error for each item that failed")
    void mixed() {
        long first = shop.create(ShopClient.product("eins", "A-1"));
        long second = shop.create(ShopClient.product("zwei", "A-2"));
        ObjectNode batch = Json.object();
        batch.putArray("create").add(ShopClient.product("drei", "A-3")).add(ShopClient.product("doppelt", "a-1"));
        batch.putArray("update").addObject().put("id", first).put("regular_price", "1.00");
        batch.withArray("update").addObject().put("id", 999);
        batch.putArray("delete").add(second).add(998);
        ShopClient.Answer answer = shop.post("/products/batch", batch);
        assertThat(answer.status()).isEqualTo(200);
        JsonNode json = answer.json();
        assertThat(json.at("/create/0/sku").asText()).isEqualTo("A-3");
        assertThat(json.at("/create/1/id").asLong()).isZero();
        assertThat(json.at("/create/1/error/code").asText()).isEqualTo("product_invalid_sku");
        assertThat(json.at("/create/1/error/data/resource_id").asLong()).isEqualTo(first);
        assertThat(json.at("/update/0/regular_price").asText()).isEqualTo("1.00");
        assertThat(json.at("/update/1/id").asLong()).isEqualTo(999);
        assertThat(json.at("/update/1/error/code").asText()).isEqualTo("woocommerce_rest_product_invalid_id");
        assertThat(json.at("/delete/0/id").asLong()).isEqualTo(second);
        assertThat(json.at("/delete/1/error/data/status").asInt()).isEqualTo(404);
        assertThat(shop.get("/products/" + second).status())
                .as("deleted for good")
                .isEqualTo(404);
    }

    @Test
    @DisplayName("56 Create, update and delete together take 100; one more is 413")
    void tooMany() {
        ObjectNode batch = Json.object();
        for (int i = 0; i < 100; i++) {
            batch.withArray("update").addObject().put("id", 900 + i);
        }
        assertThat(shop.post("/products/batch", batch).status()).isEqualTo(200);
        batch.putArray("delete").add(1);
        ShopClient.Answer refused = shop.post("/products/batch", batch);
        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.code()).isEqualTo("woocommerce_rest_request_entity_too_large");
        assertThat(shop.get("/products/batch").status()).isEqualTo(404);
    }

    @Test
    @DisplayName("Items of a batch are not checked by schema as single writes are")
    void lenient() {
        JsonNode made = shop.post("/products/batch", "{\"create\":[{\"name\":\"x\",\"regular_price\":12.5}]}")
                .json();
        assertThat(made.at("/create/0/regular_price").asText()).isEqualTo("12.5");
    }

    @Test
    @DisplayName("Variations have a batch of their own")
    void variations() {
        ObjectNode parent = Json.object().put("name", "Poster").put("type", "variable");
        ObjectNode size =
                parent.putArray("attributes").addObject().put("name", "Format").put("variation", true);
        size.putArray("options").add("A3").add("A2");
        long id = shop.create(parent);
        String create = "{\"create\":[{\"sku\":\"P-A3\",\"attributes\":[{\"name\":\"Format\",\"option\":\"A3\"}]},"
                + "{\"sku\":\"P-A2\",\"attributes\":[{\"name\":\"Format\",\"option\":\"A2\"}]}]}";
        JsonNode made =
                shop.post("/products/" + id + "/variations/batch", create).json();
        assertThat(made.path("create")).hasSize(2);
        long first = made.at("/create/0/id").asLong();
        String change = "{\"update\":[{\"id\":" + first + ",\"regular_price\":\"5\"}],\"delete\":["
                + made.at("/create/1/id").asLong() + "]}";
        JsonNode after =
                shop.post("/products/" + id + "/variations/batch", change).json();
        assertThat(after.at("/update/0/price").asText()).isEqualTo("5");
        assertThat(shop.get("/products/" + id + "/variations").json()).hasSize(1);
    }
}
