package io.serai.flow;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.serai.twin.shopify.ShopifyTwin;
import io.serai.twin.woocommerce.WooCommerceTwin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Predicate;

/** Both twins, connected to a running Serai as a person connects shops, and what a person asks of all three. */
final class Shops implements AutoCloseable {

    static final String TENANT = "client_123";
    static final String SHOPIFY = "channel_shopify";
    static final String WOOCOMMERCE = "channel_woo";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final ShopifyTwin shopify = new ShopifyTwin();
    final WooCommerceTwin woocommerce;
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI serai;
    private final String token;

    Shops(URI serai, String token) throws Exception {
        this.serai = serai;
        this.token = token;
        this.woocommerce = new WooCommerceTwin();
        shopify.start(0);
        woocommerce.start(0);
    }

    /** Connects both and waits until both catalogues are read. */
    void connect() {
        connectTenant();
        connectShopify();
        connectWooCommerce();
    }

    void connectTenant() {
        ask("POST", "/api/tenants", "{\"id\":\"client_123\",\"name\":\"Client 123\"}");
    }

    void connectShopify() {
        connect(
                """
                {"id":"channel_shopify","clientId":"client_123","platform":"shopify","url":"%s",
                 "shopDomain":"client-123.myshopify.com","credentials":{"accessToken":"shpat_serai_dev"},
                 "webhookSecret":"serai-dev-secret"}"""
                        .formatted(shopify.url()),
                SHOPIFY);
    }

    void connectWooCommerce() {
        connect(
                """
                {"id":"channel_woo","clientId":"client_123","platform":"woocommerce","url":"%s",
                 "credentials":{"consumerKey":"ck_serai_dev","consumerSecret":"cs_serai_dev"},
                 "webhookSecret":"serai-dev-secret"}"""
                        .formatted(woocommerce.url()),
                WOOCOMMERCE);
    }

    private void connect(String body, String channel) {
        Answer answer = ask("POST", "/api/channels", body);
        if (answer.status() != 201) {
            throw new IllegalStateException(answer.toString());
        }
        await().atMost(PATIENCE).until(() -> ask("GET", "/api/channels/" + channel, null)
                .json()
                .at("/data/lastProductSyncAt")
                .isTextual());
    }

    /** An answer of Serai's API. */
    record Answer(int status, JsonNode json, String etag) {}

    Answer ask(String method, String path, String body, String... headers) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(serai.resolve(path))
                    .header("Authorization", "Bearer " + token)
                    .method(
                            method,
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(body));
            if (body != null) {
                request.header("Content-Type", "application/json");
            }
            for (int i = 0; i < headers.length; i += 2) {
                request.header(headers[i], headers[i + 1]);
            }
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String text = response.body();
            return new Answer(
                    response.statusCode(),
                    text.isBlank() ? JSON.nullNode() : JSON.readTree(text),
                    response.headers().firstValue("ETag").orElse(null));
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until the shop's list of products shows what is awaited. */
    void awaitIn(io.serai.twin.Twin twin, Predicate<JsonNode> seen) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            for (JsonNode product : listed(twin)) {
                if (seen.test(product)) {
                    return true;
                }
            }
            return false;
        });
    }

    JsonNode listed(io.serai.twin.Twin twin) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(twin.url().resolve("/twin/listed")).build();
            return JSON.readTree(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        shopify.stop();
        woocommerce.stop();
    }
}
