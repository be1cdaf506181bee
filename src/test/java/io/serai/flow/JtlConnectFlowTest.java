package io.serai.flow;

import static io.serai.flow.Shops.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.platform.Connection;
import io.serai.platform.Connections;
import io.serai.platform.PlatformFailure;
import io.serai.platform.ShopDescription;
import io.serai.platform.Unauthorized;
import io.serai.platform.Unavailable;
import io.serai.store.AuthorizationRepository;
import io.serai.support.PostgresResource;
import io.serai.twin.Faults.Fate;
import io.serai.twin.jtlffn.JtlFfnTwin;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
@DisplayName("Connecting JTL-FFN")
class JtlConnectFlowTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");
    private static final String CALLBACK = "/connect/jtl-ffn/callback";
    private static final int MANY = 12;

    @TestHTTPResource("/")
    URI serai;

    @ConfigProperty(name = "serai.process.public-url")
    String publicUrl;

    @Inject
    AgroalDataSource database;

    @Inject
    ProducerTemplate camel;

    @Inject
    Connections connections;

    @Inject
    AuthorizationRepository authorizations;

    private final HttpClient browser = HttpClient.newHttpClient();
    private final JtlFfnTwin jtl = new JtlFfnTwin();
    private Shops hub;
    private String channel;

    @BeforeEach
    void open() {
        String name = "jtl" + NUMBER.incrementAndGet();
        hub = new Shops(serai, "serai-dev-admin", database, name);
        channel = "warehouse_" + name;
        jtl.addClient(JtlFfnTwin.CLIENT_ID, JtlFfnTwin.CLIENT_SECRET, publicUrl + CALLBACK);
        jtl.start(0);
        hub.connectTenant();
    }

    @AfterEach
    void close() {
        jtl.faults().clear();
        hub.ask("DELETE", path(""), null);
        awaitForgotten();
        hub.close();
        jtl.stop();
    }

    @Test
    @DisplayName("D9 a channel begins paused and says how to sign in; who signs in by the link has it taken up")
    void signsIn() {
        JsonNode connected = connect();
        assertThat(connected.path("status").asText()).isEqualTo("paused");
        assertThat(connected.path("statusReason").asText()).contains("sign in", "POST " + path("/authorization"));
        assertThat(hub.channel(channel).path("statusReason")).isEqualTo(connected.path("statusReason"));
        assertThat(test().path("works").asBoolean()).isFalse();
        assertThat(test().toString()).contains("Nobody is signed in", path("/authorization"));

        JsonNode link = link();
        Map<String, String> query =
                query(URI.create(link.path("authorizationUrl").asText()));
        assertThat(query)
                .containsEntry("response_type", "code")
                .containsEntry("client_id", JtlFfnTwin.CLIENT_ID)
                .containsEntry("redirect_uri", publicUrl + CALLBACK)
                .containsEntry("scope", JtlFfnTwin.SCOPE);
        assertThat(query.get("state")).hasSizeGreaterThanOrEqualTo(43);
        assertThat(Instant.parse(link.path("expiresAt").asText()))
                .isBetween(Instant.now().plusSeconds(500), Instant.now().plusSeconds(601));
        assertThat(hub.text(
                        "SELECT encode(state_sha256, 'escape') FROM control.authorizations WHERE channel_id = ?",
                        channel))
                .doesNotContain(query.get("state"));
        assertThat(hub.count("SELECT count(*) FROM control.authorizations WHERE channel_id = ?", channel))
                .isEqualTo(1);

        HttpResponse<String> page = follow(allowed(link));

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(page.body()).contains("Signed in", channel).doesNotContain(query.get("state"));
        awaitSetUp();
        assertThat(hub.channel(channel).path("status").asText()).isEqualTo("active");
        assertThat(test().path("works").asBoolean()).isTrue();
        assertThat(test().path("findings")).hasSize(1);
        assertThat(sealed()).doesNotContain("accessToken");
    }

    @Test
    @DisplayName(
            "D9 a state that Serai did not give, was used or is too old is a page that says so, and lets nobody in")
    void refusesStates() {
        connect();
        assertPage(callback("code=x&state=nobody-gave-it"), 404, "gave no such link");
        assertPage(callback("code=x"), 404, "gave no such link");
        assertPage(callback("code=x&state=a&state=b"), 404, "gave no such link");
        assertPage(callback("code=x&state=" + "a".repeat(1000)), 404, "gave no such link");

        String once = allowed(link());
        assertThat(follow(once).statusCode()).isEqualTo(200);
        assertPage(follow(once), 409, "used already");

        String late = allowed(link());
        hub.execute("UPDATE control.authorizations SET expires_at = now() WHERE channel_id = ?", channel);
        assertPage(follow(late), 410, "too old");
    }

    @Test
    @DisplayName("D9 who refuses, brings no code or one that JTL does not take is told so, and can try again")
    void refusesWhatComesBack() {
        connect();
        assertPage(follow(answered(link(), "deny")), 403, "was refused");
        assertPage(callback("error=server_error&state=" + state()), 400, "failed");
        assertPage(callback("state=" + state()), 400, "brought nothing back");
        assertPage(callback("code=made-up&state=" + state()), 400, "does not take the sign-in");
        HttpResponse<String> script = callback("code=x&state=%3Cscript%3Ealert(1)%3C/script%3E");
        assertPage(script, 404, "gave no such link");
        assertThat(script.body()).doesNotContain("alert(1)");
        assertThat(tokens()).isZero();
        assertThat(hub.channel(channel).path("status").asText()).isEqualTo("paused");
        signIn();
    }

    @Test
    @DisplayName("D9 a wrong client is named when the code is to be exchanged, and right when its secret is given")
    void wrongClient() {
        connect();
        hub.ask("PATCH", path(""), credentials(JtlFfnTwin.CLIENT_ID, "wrong"));
        assertPage(follow(allowed(link())), 409, "does not know Serai");
        assertThat(hub.ask("PATCH", path(""), credentials(JtlFfnTwin.CLIENT_ID, JtlFfnTwin.CLIENT_SECRET))
                        .data()
                        .path("status")
                        .asText())
                .isEqualTo("paused");
        signIn();
    }

    @Test
    @DisplayName("D9 only an admin of the tenant gets a link, and only where somebody can sign in")
    void givesLinksToFew() {
        connect();
        hub.connectWooCommerce();
        Shops.Answer other = hub.ask("POST", "/api/channels/" + hub.wooChannel + "/authorization", null);
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.json().path("detail").asText()).contains("Nobody signs in at a woocommerce shop");
        assertThat(hub.ask("POST", "/api/channels/nobodys/authorization", null).status())
                .isEqualTo(404);
    }

    @Test
    @DisplayName("D9 a JTL channel needs its client and no webhook secret; many merchants share one address")
    void asksForWhatItNeeds() {
        ObjectNode wish = wish();
        wish.putObject("credentials").put("consumerKey", "x");
        Shops.Answer refused = hub.ask("POST", "/api/channels", wish);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().toString()).contains("#/credentials/clientId", "#/credentials/clientSecret");
        assertThat(hub.ask("POST", "/api/channels", wish().put("webhookSecret", "serai-dev-secret"))
                        .status())
                .isEqualTo(422);
        ObjectNode nowhere = wish();
        nowhere.putObject("settings").put("oauthUrl", "not an address");
        assertThat(hub.ask("POST", "/api/channels", nowhere).json().toString()).contains("#/settings/oauthUrl");
        connect();
        ObjectNode second = wish().put("id", channel + "_2");
        assertThat(hub.ask("POST", "/api/channels", second).status()).isEqualTo(201);
        hub.ask("DELETE", "/api/channels/" + channel + "_2", null);
    }

    @Test
    @DisplayName(
            "D9 a sign-in before the first visit to the portal, or without the scope to read, pauses and says what to do")
    void saysWhatIsMissing() {
        connect();
        jtl.settings(object().put("portalLogin", false));
        assertThat(follow(allowed(link())).statusCode()).isEqualTo(200);
        assertThat(paused()).contains("portal", "isActive");
        jtl.settings(object().put("portalLogin", true));
        hub.ask("PATCH", path(""), object().put("isActive", true));
        awaitSetUp();

        JsonNode narrow = link();
        String all = narrow.path("authorizationUrl").asText();
        String url = all.replaceFirst("scope=[^&]*", "scope=ffn.merchant.write");
        assertThat(follow(answered(url, "allow")).statusCode()).isEqualTo(200);
        assertThat(paused()).contains("403", "ffn.merchant.read", path("/authorization"));
        assertThat(test().toString()).contains("ffn.merchant.read");
    }

    @Test
    @DisplayName("D9 of many calls at once that need a new token one exchanges it, and all of them get through")
    void refreshesOnce() throws Exception {
        connect();
        signIn();
        for (int round = 0; round < 5; round++) {
            long before = generation();
            jtl.expireAccessTokens();
            hub.execute(
                    "UPDATE control.authorization_tokens SET refresh_after = now() - interval '1 hour' WHERE channel_id = ?",
                    channel);
            int asked = asked("POST /token");
            assertThat(atOnce()).allMatch(answer -> answer instanceof ShopDescription);
            assertThat(asked("POST /token") - asked).isEqualTo(1);
            assertThat(generation()).isGreaterThan(before);
        }
        assertThat(hub.channel(channel).path("status").asText()).isEqualTo("active");
    }

    @Test
    @DisplayName("D9 a token that JTL does not take any more before its time is exchanged once, by one of many")
    void refreshesOn401() throws Exception {
        connect();
        signIn();
        int asked = asked("POST /token");
        jtl.expireAccessTokens();
        assertThat(atOnce()).allMatch(answer -> answer instanceof ShopDescription);
        assertThat(asked("POST /token") - asked).isEqualTo(1);
    }

    @Test
    @DisplayName("D9 an exchange that another node has taken on is waited for, and taken over once its time is over")
    void waitsForOtherNode() throws Exception {
        connect();
        signIn();
        jtl.expireAccessTokens();
        long generation = generation();
        hub.execute("UPDATE control.authorization_tokens SET refresh_after = now() WHERE channel_id = ?", channel);
        int asked = asked("POST /token");
        assertThat(authorizations.claim(channel, generation, UUID.randomUUID(), Duration.ofMinutes(5)))
                .isTrue();
        assertThat(authorizations.claim(channel, generation, UUID.randomUUID(), Duration.ofMinutes(5)))
                .isFalse();
        CompletableFuture<Object> waiting = CompletableFuture.supplyAsync(this::describe);
        await().during(Duration.ofMillis(500))
                .atMost(Duration.ofSeconds(10))
                .until(() -> asked("POST /token") == asked);
        assertThat(waiting).isNotDone();
        hub.execute("UPDATE control.authorization_tokens SET claimed_until = now() WHERE channel_id = ?", channel);
        assertThat(waiting.get(30, TimeUnit.SECONDS)).isInstanceOf(ShopDescription.class);
        assertThat(asked("POST /token") - asked).isEqualTo(1);
    }

    @Test
    @DisplayName("D9 access taken back pauses the channel and says that somebody must sign in again; that mends it")
    void takenBack() {
        connect();
        signIn();
        jtl.revokeTokens();
        assertThat(describe()).isInstanceOf(Unauthorized.class);
        assertThat(paused()).contains("does not know Serai's token any more", path("/authorization"));
        assertThat(tokens()).isZero();
        int calls = asked("POST /token");
        assertThat(describe()).isInstanceOf(Unauthorized.class);
        assertThat(asked("POST /token")).isEqualTo(calls);
        // taken up without a sign-in it stays paused
        assertThat(hub.ask("PATCH", path(""), object().put("isActive", true))
                        .data()
                        .path("status")
                        .asText())
                .isEqualTo("paused");
        signIn();
    }

    @Test
    @DisplayName("D9 an exchange whose answer was lost after its effect ends paused, not in endless tries")
    void answerLost() {
        connect();
        signIn();
        jtl.expireAccessTokens();
        hub.execute("UPDATE control.authorization_tokens SET refresh_after = now() WHERE channel_id = ?", channel);
        jtl.faults().next(Fate.RESET_AFTER);
        hub.ask("PATCH", path(""), object().put("name", "Set up again"));
        assertThat(paused()).contains("an answer of JTL was lost", path("/authorization"));
        int calls = asked("POST /token");
        assertThat(describe()).isInstanceOf(Unauthorized.class);
        assertThat(asked("POST /token")).isEqualTo(calls);
        signIn();
    }

    @Test
    @DisplayName("D9 a process killed between JTL's answer and its own commit ends paused as well")
    void killedBeforeCommit() {
        connect();
        signIn();
        // what the killed process did: it claimed and exchanged, and wrote nothing down
        String before = hub.text(
                "SELECT encode(tokens, 'hex') FROM control.authorization_tokens WHERE channel_id = ?", channel);
        hub.execute("UPDATE control.authorization_tokens SET refresh_after = now() WHERE channel_id = ?", channel);
        assertThat(describe()).isInstanceOf(ShopDescription.class);
        hub.execute(
                "UPDATE control.authorization_tokens SET tokens = decode(?, 'hex'), refresh_after = now(),"
                        + " claimed_by = gen_random_uuid(), claimed_until = now() + interval '1 second'"
                        + " WHERE channel_id = ?",
                before,
                channel);
        assertThat(describe()).isInstanceOf(Unauthorized.class);
        assertThat(paused()).contains("an answer of JTL was lost", path("/authorization"));
    }

    @Test
    @DisplayName("D9 new tokens that the database does not take for a moment are kept as soon as it does")
    void databaseFails() throws Exception {
        connect();
        signIn();
        hub.execute("UPDATE control.authorization_tokens SET refresh_after = now() WHERE channel_id = ?", channel);
        int asked = asked("POST /token");
        hub.execute(
                """
                CREATE FUNCTION control.fail_for_a_moment() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE EXCEPTION 'disk full'; END $$
                """);
        hub.execute(
                """
                CREATE TRIGGER fails BEFORE UPDATE OF tokens ON control.authorization_tokens
                FOR EACH ROW EXECUTE FUNCTION control.fail_for_a_moment()
                """);
        CompletableFuture<Object> call = CompletableFuture.supplyAsync(this::describe);
        try {
            await().atMost(PATIENCE).until(() -> asked("POST /token") > asked);
            await().during(Duration.ofMillis(500)).atMost(PATIENCE).until(() -> !call.isDone());
        } finally {
            hub.execute("DROP FUNCTION control.fail_for_a_moment() CASCADE");
        }
        assertThat(call.get(30, TimeUnit.SECONDS)).isInstanceOf(ShopDescription.class);
        assertThat(asked("POST /token") - asked).isEqualTo(1);
        assertThat(describe()).isInstanceOf(ShopDescription.class);
    }

    @Test
    @DisplayName("D9 an authorization server that fails is tried again, and nothing is lost by it")
    void serverFails() {
        connect();
        signIn();
        for (Fate fate : List.of(Fate.SERVER_ERROR, Fate.THROTTLED, Fate.RESET_BEFORE)) {
            hub.execute("UPDATE control.authorization_tokens SET refresh_after = now() WHERE channel_id = ?", channel);
            jtl.faults().next(fate);
            assertThat(describe()).isInstanceOf(PlatformFailure.class).isNotInstanceOf(Unauthorized.class);
            assertThat(describe()).isInstanceOf(ShopDescription.class);
        }
        jtl.faults().next(Fate.SERVER_ERROR);
        assertThat(describe()).isInstanceOf(Unavailable.class);
        assertThat(hub.channel(channel).path("status").asText()).isEqualTo("active");
    }

    @Test
    @DisplayName("D9 a code whose exchange is not answered is a page that says to try again")
    void codeNotAnswered() {
        connect();
        String callback = allowed(link());
        jtl.faults().next(Fate.RESET_AFTER);
        assertPage(follow(callback), 503, "does not answer");
        assertThat(tokens()).isZero();
        signIn();
    }

    @Test
    @DisplayName("D9 another client needs another sign-in; another secret of the same one does not")
    void changesClient() {
        connect();
        signIn();
        long generation = generation();
        assertThat(hub.ask("PATCH", path(""), credentials(JtlFfnTwin.CLIENT_ID, JtlFfnTwin.CLIENT_SECRET))
                        .data()
                        .path("status")
                        .asText())
                .isEqualTo("active");
        assertThat(generation()).isEqualTo(generation);

        jtl.addClient("another", "another-secret", publicUrl + CALLBACK);
        String begun = allowed(link());
        Shops.Answer changed = hub.ask("PATCH", path(""), credentials("another", "another-secret"));
        assertThat(changed.data().path("status").asText()).isEqualTo("paused");
        assertThat(changed.data().path("statusReason").asText()).contains(path("/authorization"));
        assertThat(tokens()).isZero();
        assertPage(follow(begun), 404, "gave no such link");
        signIn();

        hub.execute("UPDATE control.channels SET credentials = '\\x01' WHERE id = ?", channel);
        Shops.Answer mended = hub.ask("PATCH", path(""), credentials(JtlFfnTwin.CLIENT_ID, JtlFfnTwin.CLIENT_SECRET));
        assertThat(mended.data().path("status").asText()).isEqualTo("paused");
        signIn();
    }

    @Test
    @DisplayName("K3 disconnecting forgets tokens and links; who signs in afterwards reaches nothing")
    void forgets() {
        connect();
        signIn();
        String begun = allowed(link());
        assertThat(hub.ask("DELETE", path(""), null).status()).isEqualTo(204);
        assertThat(follow(begun).statusCode()).isBetween(400, 499);
        awaitForgotten();
        assertThat(hub.count("SELECT count(*) FROM control.authorizations WHERE channel_id = ?", channel))
                .isZero();
        assertThat(tokens()).isZero();
        assertThat(hub.ask("POST", path("/authorization"), null).status()).isEqualTo(409);
        assertThat(describe()).isInstanceOf(Unauthorized.class);

        Shops.Answer again = hub.ask(
                "PATCH",
                path(""),
                credentials(JtlFfnTwin.CLIENT_ID, JtlFfnTwin.CLIENT_SECRET).put("isActive", true));
        assertThat(again.data().path("status").asText()).isEqualTo("paused");
        signIn();
    }

    @Test
    @DisplayName("B2 one merchant of JTL is connected once")
    void connectedTwice() {
        connect();
        signIn();
        String first = channel;
        channel = first + "_again";
        connect();
        assertThat(follow(allowed(link())).statusCode()).isEqualTo(200);
        assertThat(paused()).contains("is connected already");
        hub.ask("DELETE", path(""), null);
        awaitForgotten();
        channel = first;
    }

    @Test
    @DisplayName(
            "D9 another user who signs in is let into no channel that is one's already, and nothing is read for him")
    void anotherUser() {
        connect();
        signIn();
        camel.requestBody("direct:read-stock", channel);
        jtl.calls().reset();
        String address = answered(link().path("authorizationUrl").asText(), "allow", JtlFfnTwin.OTHER_USER);
        assertThat(follow(address).statusCode()).isEqualTo(200);
        camel.requestBody("direct:read-stock", channel);
        assertThat(paused()).contains("Another user", path("/authorization"), "disconnect this channel");
        assertThat(tokens()).isZero();
        camel.requestBody("direct:read-stock", channel);
        assertThat(asked("GET /products/updates")).isZero();
        assertThat(asked("GET /stocks/updates")).isZero();
        assertThat(hub.text("SELECT shop_identity FROM control.channels WHERE id = ?", channel))
                .endsWith("/merc");
        signIn();
        camel.requestBody("direct:read-stock", channel);
        assertThat(asked("GET /stocks/updates")).isPositive();
    }

    @Test
    @DisplayName("D9 a token that was refused before somebody signed in anew does not pause the channel after that")
    void staleRefusal() {
        connect();
        signIn();
        Connection before = connections.of(channel);
        signIn();
        connections.refused(before, new Unauthorized("the token from before"));
        assertThat(hub.channel(channel).path("status").asText()).isEqualTo("active");
        connections.refused(connections.of(channel), new Unauthorized("the token of now"));
        assertThat(paused()).contains("the token of now");
    }

    // --- What a person does

    private String path(String more) {
        return "/api/channels/" + channel + more;
    }

    private ObjectNode wish() {
        ObjectNode wish = object().put("id", channel)
                .put("clientId", hub.tenant)
                .put("platform", "jtl")
                .put("url", jtl.url().toString());
        wish.putObject("credentials")
                .put("clientId", JtlFfnTwin.CLIENT_ID)
                .put("clientSecret", JtlFfnTwin.CLIENT_SECRET);
        wish.putObject("settings").put("oauthUrl", jtl.url().toString());
        return wish;
    }

    private JsonNode connect() {
        Shops.Answer answer = hub.ask("POST", "/api/channels", wish());
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(201);
        return answer.data();
    }

    private static ObjectNode credentials(String id, String secret) {
        ObjectNode change = object();
        change.putObject("credentials").put("clientId", id).put("clientSecret", secret);
        return change;
    }

    private JsonNode link() {
        Shops.Answer answer = hub.ask("POST", path("/authorization"), null);
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        return answer.data();
    }

    private String state() {
        return query(URI.create(link().path("authorizationUrl").asText())).get("state");
    }

    private void signIn() {
        HttpResponse<String> page = follow(allowed(link()));
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        awaitSetUp();
    }

    /** Where the browser is sent back to after a person signed in and allowed it. */
    private String allowed(JsonNode link) {
        return answered(link, "allow");
    }

    private String answered(JsonNode link, String decision) {
        return answered(link.path("authorizationUrl").asText(), decision);
    }

    private String answered(String url, String decision) {
        return answered(url, decision, JtlFfnTwin.USER);
    }

    private String answered(String url, String decision, String user) {
        HttpResponse<String> page = follow(url);
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        Map<String, String> form = new LinkedHashMap<>();
        Matcher hidden = HIDDEN.matcher(page.body());
        while (hidden.find()) {
            form.put(hidden.group(1), hidden.group(2));
        }
        form.put("username", user);
        form.put("password", JtlFfnTwin.PASSWORD);
        form.put("decision", decision);
        List<String> pairs = new ArrayList<>();
        form.forEach((name, value) -> pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        HttpResponse<String> back = send(HttpRequest.newBuilder(jtl.url().resolve("/authorize"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(String.join("&", pairs)))
                .build());
        assertThat(back.statusCode()).as(back.body()).isEqualTo(302);
        return back.headers().firstValue("Location").orElseThrow();
    }

    private HttpResponse<String> follow(String url) {
        return send(HttpRequest.newBuilder(URI.create(url)).build());
    }

    private HttpResponse<String> callback(String query) {
        return follow(publicUrl + CALLBACK + "?" + query);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return browser.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void assertPage(HttpResponse<String> page, int status, String words) {
        assertThat(page.statusCode()).as(page.body()).isEqualTo(status);
        assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(page.body()).contains(words).doesNotContain("Exception", "client_secret");
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : uri.getRawQuery().split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    // --- What Serai does

    private JsonNode test() {
        return hub.ask("POST", path("/test"), null).data();
    }

    /** A call to the network: what it tells, or what it fails with. */
    private Object describe() {
        Exchange answered = camel.request(
                "direct:jtl-describe", exchange -> exchange.setVariable("connection", connections.of(channel)));
        return answered.getException() == null ? answered.getMessage().getBody() : answered.getException();
    }

    private List<Object> atOnce() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(MANY);
        CyclicBarrier start = new CyclicBarrier(MANY);
        try {
            List<CompletableFuture<Object>> calls = IntStream.range(0, MANY)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    start.await();
                                } catch (Exception e) {
                                    throw new IllegalStateException(e);
                                }
                                return describe();
                            },
                            callers))
                    .toList();
            List<Object> answers = new ArrayList<>();
            for (CompletableFuture<Object> call : calls) {
                answers.add(call.get(60, TimeUnit.SECONDS));
            }
            return answers;
        } finally {
            callers.shutdown();
        }
    }

    private int asked(String operation) {
        return jtl.calls().counts().of(operation);
    }

    private long generation() {
        return hub.count("SELECT generation FROM control.authorization_tokens WHERE channel_id = ?", channel);
    }

    private long tokens() {
        return hub.count("SELECT count(*) FROM control.authorization_tokens WHERE channel_id = ?", channel);
    }

    private String sealed() {
        return hub.text(
                "SELECT encode(tokens, 'escape') FROM control.authorization_tokens WHERE channel_id = ?", channel);
    }

    private String paused() {
        await().atMost(PATIENCE)
                .until(() -> hub.channel(channel).path("status").asText().equals("paused"));
        return hub.channel(channel).path("statusReason").asText();
    }

    private void awaitSetUp() {
        await().atMost(PATIENCE)
                .until(() -> hub.count(
                                "SELECT count(*) FROM control.channels" + " WHERE id = ? AND status = 'active'",
                                channel)
                        == 1);
        await().atMost(PATIENCE)
                .until(() -> hub.count("SELECT count(*) FROM control.unsettled_channels WHERE channel_id = ?", channel)
                        == 0);
        await().atMost(PATIENCE)
                .until(() -> hub.count(
                                "SELECT count(*) FROM control.authorization_tokens WHERE channel_id = ? AND is_known",
                                channel)
                        == 1);
    }

    private void awaitForgotten() {
        await().atMost(PATIENCE)
                .until(() -> hub.count(
                                "SELECT count(*) FROM control.channels WHERE id = ? AND credentials IS NOT NULL",
                                channel)
                        == 0);
    }
}
