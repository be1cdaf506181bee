package io.serai.imports;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.support.PostgresResource;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@DisplayName("D14 An import")
class ImportTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ADMIN = "serai-dev-admin";
    private static final String NDJSON = "application/x-ndjson";

    @Inject
    DataSource dataSource;

    @TestHTTPResource("/api/integrations/product-sync/import")
    URI address;

    private final String tenant = "import-" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void tenant() {
        given().auth()
                .oauth2(ADMIN)
                .contentType("application/json")
                .body("{\"id\": \"" + tenant + "\", \"name\": \"Importer\"}")
                .post("/api/tenants")
                .then()
                .statusCode(201);
    }

    @Test
    @DisplayName("answers each line with what a request for it alone would have got, and goes on after bad ones")
    void answersEachLine() throws Exception {
        List<JsonNode> answers = send(
                NDJSON,
                """
                {"name": "Hat", "sku": "H-1", "price": 19.99, "tags": ["new"]}
                {"name": "Cap", "sku": "C-1", "price": "dear"}

                {"name": broken
                {"clientId": "somebody-else", "name": "Scarf"}
                {"name": "Hat again", "sku": " H-1 "}
                [1, 2]
                {"name": "Nul \\u0000"}
                {"name": "Glove", "variants": [{"sku": "G-S", "options": {"Size": "S"}}, {"sku": "G-M", "options": {"Size": "M"}}]}
                {"name": "Nowhere", "channelIds": ["no-such-channel"]}
                """);

        assertThat(answers.stream().limit(9).map(answer -> answer.path("line").asInt()))
                .containsExactly(1, 2, 4, 5, 6, 7, 8, 9, 10);
        assertThat(answers.stream().limit(9).map(answer -> answer.path("status").asInt()))
                .containsExactly(201, 422, 400, 422, 409, 400, 422, 201, 422);
        assertThat(answers.get(1).at("/problem/errors/0/pointer").asText()).isEqualTo("#/price");
        assertThat(answers.get(4).at("/problem/detail").asText())
                .contains(answers.get(0).path("productId").asText());
        JsonNode summary = answers.get(9).path("summary");
        assertThat(summary.path("lines").asInt()).isEqualTo(9);
        assertThat(summary.path("created").asInt()).isEqualTo(2);
        assertThat(summary.path("refused").asInt()).isEqualTo(7);
        assertThat(summary.path("complete").asBoolean()).isTrue();
        assertThat(products()).isEqualTo(2);
    }

    @Test
    @DisplayName("changes what is there if that is asked for, by its SKU, and says where nothing changed")
    void updates() throws Exception {
        send(NDJSON, "{\"name\": \"Hat\", \"sku\": \"H-1\", \"price\": 10, \"vendor\": \"Old\"}");

        List<JsonNode> answers = send(
                NDJSON,
                """
                {"name": "Hat", "sku": "H-1", "price": 12}
                {"name": "Hat", "sku": "H-1", "price": 12}
                {"name": "Hat", "sku": "H-1", "quantity": 5}
                """,
                "&update=true");

        assertThat(answers.stream().limit(3).map(answer -> answer.path("outcome")
                        .asText("refused")))
                .containsExactly("updated", "unchanged", "refused");
        assertThat(answers.get(2).at("/problem/errors/0/hint").asText()).contains("/stock");
        JsonNode hat = product(answers.get(0).path("productId").asText());
        assertThat(hat.path("vendor").asText())
                .as("what a line does not name stays")
                .isEqualTo("Old");
        assertThat(hat.at("/variants/0/netSalesPrice").asDouble()).isEqualTo(12);
        assertThat(products()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\tH-1\\n", " H-1 ", "\u00e9\u00e9"})
    @DisplayName("knows what is there by its SKU, whatever blanks stand around it and however long it is")
    void anySku(String sku) throws Exception {
        String given = sku.replace("\u00e9\u00e9", "\u00e9".repeat(255));
        String line = "{\"name\": \"Hat\", \"sku\": \"" + given + "\"}\n";

        List<JsonNode> answers = send(NDJSON, line + line);

        assertThat(answers.stream().limit(2).map(answer -> answer.path("status").asInt()))
                .containsExactly(201, 409);
        assertThat(product(answers.get(0).path("productId").asText())
                        .at("/variants/0/sku")
                        .asText())
                .isEqualTo(given.replace("\\t", "").replace("\\n", "").strip());
    }

    @Test
    @DisplayName("takes CSV as spreadsheets write it: quotation marks, line ends in cells, byte order mark, options")
    void csv() throws Exception {
        List<JsonNode> answers = send(
                "text/csv",
                "\uFEFFname,sku,price,description,tags,isActive,option:Size\r\n"
                        + "\"Hat, \"\"round\"\"\",H-1,19.99,\"<p>One\r\ntwo</p>\",new|summer,yes,\r\n"
                        + "Cap,C-1,cheap,,,,\r\n"
                        + "Shirt,S-1,5,,,no,M\r\n"
                        + "Too,many,1,,,,,cells\r\n");

        assertThat(answers.stream().limit(4).map(answer -> answer.path("status").asInt()))
                .containsExactly(201, 422, 201, 422);
        JsonNode hat = product(answers.get(0).path("productId").asText());
        assertThat(hat.path("name").asText()).isEqualTo("Hat, \"round\"");
        assertThat(hat.path("description").asText()).contains("One", "two");
        assertThat(hat.path("tags").toString()).contains("new", "summer");
        JsonNode shirt = product(answers.get(2).path("productId").asText());
        assertThat(shirt.path("isActive").asBoolean()).isFalse();
        assertThat(shirt.at("/variants/0/options/Size").asText()).isEqualTo("M");
        assertThat(shirt.at("/variants/0/sku").asText()).isEqualTo("S-1");
        assertThat(send("text/csv", "name;sku;price\nSchal;SC-1;7.5\n")
                        .get(0)
                        .path("status")
                        .asInt())
                .isEqualTo(201);
    }

    @Test
    @DisplayName("refuses as a whole what it cannot begin to read")
    void refused() throws Exception {
        assertThat(status("text/csv", "name,colour,sku,sku\nHat,red,1,2\n", "")).isEqualTo(422);
        assertThat(status("text/csv", "", "")).isEqualTo(400);
        assertThat(status("application/json", "{}", "")).isEqualTo(415);
        assertThat(status(NDJSON, "{}", "&clientId=x")).isEqualTo(400);
        assertThat(status(NDJSON, "{}", "&update=perhaps")).isEqualTo(400);
        HttpRequest nobody = HttpRequest.newBuilder(URI.create(address + "?clientId=nobody"))
                .header("Authorization", "Bearer " + ADMIN)
                .header("Content-Type", NDJSON)
                .POST(BodyPublishers.ofString("{}"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(nobody, BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    @DisplayName("ends where CSV ends to be CSV, and says so")
    void brokenCsv() throws Exception {
        List<JsonNode> answers = send("text/csv", "name,sku\nHat,H-1\n\"Cap,C-1\nScarf,S-1\n");
        assertThat(answers.get(0).path("status").asInt()).isEqualTo(201);
        assertThat(answers.get(1).path("status").asInt()).isEqualTo(400);
        assertThat(answers.get(1).at("/problem/detail").asText()).contains("Nothing after it was read");
        assertThat(answers.get(1).path("line").asInt()).isEqualTo(3);
        assertThat(answers.get(2).at("/summary/complete").asBoolean(true))
                .as("the scarf was not read")
                .isFalse();
        assertThat(answers.get(2).at("/summary/reason").asText()).contains("Nothing after it was read");
        assertThat(answers.get(2).at("/summary/lines").asInt()).isEqualTo(2);
    }

    @Test
    @DisplayName("refuses in CSV what it refuses in JSON: characters and numbers that cannot be kept")
    void cellsThatCannotBeKept() throws Exception {
        List<JsonNode> answers = send("text/csv", "name,price\nHat\u0000,1\nCap,1e400\nScarf,1\n");

        assertThat(answers.stream().limit(3).map(answer -> answer.path("status").asInt()))
                .containsExactly(422, 422, 201);
        assertThat(answers.get(0).at("/problem/detail").asText()).contains("U+0000");
        assertThat(answers.get(1).at("/problem/errors/0/pointer").asText()).isEqualTo("#/price");
    }

    @Test
    @DisplayName("takes a list of no channels for a mistake, not for all channels")
    void noChannels() throws Exception {
        assertThat(status(NDJSON, "{\"name\": \"Hat\"}", "&channelIds=,")).isEqualTo(400);
        assertThat(status(NDJSON, "{\"name\": \"Hat\"}", "&channelIds=a,,b")).isEqualTo(400);
        assertThat(products()).isZero();
    }

    @Test
    @DisplayName("is done once where it carries a key, line by line, also where it is sent again longer than before")
    void key() throws Exception {
        String one = "{\"name\": \"Without a SKU\"}\n";
        String key = UUID.randomUUID().toString();
        List<JsonNode> first = send(NDJSON, one, "", "Idempotency-Key", key);
        List<JsonNode> again = send(NDJSON, one + "{\"name\": \"Another\"}\n", "", "Idempotency-Key", key);
        assertThat(again.get(0).path("productId")).isEqualTo(first.get(0).path("productId"));
        assertThat(again.get(1).path("status").asInt()).isEqualTo(201);
        List<JsonNode> other = send(NDJSON, "{\"name\": \"Something else\"}\n", "", "Idempotency-Key", key);
        assertThat(other.get(0).path("status").asInt()).isEqualTo(422);
        assertThat(products()).isEqualTo(2);
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    @DisplayName("takes hundreds of products in one request, and answers each as soon as it is done")
    void answersWhileItRuns() throws Exception {
        String body = IntStream.rangeClosed(1, 600)
                .mapToObj(i -> "{\"name\": \"Hat %1$d\", \"sku\": \"H-%1$d\", \"price\": 1.5}".formatted(i))
                .collect(Collectors.joining("\n"));
        try (Connection holder = dataSource.getConnection();
                PreparedStatement hold =
                        holder.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended(? || ' H-500', 0))")) {
            // the import takes this lock for that line's SKU, and gets no further until it is given back
            holder.setAutoCommit(false);
            hold.setString(1, tenant);
            hold.execute();
            HttpResponse<InputStream> answer = HttpClient.newHttpClient()
                    .send(
                            request(NDJSON, "")
                                    .POST(BodyPublishers.ofString(body))
                                    .build(),
                            BodyHandlers.ofInputStream());
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                assertThat(JSON.readTree(lines.readLine()).path("status").asInt())
                        .isEqualTo(201);
                assertThat(products()).as("while the rest is still to be done").isLessThan(500);
                holder.rollback();
                holder.setAutoCommit(true);
                List<String> rest = lines.lines().toList();
                assertThat(rest).hasSize(600);
                assertThat(JSON.readTree(rest.get(599)).at("/summary/created").asInt())
                        .isEqualTo(600);
            }
        }
        assertThat(products()).isEqualTo(600);
    }

    private List<JsonNode> send(String contentType, String body) throws Exception {
        return send(contentType, body, "");
    }

    private List<JsonNode> send(String contentType, String body, String parameters, String... headers)
            throws Exception {
        HttpRequest.Builder request = request(contentType, parameters).POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains(NDJSON);
        List<JsonNode> lines = new ArrayList<>();
        for (String line : answer.body().split("\n")) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private int status(String contentType, String body, String parameters) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        request(contentType, parameters)
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        return answer.statusCode();
    }

    private HttpRequest.Builder request(String contentType, String parameters) {
        return HttpRequest.newBuilder(URI.create(address + "?clientId=" + tenant + parameters))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", "Bearer " + ADMIN)
                .header("Content-Type", contentType);
    }

    private static JsonNode product(String id) throws IOException {
        return JSON.readTree(
                        given().auth().oauth2(ADMIN).get("/api/products/" + id).asString())
                .path("data");
    }

    private long products() throws Exception {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("SELECT count(*) FROM products WHERE organization_id = ?")) {
            statement.setString(1, tenant);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }
}
