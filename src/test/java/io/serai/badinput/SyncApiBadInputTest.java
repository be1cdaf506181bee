package io.serai.badinput;

import static io.serai.badinput.Answered.CONFLICT;
import static io.serai.badinput.Answered.FORBIDDEN;
import static io.serai.badinput.Answered.INVALID;
import static io.serai.badinput.Answered.MALFORMED;
import static io.serai.badinput.Answered.NOT_FOUND;
import static io.serai.badinput.Answered.NO_SUCH_METHOD;
import static io.serai.badinput.Answered.TOO_LARGE;
import static io.serai.badinput.Answered.UNAUTHENTICATED;
import static io.serai.badinput.Answered.UNSUPPORTED;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.access.ApiData;
import io.serai.badinput.BadInput.Kept;
import io.serai.badinput.Wire.Request;
import io.serai.flow.PortResource;
import io.serai.support.PostgresResource;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What callers send who want a shop fetched: whatever is wrong with it, no job begins and none changes. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
@WithTestResource(Limits.class)
@DisplayName("bad input: the API that fetches shops")
class SyncApiBadInputTest {

    private static final String ORDERS = "/api/sync/orders";
    private static final String PRODUCTS = "/api/sync/products";
    private static final String TENANT = "/api/sync";
    private static final String STATUS = "/api/sync/status/";
    private static final String JOBS = "/api/sync/jobs";
    private static final String NOBODYS_JOB = "00000000-0000-4000-8000-00000000ffff";
    private static final String OWN_ADMIN = "Bearer " + ApiData.OWN_ADMIN;
    private static final String JSON = "application/json";
    private static final String NO_INTEGRATION = "No active Shopify integration found";

    @Inject
    AgroalDataSource dataSource;

    @TestHTTPResource("/")
    URI root;

    @BeforeEach
    void data() throws Exception {
        ApiData.put(dataSource);
        execute("INSERT INTO control.tenants (id, name) VALUES ('client_without', 'No shop') ON CONFLICT DO NOTHING");
    }

    static Stream<BadInput> requests() {
        return Stream.of(
                        Stream.of(ORDERS, PRODUCTS)
                                .flatMap(path -> ofOneShop(path, body -> "{\"organizationId\": " + body + "}")),
                        ofItems(),
                        Stream.of(ORDERS, PRODUCTS, TENANT).flatMap(SyncApiBadInputTest::ofTheRequest),
                        ofTenant(),
                        ofJobs())
                .flatMap(rows -> rows);
    }

    private static Stream<BadInput> ofOneShop(String path, Function<String, String> body) {
        return Stream.of(
                post(path, "no tenant", "{}", INVALID, "organizationId"),
                post(path, "a tenant by another name", "{\"tenantId\": \"client_123\"}", INVALID, "organizationId"),
                post(path, "null for a tenant", body.apply("null"), INVALID, "#/organizationId"),
                post(path, "a number for a tenant", body.apply("123"), INVALID, "#/organizationId"),
                post(path, "a list for a tenant", body.apply("[\"client_123\"]"), INVALID, "#/organizationId"),
                post(path, "an empty tenant", body.apply("\"\""), INVALID, "#/organizationId"),
                post(path, "a blank tenant", body.apply("\"  \""), INVALID, "#/organizationId"),
                post(path, "a long tenant", body.apply(text(65)), INVALID, "#/organizationId"),
                post(path, "a tenant with U+0000", body.apply("\"a\\u0000b\""), INVALID, "#/organizationId"),
                post(path, "half a character", body.apply("\"\\ud83d\""), INVALID, "#/organizationId"),
                post(path, "a path for a tenant", body.apply("\"../client_123\""), INVALID, "#/organizationId"),
                post(path, "SQL for a tenant", body.apply("\"x' OR '1'='1\""), INVALID, "#/organizationId"),
                post(path, "nobody's tenant", body.apply("\"nobody\""), NOT_FOUND, "no such tenant"),
                post(path, "another's tenant", body.apply("\"client_456\""), NOT_FOUND, "no such tenant")
                        .instead("Authorization", OWN_ADMIN),
                post(path, "a tenant without a shop", body.apply("\"client_without\""), NOT_FOUND, NO_INTEGRATION),
                more(path, "a channel there is not", "\"integrationId\": \"nowhere\"", NOT_FOUND, NO_INTEGRATION),
                more(
                        path,
                        "another tenant's channel",
                        "\"integrationId\": \"" + ApiData.OTHER_CHANNEL + "\"",
                        NOT_FOUND,
                        NO_INTEGRATION),
                more(path, "an empty channel", "\"integrationId\": \"\"", INVALID, "#/integrationId"),
                more(path, "null for a channel", "\"integrationId\": null", INVALID, "#/integrationId"),
                more(path, "a long channel", "\"integrationId\": " + text(65), INVALID, "#/integrationId"),
                more(path, "a flag as text", "\"fetchAll\": \"true\"", INVALID, "#/fetchAll"),
                more(path, "a flag as number", "\"fetchAll\": 1", INVALID, "#/fetchAll"),
                more(path, "null for a flag", "\"fetchAll\": null", INVALID, "#/fetchAll"),
                more(path, "an unknown member", "\"since\": \"2026-01-01\"", INVALID, "since"),
                more(path, "a member twice", "\"organizationId\": \"client_456\"", MALFORMED, "twice"));
    }

    private static Stream<BadInput> ofItems() {
        return Stream.of(
                        "\"\"",
                        "\"x\"",
                        "\" \"",
                        "\"-1\"",
                        "\"1.5\"",
                        "\"12x\"",
                        "\"1\\u0000\"",
                        "\"gid://shopify/Order/\"",
                        "\"gid://shopify/Order/x\"",
                        "\"gid://shopify/Customer/1\"",
                        text(300),
                        "\"" + "9".repeat(20) + "\"",
                        "5",
                        "null",
                        "[\"1\"]")
                .flatMap(id -> Stream.of(
                        more(ORDERS, "the id " + brief(id), "\"orderId\": " + id, INVALID, "#/orderId"),
                        more(PRODUCTS, "the id " + brief(id), "\"productId\": " + id, INVALID, "#/productId")));
    }

    private static Stream<BadInput> ofTheRequest(String path) {
        String good = path.equals(TENANT) ? "{\"tenantId\": \"client_123\"}" : "{\"organizationId\": \"client_123\"}";
        return Stream.of(
                post(path, "no body", "", MALFORMED, "missing"),
                post(path, "no JSON", "hello", MALFORMED, "not JSON"),
                post(path, "half of JSON", good.substring(0, 12), MALFORMED, "not JSON"),
                post(path, "two documents", good + good, MALFORMED, "not JSON"),
                post(path, "a list", "[" + good + "]", INVALID, "#"),
                post(path, "null", "null", INVALID, "#"),
                post(path, "a text", "\"client_123\"", INVALID, "#"),
                post(path, "deep nesting", "[".repeat(100_000), MALFORMED, "deeply"),
                post(path, "more than is taken", "\"" + "x".repeat(11_000_000) + "\"", TOO_LARGE, ""),
                sent(path, "Latin 1", "{\"x\": \"Müller\"}".getBytes(ISO_8859_1), JSON, MALFORMED, "UTF-8"),
                sent(path, "UTF-16", good.getBytes(UTF_16), JSON, MALFORMED, "UTF-8"),
                sent(path, "a form", bytes("tenantId=x"), "application/x-www-form-urlencoded", UNSUPPORTED, "JSON"),
                sent(path, "plain text", bytes(good), "text/plain", UNSUPPORTED, "JSON"),
                sent(path, "no content type", bytes(good), null, UNSUPPORTED, "JSON"),
                sent(path, "packed", bytes(good), JSON, UNSUPPORTED, "Content-Encoding")
                        .and("Content-Encoding", "gzip"),
                post(path, "an empty key", good, MALFORMED, "Idempotency-Key").and("Idempotency-Key", ""),
                post(path, "no token", good, UNAUTHENTICATED, "Authorization").but("Authorization"),
                post(path, "a token nobody has", good, UNAUTHENTICATED, "not valid")
                        .instead("Authorization", "Bearer nobody"),
                post(path, "a revoked token", good, UNAUTHENTICATED, "not valid")
                        .instead("Authorization", "Bearer " + ApiData.REVOKED),
                post(path, "a viewer", good, FORBIDDEN, "operator")
                        .instead("Authorization", "Bearer " + ApiData.OWN_VIEWER),
                request("PUT", path, bytes(good), JSON, "another method", NO_SUCH_METHOD, "POST"),
                request("DELETE", path, new byte[0], null, "a deletion", NO_SUCH_METHOD, "POST"),
                post(path + "/", "a slash too many", good, NOT_FOUND, "no such path"),
                post(path + "?fetchAll=true", "a parameter", good, MALFORMED, "fetchAll"));
    }

    private static Stream<BadInput> ofTenant() {
        return Stream.of(
                post(TENANT, "no tenant", "{}", INVALID, "tenantId"),
                post(TENANT, "a tenant by another name", "{\"clientId\": \"client_123\"}", INVALID, "tenantId"),
                post(TENANT, "an empty tenant", "{\"tenantId\": \"\"}", INVALID, "#/tenantId"),
                post(TENANT, "a long tenant", "{\"tenantId\": " + text(65) + "}", INVALID, "#/tenantId"),
                post(TENANT, "a tenant with U+0000", "{\"tenantId\": \"\\u0000\"}", INVALID, "#/tenantId"),
                post(TENANT, "a number for a tenant", "{\"tenantId\": 5}", INVALID, "#/tenantId"),
                post(TENANT, "nobody's tenant", "{\"tenantId\": \"nobody\"}", NOT_FOUND, "no such tenant"),
                post(TENANT, "another's tenant", "{\"tenantId\": \"client_456\"}", NOT_FOUND, "no such tenant")
                        .instead("Authorization", OWN_ADMIN),
                post(TENANT, "no shop", "{\"tenantId\": \"client_without\"}", CONFLICT, "no active channel"),
                ofTypes("no type", "[]"),
                ofTypes("a type there is not", "[\"orders\", \"invoices\"]"),
                ofTypes("a type in capitals", "[\"ORDERS\"]"),
                ofTypes("an empty type", "[\"\"]"),
                ofTypes("null for a type", "[null]"),
                ofTypes("a number for a type", "[1]"),
                ofTypes("a list for a type", "[[\"orders\"]]"),
                ofTypes("a text for types", "\"orders\""),
                ofTypes("null for types", "null"),
                ofTypes("an object for types", "{\"orders\": true}"),
                whole("force as text", "\"force\": \"yes\"", "#/force"),
                whole("force as number", "\"force\": 1", "#/force"),
                whole("an unknown member", "\"fetchAll\": true", "fetchAll"));
    }

    private static Stream<BadInput> ofJobs() {
        Stream<BadInput> ids = Stream.of("x", "42", NOBODYS_JOB, "%00", "a%2Fb", "x'%20OR%20'1'='1", "9".repeat(300))
                .flatMap(id -> Stream.of(
                        get(STATUS + id, NOT_FOUND, "no such"),
                        get(JOBS + "/" + id, NOT_FOUND, "no such"),
                        post(JOBS + "/" + id + "/cancel", id, "", NOT_FOUND, "no such")));
        return Stream.concat(
                ids,
                Stream.of(
                        get(STATUS + ApiData.OTHER_JOB, NOT_FOUND, "no such job")
                                .instead("Authorization", OWN_ADMIN),
                        get(JOBS + "/" + ApiData.OTHER_JOB, NOT_FOUND, "no such job")
                                .instead("Authorization", OWN_ADMIN),
                        post(JOBS + "/" + ApiData.OTHER_JOB + "/retry", "another's job", "", NOT_FOUND, "no such job")
                                .instead("Authorization", OWN_ADMIN),
                        get(STATUS, NOT_FOUND, "no such path"),
                        get(STATUS + "status", NOT_FOUND, "no such path"),
                        get(JOBS + "/status", NOT_FOUND, "no such path"),
                        get(STATUS + ApiData.JOB, UNAUTHENTICATED, "Authorization")
                                .but("Authorization"),
                        request("POST", STATUS + ApiData.JOB, bytes("{}"), JSON, "", NO_SUCH_METHOD, "GET"),
                        request("POST", JOBS, bytes("{}"), JSON, "", NO_SUCH_METHOD, "GET"),
                        get(JOBS + "/" + ApiData.JOB + "/retry", NO_SUCH_METHOD, "POST"),
                        post(JOBS + "/" + ApiData.JOB + "/explode", "another command", "", NOT_FOUND, "no such"),
                        post(JOBS + "/" + ApiData.JOB + "/RETRY", "a command in capitals", "", NOT_FOUND, "no such"),
                        post(JOBS + "/" + ApiData.JOB + "/pause", "a command too late", "", CONFLICT, "failed"),
                        post(JOBS + "/" + ApiData.JOB + "/retry", "a viewer", "", FORBIDDEN, "operator")
                                .instead("Authorization", "Bearer " + ApiData.OWN_VIEWER),
                        get(JOBS + "?status=done", MALFORMED, "status"),
                        get(JOBS + "?type=invoices", MALFORMED, "type"),
                        get(JOBS + "?limit=0", MALFORMED, "limit"),
                        get(JOBS + "?limit=x", MALFORMED, "limit"),
                        get(JOBS + "?limit=99999999999999999999", MALFORMED, "limit"),
                        get(JOBS + "?offset=-1", MALFORMED, "offset"),
                        get(JOBS + "?clientId=", MALFORMED, "clientId"),
                        get(JOBS + "?clientId=%00", MALFORMED, "clientId"),
                        get(JOBS + "?clientId=" + "x".repeat(65), MALFORMED, "clientId"),
                        get(JOBS + "?clientId=nobody", NOT_FOUND, "no such tenant"),
                        get(JOBS + "?clientId=client_456", NOT_FOUND, "no such tenant")
                                .instead("Authorization", OWN_ADMIN),
                        get(JOBS + "?channelId=..", MALFORMED, "channelId"),
                        get(JOBS + "?colour=red", MALFORMED, "colour"),
                        get(JOBS + "?type=full_sync&type=full_sync", MALFORMED, "twice")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    @DisplayName("A1 A2 A3 A4 A7 B1 is refused with a problem document that says what is wrong, and no job begins")
    void refuses(BadInput bad) throws Exception {
        String before = jobs();
        bad.assertAnswered(Wire.exchange(root, bad.sent()));
        assertThat(jobs()).isEqualTo(before);
    }

    private String jobs() throws Exception {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT coalesce(string_agg(concat_ws(' ', id, type, status, attempts, item), ', ' ORDER BY id), '')"
                                + " FROM sync_jobs WHERE organization_id IN ('client_123', 'client_456', 'client_without')")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static BadInput more(String path, String what, String more, Answered answered, String says) {
        return post(path, what, "{\"organizationId\": \"client_123\", " + more + "}", answered, says);
    }

    private static BadInput whole(String what, String more, String says) {
        return post(TENANT, what, "{\"tenantId\": \"client_123\", " + more + "}", INVALID, says);
    }

    private static BadInput ofTypes(String what, String types) {
        return whole(what, "\"types\": " + types, "#/types");
    }

    private static BadInput post(String path, String what, String body, Answered answered, String says) {
        return sent(path, what, bytes(body), JSON, answered, says);
    }

    private static BadInput sent(
            String path, String what, byte[] body, String contentType, Answered answered, String says) {
        return request("POST", path, body, contentType, what, answered, says);
    }

    private static BadInput get(String path, Answered answered, String says) {
        return request("GET", path, new byte[0], null, "", answered, says);
    }

    private static BadInput request(
            String method, String path, byte[] body, String contentType, String what, Answered answered, String says) {
        Request request = Request.of(method, path, body)
                .with("Authorization", "Bearer " + ApiData.ADMIN)
                .with("X-Marker", "<marker>");
        return new BadInput(
                String.join(" ", List.of(method, brief(path), what)),
                contentType == null ? request : request.with("Content-Type", contentType),
                answered,
                says,
                Kept.NOTHING);
    }

    private static String text(int length) {
        return "\"" + "x".repeat(length) + "\"";
    }

    private static String brief(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
