package io.serai.flow;

import static io.serai.flow.Shops.json;
import static io.serai.flow.Shops.object;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.support.PostgresResource;
import io.serai.twin.FaultSettings;
import io.serai.twin.Faults.Fate;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Durations;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How systems of this kind fail their users, each under its name. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
class KnownFailuresTest extends FlowTestBase {

    private static final String SECRET = "serai-dev-secret";
    private static final FaultSettings ALL_LOST = new FaultSettings(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0);

    @Test
    @DisplayName("K7 a second edit by a person, seconds after the first or after a push, is an edit")
    void k7() {
        shops.connect();
        String hat = hat();
        String product = shops.product("H-1").path("id").asText();
        for (String name : List.of("Eins", "Zwei", "Drei")) {
            shops.shopify.editAsStaff(hat, object().put("title", name));
            shops.settle();
            assertThat(shops.product("H-1").path("name").asText()).isEqualTo(name);
            assertThat(shops.inWooCommerce("H-1").path("name").asText()).isEqualTo(name);
        }
        shops.patch(product, object().put("name", "Hub"));
        shops.settle();
        shops.shopify.editAsStaff(hat, object().put("title", "Drei"));
        shops.settle();
        assertThat(shops.product("H-1").path("name").asText()).isEqualTo("Drei");
        assertThat(shops.inWooCommerce("H-1").path("name").asText()).isEqualTo("Drei");
        shops.shopify.editAsStaff(hat, object().put("title", "Vier"));
        shops.shopify.editAsStaff(hat, object().put("title", "Fünf"));
        shops.settle();
        assertThat(shops.product("H-1").path("name").asText()).isEqualTo("Fünf");
        assertThat(shops.inShopify("H-1").path("title").asText()).isEqualTo("Fünf");
        assertThat(shops.inWooCommerce("H-1").path("name").asText()).isEqualTo("Fünf");
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName("K8 each address that is registered, and each the seeds print, is one that works; any other is 404")
    void k8() {
        shops.connect();
        hat();
        JsonNode subscriptions = shops.shopify.state().path("subscriptions");
        assertThat(subscriptions.toString())
                .contains("/shopify-enhanced/products/create?", "/products/update?", "/products/delete?");
        JsonNode webhooks = shops.woocommerce.state().path("webhooks");
        assertThat(subscriptions.size()).isGreaterThanOrEqualTo(3);
        assertThat(webhooks.size()).isGreaterThanOrEqualTo(3);
        ObjectNode body = object().put("id", 4711).put("title", "x").put("name", "x");
        body.put("inventory_item_id", 4711).put("location_id", 1);
        for (JsonNode webhook : webhooks) {
            URI address = URI.create(webhook.path("delivery_url").asText());
            long before = stored();
            assertThat(wooCommerce(address, webhook.path("topic").asText(), bytes(body)))
                    .as(address.toString())
                    .isEqualTo(200);
            assertThat(stored()).as(address.toString()).isEqualTo(before + 1);
        }
        for (String topic :
                List.of("products/create", "products/update", "products/delete", "inventory_levels/update")) {
            URI address = serai.resolve("/api/integrations/webhooks/shopify-enhanced/" + topic);
            long before = stored();
            assertThat(shopify(address, topic, UUID.randomUUID().toString(), bytes(body)))
                    .as(topic)
                    .isEqualTo(200);
            assertThat(stored()).as(topic).isEqualTo(before + 1);
        }
        for (String path : List.of(
                "/api/integrations/webhooks/shopify/products/update",
                "/api/integrations/webhooks/shopify-enhanced/products",
                "/api/webhooks/shopify-enhanced/products/update")) {
            assertThat(shopify(
                            serai.resolve(path),
                            "products/update",
                            UUID.randomUUID().toString(),
                            bytes(body)))
                    .as(path)
                    .isIn(401, 404);
        }
        shops.settle();
    }

    @Test
    @DisplayName("K9 fifty updates under one WooCommerce webhook id are fifty deliveries, and the last one stands")
    void k9() {
        shops.connect();
        hat();
        JsonNode held = shops.inWooCommerce("H-1");
        shops.woocommerce.faults().set(ALL_LOST);
        shops.woocommerce.editAsStaff(held.path("id").asText(), object().put("regular_price", "50.00"));
        long before = updates();
        Instant version = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        URI address = URI.create(address("product.updated"));
        for (int i = 1; i <= 50; i++) {
            ObjectNode body = held.deepCopy();
            String modified = version.plusSeconds(i).toString().replace("Z", "");
            body.put("regular_price", i + ".00").put("price", i + ".00").put("date_modified_gmt", modified);
            assertThat(wooCommerce(address, "product.updated", bytes(body))).isEqualTo(200);
        }
        shops.settle();
        assertThat(updates()).isEqualTo(before + 50);
        assertThat(shops.count(
                        "SELECT count(*) FROM webhook_log WHERE channel_id = ? AND (status <> 'processed' OR duplicates > 0)",
                        shops.wooChannel))
                .isZero();
        assertThat(shops.product("H-1").at("/variants/0/netSalesPrice").asDouble())
                .isEqualTo(50.0);
        assertThat(shops.variantInShopify("H-1").path("price").asText()).isEqualTo("50.00");
    }

    @Test
    @DisplayName("K10 the signature is checked on the bytes as they came, always, and a wrong one is 401")
    void k10() throws Exception {
        shops.connect();
        byte[] body = "{\"id\":4711,\"body_html\":\"\\u003cp\\u003e1\\/2\\u003c\\/p\\u003e\",  \"title\":\"a\"}"
                .getBytes(UTF_8);
        byte[] other = Shops.JSON.writeValueAsBytes(Shops.JSON.readTree(body));
        URI shopify = serai.resolve("/api/integrations/webhooks/shopify-enhanced/products/update");
        URI woocommerce = URI.create(address("product.updated"));
        assertThat(shopify(shopify, "products/update", "k10", body)).isEqualTo(200);
        assertThat(wooCommerce(woocommerce, "product.updated", body)).isEqualTo(200);
        long before = stored();
        for (String wrong :
                new String[] {null, "", "x", signature(other), signature(body).substring(4), "ä".repeat(44)}) {
            assertThat(shopify(shopify, "products/update", "k10-b", body, wrong))
                    .as("Shopify %s", wrong)
                    .isEqualTo(401);
            assertThat(wooCommerce(woocommerce, "product.updated", body, wrong))
                    .as("WooCommerce %s", wrong)
                    .isEqualTo(401);
        }
        assertThat(stored()).isEqualTo(before);
        shops.settle();
    }

    @Test
    @DisplayName("K11 a delivery whose work failed is done later, whatever is delivered again meanwhile")
    void k11failed() {
        shops.connect();
        String hat = hat();
        shops.nextSecond();
        whileRefusing("control.provenance", () -> {
            shops.shopify.editAsStaff(hat, object().put("title", "Strohhut"));
            await().atMost(Durations.ONE_MINUTE).until(() -> shops.shopify.pending() == 0 && refused() == 1);
            assertThat(shops.product("H-1").path("name").asText()).isEqualTo("Hut");
        });
        shops.settle();
        assertThat(shops.product("H-1").path("name").asText()).isEqualTo("Strohhut");
        assertThat(shops.inWooCommerce("H-1").path("name").asText()).isEqualTo("Strohhut");
    }

    @Test
    @DisplayName("K11 a delivery that a crash left half done is taken up again as soon as its lease is over")
    void k11crashed() {
        shops.connect();
        String hat = hat();
        shops.nextSecond();
        whileRefusing("control.provenance", () -> {
            shops.shopify.editAsStaff(hat, object().put("title", "Strohhut"));
            await().atMost(Durations.ONE_MINUTE).until(() -> shops.shopify.pending() == 0 && unfinished() == 1);
            shops.execute(
                    "UPDATE webhook_log SET lease_until = now() + interval '1 second'"
                            + " WHERE tenant_id = ? AND status <> 'processed'",
                    shops.tenant);
        });
        shops.settle();
        assertThat(shops.product("H-1").path("name").asText()).isEqualTo("Strohhut");
        assertThat(shops.inWooCommerce("H-1").path("name").asText()).isEqualTo("Strohhut");
    }

    @Test
    @DisplayName("K12 a product with 250 variants, a body of more than 100 kB, arrives whole")
    void k12() {
        shops.connect();
        ObjectNode product = object().put("title", "Kabel");
        ArrayNode options = product.putArray("options");
        ArrayNode lengths = options.addObject().put("name", "Länge").putArray("values");
        ArrayNode colours = options.addObject().put("name", "Farbe").putArray("values");
        for (int colour = 0; colour < 10; colour++) {
            colours.add("Farbe " + colour);
        }
        ArrayNode variants = product.putArray("variants");
        for (int length = 1; length <= 25; length++) {
            lengths.add(length + " m");
            for (int colour = 0; colour < 10; colour++) {
                ObjectNode variant = variants.addObject();
                variant.put("sku", "K-" + length + "-" + colour).put("price", length + ".00");
                variant.putArray("values").add(length + " m").add("Farbe " + colour);
            }
        }
        shops.shopify.createAsStaff(product);
        shops.settle(java.time.Duration.ofMinutes(3));

        assertThat(shops.shopify.deliveries().attempts())
                .anyMatch(attempt -> attempt.body().length() > 100_000 && attempt.delivered());
        assertThat(shops.product("K-25-9").path("variants")).hasSize(250);
        assertThat(shops.variations(shops.namedInWooCommerce("Kabel"))).hasSize(250);
        assertThat(shops.inWooCommerce("K-25-9").path("price").asDouble()).isEqualTo(25.0);
        assertThat(Shops.writes(shops.shopify)).isZero();
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName("K13 ticks of the queue that overlap push a product once")
    void k13overlap() {
        shops.connect();
        hat();
        String product = shops.product("H-1").path("id").asText();
        shops.forgetCalls();
        shops.patch(product, object().put("name", "Strohhut"));
        for (int i = 0; i < 20; i++) {
            camel.asyncSendBody("seda:wake-pushes?waitForTaskToComplete=Never&discardWhenFull=true&size=4", "wake");
            camel.asyncSendBody("direct:wake-workers", "wake");
        }
        shops.settle();
        assertThat(Shops.writes(shops.shopify)).isEqualTo(1);
        assertThat(Shops.writes(shops.woocommerce)).isEqualTo(1);
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName("K13 a push claimed by a worker that was killed is done by another")
    void k13killed() {
        shops.connect();
        hat();
        String product = shops.product("H-1").path("id").asText();
        shops.forgetCalls();
        pause(true);
        shops.patch(product, object().put("name", "Strohhut"));
        await().atMost(Durations.ONE_MINUTE)
                .until(() -> shops.inShopify("H-1").path("title").asText().equals("Strohhut"));
        shops.execute(
                "UPDATE product_sync_queue SET status = 'processing', attempts = 1,"
                        + " lease_until = now() + interval '1 second'"
                        + " WHERE tenant_id = ? AND status = 'pending' AND channel_id = ?",
                shops.tenant,
                shops.wooChannel);
        pause(false);
        shops.settle();
        assertThat(shops.inWooCommerce("H-1").path("name").asText()).isEqualTo("Strohhut");
        assertThat(Shops.writes(shops.woocommerce)).isEqualTo(1);
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName("K13 a push that was cut off after the shop took it is found there and not sent again")
    void k13cutOff() {
        shops.connect();
        hat();
        String product = shops.product("H-1").path("id").asText();
        shops.forgetCalls();
        shops.shopify.faults().next(Fate.RESET_AFTER);
        shops.patch(product, object().put("name", "Strohhut"));
        shops.settle();
        assertThat(shops.inShopify("H-1").path("title").asText()).isEqualTo("Strohhut");
        assertThat(Shops.writes(shops.shopify)).isEqualTo(1);
        shops.assertNothingIdle();

        shops.shopify.faults().next(Fate.RESET_AFTER);
        shops.woocommerce.faults().next(Fate.RESET_AFTER);
        shops.create(json("{\"name\":\"Schal\",\"sku\":\"S-1\",\"price\":5}"));
        shops.settle();
        assertThat(shops.inShopify("S-1").path("title").asText()).isEqualTo("Schal");
        assertThat(shops.inWooCommerce("S-1").path("name").asText()).isEqualTo("Schal");
        assertThat(shops.shopify.listed()).hasSize(2);
        assertThat(shops.woocommerce.listed()).hasSize(2);
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName("K13 a push that was cut off is not sent again because the shop cannot be read at first")
    void k13cutOffAndNotRead() {
        shops.connect();
        hat();
        String product = shops.product("H-1").path("id").asText();
        shops.forgetCalls();
        List<Fate> unread = List.of(Fate.THROTTLED, Fate.SERVER_ERROR, Fate.RESET_BEFORE);
        shops.shopify.faults().next(Fate.RESET_AFTER);
        shops.woocommerce.faults().next(Fate.NORMAL);
        shops.woocommerce.faults().next(Fate.RESET_AFTER);
        unread.forEach(shops.shopify.faults()::next);
        unread.forEach(shops.woocommerce.faults()::next);
        shops.patch(product, object().put("name", "Strohhut"));
        shops.settle();
        assertThat(shops.inShopify("H-1").path("title").asText()).isEqualTo("Strohhut");
        assertThat(shops.inWooCommerce("H-1").path("name").asText()).isEqualTo("Strohhut");
        assertThat(Shops.writes(shops.shopify)).isEqualTo(1);
        assertThat(Shops.writes(shops.woocommerce)).isEqualTo(1);
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName("K14 an edit is in the hub and queued, or neither, and then done again")
    void k14() {
        shops.connect();
        String hat = hat();
        shops.nextSecond();
        whileRefusing("public.product_sync_queue", () -> {
            shops.shopify.editAsStaff(hat, object().put("title", "Strohhut"));
            await().atMost(Durations.ONE_MINUTE).until(() -> shops.shopify.pending() == 0 && refused() == 1);
            assertThat(shops.product("H-1").path("name").asText()).isEqualTo("Hut");
        });
        shops.settle();
        assertThat(shops.product("H-1").path("name").asText()).isEqualTo("Strohhut");
        assertThat(shops.inWooCommerce("H-1").path("name").asText()).isEqualTo("Strohhut");
    }

    @Test
    @DisplayName("K16 an edit of a product writes no stock to any shop")
    void k16() {
        shops.connect();
        String hat = hat();
        shops.shopify.editAsStaff(hat, object().put("stock", 7));
        String woo = shops.inWooCommerce("H-1").path("id").asText();
        shops.woocommerce.editAsStaff(woo, object().put("stock_quantity", 9).put("manage_stock", true));
        shops.settle();
        String product = shops.product("H-1").path("id").asText();
        shops.patch(product, object().put("name", "Strohhut").put("price", 12).put("weightInKg", 0.3));
        shops.settle();
        shops.shopify.editAsStaff(hat, object().put("title", "Sonnenhut"));
        shops.settle();
        assertThat(shops.inWooCommerce("H-1").path("name").asText()).isEqualTo("Sonnenhut");
        assertThat(shops.inWooCommerce("H-1").path("stock_quantity").asInt()).isEqualTo(9);
        int stock = 0;
        for (JsonNode quantity : shops.variantInShopify("H-1").path("stock")) {
            stock += quantity.asInt();
        }
        assertThat(stock).isEqualTo(7);
        shops.assertNothingIdle();
    }

    @Test
    @DisplayName(
            "K17 nothing is told or taken without a token or a signature, and no secret is stored or logged in the open")
    void k17() throws Exception {
        Queue<String> log = new ConcurrentLinkedQueue<>();
        Handler listener = listener(log);
        Logger.getLogger("").addHandler(listener);
        try {
            shops.connect();
            hat();
            String id = shops.inShopify("H-1").path("id").asText();
            long before = stored();
            for (String path :
                    List.of("/api/channels", "/api/channels/" + shops.shopifyChannel, "/api/products", "/api/tokens")) {
                assertThat(call(HttpRequest.newBuilder(serai.resolve(path)).build())
                                .statusCode())
                        .as(path)
                        .isEqualTo(401);
            }
            byte[] delete = bytes(object().put("id", Long.valueOf(id)));
            URI shopify = serai.resolve("/api/integrations/webhooks/shopify-enhanced/products/delete");
            assertThat(shopify(shopify, "products/delete", "k17", delete, null)).isEqualTo(401);
            assertThat(wooCommerce(URI.create(address("product.deleted")), "product.deleted", delete, null))
                    .isEqualTo(401);
            HttpRequest form = HttpRequest.newBuilder(URI.create(address("product.deleted")))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("X-WC-Webhook-Topic", "product.deleted")
                    .POST(HttpRequest.BodyPublishers.ofString("webhook_id=1&id=" + id))
                    .build();
            assertThat(call(form).statusCode()).isEqualTo(401);
            assertThat(stored()).isEqualTo(before);
            shops.settle();
            assertThat(shops.inWooCommerce("H-1").isMissingNode()).isFalse();

            String shown = shops.channel(shops.shopifyChannel) + " " + shops.channel(shops.wooChannel);
            for (String secret : List.of("shpat_serai_dev", "cs_serai_dev", SECRET)) {
                assertThat(shown).doesNotContain(secret);
                for (String rows : List.of(
                        "control.channels",
                        "public.product_sync_queue",
                        "public.product_sync_logs",
                        "public.webhook_log",
                        "control.push_intents",
                        "control.pending_reads")) {
                    assertThat(shops.count(
                                    "SELECT count(*) FROM " + rows + " r WHERE r::text LIKE ? OR r::text LIKE ?",
                                    "%" + secret + "%",
                                    "%" + java.util.HexFormat.of().formatHex(secret.getBytes(UTF_8)) + "%"))
                            .as("%s in %s", secret, rows)
                            .isZero();
                }
                assertThat(log).noneMatch(line -> line.contains(secret));
            }
        } finally {
            Logger.getLogger("").removeHandler(listener);
        }
    }

    private String hat() {
        String id = shops.shopify
                .createAsStaff(
                        object().put("title", "Hut").put("price", "10.00").put("sku", "H-1"))
                .path("id")
                .asText();
        shops.settle();
        assertThat(shops.inWooCommerce("H-1").path("name").asText()).isEqualTo("Hut");
        return id;
    }

    private void pause(boolean paused) {
        shops.ask("PATCH", "/api/channels/" + shops.wooChannel, object().put("isActive", !paused));
    }

    private long stored() {
        return shops.count("SELECT count(*) FROM webhook_log WHERE tenant_id = ?", shops.tenant);
    }

    private long updates() {
        return shops.count(
                "SELECT count(*) FROM webhook_log WHERE channel_id = ? AND topic = 'product.updated'",
                shops.wooChannel);
    }

    private long unfinished() {
        return shops.count(
                "SELECT count(*) FROM webhook_log WHERE tenant_id = ? AND status NOT IN ('processed', 'ignored')",
                shops.tenant);
    }

    /** Deliveries whose work failed. */
    private long refused() {
        return shops.count("SELECT count(*) FROM webhook_log WHERE tenant_id = ? AND error IS NOT NULL", shops.tenant);
    }

    private String address(String topic) {
        for (JsonNode webhook : shops.woocommerce.state().path("webhooks")) {
            if (webhook.path("topic").asText().equals(topic)) {
                return webhook.path("delivery_url").asText();
            }
        }
        throw new IllegalStateException("nobody subscribed to " + topic);
    }

    /** As a disk that is full, or a lock that is never given: no row goes into the table meanwhile. */
    private void whileRefusing(String table, Runnable work) {
        shops.execute("CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN RAISE EXCEPTION 'no space left on device'; END $$");
        shops.execute("CREATE TRIGGER refuse BEFORE INSERT ON " + table + " EXECUTE FUNCTION refuse()");
        try {
            work.run();
        } finally {
            shops.execute("DROP TRIGGER refuse ON " + table);
        }
    }

    private static Handler listener(Queue<String> log) {
        return new Handler() {
            @Override
            public void publish(LogRecord entry) {
                log.add(String.valueOf(entry.getMessage()) + " " + java.util.Arrays.toString(entry.getParameters()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    private static byte[] bytes(JsonNode body) {
        return body.toString().getBytes(UTF_8);
    }

    private int shopify(URI address, String topic, String id, byte[] body) {
        return shopify(address, topic, id, body, signature(body));
    }

    private int shopify(URI address, String topic, String id, byte[] body, String signature) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .header("X-Shopify-Topic", topic)
                .header("X-Shopify-Shop-Domain", shops.domain())
                .header("X-Shopify-Webhook-Id", id);
        return post(request, "X-Shopify-Hmac-Sha256", signature, body);
    }

    private int wooCommerce(URI address, String topic, byte[] body) {
        return wooCommerce(address, topic, body, signature(body));
    }

    private int wooCommerce(URI address, String topic, byte[] body, String signature) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .header("X-WC-Webhook-Topic", topic)
                .header("X-WC-Webhook-ID", "1")
                .header("X-WC-Webhook-Delivery-ID", "4f9460b8adae027bfd3a53e13dece246");
        return post(request, "X-WC-Webhook-Signature", signature, body);
    }

    private static int post(HttpRequest.Builder request, String header, String signature, byte[] body) {
        if (signature != null) {
            request.header(header, signature);
        }
        return call(request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build())
                .statusCode();
    }

    private static HttpResponse<String> call(HttpRequest request) {
        try {
            return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        } catch (java.io.IOException e) {
            throw new IllegalStateException(request.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String signature(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
