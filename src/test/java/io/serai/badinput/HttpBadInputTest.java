package io.serai.badinput;

import static io.serai.badinput.Answered.CLOSED;
import static io.serai.badinput.Answered.HEADERS_TOO_LARGE;
import static io.serai.badinput.Answered.LINE_TOO_LONG;
import static io.serai.badinput.Answered.NOT_FOUND;
import static io.serai.badinput.Answered.NO_REQUEST;
import static io.serai.badinput.Answered.TAKEN;
import static io.serai.badinput.Answered.TOO_SLOW;
import static io.serai.badinput.Answered.UNAUTHENTICATED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.access.ApiData;
import io.serai.badinput.BadInput.Kept;
import io.serai.badinput.Wire.Answer;
import io.serai.badinput.Wire.Request;
import io.serai.flow.PortResource;
import io.serai.support.PostgresResource;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes over HTTP that is no HTTP, comes slowly, or comes on a way nobody meant. */
@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(PortResource.class)
@WithTestResource(Limits.class)
@DisplayName("bad input: HTTP")
class HttpBadInputTest {

    private static final String PRODUCTS = "/api/products";
    private static final String TENANTS = "/api/tenants";
    private static final String HOOK = "/api/integrations/webhooks/shopify-enhanced/products/update?channel=nowhere";
    private static final int MANY = 300;

    @TestHTTPResource("/")
    URI serai;

    static Stream<BadInput> requests() {
        Request good = get(PRODUCTS);
        return Stream.of(
                row("(good) HTTP/1.0", good.line("GET " + PRODUCTS + " HTTP/1.0"), TAKEN, ""),
                row(
                        "(good) HTTP/1.0 without a host",
                        good.line("GET " + PRODUCTS + " HTTP/1.0").without("Host"),
                        TAKEN,
                        ""),
                row("(good) the whole address", good.line("GET http://serai" + PRODUCTS + " HTTP/1.1"), TAKEN, ""),
                row("no version", good.line("GET " + PRODUCTS), NO_REQUEST, ""),
                row("no HTTP", good.line("hello"), NO_REQUEST, ""),
                row(
                        "TLS where there is none",
                        new Request("\u0016\u0003\u0001hello", List.of(), new byte[0]),
                        NO_REQUEST,
                        ""),
                row("a path with a parameter", get(PRODUCTS + ";jsessionid=1"), NOT_FOUND, "no such path"),
                row("a path with a slash too many inside", get("/api/channels//x"), NOT_FOUND, "no such"),
                row("an encoded slash before", get("/%2fapi/tenants"), NOT_FOUND, "no such path"),
                row("an encoded way out", get("/api/x%2f..%2ftenants"), NOT_FOUND, "no such path"),
                row("a stranger with an encoded slash", stranger("/api%2ftenants"), UNAUTHENTICATED, "token"),
                row("an encoded slash", get("/api%2fproducts"), NOT_FOUND, "no such path"),
                row(
                        "a way out of the files",
                        get("/static/%2e%2e/%2e%2e/application.properties"),
                        NOT_FOUND,
                        "no such path"),
                row(
                        "a way out of the files, encoded twice",
                        get("/static/%252e%252e/application.properties"),
                        NOT_FOUND,
                        "no such path"),
                row(
                        "a way out of the files, the other slash",
                        get("/static/..%5c..%5capplication.properties"),
                        NOT_FOUND,
                        "no such path"),
                row("a stranger on the way around", stranger("/static/../api/tenants"), UNAUTHENTICATED, "token"),
                row(
                        "a stranger on the encoded way around",
                        stranger("/static/%2e%2e/api/tenants"),
                        UNAUTHENTICATED,
                        "token"),
                row("a stranger with slashes", stranger("//api//tenants"), UNAUTHENTICATED, "token"),
                row("a stranger with a parameter", stranger("/static/..;/api/tenants"), NOT_FOUND, "no such path"),
                row(
                        "a stranger below the webhooks",
                        stranger("/api/integrations/webhooks/../../tenants"),
                        UNAUTHENTICATED,
                        "token"),
                row("the server itself", good.line("OPTIONS * HTTP/1.1"), NOT_FOUND, "no such path"),
                row("a tunnel", good.line("CONNECT elsewhere:443 HTTP/1.1"), NOT_FOUND, "no such path"),
                row("U+0000 in the path", get("/api/products/%00"), NOT_FOUND, "no such product"),
                row("a header of 30 kB", good.with("X-Large", "x".repeat(30_000)), HEADERS_TOO_LARGE, ""),
                row("10000 headers", many(good, 10_000), HEADERS_TOO_LARGE, ""),
                row("an address of 10 kB", get(PRODUCTS + "?q=" + "x".repeat(10_000)), LINE_TOO_LONG, ""),
                row("a header with U+0000", good.with("X-Zero", "a\u0000b"), NO_REQUEST, ""),
                row(
                        "a header without a colon",
                        new Request(good.line(), List.of("Host: serai", "hello"), new byte[0]),
                        NO_REQUEST,
                        ""),
                row("a header with a blank in its name", good.with("X Blank", "x"), NO_REQUEST, ""),
                row("two lengths", post(HOOK, "{}").with("Content-Length", "1"), NO_REQUEST, ""),
                row("a length below zero", post(HOOK, "{}").instead("Content-Length", "-1"), NO_REQUEST, ""),
                row("a length in words", post(HOOK, "{}").instead("Content-Length", "two"), NO_REQUEST, ""),
                row("pieces of no size", chunks("zz\r\n{}\r\n0\r\n\r\n"), CLOSED, ""),
                row("pieces beyond 64 bits", chunks("fffffffffffffffff\r\n{}\r\n0\r\n\r\n"), CLOSED, ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    @DisplayName("is answered, and others are served on")
    void answers(BadInput bad) {
        bad.assertAnswered(Wire.exchange(serai, bad.sent()));
        assertServes();
    }

    @Test
    @DisplayName("a length and pieces at once are one request, and nothing of it is taken for a second one")
    void smugglesNothing() {
        String hidden =
                "GET /api/tenants HTTP/1.1\r\nHost: serai\r\nAuthorization: Bearer " + ApiData.ADMIN + "\r\n\r\n";
        Request both = chunks("0\r\n\r\n" + hidden).with("Content-Length", Integer.toString(5 + hidden.length()));
        try (Wire wire = new Wire(serai)) {
            wire.say(both.bytes());
            assertThat(wire.hear().status()).isBetween(400, 401);
            assertThat(wire.hear().status()).as("of what was hidden behind it").isZero();
        }
        assertServes();
    }

    @Test
    @DisplayName("who asks whether to go on is told to, and who is not wanted is told so")
    void goesOnWhenAsked() {
        Request asking = Request.of("POST", TENANTS, bytes("{\"id\": \"status\", \"name\": \"X\"}"))
                .with("Authorization", "Bearer " + ApiData.ADMIN)
                .with("Content-Type", "application/json")
                .with("Expect", "100-continue");
        try (Wire wire = new Wire(serai)) {
            wire.say(asking.head());
            assertThat(wire.hearContinue()).isTrue();
            wire.say(asking.body());
            row("continued", asking, Answered.INVALID, "#/id").assertAnswered(wire.hear());
        }
        try (Wire wire = new Wire(serai)) {
            wire.say(asking.without("Authorization").head());
            assertThat(wire.hear().status()).isEqualTo(401);
        }
        Request elsewhere = asking.instead("Expect", "a miracle");
        try (Wire wire = new Wire(serai)) {
            wire.say(elsewhere.bytes());
            assertThat(wire.hear().status()).isIn(417, 422);
        }
    }

    @Test
    @DisplayName("a body that stops coming, or comes too slowly, is given up with 408, and its connection closed")
    void givesUpSlowBodies() throws Exception {
        for (Request request : List.of(
                admin(post(TENANTS, "x".repeat(500))),
                post(HOOK, "x".repeat(500)),
                admin(post(TENANTS, "{}").chunked()))) {
            try (Wire wire = new Wire(serai)) {
                Instant begun = Instant.now();
                wire.say(request.head());
                row("stops", request, TOO_SLOW, "more slowly than").assertAnswered(wire.hear());
                assertThat(Duration.between(begun, Instant.now()))
                        .isBetween(Duration.ofMillis(900), Duration.ofSeconds(30));
                assertThat(wire.hear().status()).isZero();
            }
        }
        assertServes();
    }

    @Test
    @DisplayName("a body that says more than comes, or is cut off, holds nobody")
    void holdsNobody() {
        Request more = admin(post(TENANTS, "{}").instead("Content-Length", "3"));
        row("more", more, TOO_SLOW, "").assertAnswered(Wire.exchange(serai, more));
        try (Wire wire = new Wire(serai)) {
            wire.say(more.bytes());
        }
        assertServes();
    }

    @Test
    @DisplayName("many who send slowly, heads and bodies, starve nobody")
    void starvesNobody() {
        List<Wire> slow = new ArrayList<>();
        try {
            for (int i = 0; i < MANY; i++) {
                Wire wire = new Wire(serai);
                slow.add(wire);
                Request request = post(HOOK, "x".repeat(5000));
                wire.say(i % 2 == 0 ? request.head() : bytes("POST " + HOOK + " HTTP/1.1\r\nHost: serai\r\nX-Slow"));
            }
            Instant begun = Instant.now();
            for (int i = 0; i < 20; i++) {
                assertServes();
            }
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(60));
        } finally {
            slow.forEach(Wire::close);
        }
    }

    @Test
    @DisplayName("over HTTP/2 a body of another kind is refused too, though nothing says that there is one")
    void asksOverHttp2() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        assertThat(client.send(http2(PRODUCTS).build(), BodyHandlers.ofString()).version())
                .isEqualTo(HttpClient.Version.HTTP_2);
        byte[] body = bytes("{\"id\": \"status\", \"name\": \"X\"}");
        HttpRequest.Builder post =
                http2(TENANTS).POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
        HttpResponse<String> text =
                client.send(post.copy().header("Content-Type", "text/plain").build(), BodyHandlers.ofString());
        assertThat(text.statusCode()).as(text.body()).isEqualTo(415);
        HttpResponse<String> json = client.send(
                post.copy().header("Content-Type", "application/json").build(), BodyHandlers.ofString());
        assertThat(json.statusCode()).as(json.body()).isEqualTo(422);
    }

    private HttpRequest.Builder http2(String path) {
        return HttpRequest.newBuilder(serai.resolve(path)).header("Authorization", "Bearer " + ApiData.ADMIN);
    }

    private void assertServes() {
        Answer answer = Wire.exchange(serai, get(PRODUCTS));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private static BadInput row(String what, Request sent, Answered answered, String says) {
        return new BadInput(what, sent, answered, says, Kept.NOTHING);
    }

    private static Request get(String target) {
        return admin(stranger(target));
    }

    private static Request stranger(String target) {
        return Request.of("GET", target, new byte[0]).without("Content-Length").with("X-Marker", "<marker>");
    }

    private static Request admin(Request request) {
        return request.with("Authorization", "Bearer " + ApiData.ADMIN);
    }

    private static Request post(String target, String body) {
        return Request.of("POST", target, bytes(body)).with("Content-Type", "application/json");
    }

    private static Request chunks(String raw) {
        Request request = post(HOOK, "").without("Content-Length").with("Transfer-Encoding", "chunked");
        return new Request(request.line(), request.headers(), bytes(raw));
    }

    private static Request many(Request request, int headers) {
        List<String> many = new ArrayList<>(request.headers());
        for (int i = 0; i < headers; i++) {
            many.add("X-" + i + ": x");
        }
        return new Request(request.line(), many, request.body());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
