package io.serai.twin.jtlffn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.twin.SampleCatalogue;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ControlTest extends RunningNetwork {

    private JsonNode control(String method, String path, String body) {
        NetworkClient.Answer answer = merchant.control(method, path, body);
        assertThat(answer.status()).as(answer.text()).isBetween(200, 201);
        return answer.json();
    }

    @Test
    @DisplayName("People make, edit and delete products by the control API, and the page lists them with their stock")
    void products() {
        String id = control(
                        "POST",
                        "products",
                        "{\"title\": \"Beutel\", \"sku\": \"BAG\", \"price\": \"11.90\", \"stock\": 4}")
                .path("jfsku")
                .asText();
        control("PATCH", "products/" + id, "{\"description\": \"neu\", \"weight\": 0.25}");
        control("PATCH", "products?sku=BAG", "{\"price\": 12.5}");
        JsonNode read = control("GET", "products/" + id, null);
        assertThat(read.path("note").asText()).isEqualTo("neu");
        assertThat(read.path("weight").toString()).isEqualTo("0.25");
        control("POST", "stock/block", "{\"sku\": \"BAG\", \"quantity\": 1}");
        control(
                "POST",
                "stock/inbound",
                "{\"sku\": \"BAG\", \"quantity\": 2, \"warehouseId\": \"%s\"}".formatted(HAMBURG));
        JsonNode listed = control("GET", "products?sku=BAG", null);
        assertThat(listed.path("price").asText()).isEqualTo("12.5");
        assertThat(listed.path("stock").asText()).isEqualTo(BERLIN + ": 3 (1 blocked); " + HAMBURG + ": 2");
        assertThat(merchant.control("PATCH", "products/none", "{}").status()).isEqualTo(404);
        assertThat(merchant.control("POST", "products", "{\"title\": \"x\", \"sku\": \"bag\"}")
                        .status())
                .isEqualTo(400);
        control("DELETE", "products/" + id, null);
        assertThat(control("GET", "listed", null)).isEmpty();
        assertThat(merchant.send("GET", twin.url() + "/twin", null).text()).contains("jtl-ffn twin", "class=\"stock\"");
    }

    @Test
    @DisplayName("The warehouse moves many goods at once, and works on inbounds and outbounds")
    void warehouse() {
        merchant.create("CUP");
        merchant.create("BAG");
        JsonNode moved = control(
                "POST", "stock/adjust", "[{\"sku\": \"CUP\", \"quantity\": 5}, {\"sku\": \"BAG\", \"quantity\": 6}]");
        assertThat(moved).hasSize(2);
        assertThat(control("GET", "stock?sku=BAG", null).path("stockLevel").asInt())
                .isEqualTo(6);
        String inbound = control("POST", "inbounds", "{\"items\": [{\"sku\": \"CUP\", \"quantity\": 2}]}")
                .path("inboundId")
                .asText();
        control("POST", "inbounds/" + inbound + "/receive", null);
        String outbound = control("POST", "outbounds", "{\"items\": [{\"sku\": \"CUP\", \"quantity\": 7}]}")
                .path("outboundId")
                .asText();
        control("POST", "outbounds/" + outbound + "/status", "{\"status\": \"Pickprocess\"}");
        assertThat(control("POST", "outbounds/" + outbound + "/ship", null)
                        .path("status")
                        .asText())
                .isEqualTo("Shipped");
        assertThat(control("GET", "stock?sku=CUP", null).path("stockLevel").asInt())
                .isZero();
        String another = control("POST", "outbounds", "{\"items\": [{\"sku\": \"BAG\", \"quantity\": 1}]}")
                .path("outboundId")
                .asText();
        assertThat(control("POST", "outbounds/" + another + "/cancel", "{\"reason\": \"weg\"}")
                        .path("status")
                        .asText())
                .isEqualTo("Canceled");
        assertThat(merchant.control("POST", "stock/adjust", "{\"sku\": \"CUP\", \"quantity\": -1}")
                        .status())
                .isEqualTo(400);
        assertThat(merchant.control("POST", "stock/burn", "{\"sku\": \"CUP\", \"quantity\": 1}")
                        .status())
                .isEqualTo(404);
        assertThat(merchant.control("POST", "outbounds/none/ship", null).status())
                .isEqualTo(404);
    }

    @Test
    @DisplayName("Every variant of the catalogue is a product with its stock in the two warehouses")
    void seed() {
        SampleCatalogue catalogue = SampleCatalogue.of(1, 20);
        twin.seed(catalogue);
        JsonNode state = control("GET", "state", null);
        long variants =
                catalogue.shopify().stream().mapToLong(p -> p.variants().size()).sum()
                        + catalogue.keys(SampleCatalogue.Presence.WOOCOMMERCE_ONLY).stream()
                                .flatMap(key -> catalogue.wooCommerce().stream()
                                        .filter(p -> p.key().equals(key)))
                                .mapToLong(p -> p.variants().size())
                                .sum();
        assertThat(state.path("products")).hasSize((int) variants);
        assertThat(state.path("stocks")).hasSize((int) variants);
        SampleCatalogue.Variant first = catalogue.shopify().get(0).variants().get(0);
        assertThat(twin.stockOf(first.sku()).path("stockLevel").asInt()).isEqualTo(first.stock());
        assertThat(state.path("warehouses")).hasSize(2);
    }

    @Test
    @DisplayName("The counts go by method and path template; tokens and settings outlive a reset, the rest does not")
    void counts() {
        String cup = merchant.create("CUP");
        merchant.get("/stocks/" + cup + "/" + BERLIN);
        merchant.get("/stocks/updates?fromDate=x");
        merchant.get("/nothing");
        merchant.token("x", "y", Map.of());
        JsonNode calls = control("GET", "calls", null);
        assertThat(calls.at("/byOperation").toString())
                .isEqualTo(
                        "{\"GET /api/v1/merchant/nothing\":1,\"GET /stocks/updates\":1,\"GET /stocks/{jfsku}/{warehouseId}\":1,"
                                + "\"POST /products\":1,\"POST /token\":1}");
        assertThat(calls.at("/byStatus/400").asInt()).isEqualTo(1);
        assertThat(calls.at("/mutationsByResource/" + cup).asInt()).isEqualTo(1);
        control("PUT", "settings", "{\"chunkSize\": 7}");
        assertThat(merchant.control("PUT", "settings", "{\"no\": 1}").status()).isEqualTo(400);
        assertThat(merchant.control("PUT", "settings", "{\"chunkSize\": \"many\"}")
                        .status())
                .isEqualTo(400);
        control("POST", "reset", null);
        assertThat(merchant.get("/products").json().path("items")).isEmpty();
        assertThat(merchant.get("/warehouses").json().path("items")).hasSize(2);
        assertThat(control("PUT", "settings", "{}").path("chunkSize").asInt()).isEqualTo(7);
    }

    @Test
    @DisplayName("Programs are registered and signed in without a page")
    void programs() {
        control(
                "POST",
                "clients",
                "{\"id\": \"shop\", \"secret\": \"s\", \"callback\": \"http://localhost:9999/back\"}");
        NetworkClient.Answer page = merchant.authorize(Map.of(
                "response_type", "code",
                "client_id", "shop",
                "redirect_uri", "http://localhost:9999/back",
                "scope", JtlFfnTwin.SCOPE));
        assertThat(page.status()).isEqualTo(200);
        String token = control("POST", "tokens", "{\"scope\": \"ffn.merchant.read\"}")
                .path("access_token")
                .asText();
        assertThat(merchant.with(token).get("/products").status()).isEqualTo(200);
        assertThat(control("GET", "state", null).toString()).doesNotContain(token, JtlFfnTwin.CLIENT_SECRET);
    }
}
