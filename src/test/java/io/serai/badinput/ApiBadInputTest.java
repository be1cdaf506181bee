package io.serai.badinput;

import static io.serai.badinput.Answered.CONFLICT;
import static io.serai.badinput.Answered.FORBIDDEN;
import static io.serai.badinput.Answered.INVALID;
import static io.serai.badinput.Answered.MALFORMED;
import static io.serai.badinput.Answered.NOT_FOUND;
import static io.serai.badinput.Answered.NO_SUCH_METHOD;
import static io.serai.badinput.Answered.STALE;
import static io.serai.badinput.Answered.TOO_LARGE;
import static io.serai.badinput.Answered.UNAUTHENTICATED;
import static io.serai.badinput.Answered.UNSIGNED;
import static io.serai.badinput.Answered.UNSUPPORTED;
import static io.serai.badinput.Answered.UNVERSIONED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.access.ApiData;
import io.serai.badinput.BadInput.Kept;
import io.serai.badinput.Wire.Answer;
import io.serai.badinput.Wire.Request;
import io.serai.flow.PortResource;
import io.serai.support.PostgresResource;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What callers of the API send: whatever is wrong with it, nothing changes. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
@WithTestResource(Limits.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DisplayName("bad input: the API")
class ApiBadInputTest {

    private static final String CREATE = "/api/integrations/product-sync/create";
    private static final String PRODUCT = "/api/products/" + ApiData.PRODUCT;
    private static final String STOCK = PRODUCT + "/stock";
    private static final String TEST = "/api/channels/" + ApiData.CHANNEL + "/test";
    private static final String OF_PRODUCT = "/api/integrations/product-sync/product/" + ApiData.PRODUCT;
    private static final String SYNC = OF_PRODUCT + "/sync";
    private static final String QUEUE = OF_PRODUCT + "/queue";
    private static final String HOOKS = "/api/integrations/webhooks/";
    private static final String SHOPIFY_HOOK = HOOKS + "shopify-enhanced/products/update";
    private static final String WOO_HOOK = HOOKS + "woocommerce-enhanced/product.updated";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String RESOLVE = "/api/integrations/product-sync/conflicts/" + ApiData.PRODUCT + "/resolve";

    /** Everything that a request could have changed. */
    private static final List<String> TABLES = List.of(
            "products",
            "product_variants",
            "product_sync_logs",
            "webhook_log",
            "control.tenants",
            "control.api_tokens",
            "control.conflicts",
            "control.provenance");

    @Inject
    AgroalDataSource dataSource;

    @TestHTTPResource("/")
    URI root;

    @BeforeEach
    void data() throws Exception {
        ApiData.put(dataSource);
    }

    static Stream<BadInput> requests() {
        return Stream.of(
                create("no body", "", MALFORMED, "missing"),
                create("no JSON", "hello", MALFORMED, "not JSON"),
                create("broken JSON", "{\"clientId\": ", MALFORMED, "not JSON"),
                create("two documents", "{} {}", MALFORMED, "not JSON"),
                create("a member twice", "{\"clientId\": \"a\", \"clientId\": \"b\"}", MALFORMED, "twice"),
                create("deep nesting", "[".repeat(100_000), MALFORMED, "deeply"),
                create("a huge number", product("\"price\": 1" + "0".repeat(5000)), MALFORMED, "too long"),
                create("a number that unfolds", product("\"price\": 1e999999999"), INVALID, "#/price"),
                create("a number that is none", product("\"price\": NaN"), MALFORMED, "not JSON"),
                create("a list for an object", "[]", INVALID, "#"),
                create("null", "null", INVALID, "#"),
                create("no name", "{\"clientId\": \"client_123\"}", INVALID, "name"),
                create("a blank name", "{\"clientId\": \"client_123\", \"name\": \"  \"}", INVALID, "#/name"),
                create("a name that is a number", "{\"clientId\": \"client_123\", \"name\": 5}", INVALID, "#/name"),
                create("an unknown member", product("\"colour\": \"red\""), INVALID, "colour"),
                create("a negative price", product("\"price\": -1"), INVALID, "#/price"),
                create("a price as text", product("\"price\": \"1.00\""), INVALID, "#/price"),
                create("five decimals", product("\"price\": 0.00001"), INVALID, "#/price"),
                create("two prices", product("\"price\": 1, \"netSalesPrice\": 2"), INVALID, "given twice"),
                create("a country in words", product("\"countryOfOrigin\": \"Germany\""), INVALID, "#/countryOfOrigin"),
                create("a blank tag", product("\"tags\": [\" \"]"), INVALID, "#/tags"),
                create(
                        "a long name",
                        "{\"clientId\": \"client_123\", \"name\": \"" + "x".repeat(300) + "\"}",
                        INVALID,
                        "#/name"),
                create("U+0000", product("\"vendor\": \"a\\u0000b\""), INVALID, "#/vendor"),
                create("half a surrogate", product("\"vendor\": \"\\ud800\""), INVALID, "#/vendor"),
                create("half a surrogate as a name", product("\"\\udc00\": 1"), INVALID, "surrogate"),
                create(
                        "two variants, one SKU",
                        variants("\"sku\": \"A\"", "\"sku\": \"A \""),
                        INVALID,
                        "#/variants/1/sku"),
                create("two variants, no options", product("\"variants\": [{}, {}]"), INVALID, "/options"),
                create(
                        "a variant's field outside",
                        product("\"sku\": \"A\", \"variants\": [{}]"),
                        INVALID,
                        "#/variants"),
                create("no variants", product("\"variants\": []"), INVALID, "#/variants"),
                create(
                        "no such channel",
                        product("\"channelIds\": [\"channel_shopify\", \"nowhere\"]"),
                        INVALID,
                        "nowhere"),
                create(
                        "another tenant's channel",
                        product("\"channelIds\": [\"" + ApiData.OTHER_CHANNEL + "\"]"),
                        INVALID,
                        "no channel " + ApiData.OTHER_CHANNEL),
                create("a tenant that cannot be", "{\"clientId\": \"../x\", \"name\": \"X\"}", INVALID, "#/clientId"),
                create("nobody's tenant", "{\"clientId\": \"nobody\", \"name\": \"X\"}", NOT_FOUND, "no such tenant"),
                bad(
                        "not UTF-8",
                        "POST",
                        CREATE,
                        new byte[] {'"', (byte) 0xff, '"'},
                        "application/json",
                        MALFORMED,
                        "UTF-8"),
                bad(
                        "UTF-16",
                        "POST",
                        CREATE,
                        "{}".getBytes(StandardCharsets.UTF_16),
                        "application/json",
                        MALFORMED,
                        "UTF-8"),
                bad(
                        "a form",
                        "POST",
                        CREATE,
                        bytes("clientId=client_123&name=X"),
                        "application/x-www-form-urlencoded",
                        UNSUPPORTED,
                        "JSON"),
                bad(
                        "a multipart form",
                        "POST",
                        CREATE,
                        bytes("--x--"),
                        "multipart/form-data; boundary=x",
                        UNSUPPORTED,
                        "JSON"),
                bad("XML", "POST", CREATE, bytes("<x/>"), "application/xml", UNSUPPORTED, "JSON"),
                bad("no content type", "POST", CREATE, bytes("{}"), null, UNSUPPORTED, "JSON"),
                patch("an empty patch", "{}", INVALID, "#"),
                patch("a name taken away", "{\"name\": null}", INVALID, "#/name"),
                patch(
                        "a variant that is no id",
                        "{\"variants\": [{\"id\": \"x\", \"sku\": \"A\"}]}",
                        INVALID,
                        "#/variants/0/id"),
                patch("a new variant taken away", "{\"variants\": [{\"exists\": false}]}", INVALID, "#/variants/0"),
                patch(
                        "the options of another variant",
                        "{\"variants\": [{\"options\": {\"Size\": \"M\"}, \"price\": 3}]}",
                        INVALID,
                        "#/variants/0/options"),
                patch(
                        "options twice",
                        "{\"variants\": [{\"options\": {\"Size\": \"L\"}}, {\"options\": {\"Size\": \"L\"}}]}",
                        INVALID,
                        "#/variants/1/options"),
                patch("a version to set", "{\"version\": 3}", INVALID, "version"),
                resolve("no resolution", "{}", INVALID, "resolution"),
                resolve("another resolution", "{\"resolution\": \"both\"}", INVALID, "#/resolution"),
                resolve("a merge without values", "{\"resolution\": \"merge\"}", INVALID, "#/mergeData"),
                resolve(
                        "values without a merge",
                        "{\"resolution\": \"accept_local\", \"mergeData\": {\"name\": \"X\"}}",
                        INVALID,
                        "#/mergeData"),
                resolve(
                        "a field there is not",
                        "{\"resolution\": \"merge\", \"mergeData\": {\"colour\": 1}}",
                        INVALID,
                        "#/mergeData/colour"),
                resolve(
                        "a value of another kind",
                        "{\"resolution\": \"merge\", \"mergeData\": {\"price\": \"x\"}}",
                        INVALID,
                        "#/mergeData/price"),
                resolve(
                        "a value for what is not in conflict",
                        "{\"resolution\": \"merge\", \"mergeData\": {\"sku\": \"B\", \"vendor\": \"X\"}}",
                        INVALID,
                        "#/mergeData/vendor"),
                channel(
                        "a URL that is none",
                        "\"url\": \"::\", \"credentials\": {\"accessToken\": \"t\"}",
                        INVALID,
                        "#/url"),
                channel(
                        "a file's URL",
                        "\"url\": \"file:///etc/passwd\", \"credentials\": {\"accessToken\": \"t\"}",
                        INVALID,
                        "#/url"),
                channel(
                        "another shop's keys",
                        "\"url\": \"https://x.example.com\", \"credentials\": {\"consumerKey\": \"t\"}",
                        INVALID,
                        "#/credentials/accessToken"),
                bad(
                        "a tenant called status",
                        "POST",
                        "/api/tenants",
                        bytes("{\"id\": \"status\", \"name\": \"X\"}"),
                        "application/json",
                        INVALID,
                        "#/id"),
                bad(
                        "a tenant called jobs",
                        "POST",
                        "/api/tenants",
                        bytes("{\"id\": \"jobs\", \"name\": \"X\"}"),
                        "application/json",
                        INVALID,
                        "#/id"),
                bad(
                        "a tenant that is there",
                        "POST",
                        "/api/tenants",
                        bytes("{\"id\": \"client_123\", \"name\": \"X\"}"),
                        "application/json",
                        CONFLICT,
                        "already"),
                hook("a channel with U+0000", SHOPIFY_HOOK + "?channel=%00", "application/json", UNSIGNED, "signature"),
                hook("WooCommerce: U+0000", WOO_HOOK + "?channel=a%00b", "application/json", UNSIGNED, "signature"),
                hook("a form", SHOPIFY_HOOK, FORM, UNSUPPORTED, "JSON"),
                hook("WooCommerce: a form", WOO_HOOK, FORM, UNSIGNED, "signature"),
                hook("plain text", SHOPIFY_HOOK, "text/plain", UNSUPPORTED, "JSON"),
                hook("WooCommerce: plain text", WOO_HOOK, "text/plain", UNSUPPORTED, "JSON"),
                hook("no content type", SHOPIFY_HOOK, null, UNSUPPORTED, "JSON"),
                hook("WooCommerce: no content type", WOO_HOOK, null, UNSUPPORTED, "JSON"),
                get("an id that is none", "/api/products/42", NOT_FOUND, "no such product"),
                get("an id with U+0000", "/api/channels/a%00b", NOT_FOUND, "no such channel"),
                get("an id with a slash", "/api/channels/a%2Fb", NOT_FOUND, "no such channel"),
                get("an id that injects", "/api/products/x'%20OR%20'1'='1", NOT_FOUND, "no such product"),
                get("a limit that is no number", "/api/products?limit=x", MALFORMED, "limit"),
                get("a limit too high", "/api/products?limit=100000", MALFORMED, "limit"),
                get("a negative offset", "/api/products?offset=-1", MALFORMED, "offset"),
                get("a state there is not", "/api/products?state=DONE", MALFORMED, "state"),
                get("an unknown parameter", "/api/products?colour=red", MALFORMED, "colour"),
                get("a parameter twice", "/api/products?q=a&q=b", MALFORMED, "twice"),
                get("a parameter with U+0000", "/api/products?q=%00", MALFORMED, "q"),
                get("a field there is not", PRODUCT + "/explain?field=colour", MALFORMED, "field"),
                get("an unknown path", "/api/nothing", NOT_FOUND, "no such path"),
                get("a slash too many", "/api/products/", NOT_FOUND, "no such path"),
                get("a path outside the API", "/nothing", NOT_FOUND, "no such path"),
                bad("another method", "PUT", "/api/products", bytes("{}"), "application/json", NO_SUCH_METHOD, "GET"),
                bad("OPTIONS", "OPTIONS", "/api/products", new byte[0], null, NO_SUCH_METHOD, "GET"),
                create("a number", "5", INVALID, "#"),
                create("a text", "\"clientId\"", INVALID, "#"),
                create("U+0000 between members", "{\"clientId\":\0\"x\"}", MALFORMED, "not JSON"),
                create("a tenant's id as a number", "{\"clientId\": 123, \"name\": \"X\"}", INVALID, "#/clientId"),
                create(
                        "a number beyond 64 bits",
                        product("\"price\": 99999999999999999999999999999999"),
                        INVALID,
                        "#/price"),
                create(
                        "a text of two million characters",
                        product("\"vendor\": \"" + "x".repeat(2_000_000) + "\""),
                        MALFORMED,
                        "too long"),
                create("half an escape", product("\"vendor\": \"\\u12\""), MALFORMED, "not JSON"),
                bad(
                        "UTF-16 that says so",
                        "POST",
                        CREATE,
                        "{}".getBytes(StandardCharsets.UTF_16),
                        "application/json; charset=utf-16",
                        MALFORMED,
                        "UTF-8"),
                bad(
                        "Latin 1 that says so",
                        "POST",
                        CREATE,
                        product("\"vendor\": \"Müller\"").getBytes(StandardCharsets.ISO_8859_1),
                        "application/json; charset=iso-8859-1",
                        MALFORMED,
                        "UTF-8"),
                bad(
                        "JSON as plain text",
                        "POST",
                        CREATE,
                        bytes(product("\"vendor\": \"X\"")),
                        "text/plain",
                        UNSUPPORTED,
                        "JSON"),
                bad("JSON as text", "PATCH", PRODUCT, bytes("{\"vendor\": \"X\"}"), "text/json", UNSUPPORTED, "JSON"),
                bad(
                        "two content types",
                        "POST",
                        CREATE,
                        bytes(product("\"vendor\": \"X\"")),
                        "text/plain, application/json",
                        UNSUPPORTED,
                        "JSON"),
                bad(
                        "a patch as plain text",
                        "PATCH",
                        PRODUCT,
                        bytes("{\"vendor\": \"X\"}"),
                        "text/plain",
                        UNSUPPORTED,
                        "JSON"),
                bad(
                        "JSON as plain text where a body may be missing",
                        "POST",
                        SYNC,
                        bytes("{}"),
                        "text/plain",
                        UNSUPPORTED,
                        "JSON"),
                bad("a body where none is taken", "POST", TEST, bytes("hello"), "text/plain", UNSUPPORTED, "JSON"),
                bad("packed", "POST", CREATE, bytes("{}"), "application/json", UNSUPPORTED, "Content-Encoding")
                        .and("Content-Encoding", "gzip"),
                bad(
                        "a priority beyond 64 bits",
                        "POST",
                        QUEUE,
                        bytes("{\"priority\": 99999999999999999999}"),
                        "application/json",
                        INVALID,
                        "#/priority"),
                bad(
                        "a priority in words",
                        "POST",
                        QUEUE,
                        bytes("{\"priority\": \"high\"}"),
                        "application/json",
                        INVALID,
                        "#/priority"),
                bad(
                        "a quantity that unfolds",
                        "PUT",
                        STOCK,
                        bytes(count("1e400")),
                        "application/json",
                        INVALID,
                        "#/variants/0/quantity"),
                bad(
                        "a quantity as text",
                        "PUT",
                        STOCK,
                        bytes(count("\"5\"")),
                        "application/json",
                        INVALID,
                        "#/variants/0/quantity"),
                token("a day that is none", "2031-02-30T00:00:00Z", "#/expiresAt"),
                token("a day before there were tokens", "1969-12-31T00:00:00Z", "#/expiresAt"),
                token("a moment in words", "tomorrow", "#/expiresAt"),
                token("a moment without a zone", "2031-01-31T00:00:00", "#/expiresAt"),
                token("a moment no calendar has", "+999999999-12-31T00:00:00Z", "#/expiresAt"),
                patch("no version", "{\"vendor\": \"X\"}", UNVERSIONED, "If-Match")
                        .but("If-Match"),
                patch("an old version", "{\"vendor\": \"X\"}", STALE, "changed").instead("If-Match", "\"6\""),
                patch("a version that is none", "{\"vendor\": \"X\"}", STALE, "If-Match")
                        .instead("If-Match", "7"),
                patch("a version beyond 64 bits", "{\"vendor\": \"X\"}", STALE, "If-Match")
                        .instead("If-Match", "\"99999999999999999999\""),
                patch("two versions", "{\"vendor\": \"X\"}", MALFORMED, "If-Match")
                        .and("If-Match", "\"7\""),
                get("no token", "/api/products", UNAUTHENTICATED, "Authorization")
                        .but("Authorization"),
                get("a token nobody has", "/api/products", UNAUTHENTICATED, "not valid")
                        .instead("Authorization", "Bearer nobody"),
                get("two tokens", "/api/products", UNAUTHENTICATED, "Authorization")
                        .and("Authorization", "Bearer nobody"),
                get("a password", "/api/products", UNAUTHENTICATED, "Bearer").instead("Authorization", "Basic YTpi"),
                get("another tenant's product", "/api/products/" + ApiData.OTHER_PRODUCT, NOT_FOUND, "no such product")
                        .instead("Authorization", "Bearer " + ApiData.OWN_ADMIN),
                get("another tenant's channel", "/api/channels/" + ApiData.OTHER_CHANNEL, NOT_FOUND, "no such channel")
                        .instead("Authorization", "Bearer " + ApiData.OWN_ADMIN),
                patch("a viewer", "{\"vendor\": \"X\"}", FORBIDDEN, "operator")
                        .instead("Authorization", "Bearer " + ApiData.OWN_VIEWER),
                get("a parameter that is not percent-encoded", "/api/products?q=%zz", MALFORMED, "percent-encoded"),
                get("a parameter that ends too early", "/api/products?q=%4", MALFORMED, "percent-encoded"),
                get("a parameter in Latin 1", "/api/products?q=%fc", MALFORMED, "percent-encoded"),
                get("a page that is not percent-encoded", "/?q=%zz", MALFORMED, "percent-encoded"),
                get(
                        "a delivery's address that is not percent-encoded",
                        SHOPIFY_HOOK + "?channel=%zz",
                        MALFORMED,
                        "percent-encoded"),
                get("a path that is not percent-encoded", "/api/products/%zz", MALFORMED, "percent-encoded"),
                get("an offset beyond 64 bits", "/api/products?offset=99999999999999999999", MALFORMED, "offset"),
                get("a limit with an exponent", "/api/products?limit=1e1", MALFORMED, "limit"),
                bad("a method there is not", "BREW", "/api/products", new byte[0], null, NO_SUCH_METHOD, "GET"),
                bad("TRACE", "TRACE", "/api/products", new byte[0], null, NO_SUCH_METHOD, "GET"),
                get("a webhook's address read", SHOPIFY_HOOK, NO_SUCH_METHOD, "POST"),
                get("an address below the webhooks'", HOOKS + "nothing", NOT_FOUND, "no such path"),
                hook(
                        "an address nobody delivers to",
                        HOOKS + "shopify-enhanced/a/b/c",
                        "application/json",
                        NOT_FOUND,
                        "no such path"),
                get("a file there is not", "/static/nothing.js", NOT_FOUND, "no such path"),
                get("characters that must be encoded", "/api/products?q={a}|b", MALFORMED, "percent-encoded"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    @DisplayName(
            "what cannot be taken is refused with a problem document that says what and where, and changes nothing")
    void refuses(BadInput bad) throws Exception {
        String before = fingerprint();
        bad.assertAnswered(Wire.exchange(root, bad.sent()));
        assertThat(fingerprint()).isEqualTo(before);
    }

    @Test
    @Order(Integer.MAX_VALUE)
    @DisplayName("after all that the same places take what is good, with a byte order mark too")
    void takesWhatIsGood() throws Exception {
        byte[] marked = bytes("\uFEFF" + product("\"vendor\": \"Müller\""));
        Answer created = Wire.exchange(root, request("POST", CREATE, marked, "application/json; charset=utf-8"));
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        Answer patched =
                Wire.exchange(root, request("PATCH", PRODUCT, bytes("{\"vendor\": \"X\"}"), "application/json"));
        assertThat(patched.status()).as(patched.body()).isEqualTo(200);
        assertThat(Wire.exchange(root, request("GET", "/api/products/" + id(created), new byte[0], null))
                        .body())
                .contains("\"vendor\" : \"Müller\"");
    }

    @Test
    @DisplayName("a body over the limit is refused, whether it says its length or not")
    void refusesLargeBodies() {
        Request large = request("POST", CREATE, new byte[11_000_000], "application/json");
        for (Request request : List.of(large, large.chunked())) {
            new BadInput("large", request, TOO_LARGE, "", Kept.NOTHING).assertAnswered(Wire.exchange(root, request));
        }
    }

    @Test
    @DisplayName("what is wrong is cited briefly, however long it is")
    void citesBriefly() {
        byte[] body = bytes(product("\"vendor\": \"" + "x".repeat(900_000) + "\""));

        Answer answer = Wire.exchange(root, request("POST", CREATE, body, "application/json"));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).contains("#/vendor", "too long").hasSizeLessThan(2000);
    }

    @Test
    @DisplayName("a flag that is none is told in the contract's words, not in those of what reads it")
    void saysWhatAFlagIs() {
        String target = "/api/integrations/product-sync/import?clientId=client_123&update=TRUE";

        Answer answer = Wire.exchange(root, request("POST", target, bytes("{}"), "application/x-ndjson"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("the type the contract names").doesNotContain("Source", "token", "Stream");
    }

    @Test
    @DisplayName("an Idempotency-Key without a text is refused: its sender believes to be safe")
    void refusesEmptyKeys() {
        Request request = request("POST", CREATE, bytes(product("\"vendor\": \"X\"")), "application/json");

        Answer answer = Wire.exchange(root, request.with("Idempotency-Key", ""));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("Idempotency-Key");
    }

    @Test
    @DisplayName("a failure of Serai itself tells nothing of the inside but the id the log has")
    void hidesTheInside() throws Exception {
        Answer answer;
        execute("ALTER TABLE product_sync_logs RENAME TO secret_of_the_inside");
        try {
            answer = Wire.exchange(root, request("GET", OF_PRODUCT + "/logs", new byte[0], null));
        } finally {
            execute("ALTER TABLE secret_of_the_inside RENAME TO product_sync_logs");
        }
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.body()).contains("urn:uuid:").doesNotContain("product_sync_logs", "Exception", "SELECT");
        assertThat(answer.headers()).doesNotContainKey("productid");
    }

    private static String id(Answer created) {
        return created.body().replaceFirst("(?s).*\"productId\" : \"([^\"]+)\".*", "$1");
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String fingerprint() throws Exception {
        StringBuilder all = new StringBuilder();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                String sql = "SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM %s t"
                        .formatted(table);
                try (ResultSet rows = statement.executeQuery(sql)) {
                    rows.next();
                    all.append(table).append(' ').append(rows.getString(1)).append('\n');
                }
            }
        }
        return all.toString();
    }

    private static BadInput bad(
            String what, String method, String path, byte[] body, String contentType, Answered answered, String says) {
        return new BadInput(what, request(method, path, body, contentType), answered, says, Kept.NOTHING);
    }

    private static Request request(String method, String path, byte[] body, String contentType) {
        Request request = Request.of(method, path, body)
                .with("Authorization", "Bearer " + ApiData.ADMIN)
                .with("If-Match", "*")
                .with("X-Marker", "<marker>");
        return contentType == null ? request : request.with("Content-Type", contentType);
    }

    private static BadInput create(String what, String body, Answered answered, String says) {
        return bad(what, "POST", CREATE, bytes(body), "application/json", answered, says);
    }

    private static BadInput patch(String what, String body, Answered answered, String says) {
        return bad("patch: " + what, "PATCH", PRODUCT, bytes(body), "application/json", answered, says);
    }

    private static BadInput resolve(String what, String body, Answered answered, String says) {
        return bad("resolve: " + what, "POST", RESOLVE, bytes(body), "application/json", answered, says);
    }

    private static BadInput channel(String what, String more, Answered answered, String says) {
        String body = "{\"clientId\": \"client_123\", \"platform\": \"shopify\", " + more + "}";
        return bad("channel: " + what, "POST", "/api/channels", bytes(body), "application/json", answered, says);
    }

    private static BadInput token(String what, String expiresAt, String says) {
        String body = "{\"name\": \"X\", \"role\": \"viewer\", \"expiresAt\": \"" + expiresAt + "\"}";
        return bad("token: " + what, "POST", "/api/tokens", bytes(body), "application/json", INVALID, says);
    }

    private static BadInput hook(String what, String path, String contentType, Answered answered, String says) {
        return bad("webhook: " + what, "POST", path, bytes("a=<marker>"), contentType, answered, says);
    }

    private static BadInput get(String what, String path, Answered answered, String says) {
        return bad(what, "GET", path, new byte[0], null, answered, says);
    }

    private static String product(String more) {
        return "{\"clientId\": \"client_123\", \"name\": \"X\", " + more + "}";
    }

    private static String count(String quantity) {
        return "{\"variants\": [{\"variantId\": \"" + ApiData.VARIANT + "\", \"quantity\": " + quantity + "}]}";
    }

    private static String variants(String one, String other) {
        return product("\"variants\": [{\"options\": {\"Size\": \"S\"}, " + one + "}, {\"options\": {\"Size\": \"M\"}, "
                + other + "}]");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
