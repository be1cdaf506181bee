package io.serai.twin.jtlffn;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AuthorizationTest extends RunningNetwork {

    private static final String ID = JtlFfnTwin.CLIENT_ID;
    private static final String SECRET = JtlFfnTwin.CLIENT_SECRET;

    @AfterEach
    void rightTime() {
        twin.clock().skew(Duration.ZERO);
    }

    private static Map<String, String> asked() {
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("response_type", "code");
        asked.put("client_id", ID);
        asked.put("redirect_uri", JtlFfnTwin.CALLBACK);
        asked.put("scope", JtlFfnTwin.SCOPE);
        asked.put("state", "a&b <c>");
        return asked;
    }

    private static Map<String, String> allowed() {
        Map<String, String> form = asked();
        form.put("username", JtlFfnTwin.USER);
        form.put("password", JtlFfnTwin.PASSWORD);
        form.put("decision", "allow");
        return form;
    }

    private static Map<String, String> parameters(NetworkClient.Answer redirect) {
        assertThat(redirect.status()).isEqualTo(302);
        assertThat(redirect.header("Location")).startsWith(JtlFfnTwin.CALLBACK + "?");
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : URI.create(redirect.header("Location")).getRawQuery().split("&")) {
            String[] parts = pair.split("=");
            parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private String code() {
        return parameters(merchant.submit(allowed())).get("code");
    }

    private NetworkClient.Answer exchange(String code) {
        return merchant.token(
                ID,
                SECRET,
                Map.of("grant_type", "authorization_code", "code", code, "redirect_uri", JtlFfnTwin.CALLBACK));
    }

    private NetworkClient.Answer renew(String refresh) {
        return merchant.token(ID, SECRET, Map.of("grant_type", "refresh_token", "refresh_token", refresh));
    }

    private static String of(NetworkClient.Answer answer, String name) {
        assertThat(answer.status()).isEqualTo(200);
        return answer.json().path(name).asText();
    }

    @Test
    @DisplayName("From the link over the page to an API call: the code comes with the state and buys the tokens")
    void whole() {
        NetworkClient.Answer page = merchant.authorize(asked());
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("name=\"username\"", "ffn.merchant.read ffn.merchant.write");
        assertThat(page.text()).contains("value=\"a&amp;b &lt;c&gt;\"").doesNotContain("<c>");
        Map<String, String> back = parameters(merchant.submit(allowed()));
        assertThat(back).containsEntry("state", "a&b <c>");
        NetworkClient.Answer tokens = exchange(back.get("code"));
        assertThat(of(tokens, "token_type")).isEqualTo("Bearer");
        assertThat(tokens.json().path("expires_in").asInt()).isEqualTo(1800);
        assertThat(tokens.header("Cache-Control")).isEqualTo("no-store");
        NetworkClient merchantNow = merchant.with(of(tokens, "access_token"));
        assertThat(merchantNow.get("/products").status()).isEqualTo(200);
        assertThat(merchantNow
                        .follow(twin.url() + "/api/v1/users/current")
                        .json()
                        .path("userId")
                        .asText())
                .isEqualTo(Caller.MERCHANT_ID);
    }

    @Test
    @DisplayName("A strange program or address gets a page and never a redirect")
    void noOpenRedirect() {
        Map<String, String> elsewhere = asked();
        elsewhere.put("redirect_uri", "https://evil.example/");
        assertThat(merchant.authorize(elsewhere).status()).isEqualTo(400);
        Map<String, String> longer = allowed();
        longer.put("redirect_uri", JtlFfnTwin.CALLBACK + "/more");
        assertThat(merchant.submit(longer).status()).isEqualTo(400);
        Map<String, String> stranger = asked();
        stranger.put("client_id", "<script>");
        NetworkClient.Answer refused = merchant.authorize(stranger);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).doesNotContain("<script>");
        assertThat(refused.header("Location")).isNull();
    }

    @Test
    @DisplayName(
            "A wrong password shows the page again, a refusal and a wrong request go back with an error and the state")
    void refusals() {
        Map<String, String> wrong = allowed();
        wrong.put("password", "guessed");
        NetworkClient.Answer again = merchant.submit(wrong);
        assertThat(again.status()).isEqualTo(401);
        assertThat(again.text()).contains("name=\"password\"").doesNotContain("guessed");
        Map<String, String> denied = allowed();
        denied.put("decision", "deny");
        assertThat(parameters(merchant.submit(denied)))
                .containsEntry("error", "access_denied")
                .containsEntry("state", "a&b <c>");
        Map<String, String> implicit = asked();
        implicit.put("response_type", "token");
        assertThat(parameters(merchant.authorize(implicit))).containsEntry("error", "unsupported_response_type");
        Map<String, String> greedy = asked();
        greedy.put("scope", "ffn.everything");
        assertThat(parameters(merchant.authorize(greedy))).containsEntry("error", "invalid_scope");
    }

    @Test
    @DisplayName("A code works once; used twice, it ends the tokens it bought")
    void codeOnce() {
        String code = code();
        NetworkClient.Answer tokens = exchange(code);
        NetworkClient.Answer second = exchange(code);
        assertThat(second.status()).isEqualTo(400);
        assertThat(second.json().path("error").asText()).isEqualTo("invalid_grant");
        assertThat(merchant.with(of(tokens, "access_token")).get("/products").status())
                .isEqualTo(401);
        assertThat(renew(of(tokens, "refresh_token")).status()).isEqualTo(400);
    }

    @Test
    @DisplayName("A code is short-lived and bound to its program and address")
    void codeBound() {
        String code = code();
        assertThat(merchant.token(
                                ID,
                                SECRET,
                                Map.of(
                                        "grant_type",
                                        "authorization_code",
                                        "code",
                                        code,
                                        "redirect_uri",
                                        "https://evil.example/"))
                        .status())
                .isEqualTo(400);
        twin.addClient("another", "secret", JtlFfnTwin.CALLBACK);
        assertThat(merchant.token(
                                "another",
                                "secret",
                                Map.of(
                                        "grant_type",
                                        "authorization_code",
                                        "code",
                                        code,
                                        "redirect_uri",
                                        JtlFfnTwin.CALLBACK))
                        .status())
                .isEqualTo(400);
        twin.clock().skew(Duration.ofSeconds(61));
        assertThat(exchange(code).status()).isEqualTo(400);
        twin.clock().skew(Duration.ZERO);
        assertThat(exchange(code).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("A refresh token works once and brings a new pair")
    void refreshOnce() {
        NetworkClient.Answer first = exchange(code());
        NetworkClient.Answer second = renew(of(first, "refresh_token"));
        assertThat(of(second, "refresh_token")).isNotEqualTo(of(first, "refresh_token"));
        assertThat(merchant.with(of(second, "access_token")).get("/products").status())
                .isEqualTo(200);
        NetworkClient.Answer again = renew(of(first, "refresh_token"));
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.json().path("error").asText()).isEqualTo("invalid_grant");
        assertThat(renew("never given out").status()).isEqualTo(400);
    }

    @Test
    @DisplayName("An access token lives as long as it is told, and goes at once if it is to be")
    void expires() {
        set("accessTokenSeconds", 600);
        NetworkClient.Answer tokens = exchange(code());
        assertThat(tokens.json().path("expires_in").asInt()).isEqualTo(600);
        NetworkClient now = merchant.with(of(tokens, "access_token"));
        assertThat(now.get("/products").status()).isEqualTo(200);
        twin.clock().skew(Duration.ofSeconds(601));
        assertThat(now.get("/products").status()).isEqualTo(401);
        NetworkClient.Answer renewed = renew(of(tokens, "refresh_token"));
        NetworkClient later = merchant.with(of(renewed, "access_token"));
        assertThat(later.get("/products").status()).isEqualTo(200);
        later.control("POST", "tokens/expire", null);
        assertThat(later.get("/products").status()).isEqualTo(401);
        NetworkClient.Answer last = renew(of(renewed, "refresh_token"));
        later.control("DELETE", "tokens", null);
        assertThat(merchant.with(of(last, "access_token")).get("/products").status())
                .isEqualTo(401);
        assertThat(renew(of(last, "refresh_token")).status()).isEqualTo(400);
    }

    @Test
    @DisplayName("The token endpoint wants Basic and a form, and knows no client_credentials")
    void tokenEndpoint() {
        assertThat(merchant.token(ID, "wrong", Map.of("grant_type", "refresh_token"))
                        .status())
                .isEqualTo(401);
        NetworkClient.Answer machine = merchant.token(ID, SECRET, Map.of("grant_type", "client_credentials"));
        assertThat(machine.status()).isEqualTo(401);
        assertThat(merchant.token(ID, SECRET, Map.of("grant_type", "password")).status())
                .isEqualTo(400);
        NetworkClient.Answer anonymous = merchant.send("POST", twin.url() + "/token", "{}");
        assertThat(anonymous.status()).isEqualTo(401);
        assertThat(anonymous.header("WWW-Authenticate")).startsWith("Basic");
    }

    @Test
    @DisplayName("Without a token it is 401, without the scope 403, and 404 until the user has been in the portal")
    void refusedCalls() {
        assertThat(merchant.with(null).get("/products").status()).isEqualTo(401);
        assertThat(merchant.with("wrong").get("/products").status()).isEqualTo(401);
        NetworkClient reader = merchant.with(
                twin.signIn("ffn.merchant.read").path("access_token").asText());
        assertThat(reader.get("/products").status()).isEqualTo(200);
        assertThat(reader.post("/products", "{}").status()).isEqualTo(403);
        NetworkClient writer = merchant.with(
                twin.signIn("ffn.merchant.write").path("access_token").asText());
        assertThat(writer.get("/products").status()).isEqualTo(403);
        set("portalLogin", false);
        assertThat(merchant.get("/products").status()).isEqualTo(404);
    }

    @Test
    @DisplayName("Of two who use a refresh token at once one is served")
    void refreshAtOnce() {
        set("reuseEndsAuthorization", false);
        String refresh = twin.signIn(JtlFfnTwin.SCOPE).path("refresh_token").asText();
        List<Integer> statuses = IntStream.range(0, 8)
                .parallel()
                .mapToObj(n -> renew(refresh).status())
                .toList();
        assertThat(Collections.frequency(statuses, 200)).isEqualTo(1);
        assertThat(Collections.frequency(statuses, 400)).isEqualTo(7);
    }
}
