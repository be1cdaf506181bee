package io.serai.flow;

import static io.serai.flow.Shops.object;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.flow.Sender.Answer;
import io.serai.support.PostgresResource;
import io.serai.twin.FaultSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
@DisplayName("E2 a payload is held against its schema before anything uses it")
class IntakeTest extends FlowTestBase {

    private static final FaultSettings ALL_LOST = new FaultSettings(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0);

    private Sender sender;

    @BeforeEach
    void connect() {
        sender = new Sender(serai);
        shops.connect();
    }

    @Test
    @DisplayName("a Shopify payload that cannot be read is refused with the reason and kept to the byte, once")
    void refusesShopify() {
        byte[] body = "{\"id\": \"12\",  \"title\": \"Hut\\u0021\", \"variants\": [{\"id\": 1, \"price\": true}]}"
                .getBytes(UTF_8);
        Answer refused = sender.shopify(shops.shopifyChannel, "products/update", "bad-1", body);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.contentType()).isEqualTo("application/problem+json");
        assertThat(refused.json().path("errors")).hasSize(2);
        assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("#/id");
        assertThat(refused.json().at("/errors/0/detail").asText()).isEqualTo("string found, integer expected");
        assertThat(refused.json().at("/errors/1/pointer").asText()).isEqualTo("#/variants/0/price");

        Answer again = sender.shopify(shops.shopifyChannel, "products/update", "bad-1", body);
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.same()).isEqualTo(refused.same());
        assertThat(rows(shops.shopifyChannel)).isOne();
        assertThat(shops.text("SELECT error FROM webhook_log WHERE id = ?", shops.shopifyChannel + ":bad-1"))
                .isEqualTo("#/id: string found, integer expected\n"
                        + "#/variants/0/price: boolean found, [string, number, null] expected");
        assertThat(shops.text(
                        "SELECT status || ' ' || duplicates || ' ' || convert_from(body, 'UTF8') FROM webhook_log"
                                + " WHERE id = ? AND processed_at IS NOT NULL",
                        shops.shopifyChannel + ":bad-1"))
                .isEqualTo("refused 1 " + new String(body, UTF_8));
    }

    @Test
    @DisplayName(
            "a WooCommerce payload that cannot be read is refused and kept once, though each delivery has a new id")
    void refusesWooCommerce() {
        byte[] body = bytes("{\"code\":\"woocommerce_rest_cannot_view\",\"data\":{\"status\":401}}");
        Answer refused = sender.wooCommerce(shops.wooChannel, "product.updated", body);
        Answer again = sender.wooCommerce(shops.wooChannel, "product.updated", body);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("detail").asText()).isEqualTo("required property 'id' not found");
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.same()).isEqualTo(refused.same());
        assertThat(rows(shops.wooChannel)).isOne();
        assertThat(shops.text(
                        "SELECT status || ' ' || duplicates || ' ' || error FROM webhook_log WHERE channel_id = ?",
                        shops.wooChannel))
                .isEqualTo("refused 1 #: required property 'id' not found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"id\": 4", "hello", "[1]", "null"})
    @DisplayName("what is signed but no JSON object is kept once, with its reason")
    void keepsBrokenJson(String body) {
        for (int i = 0; i < 2; i++) {
            Answer shopify = sender.shopify(shops.shopifyChannel, "products/update", "broken", bytes(body));
            Answer wooCommerce = sender.wooCommerce(shops.wooChannel, "product.updated", bytes(body));
            assertThat(List.of(shopify, wooCommerce))
                    .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(400))
                    .allSatisfy(answer ->
                            assertThat(answer.json().path("detail").asText()).startsWith("The body is "));
        }
        for (String channel : List.of(shops.shopifyChannel, shops.wooChannel)) {
            assertThat(shops.text(
                            "SELECT string_agg(status || ' ' || duplicates || ' ' || error, '|') FROM webhook_log"
                                    + " WHERE channel_id = ?",
                            channel))
                    .startsWith("refused 1 The body is ")
                    .doesNotContain("|");
        }
    }

    @Test
    @DisplayName("nothing of a payload is looked at, or kept, before its signature is known to be right")
    void looksAtNothingUnsigned() {
        for (String body : List.of("{\"id\": \"x\"}", "{\"id")) {
            Answer answer = sender.shopify(
                    shops.shopifyChannel,
                    "products/update",
                    "unsigned",
                    java.net.http.HttpRequest.BodyPublishers.ofString(body),
                    Sender.signature(bytes("other")));
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.json().has("errors")).isFalse();
        }
        assertThat(rows(shops.shopifyChannel)).isZero();
    }

    @Test
    @DisplayName(
            "a refused delivery stands in nobody's way: the next one is taken, and so is its own repetition once it can be read")
    void standsInNobodysWay() {
        String hat = shops.shopify
                .createAsStaff(
                        object().put("title", "Hut").put("price", "10.00").put("sku", "H-1"))
                .path("id")
                .asText();
        shops.settle();
        byte[] bad = bytes("{\"id\": " + hat + ", \"title\": 7}");
        assertThat(sender.shopify(shops.shopifyChannel, "products/update", "mended", bad)
                        .status())
                .isEqualTo(422);
        shops.shopify.editAsStaff(hat, object().put("title", "Strohhut"));
        shops.settle();
        assertThat(shops.inWooCommerce("H-1").path("name").asText()).isEqualTo("Strohhut");

        shops.shopify.faults().set(ALL_LOST);
        shops.shopify.editAsStaff(hat, object().put("title", "Sonnenhut"));
        shops.settle();
        assertThat(shops.inWooCommerce("H-1").path("name").asText()).isEqualTo("Strohhut");
        byte[] mended = bytes(object().put("id", Long.valueOf(hat))
                .put("title", "Sonnenhut")
                .put("updated_at", Instant.now().toString())
                .toString());
        assertThat(sender.shopify(shops.shopifyChannel, "products/update", "mended", mended)
                        .status())
                .isEqualTo(200);
        shops.settle();
        assertThat(shops.text(
                        "SELECT status FROM webhook_log WHERE id = ? AND error IS NULL",
                        shops.shopifyChannel + ":mended"))
                .isEqualTo("processed");
        assertThat(shops.inWooCommerce("H-1").path("name").asText()).isEqualTo("Sonnenhut");
    }

    @Test
    @DisplayName(
            "a delivery that cannot be worked on is tried later each time, then given up and shown with its reason")
    void givesUp() {
        String hat = shops.shopify
                .createAsStaff(
                        object().put("title", "Hut").put("price", "10.00").put("sku", "H-1"))
                .path("id")
                .asText();
        shops.settle();
        String bad = "Unstorable " + shops.tenant;
        shops.execute("ALTER TABLE products ADD CONSTRAINT no_given_up CHECK (name <> '" + bad + "') NOT VALID");
        try {
            byte[] body = bytes(object().put("id", Long.valueOf(hat))
                    .put("title", bad)
                    .put("updated_at", Instant.now().plusSeconds(2).toString())
                    .toString());
            assertThat(sender.shopify(shops.shopifyChannel, "products/update", "given-up", body)
                            .status())
                    .isEqualTo(200);
            String id = shops.shopifyChannel + ":given-up";
            await().atMost(PATIENCE).until(() -> shops.text("SELECT status FROM webhook_log WHERE id = ?", id)
                    .equals("failed"));
            assertThat(shops.count(
                            "SELECT count(*) FROM webhook_log WHERE id = ? AND failures = 4 AND attempts = 4"
                                    + " AND error LIKE '%no_given_up%' AND lease_until IS NULL"
                                    + " AND processed_at > received_at + interval '3 seconds'",
                            id))
                    .isOne();
            JsonNode overview = shops.ask("GET", "/console/overview?tenant=" + shops.tenant, null)
                    .json();
            assertThat(overview.findValues("lastFailedDelivery").toString()).contains("no_given_up");
        } finally {
            shops.execute("ALTER TABLE products DROP CONSTRAINT no_given_up");
        }
        shops.settle();
    }

    @Test
    @DisplayName("a signed delivery with headers that no database can hold is taken without them, once")
    void takesWithoutImpossibleHeaders() {
        byte[] body = bytes("{\"id\": 4711, \"title\": \"Hut\"}");
        String longId = new java.util.Random(7)
                .ints(5000, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        String never = "+999999999-12-31T23:59:59Z";
        for (String time : List.of(never, "-999999999-01-01T00:00:00Z", "2026-11-05T12:00:00Z")) {
            assertThat(sender.shopifyAt(shops.shopifyChannel, "products/update", longId, time, body)
                            .status())
                    .isEqualTo(200);
        }
        assertThat(shops.count(
                        "SELECT count(*) FROM webhook_log WHERE channel_id = ? AND length(id) < 300"
                                + " AND triggered_at IS NULL AND duplicates = 2",
                        shops.shopifyChannel))
                .isOne();
        shops.settle();
    }

    @Test
    @DisplayName("payloads in the platforms' shapes are taken")
    void takesOurSamples() throws Exception {
        Path samples = Path.of("src", "test", "resources", "platform");
        assertThat(takeAll(samples)).isGreaterThanOrEqualTo(6);
    }

    @Test
    @EnabledIfSystemProperty(named = "serai.samples", matches = ".+")
    @DisplayName("real payloads, those of the folder that serai.samples names, are taken")
    void takesRealSamples() throws Exception {
        assertThat(takeAll(Path.of(System.getProperty("serai.samples")))).isPositive();
    }

    /** Delivers each as its platform would; how many there were. */
    private int takeAll(Path samples) throws IOException {
        int taken = 0;
        for (Path file : files(samples.resolve("shopify"), "__.*\\.json")) {
            String topic = file.getFileName().toString().replace(".json", "").replace("__", "/");
            Answer answer = sender.shopify(
                    shops.shopifyChannel, topic, UUID.randomUUID().toString(), Files.readAllBytes(file));
            assertThat(answer.status()).as("%s %s", file, answer.json()).isEqualTo(200);
            taken++;
        }
        for (Path headers : files(samples.resolve("woocommerce"), "\\.http\\.json")) {
            String topic = topic(Shops.JSON.readTree(headers.toFile()).path("rawHeaders"));
            Path body = headers.resolveSibling(headers.getFileName().toString().replace(".http.json", ".body"));
            if (topic != null) {
                Answer answer = sender.wooCommerce(shops.wooChannel, topic, Files.readAllBytes(body));
                assertThat(answer.status()).as("%s %s", body, answer.json()).isEqualTo(200);
                taken++;
            }
        }
        return taken;
    }

    /** Name and value take turns; the ping has no topic. */
    private static String topic(JsonNode headers) {
        for (int i = 0; i < headers.size(); i += 2) {
            if (headers.get(i).asText().equalsIgnoreCase("X-WC-Webhook-Topic")) {
                return headers.get(i + 1).asText();
            }
        }
        return null;
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(".*" + ending))
                    .sorted()
                    .toList();
        }
    }

    @Override
    boolean refusesOnPurpose() {
        return true;
    }

    private long rows(String channel) {
        return shops.count("SELECT count(*) FROM webhook_log WHERE channel_id = ?", channel);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
