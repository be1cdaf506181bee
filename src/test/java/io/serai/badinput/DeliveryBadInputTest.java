package io.serai.badinput;

import static io.serai.badinput.Answered.INVALID;
import static io.serai.badinput.Answered.MALFORMED;
import static io.serai.badinput.Answered.TAKEN;
import static io.serai.badinput.Answered.TOO_LARGE;
import static io.serai.badinput.Answered.UNSIGNED;
import static io.serai.badinput.Answered.UNSUPPORTED;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.badinput.BadInput.Kept;
import io.serai.badinput.Wire.Request;
import io.serai.flow.PortResource;
import io.serai.flow.Shops;
import io.serai.platform.HmacSignature;
import io.serai.support.PostgresResource;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Durations;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What comes to the webhooks' addresses. What a shop has signed is kept, whatever it is; of strangers nothing is kept, or they
 * would fill the disk.
 */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
@WithTestResource(Limits.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisplayName("bad input: deliveries")
class DeliveryBadInputTest {

    private static final String NAME = "badinput";
    private static final String SHOPIFY = "shopify_" + NAME;
    private static final String WOO = "woo_" + NAME;
    private static final String SHOP = "client-" + NAME + ".myshopify.com";
    private static final String SECRET = "serai-dev-secret";
    private static final String HOOKS = "/api/integrations/webhooks/";
    private static final String SHOPIFY_SIGNATURE = "X-Shopify-Hmac-Sha256";
    private static final String WOO_SIGNATURE = "X-WC-Webhook-Signature";
    private static final String TRIGGERED = "X-Shopify-Triggered-At";
    private static final String UPDATED = "products/update";
    private static final byte[] HAT = bytes("{\"id\": 4711, \"title\": \"Hut\"}");

    private static Shops shops;

    @Inject
    AgroalDataSource database;

    @TestHTTPResource("/")
    URI serai;

    @BeforeEach
    void connect() {
        if (shops == null) {
            shops = new Shops(serai, "serai-dev-admin", database, NAME);
            shops.connect();
        }
    }

    @AfterAll
    static void disconnect() {
        shops.close();
        shops = null;
    }

    static Stream<BadInput> signatures() {
        String wrong = HmacSignature.of(HAT, "another secret");
        String right = HmacSignature.of(HAT, SECRET);
        Stream.Builder<BadInput> rows = Stream.builder();
        for (String header : new String[] {SHOPIFY_SIGNATURE, WOO_SIGNATURE}) {
            Request good = header.equals(SHOPIFY_SIGNATURE) ? shopify(HAT) : woo(HAT);
            String at = header.equals(SHOPIFY_SIGNATURE) ? "Shopify: " : "WooCommerce: ";
            rows.add(unsigned(at + "no signature", good.without(header)));
            rows.add(unsigned(at + "an empty signature", good.instead(header, "")));
            rows.add(unsigned(at + "a signature with another secret", good.instead(header, wrong)));
            rows.add(unsigned(
                    at + "a signature of another body", good.instead(header, HmacSignature.of(bytes("{}"), SECRET))));
            rows.add(unsigned(at + "a signature in hex", good.instead(header, hex(right))));
            rows.add(unsigned(at + "a signature cut short", good.instead(header, right.substring(0, 20))));
            rows.add(unsigned(
                    at + "a signature with nothing for a secret", good.instead(header, HmacSignature.of(HAT, "\0"))));
            rows.add(unsigned(at + "two signatures, one of them right", good.with(header, wrong)));
            rows.add(unsigned(at + "a signature of 8000 characters", good.instead(header, "A".repeat(8000))));
        }
        return Stream.concat(
                rows.build(),
                Stream.of(
                        unsigned(
                                "a channel nobody has",
                                shopify("nowhere", UPDATED, HAT).without("X-Shopify-Shop-Domain")),
                        unsigned("the other shop's channel", shopify(WOO, UPDATED, HAT)),
                        unsigned(
                                "another shop, and no channel",
                                at(shopify(HAT), HOOKS + "shopify-enhanced/" + UPDATED)
                                        .instead("X-Shopify-Shop-Domain", "another.myshopify.com")),
                        taken("the shop, and no channel", at(shopify(HAT), HOOKS + "shopify-enhanced/" + UPDATED)),
                        taken(
                                "the channel, and another shop",
                                shopify(HAT).instead("X-Shopify-Shop-Domain", "another.example.com")),
                        taken(
                                "the channel twice, and the shop",
                                at(shopify(HAT), address(SHOPIFY, UPDATED) + "&channel=" + WOO)),
                        taken("late by years", shopify(HAT).with(TRIGGERED, "2001-01-01T00:00:00Z")),
                        taken("before 1970", shopify(HAT).with(TRIGGERED, "1969-12-31T23:59:59Z")),
                        taken("from the future", shopify(HAT).with(TRIGGERED, "9998-01-01T00:00:00Z")),
                        taken("from no time", shopify(HAT).with(TRIGGERED, "2026-02-30T00:00:00Z")),
                        taken(
                                "two times",
                                shopify(HAT)
                                        .with(TRIGGERED, "2026-01-01T00:00:00Z")
                                        .with(TRIGGERED, "2025-01-01T00:00:00Z")),
                        taken("without an id", shopify(HAT).without("X-Shopify-Webhook-Id")),
                        taken(
                                "an id that is none",
                                shopify(HAT).instead("X-Shopify-Webhook-Id", "' OR 1=1 --\u00e4"))));
    }

    static Stream<BadInput> topics() {
        return Stream.of(
                refused(
                        "another topic than the path's",
                        shopify(HAT).instead("X-Shopify-Topic", "orders/create"),
                        MALFORMED,
                        "the topic header"),
                refused(
                        "WooCommerce: another topic than the path's",
                        woo(HAT).instead("X-WC-Webhook-Topic", "order.created"),
                        MALFORMED,
                        "the topic header"),
                refused("two topics", shopify(HAT).with("X-Shopify-Topic", "orders/create"), MALFORMED, "given twice"),
                taken("no topic but the path's", shopify(HAT).without("X-Shopify-Topic")),
                taken("a topic nobody knows", shopify(SHOPIFY, "things/happened", HAT)),
                new BadInput("a path that is no topic", woo("nothing", HAT), MALFORMED, "no topic", Kept.NOTHING),
                new BadInput(
                        "a topic with an escape",
                        at(shopify(HAT), address(SHOPIFY, "products/up%27date")),
                        MALFORMED,
                        "no topic",
                        Kept.NOTHING));
    }

    static Stream<BadInput> bodies() {
        byte[] utf16 = new String(HAT, UTF_8).getBytes(UTF_16);
        byte[] latin = "{\"id\": 4712, \"title\": \"Hüte\"}".getBytes(ISO_8859_1);
        return Stream.of(
                        body("nothing", "", MALFORMED, "empty"),
                        body("null", "null", MALFORMED, "not a JSON object"),
                        body("a list", "[{\"id\": 1}]", MALFORMED, "not a JSON object"),
                        body("a text", "\"4711\"", MALFORMED, "not a JSON object"),
                        body("a number", "4711", MALFORMED, "not a JSON object"),
                        body("broken JSON", "{\"id\": 4711, \"title\"", MALFORMED, "not JSON"),
                        body("two documents", "{\"id\": 4711} {\"id\": 4712}", MALFORMED, "not JSON"),
                        body("HTML", "<html><marker></html>", MALFORMED, "not JSON"),
                        body("deep nesting", "{\"id\": 4711, \"x\": " + "[".repeat(100_000), MALFORMED, "not JSON"),
                        body(
                                "a huge number",
                                "{\"id\": 4711, \"x\": 1" + "0".repeat(5000) + "}",
                                MALFORMED,
                                "not JSON"),
                        body(
                                "a member twice",
                                "{\"id\": 4711, \"title\": \"a\", \"title\": \"b\"}",
                                MALFORMED,
                                "twice"),
                        body(
                                "a member twice, deeper",
                                "{\"id\": 4711, \"x\": {\"y\": 1, \"y\": 2}}",
                                MALFORMED,
                                "twice"),
                        rows("UTF-16", utf16, MALFORMED, "not UTF-8"),
                        rows("Latin 1", latin, MALFORMED, "not UTF-8"),
                        rows(
                                "half a character",
                                new byte[] {'{', '"', (byte) 0xe2, (byte) 0x82, '"', '}'},
                                MALFORMED,
                                "not UTF-8"),
                        body("no id", "{\"title\": \"Hut\"}", INVALID, "'id' not found"),
                        body("an id as text", "{\"id\": \"4711\"}", INVALID, "#/id"),
                        body("an id that is null", "{\"id\": null}", INVALID, "#/id"),
                        body("an id with decimals", "{\"id\": 47.11}", INVALID, "#/id"),
                        body("an id below zero", "{\"id\": -1}", INVALID, "#/id"),
                        body("an id of 0", "{\"id\": 0}", INVALID, "#/id"),
                        body("an id beyond 64 bits", "{\"id\": " + BigInteger.TWO.pow(63) + "}", INVALID, "#/id"),
                        body("an id of 40 digits", "{\"id\": " + "9".repeat(40) + "}", INVALID, "#/id"),
                        body("an id that unfolds", "{\"id\": 1e400}", INVALID, "#/id"))
                .flatMap(both -> both);
    }

    static Stream<BadInput> values() {
        return Stream.of(
                variant("a price as an object", "\"price\": {}", INVALID, "#/variants/0/price"),
                variant("a price that unfolds", "\"price\": 1e400", INVALID, "#/variants/0/price"),
                variant("a price as text that unfolds", "\"price\": \"1e400\"", INVALID, "#/variants/0/price"),
                variant(
                        "a price of 200 digits",
                        "\"price\": \"" + "9".repeat(200) + "\"",
                        INVALID,
                        "#/variants/0/price"),
                variant("a price that is none", "\"price\": \"NaN\"", INVALID, "#/variants/0/price"),
                refused(
                        "a variant's id beyond 64 bits",
                        product("\"variants\": [{\"id\": " + "9".repeat(30) + "}]"),
                        INVALID,
                        "#/variants/0/id"),
                refused(
                        "a day that is none",
                        product("\"updated_at\": \"2026-02-30T00:00:00Z\""),
                        INVALID,
                        "#/updated_at"),
                refused(
                        "a month that is none",
                        product("\"updated_at\": \"2026-13-01T00:00:00Z\""),
                        INVALID,
                        "#/updated_at"),
                refused(
                        "a moment without a zone",
                        product("\"updated_at\": \"2026-01-01T00:00:00\""),
                        INVALID,
                        "#/updated_at"),
                refused("a moment in words", product("\"updated_at\": \"yesterday\""), INVALID, "#/updated_at"),
                refused(
                        "WooCommerce: the day MySQL has for none",
                        wooProduct("\"date_modified_gmt\": \"0000-00-00T00:00:00\""),
                        INVALID,
                        "#/date_modified_gmt"),
                refused(
                        "WooCommerce: a price that unfolds",
                        wooProduct("\"regular_price\": \"1e400\""),
                        INVALID,
                        "#/regular_price"),
                refused(
                        "WooCommerce: what it answers to who may not",
                        woo(bytes("{\"code\": \"rest_forbidden\", \"id\": \"x\"}")),
                        INVALID,
                        "#/id"),
                refused(
                        "packed",
                        shopify(packed(HAT)).with("Content-Encoding", "gzip"),
                        UNSUPPORTED,
                        "Content-Encoding"),
                refused(
                        "WooCommerce: packed",
                        woo(packed(HAT)).with("Content-Encoding", "gzip"),
                        UNSUPPORTED,
                        "Content-Encoding"),
                taken("a day before 1970", product("\"updated_at\": \"1969-12-31T23:59:59Z\"")),
                taken("WooCommerce: a day before 1970", wooProduct("\"date_modified_gmt\": \"1969-12-31T23:59:59\"")),
                taken("the highest id", shopify(bytes("{\"id\": 9223372036854775807}"))),
                taken("U+0000", product("\"vendor\": \"a\\u0000b\"")),
                taken("half a surrogate pair", product("\"vendor\": \"a\\ud83d\"")),
                taken("WooCommerce: U+0000", wooProduct("\"name\": \"a\\u0000b\"")),
                taken("a byte order mark", shopify(bytes("\uFEFF{\"id\": 4714, \"title\": \"Hut\"}"))),
                taken("WooCommerce: a byte order mark", woo(bytes("\uFEFF{\"id\": 4714, \"name\": \"Hut\"}"))),
                taken(
                        "UTF-8 under another name",
                        shopify(HAT).instead("Content-Type", "application/json; charset=iso-8859-1")),
                taken("in pieces", shopify(HAT).chunked()),
                taken("WooCommerce: in pieces", woo(bytes("{\"id\": 4715}")).chunked()),
                taken(
                        "a text of three million characters",
                        product("\"body_html\": \"" + "x".repeat(3_000_000) + "\"")),
                new BadInput("over the limit", shopify(new byte[11_000_000]), TOO_LARGE, "10485760", Kept.NOTHING),
                new BadInput(
                        "over the limit, in pieces",
                        shopify(new byte[11_000_000]).chunked(),
                        TOO_LARGE,
                        "",
                        Kept.NOTHING),
                new BadInput(
                        "a length that is none",
                        shopify(HAT).instead("Content-Length", "9".repeat(30)),
                        Answered.NO_REQUEST,
                        "",
                        Kept.NOTHING));
    }

    static Stream<BadInput> deliveries() {
        return Stream.of(signatures(), topics(), bodies(), values()).flatMap(rows -> rows);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("deliveries")
    @DisplayName(
            "is answered with what is wrong; what is signed is kept, with all that was sent and why it is refused, once")
    void answersAndKeeps(BadInput bad) {
        long before = rows();
        String products = products();
        bad.assertAnswered(Wire.exchange(serai, bad.sent()));
        switch (bad.kept()) {
            case NOTHING -> assertThat(rows()).isEqualTo(before);
            case REFUSED -> {
                assertRefused(bad, before);
                assertThat(products()).isEqualTo(products);
            }
            case TAKEN -> assertTaken();
        }
        assertThat(Wire.exchange(serai, shopify(SHOPIFY, "customers/update", bytes("{\"id\": 1}")))
                        .status())
                .isEqualTo(200);
    }

    private void assertRefused(BadInput bad, long before) {
        assertThat(Wire.exchange(serai, bad.sent()).status())
                .as("the same again")
                .isEqualTo(bad.answered().status());
        assertThat(rows()).isEqualTo(before + 1);
        assertThat(shops.text(
                        "SELECT status || ' ' || duplicates || ' ' || error FROM webhook_log WHERE tenant_id = ?"
                                + " ORDER BY accepted DESC LIMIT 1",
                        shops.tenant))
                .startsWith("refused 1 ")
                .contains(bad.says());
        assertThat(shops.text(
                        "SELECT encode(body, 'hex') FROM webhook_log WHERE tenant_id = ? ORDER BY accepted DESC LIMIT 1",
                        shops.tenant))
                .isEqualTo(HexFormat.of().formatHex(bad.sent().body()));
    }

    private void assertTaken() {
        shops.settle();
        assertThat(shops.count(
                        "SELECT count(*) FROM webhook_log WHERE tenant_id = ? AND (status = 'failed' OR failures > 0)",
                        shops.tenant))
                .isZero();
    }

    private long rows() {
        return shops.count(
                "SELECT count(*) FROM webhook_log WHERE tenant_id = ? AND topic <> 'customers/update'", shops.tenant);
    }

    private String products() {
        return shops.text(
                "SELECT coalesce(string_agg(p::text, '|' ORDER BY id), '') FROM products p WHERE organization_id = ?",
                shops.tenant);
    }

    @Test
    @DisplayName("a signature with the secret from before is valid while senders change over, and not after")
    void takesTheSecretFromBefore() {
        assertThat(shops.ask("PATCH", "/api/channels/" + SHOPIFY, Shops.object().put("webhookSecret", "the new secret"))
                        .status())
                .isEqualTo(200);
        Request old = shopify(bytes("{\"id\": 4716}"));
        Request current = old.instead(SHOPIFY_SIGNATURE, HmacSignature.of(old.body(), "the new secret"));
        assertThat(Wire.exchange(serai, old).status()).isEqualTo(200);
        assertThat(Wire.exchange(serai, current).status()).isEqualTo(200);

        shops.execute("UPDATE control.channels SET previous_webhook_secret_until = now() WHERE id = ?", SHOPIFY);
        // as if another process had done so, which is known here a second later
        await().atMost(Durations.ONE_MINUTE)
                .until(() -> Wire.exchange(serai, old).status() == 401);
        new BadInput("old", old, UNSIGNED, "signature", Kept.NOTHING).assertAnswered(Wire.exchange(serai, old));
        assertThat(Wire.exchange(serai, current).status()).isEqualTo(200);
        assertThat(shops.ask("PATCH", "/api/channels/" + SHOPIFY, Shops.object().put("webhookSecret", SECRET))
                        .status())
                .isEqualTo(200);
    }

    @Test
    @Order(Integer.MAX_VALUE)
    @DisplayName("after all that a shop's edit goes where it should, without what no database takes")
    void goesOn() {
        String hat = shops.shopify
                .createAsStaff(Shops.object()
                        .put("title", "Strohhut")
                        .put("price", "10.00")
                        .put("sku", "H-1"))
                .path("id")
                .asText();
        shops.settle();
        shops.shopify.editAsStaff(hat, Shops.object().put("title", "Sonnen\u0000hut"));
        shops.settle();
        assertThat(shops.inWooCommerce("H-1").path("name").asText()).isEqualTo("Sonnenhut");
    }

    private static BadInput unsigned(String what, Request sent) {
        return new BadInput(what, sent, UNSIGNED, "webhook secret", Kept.NOTHING);
    }

    private static BadInput taken(String what, Request sent) {
        return new BadInput("(good) " + what, sent, TAKEN, "", Kept.TAKEN);
    }

    private static BadInput refused(String what, Request sent, Answered answered, String says) {
        return new BadInput(what, sent, answered, says, Kept.REFUSED);
    }

    /** As both shops send it. */
    private static Stream<BadInput> rows(String what, byte[] body, Answered answered, String says) {
        return Stream.of(
                refused(what, shopify(body), answered, says),
                refused("WooCommerce: " + what, woo(body), answered, says));
    }

    private static Stream<BadInput> body(String what, String body, Answered answered, String says) {
        return rows(what, bytes(body), answered, says);
    }

    private static BadInput variant(String what, String price, Answered answered, String says) {
        return refused(what, product("\"variants\": [{\"id\": 1, " + price + "}]"), answered, says);
    }

    private static Request product(String more) {
        return shopify(bytes("{\"id\": 4713, " + more + "}"));
    }

    private static Request wooProduct(String more) {
        return woo(bytes("{\"id\": 4713, " + more + "}"));
    }

    private static Request shopify(byte[] body) {
        return shopify(SHOPIFY, UPDATED, body);
    }

    private static Request shopify(String channel, String topic, byte[] body) {
        return Request.of("POST", address(channel, topic), body)
                .with("Content-Type", "application/json")
                .with("X-Shopify-Topic", topic)
                .with("X-Shopify-Shop-Domain", SHOP)
                .with("X-Shopify-Webhook-Id", UUID.randomUUID().toString())
                .with(SHOPIFY_SIGNATURE, HmacSignature.of(body, SECRET))
                .with("X-Marker", "<marker>");
    }

    private static Request woo(byte[] body) {
        return woo("product.updated", body);
    }

    private static Request woo(String topic, byte[] body) {
        return Request.of("POST", HOOKS + "woocommerce-enhanced/" + topic + "?channel=" + WOO, body)
                .with("Content-Type", "application/json")
                .with("X-WC-Webhook-Topic", topic)
                .with("X-WC-Webhook-ID", "1")
                .with("X-WC-Webhook-Delivery-ID", "4f9460b8adae027bfd3a53e13dece246")
                .with(WOO_SIGNATURE, HmacSignature.of(body, SECRET));
    }

    private static String address(String channel, String topic) {
        return HOOKS + "shopify-enhanced/" + topic + "?channel=" + channel;
    }

    private static Request at(Request request, String target) {
        return request.line("POST " + target + " HTTP/1.1");
    }

    private static String hex(String base64) {
        return HexFormat.of().formatHex(Base64.getDecoder().decode(base64));
    }

    private static byte[] packed(byte[] body) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
