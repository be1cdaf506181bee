package io.serai.access;

import static io.restassured.RestAssured.given;
import static io.restassured.config.EncoderConfig.encoderConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request.Method;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.serai.support.PostgresResource;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@WithTestResource(PostgresResource.class)
class ContractTest {

    static final OpenApiInteractionValidator CONTRACT =
            OpenApiInteractionValidator.createFor("openapi.yaml").build();

    @Inject
    DataSource dataSource;

    @Inject
    Contract contract;

    @BeforeEach
    void data() throws Exception {
        ApiData.put(dataSource);
    }

    record Call(String operation, String method, String path, String body, int status) {
        @Override
        public String toString() {
            return operation + " " + path;
        }
    }

    static Stream<Call> calls() {
        String sync = "/api/integrations/product-sync";
        String product = sync + "/product/" + ApiData.PRODUCT;
        return Stream.of(
                get("syncStatus", sync + "/status/client_123"),
                get("fieldOwnership", sync + "/field-ownership"),
                get("fieldOwnership", sync + "/field-ownership?clientId=client_123"),
                post("syncProduct", product + "/sync", "{\"skipPlatforms\": [\"woocommerce\"]}", 200),
                post("syncProduct", product + "/sync", null, 200),
                post("queueProduct", product + "/queue", "{\"priority\": 1}", 200),
                get("queueStatus", product + "/queue-status"),
                get("syncLogs", product + "/logs?limit=20&offset=0"),
                get("listConflicts", sync + "/conflicts/client_123"),
                get(
                        "listConflicts",
                        sync + "/conflicts/client_123?channelId=channel_shopify&productId=" + ApiData.PRODUCT),
                post(
                        "resolveConflict",
                        sync + "/conflicts/" + ApiData.PRODUCT + "/resolve",
                        "{\"resolution\": \"merge\", \"mergeData\": {\"name\": \"Merged Name\", \"price\": 29.99}}",
                        200),
                post(
                        "createProduct",
                        sync + "/create",
                        """
                        {"clientId": "client_123", "name": "New Product", "sku": "PROD-001", "price": 19.99,
                         "quantity": 100, "channelIds": ["channel_shopify", "channel_woo"]}
                        """,
                        201),
                post("fullSync", sync + "/client/client_123/full-sync", "{\"createMissing\": false}", 202),
                post("fullSync", sync + "/client/client_123/full-sync", null, 202),
                post("importProducts", sync + "/import?clientId=client_123", "{\"name\": \"Imported\"}", 200),
                get("fullSyncProgress", sync + "/client/client_123/full-sync"),
                get("productSyncMetrics", sync + "/metrics"),
                get("productSyncMetrics", sync + "/metrics?clientId=client_123"),
                post("cleanUp", sync + "/cleanup", "{\"olderThanDays\": 7}", 200),
                post("syncOrders", "/api/sync/orders", "{\"organizationId\": \"client_456\", \"fetchAll\": true}", 200),
                post(
                        "syncProducts",
                        "/api/sync/products",
                        "{\"organizationId\": \"client_456\", \"integrationId\": \"nobody\", \"productId\": \"7\"}",
                        404),
                post("sync", "/api/sync", "{\"tenantId\": \"client_123\", \"types\": [\"orders\"]}", 200),
                get("recentSyncs", "/api/sync?tenantId=client_123"),
                get("recentSyncs", "/api/sync?tenantId=client_456"),
                get("tenantSyncStatus", "/api/sync/client_123/status"),
                get("tenantSyncStatus", "/api/sync/client_456/status"),
                get("syncJobStatus", "/api/sync/status/" + ApiData.JOB),
                get("listJobs", "/api/sync/jobs"),
                get(
                        "listJobs",
                        "/api/sync/jobs?clientId=client_123&channelId=channel_shopify&type=full_sync&status=failed&limit=5"),
                get("getJob", "/api/sync/jobs/" + ApiData.JOB),
                post("commandJob", "/api/sync/jobs/" + ApiData.JOB + "/cancel", null, 409),
                get("listProducts", "/api/products"),
                get("listProducts", "/api/products?clientId=client_123&state=SYNCED&sku=SHIRT-M&q=shi&limit=5"),
                get("getProduct", "/api/products/" + ApiData.PRODUCT),
                new Call("patchProduct", "PATCH", "/api/products/" + ApiData.PRODUCT, "{\"price\": 9.5}", 200),
                get("explainProduct", "/api/products/" + ApiData.PRODUCT + "/explain"),
                get("explainProduct", "/api/products/" + ApiData.PRODUCT + "/explain?field=name"),
                get("productStock", "/api/products/" + ApiData.PRODUCT + "/stock"),
                new Call(
                        "countStock",
                        "PUT",
                        "/api/products/" + ApiData.PRODUCT + "/stock",
                        "{\"variants\": [{\"variantId\": \"" + ApiData.VARIANT + "\", \"quantity\": 1}]}",
                        409),
                get("listChannels", "/api/channels?clientId=client_123"),
                get("getChannel", "/api/channels/channel_shopify"),
                post(
                        "connectChannel",
                        "/api/channels",
                        """
                        {"clientId": "client_123", "platform": "woocommerce", "url": "https://shop.example.com",
                         "credentials": {"consumerKey": "ck_1", "consumerSecret": "cs_1"}}
                        """,
                        201),
                new Call("changeChannel", "PATCH", "/api/channels/channel_shopify", "{\"isActive\": false}", 200),
                new Call("disconnectChannel", "DELETE", "/api/channels/channel_shopify", null, 204),
                post("testChannel", "/api/channels/channel_shopify/test", null, 200),
                post("authorizeChannel", "/api/channels/channel_shopify/authorization", null, 409),
                get("listLocations", "/api/channels/channel_shopify/locations"),
                new Call(
                        "mapLocations",
                        "PUT",
                        "/api/channels/channel_shopify/locations",
                        "{\"locations\": [{\"locationId\": \"nowhere\", \"warehouses\": [\"none\"]}]}",
                        422),
                post("relinkListing", "/api/channels/channel_woo/listings/" + ApiData.PRODUCT + "/relink", "{}", 200),
                post(
                        "acceptConflicts",
                        "/api/channels/channel_shopify/accept-conflicts",
                        "{\"resolution\": \"accept_remote\"}",
                        200),
                get("listTenants", "/api/tenants"),
                post(
                        "createTenant",
                        "/api/tenants",
                        "{\"id\": \"made-" + System.nanoTime() + "\", \"name\": \"M\"}",
                        201),
                get("listTokens", "/api/tokens"),
                post("createToken", "/api/tokens", "{\"name\": \"Reporting\", \"role\": \"viewer\"}", 201),
                new Call("revokeToken", "DELETE", "/api/tokens/" + "0".repeat(64), null, 404));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    @DisplayName("D8 every answer is as the contract says")
    void answersAsTheContractSays(Call call) {
        RequestSpecification request = request(call.body());
        if (call.operation().equals("importProducts")) {
            request.config(RestAssured.config()
                            .encoderConfig(
                                    encoderConfig().encodeContentTypeAs("application/x-ndjson", ContentType.TEXT)))
                    .contentType("application/x-ndjson");
        }
        Response answer = request.when().request(call.method(), call.path());
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(call.status());
        assertThat(problems(call, answer)).as(answer.asString()).isEmpty();
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("X-Secret")).isNull();
        assertThat(answer.headers().asList().toString()).doesNotContain("leak", "serai-dev-admin");
    }

    @Test
    @DisplayName("D8 no operation of the contract is left out of the test")
    void everyOperationIsCalled() {
        Set<String> called = calls().map(Call::operation).collect(Collectors.toCollection(TreeSet::new));
        assertThat(contract.operations().stream().map(Operation::id)).containsExactlyInAnyOrderElementsOf(called);
    }

    @Test
    @DisplayName("D8 the status is counted as seed 003 prints it")
    void countsTheStatus() {
        request(null)
                .get("/api/integrations/product-sync/status/client_456")
                .then()
                .body(equalTo("{\"success\" : true, \"data\" : {\"total\" : 1, \"synced\" : 1, \"pending\" : 0, "
                        + "\"conflict\" : 0, \"error\" : 0, \"lastSyncAt\" : \"2025-01-15T10:30:00Z\"}}"));
    }

    @Test
    @DisplayName("D16 a product comes with its version, and only an edit of that version is taken")
    void guardsTheVersion() {
        String path = "/api/products/" + ApiData.PRODUCT;
        String version = request(null).get(path).header("ETag");
        given().auth()
                .oauth2(ApiData.ADMIN)
                .contentType("application/json")
                .body("{\"name\": \"X\"}")
                .patch(path)
                .then()
                .statusCode(428);
        patch(path, "\"0\"").then().statusCode(412).contentType("application/problem+json");
        patch(path, "W/" + version).then().statusCode(412);
        patch(path, version).then().statusCode(200);
        patch(path, "*").then().statusCode(200);
    }

    @Test
    @DisplayName("X3 explain tells who set a field, when, from where and by which rule, in words")
    void explains() {
        request(null)
                .get("/api/products/" + ApiData.PRODUCT + "/explain?field=name")
                .then()
                .body("data.fields[0].history.origin", hasItem("SHOPIFY"))
                .body("data.fields[0].history.sentence", hasItem("a shared field: the later edit wins"))
                .body("data.fields[0].history.previous.value", hasItem("Old"));
    }

    @Test
    @DisplayName("a variant that was taken away is shown nowhere")
    void hidesTombstones() {
        request(null)
                .get("/api/products/" + ApiData.PRODUCT)
                .then()
                .body("data.variants.size()", equalTo(1))
                .body("data.variants[0].sku", equalTo("SHIRT-M"));
        request(null).get("/api/products?sku=GONE").then().body("data.total", equalTo(0));
    }

    @Test
    @DisplayName("K12 a product with 250 variants is taken whole")
    void takesManyVariants() {
        StringBuilder variants = new StringBuilder();
        for (int i = 0; i < 250; i++) {
            variants.append(i == 0 ? "" : ",")
                    .append("{\"options\": {\"Size\": \"%1$d\"}, \"sku\": \"S-%1$d\", \"price\": 1.5}".formatted(i));
        }
        String body = "{\"clientId\": \"client_123\", \"name\": \"Many\", \"description\": \"" + "x".repeat(400_000)
                + "\", \"variants\": [" + variants + "]}";
        Response created = request(body).post("/api/integrations/product-sync/create");
        assertThat(created.statusCode()).as(created.asString()).isEqualTo(201);
        request(null).get(created.header("Location")).then().body("data.variants.size()", equalTo(250));
    }

    private static Response patch(String path, String version) {
        return given().auth()
                .oauth2(ApiData.ADMIN)
                .contentType("application/json")
                .header("If-Match", version)
                .body("{\"name\": \"X\"}")
                .patch(path);
    }

    private static RequestSpecification request(String body) {
        RequestSpecification request =
                given().auth().oauth2(ApiData.ADMIN).header("X-Secret", "leak").header("If-Match", "*");
        return body == null ? request : request.contentType("application/json").body(body);
    }

    private static String problems(Call call, Response answer) {
        SimpleResponse.Builder response = SimpleResponse.Builder.status(answer.statusCode());
        if (answer.statusCode() != 204) {
            response.withContentType(answer.contentType()).withBody(answer.asString());
        }
        String path = call.path().replaceFirst("\\?.*", "");
        ValidationReport report = CONTRACT.validateResponse(path, Method.valueOf(call.method()), response.build());
        return report.getMessages().stream()
                .filter(message -> message.getLevel() == ValidationReport.Level.ERROR)
                .map(Object::toString)
                .collect(Collectors.joining("\n"));
    }

    private static Call get(String operation, String path) {
        return new Call(operation, "GET", path, null, 200);
    }

    private static Call post(String operation, String path, String body, int status) {
        return new Call(operation, "POST", path, body, status);
    }
}
