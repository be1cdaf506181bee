package io.serai.badinput;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.flow.JtlNetwork;
import io.serai.flow.PortResource;
import io.serai.flow.Shops;
import io.serai.support.PostgresResource;
import io.serai.twin.Faults.Instead;
import io.serai.twin.Faults.Manner;
import io.serai.twin.Faults.StandIn;
import io.serai.twin.TwinRequest;
import io.serai.twin.TwinResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.camel.ProducerTemplate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What comes back from where JTL-FFN or its sign-in should be. Each time somebody edits a product in the hub, so that it is
 * pushed, goods arrive at the warehouse, and the stock is read. Nothing of either is lost: the row says why it waits, the stock
 * stays as it was known and says why it is not read, and the next good answer mends both.
 */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
@WithTestResource(Limits.class)
@DisplayName("bad input: what JTL-FFN answers")
class JtlBadInputTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String SKU = "H-1";
    private static final String JSON = "application/json; charset=utf-8";
    private static final String HTML = "<!doctype html><html><body>Maintenance</body></html>";
    private static final String SHAPE = "another shape";
    private static final String NO_API = "without an answer of its API";
    private static final String CHANGES = "/stocks/updates";
    private static final String TOKEN = "/token";

    /** Where a redirect or a link would lead; nobody is to come. */
    private static final AtomicInteger LED_AWAY = new AtomicInteger();

    private static HttpServer elsewhere;
    private static Shops hub;
    private static JtlNetwork jtl;
    private static String product;
    private static int grams = 100;
    private static int stock = 5;

    @Inject
    AgroalDataSource database;

    @Inject
    ProducerTemplate camel;

    @TestHTTPResource("/")
    URI serai;

    @ConfigProperty(name = "serai.process.public-url")
    String publicUrl;

    /** What becomes of what was to be done. */
    enum Fate {
        /** Both are done: nothing is wrong. */
        DONE,
        /** Both wait, with the reason. */
        WAIT,
        /** The push is done, the stock waits. */
        STOCK_WAITS,
        /** The push is done, and so is what was told of the stock; what is still to be told waits. */
        REST_WAITS,
        /** The channel is paused until a person gives access. */
        PAUSED
    }

    /** @param says something the reason must name */
    record BadAnswer(String what, StandIn answer, Fate fate, String says) {

        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<BadAnswer> answers() {
        return Stream.of(ofTheApi(), ofOneList(), ofTheSignIn()).flatMap(rows -> rows);
    }

    private static Stream<BadAnswer> ofTheApi() {
        return Stream.of(
                api("HTML with 200", always(200, "text/html", HTML), Fate.WAIT, NO_API),
                api("HTML that says it is JSON", always(200, JSON, HTML), Fate.WAIT, NO_API),
                api("nothing with 200", always(200, JSON, ""), Fate.WAIT, NO_API),
                api("null", always(200, JSON, "null"), Fate.WAIT, SHAPE),
                api("a text", always(200, JSON, "\"ok\""), Fate.WAIT, SHAPE),
                api("a list", always(200, JSON, "[]"), Fate.WAIT, SHAPE),
                api("another object", always(200, JSON, "{\"success\": true}"), Fate.WAIT, SHAPE),
                api(
                        "an error with 200",
                        always(
                                200,
                                JSON,
                                "{\"errorCode\": {\"code\": \"General_Failed\"}, \"errorMessages\": [{\"message\": \"no\"}]}"),
                        Fate.WAIT,
                        SHAPE),
                api("a number that unfolds", always(200, JSON, "1e999999999"), Fate.WAIT, ""),
                api("deep nesting", always(200, JSON, "[".repeat(100_000)), Fate.WAIT, NO_API),
                api("JSON cut short", cutShort(), Fate.WAIT, ""),
                api("the connection cut", manner(Manner.CUT), Fate.WAIT, ""),
                api("byte by byte", manner(Manner.TRICKLED), Fate.WAIT, ""),
                api(
                        "more than is read",
                        always(200, JSON, "\"" + "x".repeat(3_000_000) + "\""),
                        Fate.WAIT,
                        "larger than"),
                api("packed, but not so", with("Content-Encoding", "gzip"), Fate.WAIT, ""),
                api("Latin 1 that says UTF-8", latin1(), Fate.WAIT, "UTF-8"),
                api("a member twice", changed(any -> true, JtlBadInputTest::doubled), Fate.WAIT, ""),
                api("another way", redirect(302), Fate.WAIT, "redirects"),
                api("another way, the same again", redirect(307), Fate.WAIT, "redirects"),
                api("a broken server", always(500, "text/html", HTML), Fate.WAIT, "500"),
                api("a broken proxy", always(502, "text/html", HTML), Fate.WAIT, "502"),
                api("a firewall", always(403, "text/html", HTML), Fate.PAUSED, "403"),
                api("cookies", cookies(), Fate.DONE, ""),
                api("a byte order mark", changed(any -> true, body -> "\uFEFF" + body), Fate.DONE, ""),
                api(
                        "text no database takes",
                        changed(any -> true, body -> body.replace(":\"" + SKU + "\"", ":\"" + SKU + "\\u0000\"")),
                        Fate.DONE,
                        ""));
    }

    /** The list of what happened to the stock, and nothing else. */
    private static Stream<BadAnswer> ofOneList() {
        return Stream.of(
                list("a list under another name", body -> body.replace("\"data\":", "\"rows\":"), SHAPE),
                list(
                        "a level as text",
                        body -> body.replaceAll("\"stockLevel\":([0-9.]+)", "\"stockLevel\":\"$1\""),
                        "stockLevel"),
                list(
                        "a level nobody counts to",
                        body -> body.replaceAll("\"stockLevel\":[0-9.]+", "\"stockLevel\":1e400"),
                        "stockLevel"),
                list(
                        "a level that unfolds",
                        body -> body.replaceAll("\"stockLevel\":[0-9.]+", "\"stockLevel\":1e999999999"),
                        "stockLevel"),
                list(
                        "a version beyond 64 bits",
                        body -> body.replaceAll("\"stockVersion\":[0-9]+", "\"stockVersion\":99999999999999999999"),
                        "stockVersion"),
                list(
                        "a version with a fraction",
                        body -> body.replaceAll("\"stockVersion\":[0-9]+", "\"stockVersion\":7.5"),
                        "stockVersion"),
                list(
                        "no word on whether there is more",
                        body -> body.replaceAll("\"moreDataAvailable\":\\w+", "\"more\":0"),
                        SHAPE),
                list("more, and no link", body -> more(body, "\"\""), SHAPE),
                list("a link that leads away", body -> more(body, "\"" + away("/steal") + "\""), "link"),
                api(
                        "a link that leads back to itself",
                        changed(
                                request -> request.path().endsWith(CHANGES),
                                body -> more(
                                        body,
                                        "\"/api/v1/merchant/stocks/updates?fromDate=2020-01-01T00%3A00%3A00.000%2B00%3A00\"")),
                        Fate.REST_WAITS,
                        "leads back to itself"),
                list("a link that is none", body -> more(body, "\"::: no link\""), "link"),
                api("a link to the same on another host", anotherHost(), Fate.DONE, ""));
    }

    private static Stream<BadAnswer> ofTheSignIn() {
        return Stream.of(
                token("HTML with 200", always(200, "text/html", HTML), Fate.WAIT, "without the tokens"),
                token("nothing with 200", always(200, JSON, ""), Fate.WAIT, "without the tokens"),
                token("another object", always(200, JSON, "{\"success\": true}"), Fate.WAIT, "without the tokens"),
                token(
                        "tokens that are none",
                        always(200, JSON, "{\"access_token\": {}, \"refresh_token\": [], \"expires_in\": 1}"),
                        Fate.WAIT,
                        "without the tokens"),
                token(
                        "a token no header takes",
                        always(200, JSON, "{\"access_token\": \"a\\r\\nX-Evil: b\", \"refresh_token\": \"c\"}"),
                        Fate.WAIT,
                        "without the tokens"),
                token("HTML with 400", always(400, "text/html", HTML), Fate.WAIT, "400"),
                token("a broken server", always(503, "text/html", HTML), Fate.WAIT, "503"),
                token("another way", redirect(302), Fate.WAIT, "302"),
                token(
                        "more than is read",
                        always(200, JSON, "\"" + "x".repeat(3_000_000) + "\""),
                        Fate.WAIT,
                        "larger than"),
                token("the connection cut", cutOff(), Fate.WAIT, ""),
                token("a token that holds for ever", lives("9223372036854775807"), Fate.DONE, ""),
                token("a life that unfolds", lives("1e999999999"), Fate.DONE, ""),
                token("a life before it began", lives("-5"), Fate.DONE, ""));
    }

    @BeforeEach
    void connect() throws IOException {
        if (hub == null) {
            elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            elsewhere.createContext("/", exchange -> {
                LED_AWAY.incrementAndGet();
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            elsewhere.start();
            hub = new Shops(serai, "serai-dev-admin", database, "jtlanswers");
            hub.ask("POST", "/api/tenants", Shops.object().put("id", hub.tenant).put("name", hub.tenant));
            jtl = new JtlNetwork(hub, camel, publicUrl);
            jtl.connect();
            product =
                    hub.create(Shops.object().put("name", "Hut").put("sku", SKU).put("price", 10));
            hub.settle(PATIENCE);
            jtl.move("inbound", SKU, String.valueOf(stock));
            jtl.poll();
            assertEverythingIsThere();
        }
    }

    @AfterEach
    void wellAgain() {
        jtl.twin.faults().clear();
    }

    @AfterAll
    static void disconnect() {
        jtl.close();
        hub.close();
        hub = null;
        elsewhere.stop(0);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    @DisplayName(
            "is taken for what it is; push and stock say why they wait, and are done when the network is well again")
    void waitsAndGoesOn(BadAnswer bad) {
        BigDecimal known = level();
        if (bad.what().startsWith("sign-in")) {
            hub.execute(
                    "UPDATE control.authorization_tokens SET refresh_after = now() - interval '1 minute' WHERE channel_id = ?",
                    jtl.channel);
        }
        jtl.twin.faults().standIn(bad.answer());
        edit();
        jtl.move("inbound", SKU, "1");
        stock++;
        awaitFateOfThePush(bad);
        jtl.poll();
        switch (bad.fate()) {
            case DONE -> assertThat(level()).isEqualByComparingTo(BigDecimal.valueOf(stock));
            case WAIT, STOCK_WAITS -> {
                assertReadable(stockReason(), bad);
                assertThat(level()).isEqualByComparingTo(known);
                assertThat(status()).isEqualTo("active");
            }
            case REST_WAITS -> {
                assertReadable(stockReason(), bad);
                assertThat(level()).isEqualByComparingTo(BigDecimal.valueOf(stock));
            }
            case PAUSED -> assertThat(level()).isEqualByComparingTo(known);
        }

        wellAgain();
        if (bad.fate() == Fate.PAUSED) {
            hub.ask("PATCH", "/api/channels/" + jtl.channel, Shops.object().put("isActive", true));
        }
        hub.settle(PATIENCE);
        jtl.poll();
        assertEverythingIsThere();
        assertThat(LED_AWAY).as("calls to where an answer led").hasValue(0);
    }

    private static void awaitFateOfThePush(BadAnswer bad) {
        switch (bad.fate()) {
            case DONE, STOCK_WAITS, REST_WAITS -> hub.settle(PATIENCE);
            case WAIT -> {
                await().atMost(PATIENCE)
                        .until(() -> !pushReason().isEmpty() && pushReason().contains(bad.says()));
                assertReadable(pushReason(), bad);
            }
            case PAUSED -> {
                await().atMost(PATIENCE).until(() -> status().equals("paused"));
                assertReadable(
                        hub.text("SELECT coalesce(pause_reason, '') FROM control.channels WHERE id = ?", jtl.channel),
                        bad);
            }
        }
    }

    private static String status() {
        return hub.text("SELECT status FROM control.channels WHERE id = ?", jtl.channel);
    }

    private static String pushReason() {
        return hub.text(
                "SELECT coalesce(string_agg(last_error, ' | '), '') FROM product_sync_queue"
                        + " WHERE channel_id = ? AND status IN ('pending', 'processing')",
                jtl.channel);
    }

    private static String stockReason() {
        return hub.text("SELECT coalesce(last_error, '') FROM control.stock_cursors WHERE channel_id = ?", jtl.channel);
    }

    private static BigDecimal level() {
        return new BigDecimal(hub.text(
                "SELECT CAST(coalesce(sum(level), 0) AS text) FROM control.stock_levels WHERE tenant_id = ?",
                hub.tenant));
    }

    private static void edit() {
        grams++;
        hub.patch(product, Shops.object().put("weightInKg", weight()));
    }

    private static BigDecimal weight() {
        return BigDecimal.valueOf(grams, 3);
    }

    private static void assertReadable(String reason, BadAnswer bad) {
        assertThat(reason)
                .isNotEmpty()
                .contains(bad.says())
                .doesNotContain("Exception", "io.serai", "java.", "org.", "Bearer", "serai-dev-secret");
    }

    private static void assertEverythingIsThere() {
        if (grams > 100) {
            assertThat(jtl.product(SKU).path("weight").decimalValue()).isEqualByComparingTo(weight());
        }
        assertThat(level()).isEqualByComparingTo(BigDecimal.valueOf(stock));
        assertThat(stockReason()).isEmpty();
        assertThat(hub.count(
                        "SELECT count(*) FROM control.listings WHERE tenant_id = ? AND state = 'LINKED'", hub.tenant))
                .isEqualTo(1);
        assertThat(hub.count(
                        "SELECT count(*) FROM control.conflicts WHERE tenant_id = ? AND resolved_at IS NULL",
                        hub.tenant))
                .isZero();
        assertThat(hub.count(
                        "SELECT count(*) FROM product_sync_queue WHERE tenant_id = ? AND status = 'failed'",
                        hub.tenant))
                .isZero();
        assertThat(jtl.twin.listed()).hasSize(1);
    }

    /** Instead of all answers but the sign-in's. */
    private static BadAnswer api(String what, StandIn answer, Fate fate, String says) {
        return new BadAnswer(
                what,
                (request, platform) -> isToken(request) ? whole(platform.get()) : answer.answer(request, platform),
                fate,
                says);
    }

    private static BadAnswer list(String what, UnaryOperator<String> change, String says) {
        return api(what, changed(request -> request.path().endsWith(CHANGES), change), Fate.STOCK_WAITS, says);
    }

    private static BadAnswer token(String what, StandIn answer, Fate fate, String says) {
        return new BadAnswer(
                "sign-in: " + what,
                (request, platform) -> isToken(request) ? answer.answer(request, platform) : whole(platform.get()),
                fate,
                says);
    }

    private static boolean isToken(TwinRequest request) {
        return request.path().equals(TOKEN);
    }

    private static Instead whole(TwinResponse response) {
        return new Instead(response, Manner.WHOLE);
    }

    private static StandIn always(int status, String type, String body) {
        return (request, platform) -> whole(TwinResponse.text(status, type, body));
    }

    /** What the platform answers, but so; what it answers with nothing comes with something. */
    private static StandIn manner(Manner manner) {
        return (request, platform) -> {
            TwinResponse real = platform.get();
            return new Instead(real.body().length > 0 ? real : TwinResponse.text(200, JSON, "{\"a\": 1}"), manner);
        };
    }

    private static StandIn cutOff() {
        return (request, platform) -> new Instead(TwinResponse.text(404, JSON, "{\"a\": 1}"), Manner.CUT);
    }

    private static StandIn with(String header, String value) {
        return (request, platform) -> {
            TwinResponse real = platform.get();
            return whole((real.body().length > 0 ? real : TwinResponse.text(200, JSON, "{}")).with(header, value));
        };
    }

    private static StandIn cutShort() {
        return (request, platform) -> {
            byte[] body = platform.get().body();
            return whole(TwinResponse.of(200, JSON, Arrays.copyOf(body, Math.max(1, body.length - 10))));
        };
    }

    private static StandIn latin1() {
        return (request, platform) ->
                whole(TwinResponse.of(200, JSON, "{\"items\": [{\"name\": \"H\u00fcte\"}]}".getBytes(ISO_8859_1)));
    }

    private static StandIn changed(Predicate<TwinRequest> which, UnaryOperator<String> change) {
        return (request, platform) -> {
            TwinResponse real = platform.get();
            if (!which.test(request) || real.body().length == 0) {
                return whole(real);
            }
            String body = change.apply(new String(real.body(), UTF_8));
            return whole(new TwinResponse(real.status(), real.headers(), body.getBytes(UTF_8)));
        };
    }

    private static String doubled(String body) {
        return body.replaceFirst("\\{\"", "{\"twice\": 1, \"twice\": 2, \"");
    }

    private static StandIn redirect(int status) {
        return (request, platform) -> whole(TwinResponse.empty(status).with("Location", away("/")));
    }

    private static String away(String path) {
        return "http://127.0.0.1:" + elsewhere.getAddress().getPort() + path;
    }

    private static String more(String body, String link) {
        return body.replaceAll("\"moreDataAvailable\":\\w+", "\"moreDataAvailable\":true")
                .replaceAll("\"nextChunkUrl\":(null|\"[^\"]*\")", "\"old\":0")
                .replaceFirst("\\{", "{\"nextChunkUrl\":" + link + ",");
    }

    /** The rest is asked of the network's own address, whatever host the link names. */
    private static StandIn anotherHost() {
        String rest = "rest=1";
        return changed(
                request -> request.path().endsWith(CHANGES) && !request.uri().contains(rest),
                body -> more(
                        body,
                        "\""
                                + away("/api/v1/merchant/stocks/updates?fromDate=2020-01-01T00%3A00%3A00.000%2B00%3A00&"
                                        + rest)
                                + "\""));
    }

    /** Sets one, and fails if it ever comes back. */
    private static StandIn cookies() {
        return (request, platform) -> request.header("Cookie") == null
                ? whole(platform.get().with("Set-Cookie", "session=stolen; Path=/"))
                : whole(TwinResponse.text(500, "text/plain", "a cookie came back"));
    }

    private static StandIn lives(String seconds) {
        return changed(any -> true, body -> body.replaceAll("\"expires_in\":[0-9.]+", "\"expires_in\":" + seconds));
    }
}
