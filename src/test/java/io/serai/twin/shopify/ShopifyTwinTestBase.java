package io.serai.twin.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import io.serai.twin.Receiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Durations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A running twin, an app that calls it over HTTP, and the app's webhook endpoint. */
abstract class ShopifyTwinTestBase {

    static final HttpClient HTTP = HttpClient.newHttpClient();
    static final String SUBSCRIBE =
            "mutation($t: WebhookSubscriptionTopic!, $w: WebhookSubscriptionInput!) { webhookSubscriptionCreate(topic: $t, webhookSubscription: $w) { webhookSubscription { id } userErrors { field message } } }";
    static final String UPDATE =
            "mutation UpdateProduct($p: ProductUpdateInput!) { productUpdate(product: $p) { product { id title updatedAt tags descriptionHtml } userErrors { field message } } }";
    static final String CREATE =
            "mutation CreateProduct($p: ProductCreateInput!) { productCreate(product: $p) { product { id variants(first: 5) { nodes { id inventoryItem { id } } } } userErrors { field message } } }";
    static final String SET =
            "mutation SetProduct($i: ProductSetIdentifiers, $p: ProductSetInput!) { productSet(identifier: $i, input: $p, synchronous: true) { product { id title handle vendor tags variants(first: 50) { nodes { id title sku price compareAtPrice } } metafields(first: 5) { nodes { key value } } } userErrors { field message code } } }";
    static final String VARIANTS_UPDATE =
            "mutation UpdateVariants($id: ID!, $v: [ProductVariantsBulkInput!]!) { productVariantsBulkUpdate(productId: $id, variants: $v) { productVariants { id sku price compareAtPrice } userErrors { field message code } } }";

    final Receiver app = new Receiver();
    ShopifyTwin twin;

    @BeforeEach
    void start() {
        twin = new ShopifyTwin();
        twin.start(0);
        settings("timeScale", 0.000001);
    }

    @AfterEach
    void stop() {
        twin.stop();
        app.close();
    }

    void settings(String name, Object value) {
        twin.settings(Json.object().set(name, Json.MAPPER.valueToTree(value)));
    }

    HttpResponse<String> post(String version, String token, String query, Map<String, ?> variables) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(twin.url() + "/admin/api/" + version + "/graphql.json"))
                .timeout(Durations.ONE_MINUTE)
                .header("Content-Type", "application/json")
                .header("X-Shopify-Access-Token", token)
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        Json.bytes(Map.of("query", query, "variables", variables))))
                .build();
        return send(request);
    }

    static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    JsonNode answer(String query, Map<String, ?> variables) {
        HttpResponse<String> response = post(ShopifyTwin.VERSION, "shpat_serai_dev", query, variables);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json(response.body());
    }

    /** The data of an answer without errors. */
    JsonNode data(String query, Map<String, ?> variables) {
        JsonNode answer = answer(query, variables);
        assertThat(answer.path("errors").isMissingNode()).as(answer.toString()).isTrue();
        return answer.get("data");
    }

    JsonNode data(String query) {
        return data(query, Map.of());
    }

    HttpResponse<String> control(String method, String path, Object body) {
        return send(HttpRequest.newBuilder(twin.url().resolve("/twin/" + path))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body == null ? new byte[0] : Json.bytes(body)))
                .build());
    }

    static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String subscribe(String topic, String path) {
        return subscribe(topic, Map.of("uri", app.url(path)));
    }

    String subscribe(String topic, Map<String, ?> input) {
        JsonNode payload = data(SUBSCRIBE, Map.of("t", topic, "w", input)).get("webhookSubscriptionCreate");
        assertThat(payload.get("userErrors")).isEmpty();
        return payload.at("/webhookSubscription/id").asText();
    }

    /** A product made by the staff; its state. */
    ObjectNode product(String title) {
        return twin.createAsStaff(
                Json.object().put("title", title).put("price", "10.00").put("sku", "SKU-" + title));
    }

    static String gid(ObjectNode product) {
        return product.get("admin_graphql_api_id").asText();
    }

    void quiet() {
        await().pollInterval(Duration.ofMillis(5)).atMost(Durations.ONE_MINUTE).until(() -> twin.pending() == 0);
    }
}
