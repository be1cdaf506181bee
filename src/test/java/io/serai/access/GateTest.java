package io.serai.access;

import static io.restassured.RestAssured.given;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.serai.support.PostgresResource;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
class GateTest {

    private static final Map<String, String> OWN = Map.of(
            "{clientId}",
            ApiData.TENANT,
            "{brandId}",
            ApiData.TENANT,
            "{productId}",
            ApiData.PRODUCT.toString(),
            "{channelId}",
            ApiData.CHANNEL,
            "{syncJobId}",
            ApiData.JOB.toString(),
            "{command}",
            "cancel",
            "{tokenId}",
            "0".repeat(64));

    private static final Map<String, String> OTHER = Map.of(
            "{clientId}",
            ApiData.OTHER_TENANT,
            "{brandId}",
            ApiData.OTHER_TENANT,
            "{productId}",
            ApiData.OTHER_PRODUCT.toString(),
            "{channelId}",
            ApiData.OTHER_CHANNEL,
            "{syncJobId}",
            ApiData.OTHER_JOB.toString(),
            "{command}",
            "cancel",
            "{tokenId}",
            new TokenSecret(ApiData.ADMIN).id());

    private static final Map<String, String> NOBODY = Map.of(
            "{clientId}", "nobody",
            "{brandId}", "nobody",
            "{productId}", "00000000-0000-4000-8000-000000000999",
            "{channelId}", "nowhere",
            "{syncJobId}", "00000000-0000-4000-8000-000000000b99",
            "{command}", "cancel",
            "{tokenId}", "1".repeat(64));

    /** A body the contract takes, so that nothing but the token is in the way. */
    private static final Map<String, String> BODIES = Map.ofEntries(
            entry("createProduct", "{\"clientId\": \"client_456\", \"name\": \"X\"}"),
            entry(
                    "countStock",
                    "{\"variants\": [{\"variantId\": \"00000000-0000-4000-8000-000000000000\", \"quantity\": 1}]}"),
            entry("patchProduct", "{\"name\": \"X\"}"),
            entry("resolveConflict", "{\"resolution\": \"accept_local\"}"),
            entry("acceptConflicts", "{\"resolution\": \"accept_local\"}"),
            entry(
                    "connectChannel",
                    "{\"clientId\": \"client_456\", \"platform\": \"shopify\", \"url\": \"https://x.example.com\","
                            + " \"credentials\": {\"accessToken\": \"t\"}}"),
            entry("mapLocations", "{\"locations\": [{\"locationId\": \"l\", \"warehouses\": []}]}"),
            entry("changeChannel", "{\"isActive\": true}"),
            entry("createTenant", "{\"id\": \"another\", \"name\": \"Another\"}"),
            entry("createToken", "{\"name\": \"X\", \"role\": \"viewer\", \"clientId\": \"client_456\"}"),
            entry("syncOrders", "{\"organizationId\": \"client_456\"}"),
            entry("syncProducts", "{\"organizationId\": \"client_456\"}"),
            entry("sync", "{\"tenantId\": \"client_456\"}"));

    @Inject
    Contract contract;

    @Inject
    DataSource dataSource;

    @BeforeEach
    void data() throws Exception {
        ApiData.put(dataSource);
    }

    @Test
    @DisplayName("K17 no operation of the contract answers without a valid token")
    void asksForAToken() {
        everywhere(operation -> true, operation -> {
            for (String token : new String[] {null, "unknown", ApiData.REVOKED, ApiData.EXPIRED}) {
                Response answer = call(operation, OWN, token);
                assertThat(answer.statusCode())
                        .as("%s with %s", operation.id(), token)
                        .isEqualTo(401);
                assertThat(answer.contentType()).isEqualTo("application/problem+json");
                assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
            }
        });
    }

    @Test
    @DisplayName("K17 a role does no more than it may")
    void asksForARole() {
        everywhere(operation -> operation.role() != Role.VIEWER, operation -> assertThat(
                        call(operation, OWN, ApiData.OWN_VIEWER).statusCode())
                .as(operation.id())
                .isEqualTo(403));
        everywhere(operation -> operation.role() == Role.ADMIN, operation -> assertThat(
                        call(operation, OWN, ApiData.OWN_OPERATOR).statusCode())
                .as(operation.id())
                .isEqualTo(403));
    }

    @Test
    @DisplayName("K17 what is another tenant's is answered word for word as what does not exist")
    void hidesOtherTenants() {
        everywhere(operation -> operation.segments().stream().anyMatch(Operation::isParameter), operation -> {
            Response other = call(operation, OTHER, ApiData.OWN_ADMIN);
            Response nobody = call(operation, NOBODY, ApiData.OWN_ADMIN);
            assertThat(other.statusCode()).as(operation.id()).isEqualTo(404);
            assertThat(withoutInstance(other)).isEqualTo(withoutInstance(nobody));
        });
    }

    @Test
    @DisplayName("K17 another tenant's id in a query or a body is no way in either")
    void hidesOtherTenantsInQueriesAndBodies() {
        assertThat(List.of("/api/products", "/api/channels", "/api/integrations/product-sync/field-ownership"))
                .allSatisfy(path -> assertThat(as(ApiData.OWN_ADMIN)
                                .get(path + "?clientId=client_456")
                                .statusCode())
                        .isEqualTo(404));
        assertThat(status("createProduct")).isEqualTo(404);
        assertThat(status("connectChannel")).isEqualTo(404);
        assertThat(status("createTenant")).isEqualTo(403);
        assertThat(status("createToken")).isEqualTo(422);
    }

    @Test
    @DisplayName("K17 lists show a token only what is its tenant's")
    void narrowsLists() {
        for (String path : new String[] {"/api/products", "/api/channels", "/api/tenants", "/api/tokens"}) {
            assertThat(as(ApiData.OWN_ADMIN).get(path).asString())
                    .contains(ApiData.TENANT)
                    .doesNotContain(ApiData.OTHER_TENANT);
        }
    }

    @Test
    @DisplayName("K17 a product of one tenant and a channel of another never meet")
    void keepsTenantsApart() {
        String path = "/api/channels/" + ApiData.CHANNEL + "/listings/" + ApiData.OTHER_PRODUCT + "/relink";
        assertThat(as(ApiData.ADMIN).post(path).statusCode()).isEqualTo(404);
    }

    @Test
    @DisplayName("K17 nobody becomes somebody by headers, parameters or another spelling of a path")
    void believesNoClaims() {
        String caller = CallerHeader.write(new Caller("x", Role.ADMIN, null));
        assertThat(given().header(Gate.CALLER_HEADER, caller)
                        .get("/api/products")
                        .statusCode())
                .isEqualTo(401);
        assertThat(as(ApiData.OWN_VIEWER)
                        .header(Gate.CALLER_HEADER, caller)
                        .header("tenant", "client_456")
                        .header("clientId", "client_456")
                        .header("CamelJdbcParameters", "x")
                        .get("/api/products")
                        .asString())
                .contains(ApiData.TENANT)
                .doesNotContain(ApiData.OTHER_TENANT, "x-serai");
        assertThat(as(ApiData.OWN_VIEWER).get("/api/products?tenant=client_456").statusCode())
                .isEqualTo(400);
        for (String path : new String[] {
            "/api/integrations/webhooks/../../products",
            "/api/integrations/webhooks/%2e%2e/%2e%2e/products",
            "/static/../api/products",
            "//api/products",
            "/q/metrics",
            "/openapi",
            "/nothing"
        }) {
            assertThat(given().urlEncodingEnabled(false).get(path).statusCode())
                    .as(path)
                    .isEqualTo(401);
        }
        assertThat(as(ApiData.OWN_ADMIN).get("/q/metrics").statusCode()).isEqualTo(403);
    }

    @Test
    @DisplayName("health is asked without a token")
    void leavesHealthOpen() {
        assertThat(given().get("/q/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("a token is shown once, works, is kept as a hash and ends when it is revoked")
    void givesTokens() {
        Response created = as(ApiData.OWN_ADMIN)
                .contentType("application/json")
                .body("{\"name\": \"Mine\", \"role\": \"viewer\"}")
                .post("/api/tokens");
        String secret = created.path("data.token");
        assertThat(created.<String>path("data.clientId")).isEqualTo(ApiData.TENANT);
        assertThat(secret).hasSize(43);
        assertThat(as(secret).get("/api/products").statusCode()).isEqualTo(200);
        assertThat(as(ApiData.OWN_ADMIN).get("/api/tokens?limit=200").asString())
                .contains("Mine")
                .doesNotContain(secret);
        String path = "/api/tokens/" + created.path("data.id");
        assertThat(as(ApiData.OWN_ADMIN).delete(path).statusCode()).isEqualTo(204);
        assertThat(as(secret).get("/api/products").statusCode()).isEqualTo(401);
    }

    private void everywhere(Predicate<Operation> where, Consumer<Operation> check) {
        List<Operation> operations =
                new ArrayList<>(contract.operations().stream().filter(where).toList());
        assertThat(operations).isNotEmpty().allSatisfy(check);
    }

    private int status(String operationId) {
        return contract.operations().stream()
                .filter(operation -> operation.id().equals(operationId))
                .map(operation -> call(operation, OTHER, ApiData.OWN_ADMIN).statusCode())
                .findFirst()
                .orElseThrow();
    }

    private Response call(Operation operation, Map<String, String> ids, String token) {
        StringBuilder path = new StringBuilder(contract.basePath());
        operation.segments().forEach(segment -> path.append('/').append(ids.getOrDefault(segment, segment)));
        RequestSpecification request = token == null ? given() : as(token);
        if (BODIES.containsKey(operation.id())) {
            request.contentType("application/json").header("If-Match", "*").body(BODIES.get(operation.id()));
        }
        return request.request(operation.method(), path.toString());
    }

    private static RequestSpecification as(String token) {
        return given().auth().oauth2(token);
    }

    private static String withoutInstance(Response answer) {
        return answer.asString().replaceFirst("\"instance\":\"[^\"]*\"", "");
    }
}
