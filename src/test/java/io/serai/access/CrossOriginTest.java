package io.serai.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.serai.support.Browser;
import io.serai.support.PostgresResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(CrossOriginTest.Sites.class)
@DisplayName("A13 a page of another site")
class CrossOriginTest {

    private static final String STATUS = "/api/sync/status/" + ApiData.JOB;
    private static final String EVERYBODY = "/api/sync/client_123/status";

    /** As the guide prints it, with host, id and token put in. */
    private static final String PRINTED =
            """
            async ([site, token, how]) => {
              try {
                const status = await fetch(`${site}/api/sync/status/%s`, { headers: { Authorization: `Bearer ${token}` }, ...how });
                const data = await status.json();
                return [status.status, data.status ?? data.title];
              } catch (refused) {
                return [0, refused.name];
              }
            }"""
                    .formatted(ApiData.JOB);

    @TestHTTPResource("/")
    URI serai;

    @Inject
    DataSource dataSource;

    private final String configured = ConfigProvider.getConfig().getValue("test.site.configured", String.class);
    private final String other = ConfigProvider.getConfig().getValue("test.site.other", String.class);

    /** Two sites with an empty page each; Serai knows one of them. */
    public static final class Sites implements QuarkusTestResourceLifecycleManager {

        private final List<HttpServer> servers = List.of(site(), site());

        @Override
        public Map<String, String> start() {
            servers.forEach(HttpServer::start);
            String configured = url(servers.get(0));
            return Map.of(
                    "serai.access.cors-origins",
                    "https://dashboard.example.com, " + configured,
                    "test.site.configured",
                    configured,
                    "test.site.other",
                    url(servers.get(1)));
        }

        private static HttpServer site() {
            try {
                HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
                server.createContext("/", exchange -> {
                    exchange.getResponseHeaders().add("Content-Type", "text/html");
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String url(HttpServer server) {
            return "http://localhost:" + server.getAddress().getPort();
        }

        @Override
        public void stop() {
            servers.forEach(server -> server.stop(0));
        }
    }

    private Browser browser;

    @BeforeEach
    void data() throws Exception {
        ApiData.put(dataSource);
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    @DisplayName("A13 reads how far a sync is if it is configured, with a token that only reads its own tenant")
    void letsAConfiguredSiteIn() {
        Response asked = preflight(configured, STATUS, "GET");
        assertThat(asked.statusCode()).isEqualTo(204);
        assertThat(asked.header("Access-Control-Allow-Origin")).isEqualTo(configured);
        assertThat(asked.header("Access-Control-Allow-Headers")).containsIgnoringCase("authorization");
        assertThat(asked.header("Access-Control-Allow-Methods")).isEqualTo("GET");
        assertThat(asked.header("Vary")).contains("Origin");
        for (String path : List.of(STATUS, EVERYBODY)) {
            Response answer = from(configured).auth().oauth2(ApiData.OWN_VIEWER).get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(configured);
            assertThat(answer.header("Access-Control-Allow-Credentials")).isNull();
        }
    }

    @Test
    @DisplayName("A13 K17 does no more than its token may, and learns why from the answer")
    void doesNoMore() {
        Response command =
                from(configured).auth().oauth2(ApiData.OWN_VIEWER).post("/api/sync/jobs/" + ApiData.JOB + "/cancel");
        assertThat(command.statusCode()).isEqualTo(403);
        assertThat(command.header("Access-Control-Allow-Origin")).isEqualTo(configured);
        Response theirs = from(configured).auth().oauth2(ApiData.OWN_VIEWER).get("/api/sync/client_456/status");
        assertThat(theirs.statusCode()).isEqualTo(404);
        Response nobody = from(configured).get(STATUS);
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(nobody.header("Access-Control-Allow-Origin")).isEqualTo(configured);
    }

    @Test
    @DisplayName("A13 is told nothing if it is not configured, or asks for what is no operation of the API")
    void keepsOthersOut() {
        for (String origin :
                List.of(other, "null", "*", configured + ".example.com", "https://dashboard.example.com:8443")) {
            Response asked = preflight(origin, STATUS, "GET");
            assertThat(asked.statusCode()).as(origin).isEqualTo(401);
            assertThat(asked.header("Access-Control-Allow-Origin")).isNull();
            Response answer = from(origin).auth().oauth2(ApiData.OWN_VIEWER).get(STATUS);
            assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
            assertThat(answer.header("Vary")).contains("Origin");
        }
        for (String path : List.of("/console/overview", "/", "/api/nothing", "/hawtio/", "/login")) {
            assertThat(preflight(configured, path, "GET").header("Access-Control-Allow-Origin"))
                    .as(path)
                    .isNull();
            assertThat(from(configured).get(path).header("Access-Control-Allow-Origin"))
                    .as(path)
                    .isNull();
        }
    }

    @Test
    @DisplayName(
            "A13 runs the printed example in a browser, and never with the cookie of who is signed in to the console")
    void runsInABrowser() {
        browser = Browser.open();
        Page page = browser.page(serai, 800, false);
        Browser.signIn(page, ApiData.ADMIN);

        page.navigate(configured);
        assertThat(ask(page, ApiData.OWN_VIEWER, Map.of())).containsExactly(200, "failed");
        assertThat(ask(page, ApiData.REVOKED, Map.of())).containsExactly(401, 401);
        assertThat(ask(page, ApiData.OWN_VIEWER, Map.of("credentials", "include")))
                .as("the browser keeps the answer to itself")
                .containsExactly(0, "TypeError");
        assertThat(page.evaluate(
                        """
                        async site => {
                          const sent = await fetch(`${site}/api/products`, { credentials: 'include', mode: 'no-cors' });
                          return sent.type;
                        }""",
                        site()))
                .isEqualTo("opaque");

        page.navigate(other);
        assertThat(ask(page, ApiData.OWN_VIEWER, Map.of())).containsExactly(0, "TypeError");
    }

    @Test
    @DisplayName("A13 K17 is a stranger to Serai even where the browser sends the console's cookie along")
    void cookiesAreWorthNothing() {
        Response signedIn = given().redirects()
                .follow(false)
                .formParam("token", ApiData.ADMIN)
                .post("/login");
        String cookie = signedIn.cookie(Gate.SESSION_COOKIE);
        assertThat(given().cookie(Gate.SESSION_COOKIE, cookie).get(STATUS).statusCode())
                .isEqualTo(200);
        assertThat(given().cookie(Gate.SESSION_COOKIE, cookie)
                        .header("Origin", configured)
                        .header("Sec-Fetch-Site", "same-origin")
                        .get(STATUS)
                        .statusCode())
                .as("Serai's own page, should it be configured")
                .isEqualTo(200);
        assertThat(from(configured)
                        .cookie(Gate.SESSION_COOKIE, cookie)
                        .get(STATUS)
                        .statusCode())
                .isEqualTo(401);
    }

    private Object site() {
        return serai.toString().replaceFirst("/$", "");
    }

    private List<Object> ask(Page page, String token, Map<String, Object> how) {
        return List.copyOf((List<?>) page.evaluate(PRINTED, List.of(site(), token, how)));
    }

    private static RequestSpecification from(String origin) {
        return given().header("Origin", origin).header("Sec-Fetch-Site", "same-site");
    }

    private static Response preflight(String origin, String path, String method) {
        return from(origin)
                .header("Access-Control-Request-Method", method)
                .header("Access-Control-Request-Headers", "authorization")
                .options(path);
    }
}
