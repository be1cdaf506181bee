package io.serai.twin.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.twin.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest extends RunningShop {

    private static String overHttp(String path) {
        return twin.url() + "/wp-json/wc/v3" + path;
    }

    /** A URL signed as OAuth 1.0a wants it. */
    private static String signed(String method, String path, Map<String, String> more, String algorithm) {
        Map<String, String> parameters = new TreeMap<>(more);
        parameters.putIfAbsent("oauth_consumer_key", WooCommerceTwin.KEY);
        parameters.putIfAbsent(
                "oauth_timestamp", String.valueOf(twin.clock().instant().getEpochSecond()));
        parameters.putIfAbsent("oauth_nonce", Long.toHexString(System.nanoTime()));
        parameters.put("oauth_signature_method", algorithm);
        String query = query(parameters);
        String text = method + "&" + Authenticator.encode(overHttp(path)) + "&" + Authenticator.encode(query);
        byte[] digest = Authenticator.hmac(
                algorithm.replace("HMAC-", "Hmac"),
                (WooCommerceTwin.SECRET + "&").getBytes(StandardCharsets.UTF_8),
                text.getBytes(StandardCharsets.UTF_8));
        parameters.put("oauth_signature", Base64.getEncoder().encodeToString(digest));
        return overHttp(path) + "?" + query(parameters);
    }

    private static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> Authenticator.encode(each.getKey()) + "=" + Authenticator.encode(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    @Test
    @DisplayName("W6 Basic over http is refused, over https it is taken")
    void basic() {
        ShopClient.Answer refused = shop.send("GET", overHttp("/products"), null);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text())
                .isEqualTo(
                        "{\"code\":\"woocommerce_rest_cannot_view\",\"message\":\"Sorry, you cannot list resources.\","
                                + "\"data\":{\"status\":401}}");
        assertThat(shop.get("/products").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("W6 A read-only key that writes is answered 401, not 403")
    void readOnly() {
        ShopClient reader = shop.as(WooCommerceTwin.READ_ONLY_KEY, WooCommerceTwin.READ_ONLY_SECRET);
        assertThat(reader.get("/products").status()).isEqualTo(200);
        ShopClient.Answer refused = reader.post("/products", ShopClient.product("x", "x"));
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.code()).isEqualTo("woocommerce_rest_authentication_error");
    }

    @Test
    @DisplayName("61 A wrong secret is named, an unknown key is a stranger")
    void wrong() {
        assertThat(shop.as(WooCommerceTwin.KEY, "no").get("/products").code())
                .isEqualTo("woocommerce_rest_authentication_error");
        assertThat(shop.as("ck_no", "no").get("/products").code()).isEqualTo("woocommerce_rest_cannot_view");
        assertThat(shop.anonymous().post("/products", "{}").code()).isEqualTo("woocommerce_rest_cannot_create");
        assertThat(shop.anonymous().put("/products/1", "{}").code()).isEqualTo("woocommerce_rest_cannot_edit");
    }

    @Test
    @DisplayName("61 Where the host strips Authorization, keys in the query work over https and only there")
    void query() {
        twin.settings(Json.object().put("stripsAuthorization", true));
        try {
            String keys = "?consumer_key=" + WooCommerceTwin.KEY + "&consumer_secret=" + WooCommerceTwin.SECRET;
            assertThat(shop.get("/products").status()).isEqualTo(401);
            assertThat(shop.get("/products" + keys).status()).isEqualTo(200);
            assertThat(shop.anonymous()
                            .send("GET", overHttp("/products" + keys), null)
                            .status())
                    .isEqualTo(401);
        } finally {
            twin.settings(Json.object().put("stripsAuthorization", false));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HMAC-SHA256", "HMAC-SHA1"})
    @DisplayName("61 OAuth 1.0a works over http, parameters with strange characters included")
    void oauth(String algorithm) {
        ShopClient anyone = shop.anonymous();
        String url = signed("GET", "/products", Map.of("search", "Größe & Maß/ü*~", "per_page", "5"), algorithm);
        assertThat(anyone.send("GET", url, null).status()).isEqualTo(200);
        assertThat(anyone.send("GET", url, null).json().path("message").asText())
                .isEqualTo("Invalid nonce - nonce has already been used.");
        String write = signed("POST", "/products", Map.of(), algorithm);
        assertThat(anyone.send("POST", write, ShopClient.product("x", "x")).status())
                .isEqualTo(201);
    }

    @Test
    @DisplayName("61 OAuth refuses a wrong signature, an old timestamp and a missing parameter")
    void oauthRefuses() {
        ShopClient anyone = shop.anonymous();
        String url = signed("GET", "/products", Map.of(), "HMAC-SHA256");
        assertThat(anyone.send("GET", url + "&page=2", null)
                        .json()
                        .path("message")
                        .asText())
                .isEqualTo("Invalid signature - provided signature does not match.");
        long old = twin.clock().instant().minus(Duration.ofMinutes(16)).getEpochSecond();
        url = signed("GET", "/products", Map.of("oauth_timestamp", String.valueOf(old)), "HMAC-SHA256");
        assertThat(anyone.send("GET", url, null).json().path("message").asText())
                .isEqualTo("Invalid timestamp.");
        assertThat(anyone.send("GET", overHttp("/products?oauth_nonce=1"), null).code())
                .isEqualTo("woocommerce_rest_authentication_missing_parameter");
    }

    @Test
    @DisplayName("A revoked key is a stranger")
    void revoked() {
        twin.addKey("ck_other", "cs_other", "read_write");
        assertThat(shop.as("ck_other", "cs_other").get("/products").status()).isEqualTo(200);
        shop.control("DELETE", "keys/ck_other", null);
        assertThat(shop.as("ck_other", "cs_other").get("/products").status()).isEqualTo(401);
    }
}
