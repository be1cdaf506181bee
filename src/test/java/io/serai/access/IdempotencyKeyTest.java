package io.serai.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.serai.support.PostgresResource;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@DisplayName("D8 A request that carries a key of the caller's")
class IdempotencyKeyTest {

    private static final String CREATE = "/api/integrations/product-sync/create";

    @Inject
    DataSource dataSource;

    private final String key = UUID.randomUUID().toString();
    private final String name = "Keyed " + key;

    @BeforeEach
    void data() throws Exception {
        ApiData.put(dataSource);
    }

    @Test
    @DisplayName("is done once, and answered alike when it is sent again")
    void once() throws Exception {
        Response first = create(ApiData.ADMIN, key, name);
        Response again = create(ApiData.ADMIN, key, name);

        assertThat(first.statusCode()).as(first.asString()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(again.contentType()).isEqualTo(first.contentType());
        assertThat(first.header("Idempotency-Replayed")).isNull();
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(products(name)).isEqualTo(1);
    }

    @Test
    @DisplayName("is done once, however often it comes at the same moment")
    void atOnce() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            List<CompletableFuture<Response>> answers = IntStream.range(0, 8)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> create(ApiData.ADMIN, key, name), callers))
                    .toList();
            assertThat(answers.stream().map(CompletableFuture::join).map(Response::asString))
                    .containsOnly(answers.get(0).join().asString());
        } finally {
            callers.shutdownNow();
        }
        assertThat(products(name)).isEqualTo(1);
    }

    @Test
    @DisplayName("that was given to another request is refused, and nothing is done")
    void anotherRequest() throws Exception {
        create(ApiData.ADMIN, key, name);
        Response other = create(ApiData.ADMIN, key, name + " changed");

        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.asString()).contains("\"parameter\":\"Idempotency-Key\"");
        assertThat(products(name + " changed")).isZero();
    }

    @Test
    @DisplayName("and was refused may be mended and sent with the same key")
    void mended() throws Exception {
        assertThat(create(ApiData.ADMIN, key, " ").statusCode()).isEqualTo(422);
        assertThat(create(ApiData.ADMIN, key, name).statusCode()).isEqualTo(201);
        assertThat(products(name)).isEqualTo(1);
    }

    @Test
    @DisplayName("knows nothing of the keys of other callers")
    void anotherCaller() throws Exception {
        Response first = create(ApiData.ADMIN, key, name);
        Response other = create(ApiData.OWN_OPERATOR, key, name);

        assertThat(other.statusCode()).isEqualTo(201);
        assertThat(other.asString()).isNotEqualTo(first.asString());
        assertThat(products(name)).isEqualTo(2);
    }

    @Test
    @DisplayName("K17 gives a new token's secret again, which is nowhere to be read")
    void secrets() throws Exception {
        Response first = token();
        String secret = first.path("data.token");

        assertThat(token().asString()).isEqualTo(first.asString());
        assertThat(number(
                        "SELECT count(*) FROM control.idempotency_keys WHERE position(convert_to(?, 'UTF8') IN answer) > 0",
                        secret))
                .isZero();
        assertThat(number("SELECT count(*) FROM control.idempotency_keys WHERE key = ? AND answer IS NOT NULL", key))
                .isEqualTo(1);
    }

    @Test
    @DisplayName("is forgotten after a while")
    void forgotten() throws Exception {
        create(ApiData.ADMIN, key, name);
        number(
                "WITH aged AS (UPDATE control.idempotency_keys SET created_at = created_at - interval '25 hours'"
                        + " WHERE key = ? RETURNING 1) SELECT count(*) FROM aged",
                key);
        assertThat(create(ApiData.ADMIN, key, name).header("Idempotency-Replayed"))
                .isNull();
        assertThat(products(name)).isEqualTo(2);
    }

    @Test
    @DisplayName("has a key of at most 255 characters")
    void longKey() {
        assertThat(create(ApiData.ADMIN, "k".repeat(256), name).statusCode()).isBetween(400, 422);
    }

    private Response token() {
        return given().auth()
                .oauth2(ApiData.ADMIN)
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body("{\"name\": \"Keyed\", \"role\": \"viewer\"}")
                .post("/api/tokens");
    }

    private static Response create(String token, String key, String name) {
        return given().auth()
                .oauth2(token)
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body("{\"clientId\": \"client_123\", \"name\": \"" + name + "\", \"channelIds\": []}")
                .post(CREATE);
    }

    private long products(String name) throws Exception {
        return number("SELECT count(*) FROM products WHERE name = ?", name);
    }

    private long number(String sql, String value) throws Exception {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, value);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }
}
