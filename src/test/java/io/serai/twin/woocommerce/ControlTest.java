package io.serai.twin.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.twin.SampleCatalogue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ControlTest extends RunningShop {

    @Test
    @DisplayName("Staff create, edit, trash and delete products by the control API")
    void staff() {
        String given = "{\"title\":\"Beutel\",\"price\":\"11.90\",\"sku\":\"BAG\",\"stock\":4}";
        ShopClient.Answer made = shop.control("POST", "products", given);
        assertThat(made.status()).isEqualTo(201);
        String id = made.json().path("id").asText();
        assertThat(made.json().path("stock_quantity").asInt()).isEqualTo(4);
        JsonNode edited = shop.control("PATCH", "products/" + id, "{\"price\":12.5,\"description\":\"neu\"}")
                .json();
        assertThat(edited.path("price").asText()).isEqualTo("12.5");
        assertThat(shop.control("PATCH", "products?sku=BAG", "{\"title\":\"Sack\"}")
                        .json()
                        .path("title")
                        .asText())
                .isEqualTo("Sack");
        assertThat(shop.control("GET", "products?sku=BAG", null)
                        .json()
                        .path("price")
                        .asText())
                .isEqualTo("12.5");
        assertThat(shop.control("GET", "products?sku=OTHER", null).status()).isEqualTo(404);
        assertThat(shop.control("PATCH", "products/999", "{}").status()).isEqualTo(404);
        assertThat(shop.control("POST", "products", "{\"title\":\"y\",\"sku\":\"bag\"}")
                        .status())
                .isEqualTo(400);
        shop.control("DELETE", "products/" + id, null);
        assertThat(shop.get("/products/" + id).json().path("status").asText()).isEqualTo("trash");
        shop.control("DELETE", "products/" + id + "?force=true", null);
        assertThat(shop.get("/products/" + id).status()).isEqualTo(404);
    }

    @Test
    @DisplayName("A product made with variations is variable; its price on the page is the first variation's")
    void variable() {
        String given =
                "{\"title\":\"Shirt\",\"attributes\":[{\"name\":\"Größe\",\"variation\":true,\"options\":[\"S\",\"M\"]}],"
                        + "\"variations\":[{\"sku\":\"S\",\"price\":\"20\",\"attributes\":[{\"name\":\"Größe\",\"option\":\"S\"}]},"
                        + "{\"sku\":\"M\",\"price\":\"22\",\"attributes\":[{\"name\":\"Größe\",\"option\":\"M\"}]}]}";
        JsonNode made = shop.control("POST", "products", given).json();
        assertThat(made.path("type").asText()).isEqualTo("variable");
        assertThat(made.path("variations")).hasSize(2);
        shop.control("PATCH", "products/" + made.path("id"), "{\"price\":\"21\"}");
        JsonNode listed = shop.control("GET", "listed", null).json();
        assertThat(listed.at("/0/price").asText()).isEqualTo("21");
        assertThat(listed.at("/0/skus").toString()).isEqualTo("[\"S\",\"M\"]");
        shop.control("PATCH", "products/" + made.at("/variations/1"), "{\"stock_quantity\":3}");
        assertThat(shop.control("GET", "state", null)
                        .json()
                        .at("/variations/1/stock_quantity")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    @DisplayName("The state has everything, the counts go by method and path template, reset empties")
    void state() {
        twin.seed(SampleCatalogue.of(1, 20));
        subscribe("product.updated");
        shop.get("/products");
        shop.get("/products/11");
        JsonNode state = shop.control("GET", "state", null).json();
        assertThat(state.path("products").size())
                .isEqualTo(SampleCatalogue.of(1, 20).wooCommerce().size());
        assertThat(state.path("variations")).isNotEmpty();
        assertThat(state.path("webhooks")).hasSize(1);
        JsonNode calls = shop.control("GET", "calls", null).json().path("byOperation");
        assertThat(calls.path("GET /products").asInt()).isEqualTo(1);
        assertThat(calls.path("GET /products/{id}").asInt()).isEqualTo(1);
        shop.control("POST", "reset", null);
        assertThat(shop.control("GET", "state", null).json().path("products")).isEmpty();
        assertThat(shop.get("/webhooks").json()).isEmpty();
    }

    @Test
    @DisplayName("The page and the certificate are there for who asks")
    void page() {
        assertThat(shop.anonymous().send("GET", twin.url() + "/twin", null).text())
                .contains("<html");
        assertThat(shop.control("GET", "certificate/pem", null).text()).startsWith("-----BEGIN CERTIFICATE-----");
        assertThat(shop.control("PUT", "settings", "{\"no\":1}").status()).isEqualTo(400);
        assertThat(shop.control("PUT", "settings", "{\"timezone\":\"+01:00\"}").status())
                .isEqualTo(200);
    }

    @Test
    @DisplayName("The shop tells its currency, units, taxes and routes")
    void settings() {
        assertThat(shop.get("/settings/general/woocommerce_currency")
                        .json()
                        .path("value")
                        .asText())
                .isEqualTo("EUR");
        assertThat(shop.get("/settings/tax/woocommerce_prices_include_tax")
                        .json()
                        .path("value")
                        .asText())
                .isEqualTo("yes");
        assertThat(shop.get("/settings/products/woocommerce_weight_unit")
                        .json()
                        .path("value")
                        .asText())
                .isEqualTo("kg");
        assertThat(shop.get("/system_status").json().at("/settings/currency").asText())
                .isEqualTo("EUR");
        assertThat(shop.get("/system_status").json().at("/environment/version").asText())
                .isEqualTo("11.0.1");
        JsonNode site = shop.send("GET", twin.secureUrl() + "/wp-json/", null).json();
        assertThat(site.path("namespaces").toString()).contains("wc/v3");
        assertThat(shop.get("").json().path("routes").has("/wc/v3/products/(?P<id>[\\d]+)"))
                .isTrue();
    }
}
