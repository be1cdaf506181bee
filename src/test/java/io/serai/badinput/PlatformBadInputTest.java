package io.serai.badinput;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.badinput.Wire.Request;
import io.serai.flow.PortResource;
import io.serai.flow.Shops;
import io.serai.platform.HmacSignature;
import io.serai.support.PostgresResource;
import io.serai.twin.Faults.Instead;
import io.serai.twin.Faults.Manner;
import io.serai.twin.Faults.StandIn;
import io.serai.twin.TwinResponse;
import io.serai.twin.TwinServer;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What comes back from where a platform should be: from the platform, or from what stands before it. Each time somebody edits a
 * product in the hub, so that it is pushed, and the shop hints at another, so that it is read. Nothing of either is lost: both
 * rows say why they wait, and are done when the platform is well again.
 */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
@WithTestResource(Limits.class)
@DisplayName("bad input: what platforms answer")
class PlatformBadInputTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SKU = "H-1";
    private static final String JSON = "application/json; charset=utf-8";
    private static final String SHAPE = "another shape";

    /** Where a redirect would lead; nobody is to come. */
    private static final AtomicInteger LED_AWAY = new AtomicInteger();

    private static HttpServer elsewhere;
    private static Shops shops;
    private static String product;
    private static int price = 100;

    @Inject
    AgroalDataSource database;

    @TestHTTPResource("/")
    URI serai;

    enum Shop {
        SHOPIFY,
        WOOCOMMERCE
    }

    /** What becomes of what was to be done. */
    enum Fate {
        /** It is done: nothing is wrong. */
        DONE,
        /** It waits, and so does the channel; no try is spent. */
        WAITS,
        /** It waits until a person gives working credentials: the channel is paused. */
        PAUSED,
        /** It costs tries, and the row shows as failed. */
        FAILED
    }

    /** @param says something the rows' reason must name */
    record BadAnswer(String what, List<Shop> shops, StandIn answer, Fate fate, String says) {
        @Override
        public String toString() {
            return shops + " " + what;
        }
    }

    static Stream<BadAnswer> answers() {
        return Stream.of(ofBoth(), ofShopify(), ofWooCommerce()).flatMap(rows -> rows);
    }

    private static Stream<BadAnswer> ofBoth() {
        String html = "<!doctype html><html><body>Maintenance</body></html>";
        return Stream.of(
                both("HTML with 200", always(200, "text/html", html), Fate.WAITS, ""),
                both("HTML that says it is JSON", always(200, JSON, html), Fate.WAITS, ""),
                both("nothing with 200", always(200, JSON, ""), Fate.WAITS, ""),
                both("nothing with 204", (request, platform) -> whole(TwinResponse.empty(204)), Fate.WAITS, ""),
                both("null", always(200, JSON, "null"), Fate.WAITS, ""),
                both("a text", always(200, JSON, "\"ok\""), Fate.WAITS, ""),
                both("a number that unfolds", always(200, JSON, "1e999999999"), Fate.WAITS, ""),
                both("another object", always(200, JSON, "{\"success\": true}"), Fate.WAITS, ""),
                both("deep nesting", always(200, JSON, "[".repeat(100_000)), Fate.WAITS, ""),
                both("a broken server", always(500, "text/html", html), Fate.WAITS, "500"),
                both("a broken proxy", always(502, "text/html", html), Fate.WAITS, "502"),
                both("a status nobody knows", always(599, "text/html", html), Fate.WAITS, "599"),
                both("JSON cut short", cutShort(), Fate.WAITS, ""),
                both("the connection cut", manner(Manner.CUT), Fate.WAITS, "cut the connection off"),
                both("byte by byte", manner(Manner.TRICKLED), Fate.WAITS, "in time"),
                both(
                        "more than is read",
                        always(200, JSON, "\"" + "x".repeat(3_000_000) + "\""),
                        Fate.WAITS,
                        "larger than"),
                both("a bomb", bomb(), Fate.WAITS, "larger than"),
                both("packed, but not so", with("Content-Encoding", "gzip"), Fate.WAITS, ""),
                both("packed as nobody packs", with("Content-Encoding", "x-nothing"), Fate.DONE, ""),
                both("Latin 1 that says nothing", encoded("application/json"), Fate.WAITS, "UTF-8"),
                both("Latin 1 that says UTF-8", encoded(JSON), Fate.WAITS, "UTF-8"),
                both(
                        "an encoding there is not",
                        with("Content-Type", "application/json; charset=klingon"),
                        Fate.DONE,
                        ""),
                both("JSON as plain text", with("Content-Type", "text/plain"), Fate.DONE, ""),
                both("a member twice", doubled(), Fate.WAITS, ""),
                both("another way for good", redirect(301), Fate.WAITS, ""),
                both("another way", redirect(302), Fate.WAITS, ""),
                both("another way, the same again", redirect(307), Fate.WAITS, ""),
                both("cookies", cookies(), Fate.DONE, ""),
                both("a byte order mark", marked(), Fate.DONE, ""),
                both(
                        "it needs a sign-in",
                        always(401, JSON, "{\"errors\": \"no\", \"code\": \"no\"}"),
                        Fate.PAUSED,
                        "401"),
                both("a firewall", always(403, "text/html", html), Fate.PAUSED, "403"));
    }

    private static Stream<BadAnswer> ofShopify() {
        return Stream.of(
                shopify("errors with 200", error("INTERNAL_SERVER_ERROR"), Fate.WAITS, "no luck"),
                shopify("throttled with 200", error("THROTTLED"), Fate.WAITS, ""),
                shopify("denied with 200", error("ACCESS_DENIED"), Fate.PAUSED, "no luck"),
                shopify("an error nobody knows", error("MAX_COST_EXCEEDED"), Fate.FAILED, "no luck"),
                shopify("userErrors", userErrors(), Fate.FAILED, "too rude"),
                shopify("no data", always(200, JSON, "{\"data\": null}"), Fate.WAITS, SHAPE),
                shopify("data without what was asked for", always(200, JSON, "{\"data\": {}}"), Fate.WAITS, SHAPE),
                shopify(
                        "fewer than were asked for",
                        always(200, JSON, "{\"data\": {\"nodes\": []}}"),
                        Fate.WAITS,
                        SHAPE),
                shopify(
                        "others than were asked for",
                        always(200, JSON, "{\"data\": {\"nodes\": [5]}}"),
                        Fate.WAITS,
                        SHAPE),
                shopify(
                        "a mutation that says nothing",
                        always(200, JSON, "{\"data\": {\"productUpdate\": null, \"nodes\": 1}}"),
                        Fate.WAITS,
                        SHAPE),
                shopify("no such shop", always(404, JSON, "{\"errors\": \"Not Found\"}"), Fate.PAUSED, "no such shop"));
    }

    private static Stream<BadAnswer> ofWooCommerce() {
        return Stream.of(
                woo("an empty object for a list", always(200, JSON, "{}"), Fate.WAITS, SHAPE),
                woo("a list of other things", always(200, JSON, "[{\"name\": \"x\"}]"), Fate.WAITS, SHAPE),
                woo("an id as text", always(200, JSON, "[{\"id\": \"12\"}]"), Fate.WAITS, SHAPE),
                woo("ids beyond 64 bits", always(200, JSON, "[{\"id\": 99999999999999999999}]"), Fate.WAITS, SHAPE),
                woo("an id that unfolds", always(200, JSON, "[{\"id\": 1e400}]"), Fate.WAITS, SHAPE),
                woo("no such route", always(404, JSON, "{\"code\": \"rest_no_route\"}"), Fate.WAITS, "404"),
                woo("HTML with 404", always(404, "text/html", "<html></html>"), Fate.WAITS, "404"));
    }

    @BeforeEach
    void connect() throws IOException {
        if (shops == null) {
            elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            elsewhere.createContext("/", exchange -> {
                LED_AWAY.incrementAndGet();
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            elsewhere.start();
            shops = new Shops(serai, "serai-dev-admin", database, "badanswers");
            shops.connect();
            product = shops.create(
                    Shops.object().put("name", "Hut").put("sku", SKU).put("price", 10));
            shops.settle(PATIENCE);
        }
    }

    @AfterEach
    void wellAgain() {
        shops.shopify.faults().clear();
        shops.woocommerce.faults().clear();
    }

    @AfterAll
    static void disconnect() {
        shops.close();
        shops = null;
        elsewhere.stop(0);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    @DisplayName(
            "is taken for what it is; push and read say why they wait, and are done when the platform is well again")
    void waitsAndGoesOn(BadAnswer bad) {
        Map<Shop, Integer> calls = new EnumMap<>(Shop.class);
        bad.shops().forEach(shop -> calls.put(shop, calls(shop)));

        bad.shops().forEach(shop -> twin(shop).faults().standIn(bad.answer()));
        edit();
        bad.shops().forEach(this::hint);
        await().atMost(PATIENCE)
                .until(() -> calls.entrySet().stream().allMatch(before -> calls(before.getKey()) > before.getValue()));
        switch (bad.fate()) {
            case DONE -> shops.settle(PATIENCE);
            case WAITS -> bad.shops().forEach(shop -> assertWaits(channel(shop), bad));
            case PAUSED -> bad.shops().forEach(shop -> assertPaused(channel(shop), bad));
            case FAILED -> bad.shops().forEach(shop -> assertFailed(channel(shop), bad));
        }

        wellAgain();
        if (bad.fate() == Fate.PAUSED) {
            bad.shops()
                    .forEach(shop -> shops.ask(
                            "PATCH",
                            "/api/channels/" + channel(shop),
                            Shops.object().put("isActive", true)));
        }
        if (bad.fate() == Fate.FAILED) {
            edit();
        }
        shops.settle(PATIENCE);
        assertEverythingIsThere();
        assertThat(LED_AWAY).as("calls to where a redirect led").hasValue(0);
    }

    private static TwinServer twin(Shop shop) {
        return shop == Shop.SHOPIFY ? shops.shopify : shops.woocommerce;
    }

    private static String channel(Shop shop) {
        return shop == Shop.SHOPIFY ? shops.shopifyChannel : shops.wooChannel;
    }

    private static int calls(Shop shop) {
        return twin(shop).calls().counts().total();
    }

    private void edit() {
        price++;
        shops.patch(product, Shops.object().put("price", price));
    }

    /** A deletion is believed after asking the shop: so it asks. */
    private void hint(Shop shop) {
        byte[] body = "{\"id\": 424242}".getBytes(UTF_8);
        String hooks = "/api/integrations/webhooks/";
        Request request = shop == Shop.SHOPIFY
                ? Request.of("POST", hooks + "shopify-enhanced/products/delete?channel=" + shops.shopifyChannel, body)
                        .with("X-Shopify-Webhook-Id", UUID.randomUUID().toString())
                        .with("X-Shopify-Hmac-Sha256", HmacSignature.of(body, "serai-dev-secret"))
                : Request.of("POST", hooks + "woocommerce-enhanced/product.deleted?channel=" + shops.wooChannel, body)
                        .with("X-WC-Webhook-Signature", HmacSignature.of(body, "serai-dev-secret"));
        assertThat(Wire.exchange(serai, request.with("Content-Type", "application/json"))
                        .status())
                .isEqualTo(200);
    }

    private void assertWaits(String channel, BadAnswer bad) {
        awaitReason("push", channel, bad);
        assertThat(shops.text("SELECT status FROM control.channels WHERE id = ?", channel))
                .isEqualTo("active");
        assertThat(shops.count(
                        "SELECT count(*) FROM product_sync_queue WHERE channel_id = ? AND status = 'failed'"
                                + " AND last_error LIKE '%' || ? || '%'",
                        channel, bad.says()))
                .isZero();
    }

    private void assertPaused(String channel, BadAnswer bad) {
        await().atMost(PATIENCE).until(() -> shops.text("SELECT status FROM control.channels WHERE id = ?", channel)
                .equals("paused"));
        assertReadable(
                shops.text("SELECT coalesce(pause_reason, '') FROM control.channels WHERE id = ?", channel), bad);
    }

    private void assertFailed(String channel, BadAnswer bad) {
        await().atMost(PATIENCE)
                .until(() -> shops.count(
                                "SELECT count(*) FROM product_sync_queue WHERE channel_id = ? AND status = 'failed'"
                                        + " AND last_error LIKE '%' || ? || '%'",
                                channel, bad.says())
                        > 0);
    }

    private void awaitReason(String what, String channel, BadAnswer bad) {
        String sql =
                """
                SELECT coalesce(string_agg(last_error, ' | '), '') FROM (
                    SELECT last_error FROM product_sync_queue WHERE channel_id = ? AND status IN ('pending', 'processing')
                    UNION ALL SELECT last_error FROM control.pending_reads WHERE channel_id = ?) AS waiting
                WHERE last_error IS NOT NULL
                """;
        await(what).atMost(PATIENCE).until(() -> {
            String reason = shops.text(sql, channel, channel);
            return !reason.isEmpty() && reason.contains(bad.says());
        });
        assertReadable(shops.text(sql, channel, channel), bad);
    }

    private static void assertReadable(String reason, BadAnswer bad) {
        assertThat(reason)
                .contains(bad.says())
                .doesNotContain("Exception", "io.serai", "java.", "org.", "shpat_", "ck_serai", "cs_serai");
    }

    private static void assertEverythingIsThere() {
        assertThat(Double.parseDouble(shops.variantInShopify(SKU).path("price").asText()))
                .isEqualTo(price);
        assertThat(Double.parseDouble(
                        shops.inWooCommerce(SKU).path("regular_price").asText()))
                .isEqualTo(price);
        assertThat(shops.count(
                        "SELECT count(*) FROM control.listings WHERE tenant_id = ? AND state = 'LINKED'", shops.tenant))
                .isEqualTo(2);
        assertThat(shops.count(
                        "SELECT count(*) FROM control.conflicts WHERE tenant_id = ? AND resolved_at IS NULL",
                        shops.tenant))
                .isZero();
        assertThat(shops.shopify.listed()).hasSize(1);
        assertThat(shops.woocommerce.listed()).hasSize(1);
    }

    private static BadAnswer both(String what, StandIn answer, Fate fate, String says) {
        return new BadAnswer(what, List.of(Shop.values()), answer, fate, says);
    }

    private static BadAnswer shopify(String what, StandIn answer, Fate fate, String says) {
        return new BadAnswer(what, List.of(Shop.SHOPIFY), answer, fate, says);
    }

    private static BadAnswer woo(String what, StandIn answer, Fate fate, String says) {
        return new BadAnswer(what, List.of(Shop.WOOCOMMERCE), answer, fate, says);
    }

    private static Instead whole(TwinResponse response) {
        return new Instead(response, Manner.WHOLE);
    }

    private static StandIn always(int status, String type, String body) {
        return (request, platform) -> whole(TwinResponse.text(status, type, body));
    }

    /** What the platform answers, but so. */
    private static StandIn manner(Manner manner) {
        return (request, platform) -> new Instead(platform.get(), manner);
    }

    private static StandIn with(String header, String value) {
        return (request, platform) -> whole(platform.get().with(header, value));
    }

    private static StandIn cutShort() {
        return (request, platform) -> {
            byte[] body = platform.get().body();
            return whole(TwinResponse.of(200, JSON, java.util.Arrays.copyOf(body, Math.max(1, body.length - 10))));
        };
    }

    private static StandIn encoded(String type) {
        return (request, platform) ->
                whole(TwinResponse.of(200, type, "{\"data\": {\"x\": \"Hüte\"}}".getBytes(ISO_8859_1)));
    }

    private static StandIn doubled() {
        return (request, platform) -> {
            String body = new String(platform.get().body(), UTF_8);
            String twice = body.replaceFirst("\\{\"", "{\"twice\": 1, \"twice\": 2, \"");
            return whole(TwinResponse.text(200, JSON, twice.equals(body) ? "{\"a\": 1, \"a\": 2}" : twice));
        };
    }

    private static StandIn marked() {
        return (request, platform) -> {
            TwinResponse real = platform.get();
            String body = new String(real.body(), UTF_8);
            return whole(new TwinResponse(
                    real.status(), real.headers(), body.isEmpty() ? real.body() : ("\uFEFF" + body).getBytes(UTF_8)));
        };
    }

    private static StandIn redirect(int status) {
        return (request, platform) -> whole(TwinResponse.empty(status)
                .with("Location", "http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/"));
    }

    /** Sets one, and fails if it ever comes back. */
    private static StandIn cookies() {
        return (request, platform) -> request.header("Cookie") == null
                ? whole(platform.get().with("Set-Cookie", "session=stolen; Path=/"))
                : whole(TwinResponse.text(500, "text/plain", "a cookie came back"));
    }

    private static StandIn bomb() {
        byte[] bomb = gzip(new byte[200_000_000]);
        return (request, platform) ->
                whole(new TwinResponse(200, Map.of("Content-Type", JSON, "Content-Encoding", "gzip"), bomb));
    }

    private static StandIn error(String code) {
        ObjectNode answer = Shops.object();
        ObjectNode error = answer.putArray("errors").addObject().put("message", "no luck");
        error.putObject("extensions").put("code", code);
        return always(200, JSON, answer.toString());
    }

    private static StandIn userErrors() {
        String refusal =
                "{\"data\": {\"any\": {\"userErrors\": [{\"field\": [\"title\"], \"message\": \"That is too rude\"}]}}}";
        return (request, platform) -> request.text().contains("mutation")
                ? whole(TwinResponse.text(200, JSON, refusal))
                : whole(platform.get());
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
