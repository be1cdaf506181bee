package io.serai.twin.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import io.serai.twin.SampleCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Durations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("a WooCommerce twin that is kept in a file")
class WooCommerceRestartTest {

    @TempDir
    Path directory;

    WooCommerceTwin twin;
    Receiver receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = new Receiver();
        twin = new WooCommerceTwin();
        assertThat(twin.keepIn(directory.resolve("woocommerce.json"))).isFalse();
        twin.seed(SampleCatalogue.of(7, 20));
        twin.start(0);
        twin.startSecure(0);
    }

    @AfterEach
    void stop() {
        twin.stop();
        receiver.close();
    }

    private void restart() {
        int port = twin.url().getPort();
        int secure = twin.secureUrl().getPort();
        twin.stop();
        twin = new WooCommerceTwin();
        assertThat(twin.keepIn(directory.resolve("woocommerce.json"))).isTrue();
        twin.start(port);
        twin.startSecure(secure);
    }

    private void subscribe(ShopClient shop, String topic) {
        ObjectNode webhook = Json.object().put("topic", topic).put("delivery_url", receiver.url());
        assertThat(shop.post("/webhooks", webhook.put("secret", "serai-dev-secret"))
                        .status())
                .isEqualTo(201);
        quiet();
    }

    private void quiet() {
        await().atMost(Durations.ONE_MINUTE).until(() -> twin.pending() == 0);
    }

    private static ObjectNode json(String text) throws IOException {
        return (ObjectNode) Json.MAPPER.readTree(text);
    }

    @Test
    @DisplayName(
            "is the same shop after a restart: products, terms, media, orders, webhooks, keys, and its certificate")
    void restarts() throws IOException {
        ShopClient shop = new ShopClient(twin);
        subscribe(shop, "product.updated");
        twin.settings(Json.object().put("currency", "CHF").put("weightUnit", "g"));
        twin.addKey("ck_another", "cs_another", "read");
        twin.removeKey(WooCommerceTwin.READ_ONLY_KEY);
        long made = shop.post(
                        "/products",
                        json(
                                """
                                {"name": "Strohhut", "sku": "H-1", "regular_price": "19.90",
                                 "categories": [{"id": 15}], "images": [{"src": "https://img.example/hut.jpg", "alt": "Hut"}]}
                                """))
                .id();
        shop.post("/products/attributes", json("{\"name\": \"Farbe\"}"));
        shop.post("/products/tags", json("{\"name\": \"neu\"}"));
        twin.buy(json("{\"status\": \"processing\", \"line_items\": [{\"product_id\": %d, \"quantity\": 2}]}"
                .formatted(made)));
        twin.deleteAsStaff(twin.listed().get(0).id(), true);
        String trashed = twin.listed().get(1).id();
        twin.deleteAsStaff(trashed, false);
        quiet();
        String before = twin.state().toString();
        String certificate = twin.certificate();

        restart();

        assertThat(twin.state()).hasToString(before);
        assertThat(twin.certificate()).isEqualTo(certificate);
        assertThat(shop.as("ck_another", "cs_another").get("/products").status())
                .isEqualTo(200);
        assertThat(shop.as(WooCommerceTwin.READ_ONLY_KEY, WooCommerceTwin.READ_ONLY_SECRET)
                        .get("/products")
                        .status())
                .isEqualTo(401);
        assertThat(shop.post("/products", json("{\"name\": \"Double\", \"sku\": \"h-1\"}"))
                        .code())
                .isEqualTo("product_invalid_sku");
        long next = shop.post("/products", json("{\"name\": \"Next\"}")).id();
        assertThat(next).isGreaterThan(made);
        twin.restoreAsStaff(trashed);
        assertThat(shop.get("/products/" + trashed).json().path("status").asText())
                .isEqualTo("publish");
    }

    @Test
    @DisplayName("has the same past after a restart, with all that was changed of it")
    void restartsWithPast() throws IOException {
        JsonNode made = twin.generate(json("{\"seed\": 7, \"orders\": 300, \"customers\": 40}"));
        ShopClient shop = new ShopClient(twin);
        long first = made.path("firstOrder").asLong();
        shop.control("POST", "orders/" + first + "/status", "{\"status\": \"on-hold\"}");
        shop.control("POST", "orders/" + (first + 3) + "/refund", "{\"amount\": \"1.00\"}");
        shop.control("DELETE", "orders/" + (first + 6) + "?force=true", null);
        shop.control("PATCH", "customers/" + made.path("firstCustomer"), "{\"first_name\": \"Zoe\"}");
        shop.control("DELETE", "customers/" + made.path("lastCustomer"), null);
        String sums = shop.control("GET", "state/sums", null).text();
        String page = shop.get("/orders?per_page=100&orderby=modified").text();
        String people = shop.get("/customers?per_page=100").text();

        restart();

        assertThat(shop.control("GET", "state/sums", null).text()).isEqualTo(sums);
        assertThat(shop.get("/orders?per_page=100&orderby=modified").text()).isEqualTo(page);
        assertThat(shop.get("/customers?per_page=100").text()).isEqualTo(people);
        assertThat(shop.get("/orders/" + (first + 6)).status()).isEqualTo(404);
    }

    @Test
    @DisplayName("takes over the orders that an earlier version of the twin stored without taxes")
    void earlierVersion() throws IOException {
        String id = twin.listed().get(0).id();
        twin.stop();
        Path file = directory.resolve("woocommerce.json");
        ObjectNode state = (ObjectNode) Json.MAPPER.readTree(file.toFile());
        state.remove("customers");
        state.set(
                "orders",
                json(
                        """
                        {"lastLine": 2, "orders": [{"id": 900, "created": "2026-01-02T03:04:05Z",
                         "modified": "2026-01-02T03:04:05Z", "status": "processing", "stockTaken": true,
                         "given": {"customer_note": "klingeln", "line_items": [{"product_id": %1$s, "quantity": 2}]},
                         "lines": [{"id": 1, "name": "Hut", "product_id": %1$s, "variation_id": 0, "quantity": 2,
                          "tax_class": "", "subtotal": "20.00", "subtotal_tax": "0.00", "total": "20.00",
                          "total_tax": "0.00", "taxes": [], "meta_data": [], "sku": "H", "global_unique_id": "",
                          "price": 10.00, "image": {"id": "", "src": ""}, "parent_name": null}],
                         "refunds": [{"id": 901, "date_created": "2026-01-02T04:04:06",
                          "date_created_gmt": "2026-01-02T03:04:06", "amount": "10.00", "reason": "",
                          "refunded_by": 1, "refunded_payment": false, "meta_data": [], "line_items": []}]}]}
                        """
                                .formatted(id)));
        Files.writeString(file, state.toString());
        twin = new WooCommerceTwin();
        assertThat(twin.keepIn(file)).isTrue();
        twin.start(0);
        twin.startSecure(0);
        ShopClient shop = new ShopClient(twin);
        JsonNode order = shop.get("/orders/900").json();
        assertThat(order.path("total").asText()).isEqualTo("20.00");
        assertThat(order.path("total_tax").asText()).isEqualTo("3.19");
        assertThat(order.path("customer_note").asText()).isEqualTo("klingeln");
        assertThat(order.at("/refunds/0/total").asText()).isEqualTo("-10.00");
        assertThat(shop.control("GET", "state/sums", null)
                        .json()
                        .at("/currencies/EUR/refunded")
                        .asText())
                .isEqualTo("10.00");
    }

    @Test
    @DisplayName("delivers after a restart what was scheduled before")
    void deliversLater() {
        ShopClient shop = new ShopClient(twin);
        subscribe(shop, "product.updated");
        String id = twin.listed().get(0).id();
        twin.deliveries().hold();
        shop.put("/products/" + id, Json.object().put("name", "Strohhut"));

        restart();

        await().atMost(Durations.ONE_MINUTE)
                .until(() -> !receiver.of("product.updated").isEmpty());
        assertThat(receiver.of("product.updated").get(0).json().path("name").asText())
                .isEqualTo("Strohhut");
    }
}
