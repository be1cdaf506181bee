package io.serai.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.serai.support.PostgresResource;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@WithTestResource(PostgresResource.class)
class BadInputTest {

    private static final String CREATE = "/api/integrations/product-sync/create";
    private static final String PRODUCT = "/api/products/" + ApiData.PRODUCT;
    private static final String HOOKS = "/api/integrations/webhooks/";
    private static final String SHOPIFY_HOOK = HOOKS + "shopify-enhanced/products/update";
    private static final String WOO_HOOK = HOOKS + "woocommerce-enhanced/product.updated";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String RESOLVE = "/api/integrations/product-sync/conflicts/" + ApiData.PRODUCT + "/resolve";

    @Inject
    DataSource dataSource;

    @TestHTTPResource("/")
    URI root;

    @BeforeEach
    void data() throws Exception {
        ApiData.put(dataSource);
    }

    /** @param says something its answer must name: a pointer, a parameter or words */
    record Bad(String what, String method, String path, byte[] body, String contentType, int status, String says) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Bad> bodies() {
        return Stream.of(
                create("no body", "", 400, "missing"),
                create("no JSON", "hello", 400, "not JSON"),
                create("broken JSON", "{\"clientId\": ", 400, "not JSON"),
                create("two documents", "{} {}", 400, "not JSON"),
                create("a member twice", "{\"clientId\": \"a\", \"clientId\": \"b\"}", 400, "twice"),
                create("deep nesting", "[".repeat(100_000), 400, "deeply"),
                create("a huge number", product("\"price\": 1" + "0".repeat(5000)), 400, "too long"),
                create("a number that unfolds", product("\"price\": 1e999999999"), 422, "#/price"),
                create("a number that is none", product("\"price\": NaN"), 400, "not JSON"),
                create("a list for an object", "[]", 422, "#"),
                create("null", "null", 422, "#"),
                create("no name", "{\"clientId\": \"client_123\"}", 422, "name"),
                create("a blank name", "{\"clientId\": \"client_123\", \"name\": \"  \"}", 422, "#/name"),
                create("a name that is a number", "{\"clientId\": \"client_123\", \"name\": 5}", 422, "#/name"),
                create("an unknown member", product("\"colour\": \"red\""), 422, "colour"),
                create("a negative price", product("\"price\": -1"), 422, "#/price"),
                create("a price as text", product("\"price\": \"1.00\""), 422, "#/price"),
                create("five decimals", product("\"price\": 0.00001"), 422, "#/price"),
                create("two prices", product("\"price\": 1, \"netSalesPrice\": 2"), 422, "given twice"),
                create("a country in words", product("\"countryOfOrigin\": \"Germany\""), 422, "#/countryOfOrigin"),
                create("a blank tag", product("\"tags\": [\" \"]"), 422, "#/tags"),
                create(
                        "a long name",
                        "{\"clientId\": \"client_123\", \"name\": \"" + "x".repeat(300) + "\"}",
                        422,
                        "#/name"),
                create("U+0000", product("\"vendor\": \"a\\u0000b\""), 422, "#/vendor"),
                create("half a surrogate", product("\"vendor\": \"\\ud800\""), 422, "#/vendor"),
                create("half a surrogate as a name", product("\"\\udc00\": 1"), 422, "surrogate"),
                create("two variants, one SKU", variants("\"sku\": \"A\"", "\"sku\": \"A \""), 422, "#/variants/1/sku"),
                create("two variants, no options", product("\"variants\": [{}, {}]"), 422, "/options"),
                create("a variant's field outside", product("\"sku\": \"A\", \"variants\": [{}]"), 422, "#/variants"),
                create("no variants", product("\"variants\": []"), 422, "#/variants"),
                create(
                        "no such channel",
                        product("\"channelIds\": [\"channel_shopify\", \"nowhere\"]"),
                        422,
                        "nowhere"),
                create(
                        "another tenant's channel",
                        product("\"channelIds\": [\"" + ApiData.OTHER_CHANNEL + "\"]"),
                        422,
                        "no channel " + ApiData.OTHER_CHANNEL),
                create("a tenant that cannot be", "{\"clientId\": \"../x\", \"name\": \"X\"}", 422, "#/clientId"),
                create("nobody's tenant", "{\"clientId\": \"nobody\", \"name\": \"X\"}", 404, "no such tenant"),
                bad("not UTF-8", "POST", CREATE, new byte[] {'"', (byte) 0xff, '"'}, "application/json", 400, "UTF-8"),
                bad("UTF-16", "POST", CREATE, "{}".getBytes(StandardCharsets.UTF_16), "application/json", 400, "UTF-8"),
                bad(
                        "a form",
                        "POST",
                        CREATE,
                        bytes("clientId=client_123&name=X"),
                        "application/x-www-form-urlencoded",
                        415,
                        "JSON"),
                bad("a multipart form", "POST", CREATE, bytes("--x--"), "multipart/form-data; boundary=x", 415, "JSON"),
                bad("XML", "POST", CREATE, bytes("<x/>"), "application/xml", 415, "JSON"),
                bad("no content type", "POST", CREATE, bytes("{}"), null, 415, "JSON"),
                patch("an empty patch", "{}", 422, "#"),
                patch("a name taken away", "{\"name\": null}", 422, "#/name"),
                patch(
                        "a variant that is no id",
                        "{\"variants\": [{\"id\": \"x\", \"sku\": \"A\"}]}",
                        422,
                        "#/variants/0/id"),
                patch("a new variant taken away", "{\"variants\": [{\"exists\": false}]}", 422, "#/variants/0"),
                patch(
                        "the options of another variant",
                        "{\"variants\": [{\"options\": {\"Size\": \"M\"}, \"price\": 3}]}",
                        422,
                        "#/variants/0/options"),
                patch(
                        "options twice",
                        "{\"variants\": [{\"options\": {\"Size\": \"L\"}}, {\"options\": {\"Size\": \"L\"}}]}",
                        422,
                        "#/variants/1/options"),
                patch("a version to set", "{\"version\": 3}", 422, "version"),
                resolve("no resolution", "{}", 422, "resolution"),
                resolve("another resolution", "{\"resolution\": \"both\"}", 422, "#/resolution"),
                resolve("a merge without values", "{\"resolution\": \"merge\"}", 422, "#/mergeData"),
                resolve(
                        "values without a merge",
                        "{\"resolution\": \"accept_local\", \"mergeData\": {\"name\": \"X\"}}",
                        422,
                        "#/mergeData"),
                resolve(
                        "a field there is not",
                        "{\"resolution\": \"merge\", \"mergeData\": {\"colour\": 1}}",
                        422,
                        "#/mergeData/colour"),
                resolve(
                        "a value of another kind",
                        "{\"resolution\": \"merge\", \"mergeData\": {\"price\": \"x\"}}",
                        422,
                        "#/mergeData/price"),
                resolve(
                        "a value for what is not in conflict",
                        "{\"resolution\": \"merge\", \"mergeData\": {\"sku\": \"B\", \"vendor\": \"X\"}}",
                        422,
                        "#/mergeData/vendor"),
                channel(
                        "a URL that is none",
                        "\"url\": \"::\", \"credentials\": {\"accessToken\": \"t\"}",
                        422,
                        "#/url"),
                channel(
                        "a file's URL",
                        "\"url\": \"file:///etc/passwd\", \"credentials\": {\"accessToken\": \"t\"}",
                        422,
                        "#/url"),
                channel(
                        "another shop's keys",
                        "\"url\": \"https://x.example.com\", \"credentials\": {\"consumerKey\": \"t\"}",
                        422,
                        "#/credentials/accessToken"),
                bad(
                        "a tenant called status",
                        "POST",
                        "/api/tenants",
                        bytes("{\"id\": \"status\", \"name\": \"X\"}"),
                        "application/json",
                        422,
                        "#/id"),
                bad(
                        "a tenant that is there",
                        "POST",
                        "/api/tenants",
                        bytes("{\"id\": \"client_123\", \"name\": \"X\"}"),
                        "application/json",
                        409,
                        "already"),
                hook("a channel with U+0000", SHOPIFY_HOOK + "?channel=%00", "application/json", 401, "signature"),
                hook("WooCommerce: U+0000", WOO_HOOK + "?channel=a%00b", "application/json", 401, "signature"),
                hook("a form", SHOPIFY_HOOK, FORM, 415, "JSON"),
                hook("WooCommerce: a form", WOO_HOOK, FORM, 401, "signature"),
                hook("plain text", SHOPIFY_HOOK, "text/plain", 415, "JSON"),
                hook("WooCommerce: plain text", WOO_HOOK, "text/plain", 415, "JSON"),
                hook("no content type", SHOPIFY_HOOK, null, 415, "JSON"),
                hook("WooCommerce: no content type", WOO_HOOK, null, 415, "JSON"),
                get("an id that is none", "/api/products/42", 404, "no such product"),
                get("an id with U+0000", "/api/channels/a%00b", 404, "no such channel"),
                get("an id with a slash", "/api/channels/a%2Fb", 404, "no such channel"),
                get("an id that injects", "/api/products/x'%20OR%20'1'='1", 404, "no such product"),
                get("a limit that is no number", "/api/products?limit=x", 400, "limit"),
                get("a limit too high", "/api/products?limit=100000", 400, "limit"),
                get("a negative offset", "/api/products?offset=-1", 400, "offset"),
                get("a state there is not", "/api/products?state=DONE", 400, "state"),
                get("an unknown parameter", "/api/products?colour=red", 400, "colour"),
                get("a parameter twice", "/api/products?q=a&q=b", 400, "twice"),
                get("a parameter with U+0000", "/api/products?q=%00", 400, "q"),
                get("a field there is not", PRODUCT + "/explain?field=colour", 400, "field"),
                get("an unknown path", "/api/nothing", 404, "no such path"),
                get("a slash too many", "/api/products/", 404, "no such path"),
                get("a path outside the API", "/nothing", 404, "no such path"),
                bad("another method", "PUT", "/api/products", bytes("{}"), "application/json", 405, "GET"),
                bad("OPTIONS", "OPTIONS", "/api/products", new byte[0], null, 405, "GET"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    @DisplayName("what cannot be taken is refused with a problem document that says what and where")
    void refuses(Bad bad) throws Exception {
        HttpResponse<String> answer = send(bad);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(bad.status());
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains(bad.says(), "\"instance\":\"urn:uuid:", "\"status\":" + bad.status());
        assertThat(answer.body()).doesNotContain("<marker>", "If-Match", ApiData.ADMIN);
        assertThat(answer.headers().firstValue("If-Match")).isEmpty();
        assertThat(answer.body()).doesNotContain("Exception", "io.serai", "jackson", "org.postgresql", "SELECT");
    }

    @Test
    @DisplayName("a body over the limit is refused, whether it says its length or not")
    void refusesLargeBodies() throws Exception {
        byte[] large = new byte[11_000_000];
        assertThat(send(bad("large", "POST", CREATE, large, "application/json", 413, ""))
                        .statusCode())
                .isEqualTo(413);
        HttpRequest chunked = request(CREATE)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(chunked, BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    @DisplayName("a failure of Serai itself tells nothing of the inside but the id the log has")
    void hidesTheInside() throws Exception {
        Response answer;
        execute("ALTER TABLE product_sync_logs RENAME TO secret_of_the_inside");
        try {
            answer = given().auth()
                    .oauth2(ApiData.ADMIN)
                    .get("/api/integrations/product-sync/product/" + ApiData.PRODUCT + "/logs");
        } finally {
            execute("ALTER TABLE secret_of_the_inside RENAME TO product_sync_logs");
        }
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.asString()).contains("urn:uuid:").doesNotContain("product_sync_logs", "Exception", "SELECT");
        assertThat(answer.header("productId")).isNull();
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private HttpResponse<String> send(Bad bad) throws Exception {
        HttpRequest.Builder request = request(bad.path()).method(bad.method(), BodyPublishers.ofByteArray(bad.body()));
        if (bad.contentType() != null) {
            request.header("Content-Type", bad.contentType());
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(root.toString().replaceFirst("/$", "") + path))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", "Bearer " + ApiData.ADMIN)
                .header("If-Match", "*");
    }

    private static Bad bad(
            String what, String method, String path, byte[] body, String contentType, int status, String says) {
        return new Bad(what, method, path, body, contentType, status, says);
    }

    private static Bad create(String what, String body, int status, String says) {
        return bad(what, "POST", CREATE, bytes(body), "application/json", status, says);
    }

    private static Bad patch(String what, String body, int status, String says) {
        return bad("patch: " + what, "PATCH", PRODUCT, bytes(body), "application/json", status, says);
    }

    private static Bad resolve(String what, String body, int status, String says) {
        return bad("resolve: " + what, "POST", RESOLVE, bytes(body), "application/json", status, says);
    }

    private static Bad channel(String what, String more, int status, String says) {
        String body = "{\"clientId\": \"client_123\", \"platform\": \"shopify\", " + more + "}";
        return bad("channel: " + what, "POST", "/api/channels", bytes(body), "application/json", status, says);
    }

    private static Bad hook(String what, String path, String contentType, int status, String says) {
        return bad("webhook: " + what, "POST", path, bytes("a=<marker>"), contentType, status, says);
    }

    private static Bad get(String what, String path, int status, String says) {
        return bad(what, "GET", path.replace("'", "%27"), new byte[0], null, status, says);
    }

    private static String product(String more) {
        return "{\"clientId\": \"client_123\", \"name\": \"X\", " + more + "}";
    }

    private static String variants(String one, String other) {
        return product("\"variants\": [{\"options\": {\"Size\": \"S\"}, " + one + "}, {\"options\": {\"Size\": \"M\"}, "
                + other + "}]");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
