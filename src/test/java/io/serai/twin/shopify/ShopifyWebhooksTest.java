package io.serai.twin.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.FaultSettings;
import io.serai.twin.Json;
import io.serai.twin.Receiver.Received;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.awaitility.Durations;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ShopifyWebhooksTest extends ShopifyTwinTestBase {

    private static String hmac(String secret, byte[] body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes("UTF-8"), "HmacSHA256"));
        return Base64.getEncoder().encodeToString(mac.doFinal(body));
    }

    private Received only(String topic) {
        quiet();
        assertThat(app.received(topic)).hasSize(1);
        return app.received(topic).get(0);
    }

    @Test
    @DisplayName("no subscription, no webhook")
    void nothingWithoutSubscription() {
        product("Hut");
        assertThat(twin.pending()).isZero();
        assertThat(twin.deliveries().attempts()).isEmpty();
    }

    @Test
    @DisplayName("fact 1 the signature is base64 HMAC-SHA256 over the raw body, and http is refused")
    void signature() throws Exception {
        subscribe("PRODUCTS_CREATE", "/hook");
        product("Mütze „Ü“ </b>");
        Received delivery = only("products/create");
        assertThat(delivery.header("X-Shopify-Hmac-SHA256")).isEqualTo(hmac("serai-dev-secret", delivery.body()));
        assertThat(delivery.header("X-Shopify-Shop-Domain")).isEqualTo("client-123.myshopify.com");
        assertThat(delivery.header("X-Shopify-API-Version")).isEqualTo("2026-10");
        JsonNode refused = data(SUBSCRIBE, Map.of("t", "PRODUCTS_CREATE", "w", Map.of("uri", "http://shop.example/x")));
        assertThat(refused.at("/webhookSubscriptionCreate/userErrors/0/message").asText())
                .isEqualTo("Address protocol http:// is not supported");
    }

    @Test
    @DisplayName("fact 2 after a rotation the old secret may still sign")
    void rotation() throws Exception {
        subscribe("PRODUCTS_CREATE", "/hook");
        twin.rotateSecret("new-secret", true);
        product("Alt");
        Received old = only("products/create");
        assertThat(old.header("X-Shopify-Hmac-SHA256")).isEqualTo(hmac("serai-dev-secret", old.body()));
        twin.rotateSecret("new-secret", false);
        product("Neu");
        quiet();
        Received now = app.received("products/create").get(1);
        assertThat(now.header("X-Shopify-Hmac-SHA256")).isEqualTo(hmac("new-secret", now.body()));
    }

    @Test
    @DisplayName(
            "fact 4 the webhook id is stable over its retries, the event id shared by all deliveries of one action")
    void ids() {
        subscribe("PRODUCTS_UPDATE", "/hook");
        subscribe("INVENTORY_LEVELS_UPDATE", "/hook");
        ObjectNode product = product("Hut");
        app.answers(r -> app.received(r.header("X-Shopify-Topic")).size() < 3 ? 500 : 200);
        twin.editAsStaff(
                product.get("id").asText(), Json.object().put("title", "Hut 2").put("stock", 7));
        quiet();
        List<Received> updates = app.received("products/update");
        assertThat(updates).hasSize(3);
        assertThat(updates.stream().map(r -> r.header("X-Shopify-Webhook-Id")).distinct())
                .hasSize(1);
        assertThat(app.received().stream()
                        .map(r -> r.header("X-Shopify-Event-Id"))
                        .distinct())
                .hasSize(1);
        assertThat(app.received().stream()
                        .map(r -> r.header("X-Shopify-Webhook-Id"))
                        .distinct())
                .hasSize(2);
    }

    @Test
    @DisplayName("fact 5 two subscriptions on one topic are two deliveries with different webhook ids")
    void twoSubscriptions() {
        subscribe("PRODUCTS_CREATE", "/one");
        subscribe("PRODUCTS_CREATE", "/two");
        product("Hut");
        quiet();
        assertThat(app.received()).extracting(Received::path).containsExactlyInAnyOrder("/one", "/two");
        assertThat(app.received().stream()
                        .map(r -> r.header("X-Shopify-Webhook-Id"))
                        .distinct())
                .hasSize(2);
    }

    @Test
    @DisplayName("an uninstalled app's token is void and its subscriptions are gone, and one delivery tells so")
    void uninstalled() {
        subscribe("APP_UNINSTALLED", "/hook");
        subscribe("PRODUCTS_CREATE", "/hook");
        String token = twin.settings().accessToken();
        twin.uninstall();
        JsonNode shop = only("app/uninstalled").json();
        assertThat(shop.path("myshopify_domain").asText()).isEqualTo("client-123.myshopify.com");
        assertThat(twin.subscriptions()).isEmpty();
        assertThat(twin.settings().accessToken()).isNotEqualTo(token);
        product("Hut");
        quiet();
        assertThat(app.received()).hasSize(1);
    }

    @Test
    @DisplayName("fact 6 a redirect is a failure and is not followed")
    void redirect() {
        subscribe("PRODUCTS_CREATE", "/hook");
        app.answers(r -> app.received().size() == 1 ? 302 : 204);
        product("Hut");
        quiet();
        assertThat(app.received()).extracting(Received::path).containsExactly("/hook", "/hook");
        assertThat(twin.deliveries().attempts()).extracting(a -> a.delivered()).containsExactly(false, true);
    }

    @Test
    @DisplayName("fact 6 an answer after the timeout is a failure")
    void timeout() {
        settings("timeoutScale", 0.2);
        subscribe("PRODUCTS_CREATE", "/hook");
        app.answers(r -> app.received().size() == 1 ? 0 : 200);
        product("Hut");
        quiet();
        // An attempt in between may have come too late as well.
        assertThat(twin.deliveries().attempts())
                .extracting(a -> a.status())
                .startsWith(0)
                .endsWith(200);
        assertThat(Webhooks.policy(1, 1).total()).isEqualTo(Duration.ofSeconds(5));
        assertThat(Webhooks.policy(1, 1).connect()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    @DisplayName("fact 7 eight retries over four hours, each wait longer")
    void retries() {
        List<Duration> waits = Webhooks.policy(1, 1).retries();
        assertThat(waits).hasSize(8).isSorted();
        assertThat(waits.stream().reduce(Duration.ZERO, Duration::plus))
                .isBetween(Duration.ofHours(4), Duration.ofHours(4).plusSeconds(1));
    }

    @Test
    @DisplayName("fact 8 a retry carries the payload and goes to the address of the moment it was triggered")
    void retryIsOld() {
        String subscription = subscribe("PRODUCTS_UPDATE", "/old");
        ObjectNode product = product("Hut");
        settings("timeScale", 0.001);
        app.answers(r -> app.received().stream().noneMatch(x -> x.path().equals("/new")) ? 500 : 200);
        twin.editAsStaff(product.get("id").asText(), Json.object().put("title", "Eins"));
        Awaitility.await().atMost(Durations.ONE_MINUTE).until(() -> !app.received()
                .isEmpty());
        data(
                "mutation($id: ID!, $w: WebhookSubscriptionInput!) { webhookSubscriptionUpdate(id: $id, webhookSubscription: $w) { userErrors { message } } }",
                Map.of("id", subscription, "w", Map.of("uri", app.url("/new"))));
        twin.editAsStaff(product.get("id").asText(), Json.object().put("title", "Zwei"));
        quiet();
        Received first = app.received().get(0);
        Received last = app.received().get(app.received().size() - 1);
        assertThat(app.received()).filteredOn(r -> r.path().equals("/new")).hasSize(1);
        assertThat(last.path()).isEqualTo("/old");
        assertThat(last.body()).isEqualTo(first.body());
        assertThat(last.json().get("title").asText()).isEqualTo("Eins");
        assertThat(last.header("X-Shopify-Triggered-At")).isEqualTo(first.header("X-Shopify-Triggered-At"));
    }

    @Test
    @DisplayName("fact 9 after eight failed retries the subscription is removed")
    void removal() {
        String subscription = subscribe("PRODUCTS_CREATE", "/hook");
        app.answers(r -> 500);
        product("Hut");
        quiet();
        assertThat(app.received()).hasSize(9);
        assertThat(twin.subscriptions()).doesNotContain(subscription);
        assertThat(data("{ webhookSubscriptions(first: 5) { nodes { id } } }").at("/webhookSubscriptions/nodes"))
                .isEmpty();
        product("Noch einer");
        quiet();
        assertThat(app.received()).hasSize(9);
    }

    @Test
    @DisplayName("fact 9 one success in between keeps the subscription")
    void successKeeps() {
        String subscription = subscribe("PRODUCTS_CREATE", "/hook");
        app.answers(r -> app.received().size() < 9 ? 500 : 200);
        product("Hut");
        quiet();
        assertThat(twin.subscriptions()).contains(subscription);
    }

    @Test
    @DisplayName("fact 10 a later delivery may overtake an earlier one")
    void reordering() {
        subscribe("PRODUCTS_UPDATE", "/hook");
        String id = product("Hut").get("id").asText();
        ObjectNode faults =
                Json.object().put("seed", 1).put("webhookReorder", 1).put("webhookReorderBy", 3000);
        assertThat(control("PUT", "faults", faults).statusCode()).isEqualTo(200);
        Instant before = twin.clock().instant();
        twin.editAsStaff(id, Json.object().put("title", "Eins"));
        twin.faults().clear();
        twin.editAsStaff(id, Json.object().put("title", "Zwei"));
        quiet();
        assertThat(app.received())
                .extracting(r -> r.json().get("title").asText())
                .containsExactly("Zwei", "Eins");
        // It was held back, and did not just lose a race.
        assertThat(twin.deliveries().attempts().get(1).at()).isAfter(before.plusSeconds(2));
    }

    @Test
    @DisplayName("fact 11 includeFields leaves only those fields")
    void includeFields() {
        subscribe("PRODUCTS_CREATE", Map.of("uri", app.url("/hook"), "includeFields", List.of("id", "updated_at")));
        product("Hut");
        assertThat(only("products/create").json().fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("id", "updated_at");
    }

    @Test
    @DisplayName("fact 12 a deletion's body is the numeric id alone")
    void deletion() {
        subscribe("PRODUCTS_DELETE", "/hook");
        ObjectNode product = product("Hut");
        twin.deleteAsStaff(product.get("id").asText(), false);
        assertThat(only("products/delete").json())
                .isEqualTo(Json.object().put("id", product.get("id").asLong()));
    }

    @Test
    @DisplayName(
            "fact 13 a change of stock sends inventory_levels/update, which names no product, and no products/update")
    void stock() {
        subscribe("PRODUCTS_UPDATE", "/hook");
        subscribe("INVENTORY_LEVELS_UPDATE", "/hook");
        ObjectNode product = product("Hut");
        String before = product.get("updated_at").asText();
        ObjectNode after =
                twin.editAsStaff(product.get("id").asText(), Json.object().put("stock", 4));
        JsonNode body = only("inventory_levels/update").json();
        assertThat(app.received("products/update")).isEmpty();
        assertThat(body.get("available").asInt()).isEqualTo(4);
        assertThat(body.get("inventory_item_id")).isEqualTo(product.at("/variants/0/inventory_item_id"));
        assertThat(body.has("product_id")).isFalse();
        assertThat(after.get("updated_at").asText()).isEqualTo(before);
    }

    @Test
    @DisplayName("fact 15 the privacy topics cannot be subscribed to by the Admin API")
    void privacy() {
        JsonNode answer = answer(SUBSCRIBE, Map.of("t", "CUSTOMERS_REDACT", "w", Map.of("uri", app.url("/hook"))));
        assertThat(answer.get("errors")).isNotEmpty();
    }

    @Test
    @DisplayName("B8 every other topic can be subscribed to, and sent")
    void topics() {
        List<String> topics = List.of(
                "ORDERS_CREATE",
                "ORDERS_UPDATED",
                "ORDERS_PAID",
                "ORDERS_CANCELLED",
                "CUSTOMERS_CREATE",
                "CUSTOMERS_UPDATE",
                "PRODUCTS_CREATE",
                "PRODUCTS_UPDATE",
                "PRODUCTS_DELETE",
                "CARTS_CREATE",
                "CARTS_UPDATE",
                "CHECKOUTS_CREATE",
                "CHECKOUTS_UPDATE",
                "INVENTORY_LEVELS_UPDATE",
                "BULK_OPERATIONS_FINISH",
                "APP_UNINSTALLED");
        topics.forEach(topic -> subscribe(topic, "/hook"));
        topics.forEach(topic -> twin.fire(topic, Json.object().put("id", 1)));
        quiet();
        assertThat(app.received())
                .extracting(r -> r.header("X-Shopify-Topic"))
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(
                        "orders/create",
                        "orders/updated",
                        "orders/paid",
                        "orders/cancelled",
                        "customers/create",
                        "customers/update",
                        "products/create",
                        "products/update",
                        "products/delete",
                        "carts/create",
                        "carts/update",
                        "checkouts/create",
                        "checkouts/update",
                        "inventory_levels/update",
                        "bulk_operations/finish",
                        "app/uninstalled"));
    }

    @Test
    @DisplayName("the app's own write comes back as products/update")
    void echo() {
        subscribe("PRODUCTS_UPDATE", "/hook");
        ObjectNode product = product("Hut");
        data(UPDATE, Map.of("p", Map.of("id", gid(product), "title", "Von uns")));
        assertThat(only("products/update").json().get("title").asText()).isEqualTo("Von uns");
    }

    @Test
    @DisplayName("webhooks are lost and doubled by seed, the double with the same webhook id")
    void lossAndDoubles() {
        subscribe("PRODUCTS_CREATE", "/hook");
        twin.faults().set(Json.MAPPER.convertValue(Map.of("seed", 7, "webhookLoss", 1.0), FaultSettings.class));
        product("Verloren");
        assertThat(twin.pending()).isZero();
        assertThat(twin.deliveries().lost()).isEqualTo(1);
        twin.faults().set(Json.MAPPER.convertValue(Map.of("seed", 7, "webhookDuplicate", 1.0), FaultSettings.class));
        product("Doppelt");
        quiet();
        assertThat(app.received()).hasSize(2);
        assertThat(app.received().stream()
                        .map(r -> r.header("X-Shopify-Webhook-Id"))
                        .distinct())
                .hasSize(1);
    }
}
