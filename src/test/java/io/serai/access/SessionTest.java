package io.serai.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.serai.support.PostgresResource;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@DisplayName("K17 a browser's session")
class SessionTest {

    private static final String TOKEN = "serai-dev-admin";

    @Inject
    DataSource database;

    @Test
    @DisplayName("is a cookie that no script and no other site gets at, and that tells nothing of the token")
    void isAClosedCookie() {
        Response answer = signIn(TOKEN);
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.header("Set-Cookie"))
                .contains("HTTPOnly", "SameSite=Strict", "Path=/", "Max-Age=43200")
                .doesNotContain(TOKEN);
    }

    @Test
    @DisplayName("reads the API and the page, and changes something only with the page's own token along")
    void changesNothingForOtherSites() {
        String session = signIn(TOKEN).cookie(Gate.SESSION_COOKIE);
        String page =
                given().cookie(Gate.SESSION_COOKIE, session).get("/").body().asString();
        String forgeryToken = page.replaceAll("(?s).*name=\"serai-csrf\" content=\"([^\"]+)\".*", "$1");
        given().cookie(Gate.SESSION_COOKIE, session).get("/api/tenants").then().statusCode(200);
        given().cookie(Gate.SESSION_COOKIE, session)
                .get("/console/marker")
                .then()
                .statusCode(200);
        String tenant = "{\"id\": \"by-cookie\", \"name\": \"By cookie\"}";
        given().cookie(Gate.SESSION_COOKIE, session)
                .contentType("application/json")
                .body(tenant)
                .post("/api/tenants")
                .then()
                .statusCode(403);
        given().cookie(Gate.SESSION_COOKIE, session)
                .header(Gate.FORGERY_HEADER, forgeryToken)
                .contentType("application/json")
                .body(tenant)
                .post("/api/tenants")
                .then()
                .statusCode(201);
        given().cookie(Gate.SESSION_COOKIE, session).post("/logout").then().statusCode(403);
        given().cookie(Gate.SESSION_COOKIE, session)
                .header(Gate.FORGERY_HEADER, forgeryToken)
                .post("/logout")
                .then()
                .statusCode(204);
        given().cookie(Gate.SESSION_COOKIE, session)
                .get("/console/marker")
                .then()
                .statusCode(401);
    }

    @Test
    @DisplayName("begins on Serai's own page alone")
    void beginsHere() {
        given().redirects()
                .follow(false)
                .header("Sec-Fetch-Site", "cross-site")
                .formParam("token", TOKEN)
                .post("/login")
                .then()
                .statusCode(403);
    }

    @Test
    @DisplayName("ends with its time and with its token")
    void ends() throws SQLException {
        String session = signIn(TOKEN).cookie(Gate.SESSION_COOKIE);
        run("UPDATE control.sessions SET expires_at = now()");
        given().cookie(Gate.SESSION_COOKIE, session)
                .get("/console/marker")
                .then()
                .statusCode(401);
        run("INSERT INTO control.api_tokens (sha256, name, role) VALUES (sha256('another-one'), 'another', 'viewer')");
        String other = signIn("another-one").cookie(Gate.SESSION_COOKIE);
        given().cookie(Gate.SESSION_COOKIE, other).get("/console/marker").then().statusCode(200);
        run("UPDATE control.api_tokens SET revoked_at = now() WHERE name = 'another'");
        given().cookie(Gate.SESSION_COOKIE, other).get("/console/marker").then().statusCode(401);
    }

    @Test
    @DisplayName("is not there for a wrong token, nor is anything of the console without a session")
    void needsAToken() {
        Response answer = signIn("<b>wrong</b>");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.header("Set-Cookie")).isNull();
        assertThat(answer.body().asString()).contains("This token is not valid").doesNotContain("<b>");
        given().get("/console/overview").then().statusCode(401);
        given().get("/console/products").then().statusCode(401);
        given().get("/")
                .then()
                .statusCode(200)
                .header(
                        "Content-Security-Policy",
                        allOf(containsString("default-src 'none'"), not(containsString("unsafe"))));
    }

    @Test
    @DisplayName("of a tenant's token shows that tenant alone")
    void staysWithItsTenant() throws SQLException {
        run("INSERT INTO control.tenants (id, name) VALUES ('mine', 'Mine'), ('other', 'Other')");
        run("INSERT INTO control.api_tokens (sha256, name, role, tenant_id)"
                + " VALUES (sha256('of-mine'), 'of mine', 'viewer', 'mine')");
        String session = signIn("of-mine").cookie(Gate.SESSION_COOKIE);
        String overview = given().cookie(Gate.SESSION_COOKIE, session)
                .get("/console/overview")
                .body()
                .asString();
        assertThat(overview).contains("\"Mine\"").doesNotContain("Other");
        given().cookie(Gate.SESSION_COOKIE, session)
                .get("/console/overview?tenant=other")
                .then()
                .statusCode(404);
    }

    private static Response signIn(String token) {
        return given().redirects().follow(false).formParam("token", token).post("/login");
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
