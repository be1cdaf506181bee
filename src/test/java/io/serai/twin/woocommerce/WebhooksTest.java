package io.serai.twin.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.awaitility.Durations;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WebhooksTest extends RunningShop {

    private static JsonNode webhook(long id) {
        for (JsonNode each : twin.state().path("webhooks")) {
            if (each.path("id").asLong() == id) {
                return each;
            }
        }
        return Json.object();
    }

    private static void touch(long product) {
        shop.put("/products/" + product, "{}");
        quiet();
    }

    @Test
    @DisplayName("44 W1 Creating a webhook sends an unsigned, form-encoded ping at once")
    void ping() {
        ShopClient.Answer made = shop.post(
                "/webhooks",
                Json.object()
                        .put("topic", "product.updated")
                        .put("delivery_url", receiver.url())
                        .put("secret", "s"));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().path("status").asText()).isEqualTo("active");
        assertThat(made.json().has("secret")).isFalse();
        quiet();
        Receiver.Received ping = receiver.all().get(0);
        assertThat(ping.text()).isEqualTo("webhook_id=" + made.id());
        assertThat(ping.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(ping.headers().keySet()).noneMatch(name -> name.toLowerCase().startsWith("x-wc"));
        assertThat(webhook(made.id()).path("pending_delivery").asBoolean()).isFalse();
    }

    @Test
    @DisplayName("44 W1 A ping answered with anything but 200 stays outstanding and is sent again with each delivery")
    void pingOutstanding() {
        receiver.answer(202);
        long id = subscribe("product.updated");
        assertThat(webhook(id).path("pending_delivery").asBoolean()).isTrue();
        assertThat(webhook(id).path("status").asText()).isEqualTo("active");
        touch(shop.create(ShopClient.product("x", "x")));
        assertThat(receiver.of("ping")).hasSize(2);
        assertThat(receiver.of("product.updated")).hasSize(1);
        receiver.answer(200);
        touch(twin.state().at("/products/0/id").asLong());
        assertThat(webhook(id).path("pending_delivery").asBoolean()).isFalse();
    }

    @Test
    @DisplayName("W1 A dead address is no reason to refuse a webhook")
    void deadAddress() {
        ShopClient.Answer made =
                shop.post("/webhooks", "{\"topic\":\"order.created\",\"delivery_url\":\"http://127.0.0.1:1/x\"}");
        assertThat(made.status()).isEqualTo(201);
        quiet();
        assertThat(twin.deliveries().attempts()).singleElement().satisfies(a -> assertThat(a.status())
                .isZero());
    }

    @Test
    @DisplayName("42 W11 A delivery has WooCommerce's headers and is signed over its raw body")
    void signed() {
        long webhook = subscribe("product.created");
        shop.create(ShopClient.product("Größe 🎶", "a/b"));
        quiet();
        Receiver.Received got = receiver.of("product.created").get(0);
        assertThat(got.header("X-WC-Webhook-Source")).isEqualTo(twin.url() + "/");
        assertThat(got.header("X-WC-Webhook-Resource")).isEqualTo("product");
        assertThat(got.header("X-WC-Webhook-Event")).isEqualTo("created");
        assertThat(got.header("X-WC-Webhook-ID")).isEqualTo(String.valueOf(webhook));
        assertThat(got.header("X-WC-Webhook-Delivery-ID")).matches("[0-9a-f]{32}");
        assertThat(got.header("Content-Type")).isEqualTo("application/json");
        assertThat(got.header("Connection")).isEqualToIgnoringCase("close");
        assertThat(got.header("User-Agent")).isEqualTo("WooCommerce/11.0.1 Hookshot (WordPress/7.1)");
        byte[] expected =
                Authenticator.hmac("HmacSHA256", "serai-dev-secret".getBytes(StandardCharsets.UTF_8), got.body());
        assertThat(got.header("X-WC-Webhook-Signature"))
                .isEqualTo(Base64.getEncoder().encodeToString(expected));
        assertThat(got.text()).contains("Gr\\u00f6\\u00dfe \\ud83c\\udfb6", "a\\/b");
        assertThat(got.json().path("permalink").asText()).startsWith(twin.url().toString());
    }

    @Test
    @DisplayName("42 W11 The secret is HTML-decoded before it signs")
    void decodedSecret() {
        shop.post(
                "/webhooks",
                Json.object()
                        .put("topic", "product.created")
                        .put("delivery_url", receiver.url())
                        .put("secret", "a&amp;b&lt;&quot;&#039;"));
        shop.create(ShopClient.product("x", "x"));
        quiet();
        Receiver.Received got = receiver.of("product.created").get(0);
        byte[] expected = Authenticator.hmac("HmacSHA256", "a&b<\"'".getBytes(StandardCharsets.UTF_8), got.body());
        assertThat(got.header("X-WC-Webhook-Signature"))
                .isEqualTo(Base64.getEncoder().encodeToString(expected));
    }

    @Test
    @DisplayName("43 Two deliveries of one webhook within a second share their delivery id")
    void deliveryId() {
        subscribe("product.created");
        twin.deliveries().hold();
        try {
            shop.create(ShopClient.product("x", "x"));
            shop.create(ShopClient.product("y", "y"));
            // The id is made when a delivery is sent: both within what is left of this second.
            await().atMost(Durations.ONE_MINUTE)
                    .until(() -> twin.clock().instant().getNano() < 500_000_000);
        } finally {
            twin.deliveries().release();
        }
        quiet();
        List<Receiver.Received> got = receiver.of("product.created");
        assertThat(got).hasSize(2);
        assertThat(got.get(0).header("X-WC-Webhook-Delivery-ID"))
                .isEqualTo(got.get(1).header("X-WC-Webhook-Delivery-ID"));
        assertThat(got.get(0).body()).isNotEqualTo(got.get(1).body());
    }

    @Test
    @DisplayName("45 A redirect counts as delivered, is not followed and resets the failure counter")
    void redirect() {
        long webhook = subscribe("product.updated");
        long product = shop.create(ShopClient.product("x", "x"));
        receiver.answer(500);
        touch(product);
        assertThat(webhook(webhook).path("failure_count").asInt()).isEqualTo(1);
        receiver.answer(302);
        touch(product);
        assertThat(receiver.of("product.updated")).hasSize(2);
        assertThat(webhook(webhook).path("failure_count").asInt()).isZero();
    }

    @Test
    @DisplayName("46 W2 Nothing is repeated; the 7th failure in a row disables, silently")
    void seventhFailure() {
        long webhook = subscribe("product.updated");
        long product = shop.create(ShopClient.product("x", "x"));
        receiver.answer(500);
        for (int i = 0; i < 6; i++) {
            touch(product);
        }
        assertThat(shop.get("/webhooks/" + webhook).json().path("status").asText())
                .isEqualTo("active");
        touch(product);
        assertThat(shop.get("/webhooks/" + webhook).json().path("status").asText())
                .isEqualTo("disabled");
        assertThat(shop.get("/webhooks?status=disabled").json()).hasSize(1);
        touch(product);
        assertThat(receiver.of("product.updated")).hasSize(7);
    }

    @Test
    @DisplayName("47 48 W3 What waits is not queued twice, and its body is built when it is sent")
    void coalesced() {
        subscribe("product.updated");
        subscribe("product.created");
        twin.deliveries().hold();
        try {
            long product = shop.create(ShopClient.product("vorher", "x"));
            for (int i = 0; i < 5; i++) {
                shop.put("/products/" + product, "{\"name\":\"nachher " + i + "\"}");
            }
        } finally {
            twin.deliveries().release();
        }
        quiet();
        assertThat(receiver.of("product.updated")).hasSize(1);
        assertThat(receiver.of("product.created").get(0).json().path("name").asText())
                .isEqualTo("nachher 4");
    }

    @Test
    @DisplayName("48 What is gone when its delivery is built is delivered as an error")
    void goneMeanwhile() {
        subscribe("product.created");
        twin.deliveries().hold();
        try {
            long product = shop.create(ShopClient.product("x", "x"));
            shop.delete("/products/" + product + "?force=true");
        } finally {
            twin.deliveries().release();
        }
        quiet();
        assertThat(receiver.of("product.created").get(0).json().path("code").asText())
                .isEqualTo("woocommerce_rest_product_invalid_id");
    }

    @Test
    @DisplayName("A REST write and a staff edit both send product.updated, so a push echoes")
    void echo() {
        subscribe("product.updated");
        long product = shop.create(ShopClient.product("x", "x"));
        touch(product);
        twin.editAsStaff(
                String.valueOf(product), Json.object().put("title", "von Hand").put("price", "11.00"));
        quiet();
        List<Receiver.Received> got = receiver.of("product.updated");
        assertThat(got).hasSize(2);
        assertThat(got.get(1).json().path("name").asText()).isEqualTo("von Hand");
        assertThat(got.get(1).json().path("regular_price").asText()).isEqualTo("11.00");
    }

    @Test
    @DisplayName("50 A staff edit within ten seconds of the creation is told as created, too; later it is not")
    void tenSeconds() {
        subscribe("product.created");
        long product = shop.create(ShopClient.product("x", "x"));
        quiet();
        twin.editAsStaff(String.valueOf(product), Json.object().put("title", "y"));
        quiet();
        assertThat(receiver.of("product.created")).hasSize(2);
        twin.clock().skew(Duration.ofSeconds(11));
        try {
            twin.editAsStaff(String.valueOf(product), Json.object().put("title", "z"));
            quiet();
        } finally {
            twin.clock().skew(Duration.ZERO);
        }
        assertThat(receiver.of("product.created")).hasSize(2);
    }

    @Test
    @DisplayName("49 A variation's change is told as product.updated with the variation, and with its parent")
    void variation() {
        ObjectNode given = Json.object().put("name", "Shirt").put("type", "variable");
        ObjectNode size =
                given.putArray("attributes").addObject().put("name", "Größe").put("variation", true);
        size.putArray("options").add("S");
        long parent = shop.create(given);
        ObjectNode one = Json.object().put("regular_price", "19.90");
        one.putArray("attributes").addObject().put("name", "Größe").put("option", "S");
        long variation = shop.post("/products/" + parent + "/variations", one).id();
        subscribe("product.updated");
        shop.put("/products/" + parent + "/variations/" + variation, "{\"regular_price\":\"21.00\"}");
        quiet();
        List<JsonNode> bodies = receiver.of("product.updated").stream()
                .map(Receiver.Received::json)
                .toList();
        assertThat(bodies).extracting(b -> b.path("id").asLong()).containsExactlyInAnyOrder(variation, parent);
        JsonNode body = bodies.stream()
                .filter(b -> b.path("id").asLong() == variation)
                .findFirst()
                .orElseThrow();
        assertThat(body.path("type").asText()).isEqualTo("variation");
        assertThat(body.path("name").asText()).isEqualTo("Shirt - S");
        assertThat(body.path("parent_id").asLong()).isEqualTo(parent);
        assertThat(body.path("total_sales").isTextual()).isTrue();
        assertThat(body.at("/_links/up/0/href").asText()).endsWith("/products/" + parent);
    }

    @Test
    @DisplayName("W4 Deleting with force tells nobody")
    void forceDelete() {
        subscribe("product.deleted");
        subscribe("product.updated");
        long product = shop.create(ShopClient.product("x", "x"));
        quiet();
        int before = receiver.all().size();
        shop.delete("/products/" + product + "?force=true");
        quiet();
        assertThat(receiver.all()).hasSize(before);
    }

    @Test
    @DisplayName("W5 49 Trashing a product tells product.deleted and coupon.deleted with nothing but the id")
    void trash() {
        subscribe("product.deleted");
        subscribe("coupon.deleted");
        subscribe("order.deleted");
        long product = shop.create(ShopClient.product("x", "x"));
        shop.delete("/products/" + product);
        quiet();
        assertThat(receiver.of("product.deleted")).singleElement().satisfies(got -> assertThat(got.text())
                .isEqualTo("{\"id\":" + product + "}"));
        assertThat(receiver.of("coupon.deleted")).hasSize(1);
        assertThat(receiver.of("order.deleted")).isEmpty();
    }

    @Test
    @DisplayName("W5 Trashing an order tells product.deleted with the order's id")
    void trashedOrder() {
        subscribe("product.deleted");
        long order = shop.post("/orders", "{}").id();
        shop.delete("/orders/" + order);
        quiet();
        assertThat(receiver.of("product.deleted").get(0).text()).isEqualTo("{\"id\":" + order + "}");
    }

    @Test
    @DisplayName(
            "W12 54 An order lowers stock, sends product.updated and moves date_modified, or not, as the shop is set")
    void order() {
        subscribe("product.updated");
        ObjectNode given =
                ShopClient.product("x", "x").put("manage_stock", true).put("stock_quantity", 5);
        long product = shop.create(given);
        String order = "{\"set_paid\":true,\"line_items\":[{\"product_id\":" + product + ",\"quantity\":2}]}";
        twin.clock().skew(Duration.ofSeconds(5));
        try {
            JsonNode before = shop.get("/products/" + product).json();
            assertThat(shop.post("/orders", order).status()).isEqualTo(201);
            quiet();
            JsonNode after = shop.get("/products/" + product).json();
            assertThat(after.path("stock_quantity").asInt()).isEqualTo(3);
            assertThat(after.path("date_modified")).isNotEqualTo(before.path("date_modified"));
            assertThat(receiver.of("product.updated")
                            .get(0)
                            .json()
                            .path("stock_quantity")
                            .asInt())
                    .isEqualTo(3);
            twin.settings(Json.object().put("orderStockBumpsModified", false));
            twin.clock().skew(Duration.ofSeconds(10));
            shop.post("/orders", order);
            quiet();
            JsonNode last = shop.get("/products/" + product).json();
            assertThat(last.path("stock_quantity").asInt()).isEqualTo(1);
            assertThat(last.path("date_modified")).isEqualTo(after.path("date_modified"));
            assertThat(receiver.of("product.updated")).hasSize(1);
        } finally {
            twin.clock().skew(Duration.ZERO);
            twin.settings(Json.object().put("orderStockBumpsModified", true));
        }
    }

    @Test
    @DisplayName("57 A webhook is deleted with force only, and told of no more")
    void delete() {
        long webhook = subscribe("product.created");
        ShopClient.Answer refused = shop.delete("/webhooks/" + webhook);
        assertThat(refused.status()).isEqualTo(501);
        assertThat(refused.code()).isEqualTo("woocommerce_rest_trash_not_supported");
        assertThat(shop.delete("/webhooks/" + webhook + "?force=true").status()).isEqualTo(200);
        assertThat(shop.get("/webhooks/" + webhook).status()).isEqualTo(404);
        shop.create(ShopClient.product("x", "x"));
        quiet();
        assertThat(receiver.of("product.created")).isEmpty();
    }

    @Test
    @DisplayName("A webhook needs a topic and an address that are valid, and may be paused and moved")
    void edits() {
        ShopClient.Answer refused = shop.post("/webhooks", "{}");
        assertThat(refused.code()).isEqualTo("rest_missing_callback_param");
        assertThat(refused.json().at("/data/params").toString()).isEqualTo("[\"topic\",\"delivery_url\"]");
        assertThat(shop.post("/webhooks", "{\"topic\":\"product.sold\",\"delivery_url\":\"http://x/\"}")
                        .code())
                .isEqualTo("woocommerce_rest_shop_webhook_invalid_topic");
        long webhook = subscribe("product.created");
        assertThat(shop.put("/webhooks/" + webhook, "{\"delivery_url\":\"ftp://x/\"}")
                        .code())
                .isEqualTo("woocommerce_rest_shop_webhook_invalid_delivery_url");
        shop.put("/webhooks/" + webhook, "{\"status\":\"paused\"}");
        shop.create(ShopClient.product("x", "x"));
        quiet();
        assertThat(receiver.of("product.created")).isEmpty();
        shop.put("/webhooks/" + webhook, "{\"status\":\"active\",\"delivery_url\":\"" + receiver.url() + "/2\"}");
        quiet();
        assertThat(receiver.of("ping")).hasSize(2);
    }
}
