package io.serai.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.serai.support.PostgresResource;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@DisplayName("Hawtio and Swagger UI")
class ToolAccessTest {

    private static final String HTML = "text/html,application/xhtml+xml";
    private static final String VERSION = "{\"type\": \"version\"}";
    private static final String VIEWER_OF_ALL = "viewer-of-all-tenants";
    private static final List<String> HAWTIO = List.of(
            "/hawtio",
            "/hawtio/",
            "/hawtio/index.html",
            "/hawtio/user",
            "/hawtio/plugin",
            "/hawtio/jolokia",
            "/hawtio/camel/routes",
            "/hawtio/hawtconfig.json");

    @Inject
    DataSource dataSource;

    @BeforeEach
    void data() throws Exception {
        ApiData.put(dataSource);
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO control.api_tokens (sha256, name, role) VALUES (sha256('" + VIEWER_OF_ALL
                    + "'), 'viewer of all', 'viewer') ON CONFLICT DO NOTHING");
        }
    }

    @Test
    @DisplayName("lead a browser to the sign-in, and from there to where it wanted to go")
    void signsInFirst() {
        for (String place : List.of("/hawtio/camel/routes?nid=root", "/swagger-ui/")) {
            Response sent = fresh().accept(HTML).get(place);
            assertThat(sent.statusCode()).isEqualTo(303);
            assertThat(sent.header("Location")).startsWith("/?to=");
            String page = fresh().urlEncodingEnabled(false)
                    .get(sent.header("Location"))
                    .asString();
            assertThat(page).contains("name=\"to\" value=\"" + place + "\"");
            Response signedIn = fresh().formParam("token", ApiData.ADMIN)
                    .formParam("to", place)
                    .post("/login");
            assertThat(signedIn.statusCode()).isEqualTo(303);
            assertThat(signedIn.header("Location")).isEqualTo(place);
        }
        assertThat(fresh().formParam("token", ApiData.ADMIN)
                        .formParam("to", "//evil.example/hawtio/")
                        .post("/login")
                        .header("Location"))
                .isEqualTo("/");
        assertThat(fresh().get("/?to=https://evil.example/hawtio/").asString()).contains("name=\"to\" value=\"/\"");
    }

    @Test
    @DisplayName("tell a program that it needs a token, and a script in a page whose session ended too")
    void asksForAToken() {
        for (String path : List.of("/hawtio/jolokia", "/hawtio/user", "/swagger-ui/swagger-ui.css", "/openapi.yaml")) {
            fresh().get(path)
                    .then()
                    .statusCode(401)
                    .contentType("application/problem+json")
                    .header("WWW-Authenticate", startsWith("Bearer"));
        }
        fresh().accept(HTML)
                .header("Sec-Fetch-Mode", "cors")
                .get("/hawtio/user")
                .then()
                .statusCode(401);
        fresh().contentType("application/json")
                .body(VERSION)
                .post("/hawtio/jolokia")
                .then()
                .statusCode(401);
        fresh().accept(HTML).get("/openapi.yaml").then().statusCode(401);
    }

    @Test
    @DisplayName("are the same to nobody: Hawtio is for admins of all tenants, Swagger UI for everybody with a token")
    void asksForARole() {
        for (String token : List.of(ApiData.OWN_ADMIN, ApiData.OWN_OPERATOR, ApiData.OWN_VIEWER, VIEWER_OF_ALL)) {
            for (String path : HAWTIO) {
                as(token).accept(HTML).get(path).then().statusCode(403).contentType("application/problem+json");
            }
            as(token)
                    .contentType("application/json")
                    .body(VERSION)
                    .post("/hawtio/jolokia")
                    .then()
                    .statusCode(403);
            as(token).get("/swagger-ui/").then().statusCode(200);
            as(token).get("/openapi.yaml").then().statusCode(200);
        }
        for (String path : List.of("//hawtio/user", "/hawtio/./user", "/static/../hawtio/user", "/%68awtio/user")) {
            assertThat(as(ApiData.OWN_ADMIN).urlEncodingEnabled(false).get(path).statusCode())
                    .as(path)
                    .isIn(403, 404);
        }
        for (String path : HAWTIO) {
            assertThat(as(ApiData.ADMIN).get(path).statusCode()).as(path).isIn(200, 303);
        }
    }

    @Test
    @DisplayName("are linked on the console for those who may go there")
    void areLinked() {
        assertThat(page(ApiData.ADMIN)).contains("href=\"/hawtio/camel/routes\"", "href=\"/swagger-ui/\"");
        assertThat(page(ApiData.OWN_VIEWER)).contains("href=\"/swagger-ui/\"").doesNotContain("/hawtio/");
    }

    @Test
    @DisplayName("change nothing for another site: what asks proves that it is a page of Serai's")
    void refusesOtherSites() {
        Response signedIn = signedIn(ApiData.ADMIN);
        String session = signedIn.cookie(Gate.SESSION_COOKIE);
        String forgeryToken = signedIn.cookie(Gate.FORGERY_COOKIE);
        assertThat(ask(session, null)).isEqualTo(403);
        assertThat(ask(session, "")).isEqualTo(403);
        assertThat(ask(session, (forgeryToken.startsWith("x") ? "y" : "x") + forgeryToken.substring(1)))
                .isEqualTo(403);
        assertThat(ask(session, signedIn(ApiData.ADMIN).cookie(Gate.FORGERY_COOKIE)))
                .isEqualTo(403);
        // What a form of another site could send, were the cookies not kept from it.
        assertThat(fresh().cookie(Gate.SESSION_COOKIE, session)
                        .cookie(Gate.FORGERY_COOKIE, forgeryToken)
                        .header("Origin", "https://evil.example")
                        .header("Sec-Fetch-Site", "cross-site")
                        .contentType("text/plain")
                        .body(VERSION)
                        .post("/hawtio/jolokia")
                        .statusCode())
                .isEqualTo(403);
        assertThat(ask(session, forgeryToken)).isEqualTo(200);
        assertThat(signedIn.headers().getValues("Set-Cookie")).hasSize(2).allSatisfy(cookie -> assertThat(cookie)
                .contains("SameSite=Strict"));
    }

    @Test
    @DisplayName("end the session for those who sign out in Hawtio")
    void signsOut() {
        String session = signedIn(ApiData.ADMIN).cookie(Gate.SESSION_COOKIE);
        Response left =
                fresh().cookie(Gate.SESSION_COOKIE, session).accept(HTML).get("/hawtio/auth/logout");
        assertThat(left.statusCode()).isEqualTo(303);
        assertThat(left.header("Location")).isEqualTo("/");
        fresh().cookie(Gate.SESSION_COOKIE, session).get("/hawtio/user").then().statusCode(401);
        // Who is sent there without a session signs in to Hawtio, not out of it again.
        assertThat(fresh().accept(HTML).get("/hawtio/auth/logout").header("Location"))
                .isEqualTo("/");
    }

    @ParameterizedTest
    @CsvSource({
        "/hawtio/, text/html, no-cache",
        "/hawtio/index.html, text/html, no-cache",
        "/hawtio/hawtconfig.json, application/json, no-cache",
        "/hawtio/editor.worker.js, text/javascript, no-cache",
        "/swagger-ui/, text/html, no-cache",
        "/swagger-ui/swagger-ui.css, text/css, no-cache",
        "/swagger-ui/swagger-ui-bundle.js, text/javascript, no-cache",
        "/swagger-ui/swagger-initializer.js, text/javascript, no-cache",
    })
    @DisplayName("are files with their types, small on the way, kept by browsers no longer than they hold")
    void areFiles(String path, String type, String cached) {
        Response answer = as(ApiData.ADMIN).header("Accept-Encoding", "gzip").get(path);
        answer.then()
                .statusCode(200)
                .contentType(startsWith(type))
                .header("Cache-Control", "private, " + cached)
                .header("Content-Encoding", "gzip")
                .header("X-Content-Type-Options", "nosniff")
                .header(
                        "Content-Security-Policy",
                        allOf(containsString("default-src 'none'"), not(containsString("http"))));
        as(ApiData.ADMIN)
                .header("If-Modified-Since", answer.header("Last-Modified"))
                .get(path)
                .then()
                .statusCode(304);
    }

    @Test
    @DisplayName("have files that never change kept for good, and answers not at all")
    void areKept() {
        String page = as(ApiData.ADMIN).get("/hawtio/").asString();
        String script = page.replaceAll("(?s).*src=\"(/hawtio/static/js/main[^\"]+)\".*", "$1");
        as(ApiData.ADMIN)
                .header("Accept-Encoding", "gzip")
                .get(script)
                .then()
                .statusCode(200)
                .contentType(startsWith("text/javascript"))
                .header("Content-Encoding", "gzip")
                .header("Cache-Control", "private, max-age=31536000, immutable");
        for (String path : List.of("/hawtio/user", "/hawtio/jolokia", "/hawtio/camel/routes", "/openapi.yaml")) {
            as(ApiData.ADMIN).get(path).then().statusCode(200).header("Cache-Control", "no-store");
        }
    }

    @Test
    @DisplayName("tell Hawtio who is signed in")
    void tellsTheName() {
        as(ApiData.ADMIN)
                .get("/hawtio/user")
                .then()
                .contentType("application/json")
                .body(equalTo("\"bootstrap\""));
        as(ApiData.ADMIN)
                .get("/hawtio/plugin")
                .then()
                .contentType("application/json")
                .body(equalTo("[]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/hawtio/camel/routes/anything",
                "/hawtio/jmx",
                "/hawtio/no.such.file",
                "/hawtio/..%2f..%2fapplication.properties",
                "/hawtio/%2e%2e%2fapplication.properties",
                "/hawtio/..%5c..%5capplication.properties",
                "/hawtio/static/js/..%2f..%2f..%2f..%2fopenapi.yaml",
            })
    @DisplayName("show Hawtio's page wherever below its path nothing else is")
    void fallsBack(String path) {
        as(ApiData.ADMIN)
                .urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(200)
                .contentType(startsWith("text/html"))
                .body(containsString("<base href=\"/hawtio/\">"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/hawtio/../application.properties",
                "/hawtio/static/../../application.properties",
                "/hawtio/%2e%2e/application.properties",
                "/swagger-ui/../application.properties",
                "/swagger-ui/..%2f..%2f..%2fapplication.properties",
                "/swagger-ui/nothing",
            })
    @DisplayName("lead to no file beside their own")
    void staysBelow(String path) {
        as(ApiData.ADMIN)
                .urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
    }

    @Test
    @DisplayName("read the contract as it stands")
    void showsTheContract() {
        as(ApiData.OWN_VIEWER)
                .get("/openapi.yaml")
                .then()
                .statusCode(200)
                .contentType(startsWith("application/yaml"))
                .body(startsWith("openapi: 3"));
    }

    private static int ask(String session, String forgeryToken) {
        RequestSpecification request = fresh().cookie(Gate.SESSION_COOKIE, session)
                .contentType("application/json")
                .body(VERSION);
        return (forgeryToken == null ? request : request.header("X-XSRF-TOKEN", forgeryToken))
                .post("/hawtio/jolokia")
                .statusCode();
    }

    private static String page(String token) {
        return fresh().cookie(Gate.SESSION_COOKIE, signedIn(token).cookie(Gate.SESSION_COOKIE))
                .get("/")
                .asString();
    }

    private static Response signedIn(String token) {
        return fresh().formParam("token", token).post("/login");
    }

    private static RequestSpecification as(String token) {
        return fresh().auth().oauth2(token);
    }

    private static RequestSpecification fresh() {
        return given().redirects().follow(false);
    }
}
