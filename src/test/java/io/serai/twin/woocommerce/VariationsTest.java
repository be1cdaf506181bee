package io.serai.twin.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class VariationsTest extends RunningShop {

    private long parent;
    private long colour;

    @BeforeEach
    void variable() {
        colour = shop.post("/products/attributes", "{\"name\":\"Farbe\"}").id();
        ObjectNode given = Json.object()
                .put("name", "Kapuzenpulli")
                .put("type", "variable")
                .put("sku", "KP");
        given.putArray("attributes").add(attribute(colour, null, "Rot", "Blau")).add(attribute(0, "Größe", "S", "M"));
        parent = shop.create(given);
    }

    private static ObjectNode attribute(long id, String name, String... options) {
        ObjectNode attribute = Json.object().put("visible", true).put("variation", true);
        if (id != 0) {
            attribute.put("id", id);
        } else {
            attribute.put("name", name);
        }
        for (String option : options) {
            attribute.withArray("options").add(option);
        }
        return attribute;
    }

    private ObjectNode variation(String sku, String price, String colourName, String size) {
        ObjectNode given = Json.object().put("sku", sku).put("regular_price", price);
        given.putArray("attributes").addObject().put("id", colour).put("option", colourName);
        given.withArray("attributes").addObject().put("name", "Größe").put("option", size);
        return given;
    }

    private String path() {
        return "/products/" + parent + "/variations";
    }

    @Test
    @DisplayName("A variation is a product of its own, with its options in name, slug and link")
    void shape() {
        JsonNode made =
                shop.post(path(), variation("KP-R-S", "39.90", "Rot", "S")).json();
        assertThat(made.path("type").asText()).isEqualTo("variation");
        assertThat(made.path("name").asText()).isEqualTo("Rot, S");
        assertThat(made.at("/attributes/0/slug").asText()).isEqualTo("pa_farbe");
        assertThat(made.at("/attributes/1").toString())
                .isEqualTo("{\"id\":0,\"name\":\"Größe\",\"slug\":\"grose\",\"option\":\"S\"}");
        JsonNode asProduct = shop.get("/products/" + made.path("id")).json();
        assertThat(asProduct.path("name").asText()).isEqualTo("Kapuzenpulli - Rot, S");
        assertThat(asProduct.path("slug").asText()).isEqualTo("kapuzenpulli-rot-s");
        assertThat(asProduct.path("parent_id").asLong()).isEqualTo(parent);
        assertThat(asProduct.path("permalink").asText())
                .isEqualTo(twin.secureUrl() + "/product/kapuzenpulli/?attribute_pa_farbe=rot&attribute_grose=S");
    }

    @Test
    @DisplayName("The parent shows the lowest price, its variations' ids and their stock")
    void parentFollows() {
        long first = shop.post(path(), variation("a", "39.90", "Rot", "S").put("stock_status", "outofstock"))
                .id();
        assertThat(shop.get("/products/" + parent).json().path("stock_status").asText())
                .isEqualTo("outofstock");
        long second = shop.post(path(), variation("b", "34.90", "Blau", "S")).id();
        JsonNode shown = shop.get("/products/" + parent).json();
        assertThat(shown.path("price").asText()).isEqualTo("34.90");
        assertThat(shown.path("regular_price").asText()).isEmpty();
        assertThat(shown.path("variations").toString()).isEqualTo("[" + first + "," + second + "]");
        assertThat(shown.path("stock_status").asText()).isEqualTo("instock");
    }

    @Test
    @DisplayName("A variation without SKU, weight or stock of its own shows its parent's")
    void inherits() {
        shop.put("/products/" + parent, "{\"weight\":\"0.62\",\"manage_stock\":true,\"stock_quantity\":9}");
        JsonNode made = shop.post(path(), variation("", "1", "Rot", "S")).json();
        assertThat(made.path("sku").asText()).isEqualTo("KP");
        assertThat(made.path("weight").asText()).isEqualTo("0.62");
        assertThat(made.path("manage_stock").asText()).isEqualTo("parent");
        assertThat(made.path("stock_quantity").asInt()).isEqualTo(9);
    }

    @Test
    @DisplayName("W10 PUT through /products is 404; of a missing parent a list is empty and a batch is 500 with HTML")
    void rules() {
        long id = shop.post(path(), variation("a", "39.90", "Rot", "S")).id();
        ShopClient.Answer refused = shop.put("/products/" + id, "{\"regular_price\":\"1\"}");
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.code()).isEqualTo("woocommerce_rest_invalid_product_id");
        shop.delete("/products/" + parent + "?force=true");
        ShopClient.Answer none = shop.get(path());
        assertThat(none.status()).isEqualTo(200);
        assertThat(none.text()).isEqualTo("[]");
        ShopClient.Answer broken = shop.post(path() + "/batch", "{\"create\":[{}]}");
        assertThat(broken.status()).isEqualTo(500);
        assertThat(broken.json().path("message").asText()).startsWith("<p>");
    }

    @Test
    @DisplayName("Only attributes the parent varies by are taken")
    void unknownAttribute() {
        ObjectNode given = Json.object().put("regular_price", "1");
        given.putArray("attributes").addObject().put("name", "Duft").put("option", "Rose");
        assertThat(shop.post(path(), given).json().path("attributes")).isEmpty();
    }

    @Test
    @DisplayName("A product list has no variations unless asked for by SKU")
    void bySku() {
        long id = shop.post(path(), variation("KP-R-S", "39.90", "Rot", "S")).id();
        assertThat(shop.get("/products").json()).hasSize(1);
        assertThat(shop.get("/products?sku=kp-r-s").json().at("/0/id").asLong()).isEqualTo(id);
    }

    @Test
    @DisplayName("Trashing a product trashes its variations; restoring brings them back")
    void trashAndRestore() {
        long id = shop.post(path(), variation("a", "39.90", "Rot", "S")).id();
        shop.delete("/products/" + parent);
        assertThat(shop.get(path()).json()).isEmpty();
        assertThat(shop.control("POST", "restore/" + parent, null).status()).isEqualTo(200);
        assertThat(shop.get(path()).json().at("/0/id").asLong()).isEqualTo(id);
        assertThat(shop.get("/products/" + parent).json().path("slug").asText()).isEqualTo("kapuzenpulli");
    }

    @Test
    @DisplayName("Attribute terms are listed and not made twice")
    void terms() {
        String terms = "/products/attributes/" + colour + "/terms";
        assertThat(shop.get(terms).json()).hasSize(2);
        assertThat(shop.post(terms, "{\"name\":\"rot\"}").code()).isEqualTo("term_exists");
        assertThat(shop.post("/products/attributes", "{\"name\":\"Farbe\"}").status())
                .isEqualTo(400);
        assertThat(shop.get("/products/attributes").json().at("/0/slug").asText())
                .isEqualTo("pa_farbe");
    }

    @Test
    @DisplayName("53 a list of variations does not ask when they were changed")
    void noChangesSince() {
        shop.post(path(), variation("KP-R-S", "39.90", "Rot", "S"));
        assertThat(shop.get(path() + "?modified_after=2099-01-01T00:00:00").json())
                .hasSize(1);
        assertThat(shop.get(path() + "?modified_before=2000-01-01T00:00:00").json())
                .hasSize(1);
        assertThat(shop.get(path() + "?after=2099-01-01T00:00:00").json()).isEmpty();
    }
}
