package io.serai.settings;

import static io.serai.settings.Effect.seen;
import static io.serai.settings.Turned.JTL;
import static io.serai.settings.Turned.SHOP;
import static io.serai.settings.Turned.TENANT;
import static io.serai.settings.Turned.WOO;
import static io.serai.settings.Turned.call;
import static io.serai.settings.Turned.json;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.serai.access.Caller;
import io.serai.access.IdempotencyKeys;
import io.serai.access.Role;
import io.serai.access.Sessions;
import io.serai.access.SignIn;
import io.serai.access.TokenSecret;
import io.serai.access.Tokens;
import io.serai.camel.StartedRoutes;
import io.serai.channel.Authorizations;
import io.serai.channel.ChangeChannel;
import io.serai.channel.Channels;
import io.serai.channel.ConnectChannel;
import io.serai.channel.CredentialCipher;
import io.serai.channel.UnsettledChannel;
import io.serai.channel.UnsettledChannels;
import io.serai.ownership.FieldOwnership;
import io.serai.problem.InvalidRequest;
import io.serai.problem.TooManyRequests;
import io.serai.problem.Unauthenticated;
import io.serai.product.Field;
import io.serai.settings.Effect.Elsewhere;
import io.serai.settings.Effect.Running;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.eclipse.microprofile.config.ConfigProvider;

/** What shows of the settings of the process, of who gets in, and of channels. */
final class AccessEffects {

    private static final String KEY =
            Base64.getEncoder().encodeToString("a key of thirty-two bytes, the 1".getBytes(US_ASCII));
    private static final String OTHER_KEY =
            Base64.getEncoder().encodeToString("a key of thirty-two bytes, the 2".getBytes(US_ASCII));
    private static final String PLACE = "here";

    /** Of the test profile. */
    private static final TokenSecret ADMIN = new TokenSecret("serai-dev-admin");

    private static final int PLENTY = 40;

    private AccessEffects() {}

    static Stream<Effect> all() {
        return Stream.of(
                seen("serai.process.worker-mode", AccessEffects::startedRoutes)
                        .of("all", List.of("wake", "answer"))
                        .of("web", List.of("answer"))
                        .of("worker", List.of("wake")),
                seen("serai.process.public-url", AccessEffects::redirectUri)
                        .of("https://a.example", "https://a.example/connect/jtl-ffn/callback")
                        .of("https://b.example", "https://b.example/connect/jtl-ffn/callback"),
                seen("serai.encryption-key", AccessEffects::opensWhatTheKeySealed)
                        .of(KEY, true)
                        .of(OTHER_KEY, false),
                seen(
                                "serai.previous-encryption-key",
                                Map.of("serai.encryption-key", OTHER_KEY),
                                AccessEffects::opensWhatTheKeySealed)
                        .of("", false)
                        .of(KEY, true),
                seen("serai.admin-token", AccessEffects::isAdmin).of("", false).of("a-token-of-the-operator", true),
                new Running("serai.access.max-body", "64K", AccessEffects::statuses, List.of(401, 413)),
                new Elsewhere("serai.access.body-patience", "badinput.HttpBadInputTest", "givesUpSlowBodies"),
                new Running("serai.access.body-rate", "1000000", AccessEffects::statusOfAHalfBody, "408"),
                seen("serai.access.session-lifetime", AccessEffects::sessionLifetime)
                        .of("3H", Duration.ofHours(3))
                        .of("7M", Duration.ofMinutes(7)),
                seen("serai.access.sign-in-failures", AccessEffects::wrongTokens)
                        .of("3", 3)
                        .of("5", 5),
                seen(
                                "serai.access.sign-in-window",
                                Map.of("serai.access.sign-in-failures", "1"),
                                AccessEffects::minutesToWait)
                        .of("10M", 10L)
                        .of("2H", 120L),
                seen("serai.access.idempotency-keep", AccessEffects::isKnownAfterHalfAnHour)
                        .of("1H", true)
                        .of("10M", false),
                new Elsewhere("serai.access.cors-origins", "access.CrossOriginTest", "letsAConfiguredSiteIn"),
                seen("serai.channel.previous-secret-valid", AccessEffects::previousSecretHolds)
                        .of("2H", Duration.ofHours(2))
                        .of("30M", Duration.ofMinutes(30)),
                seen("serai.channel.settle-lease", serai -> {
                            unsettled(serai);
                            return serai.until("SELECT lease_until FROM control.unsettled_channels");
                        })
                        .of("3M", Duration.ofMinutes(3))
                        .of("40S", Duration.ofSeconds(40)),
                seen("serai.channel.settle-delay", serai -> waitAfter(serai, 1))
                        .of("3S", Duration.ofSeconds(3))
                        .of("11S", Duration.ofSeconds(11)),
                seen("serai.channel.settle-delay-at-most", serai -> waitAfter(serai, 25))
                        .of("7M", Duration.ofMinutes(7))
                        .of("1H", Duration.ofHours(1)),
                seen("serai.channel.let-go-tries", AccessEffects::isLetGoAfterThree)
                        .of("3", true)
                        .of("4", false),
                seen("serai.field-ownership-file", AccessEffects::ownerOfTags)
                        .of("", "COMMERCE")
                        .of(anotherTable().toString(), "OPS"),
                seen("serai.shopify.webhook-secret", AccessEffects::secretOfAShop)
                        .of("one-secret", "one-secret")
                        .of("another-secret", "another-secret"));
    }

    private static Object startedRoutes(Turned serai) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            serai.bean(StartedRoutes.class).configure(camel);
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("seda:wake-somebody").id("wake").to("log:wake");
                    from("seda:import-lines-somewhere").id("answer").to("log:answer");
                }
            });
            camel.start();
            return Stream.of("wake", "answer")
                    .filter(route -> camel.getRouteController().getRouteStatus(route) == ServiceStatus.Started)
                    .toList();
        }
    }

    private static Object redirectUri(Turned serai) throws Exception {
        serai.channel(JTL, "jtl");
        return serai.inTransaction(
                () -> serai.bean(Authorizations.class).begin(JTL, "a test").redirectUri());
    }

    private static Object opensWhatTheKeySealed(Turned serai) throws Exception {
        Object producer = serai.bean("channel.CipherProducer");
        byte[] sealed = ((CredentialCipher) call(producer, "cipher", KEY, Optional.empty()))
                .seal("a secret".getBytes(US_ASCII), PLACE);
        CredentialCipher cipher = (CredentialCipher) call(
                producer,
                "cipher",
                serai.value("serai.encryption-key", String.class).orElseThrow(),
                serai.value("serai.previous-encryption-key", String.class));
        try {
            return new String(cipher.open(sealed, PLACE), US_ASCII).equals("a secret");
        } catch (IllegalStateException otherKey) {
            return false;
        }
    }

    private static Object isAdmin(Turned serai) throws Exception {
        Object bootstrap = serai.bean("access.BootstrapToken");
        serai.inTransaction(() -> call(bootstrap, "ensure", new Object[] {null}));
        return serai.bean(Tokens.class)
                .caller(new TokenSecret("a-token-of-the-operator"))
                .filter(caller -> caller.role() == Role.ADMIN)
                .isPresent();
    }

    private static URI serai() {
        return URI.create(
                "http://localhost:" + ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class));
    }

    private static Object statuses(Turned serai) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (int length : List.of(60_000, 70_000)) {
            HttpRequest request = HttpRequest.newBuilder(
                            serai().resolve("/api/integrations/webhooks/shopify-enhanced/products/update"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[length]))
                    .build();
            statuses.add(HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.discarding())
                    .statusCode());
        }
        return statuses;
    }

    /** By the usual rate it would be waited for; what stops the wait is the rate, and the patience of the running application. */
    private static Object statusOfAHalfBody(Turned serai) throws Exception {
        try (Socket socket = new Socket(serai().getHost(), serai().getPort())) {
            socket.setSoTimeout(60_000);
            String head = "POST /api/integrations/webhooks/shopify-enhanced/products/update HTTP/1.1\r\n"
                    + "Host: serai\r\nContent-Type: application/json\r\nContent-Length: 50000\r\n\r\n";
            socket.getOutputStream().write((head + "x".repeat(40_000)).getBytes(US_ASCII));
            InputStream answer = socket.getInputStream();
            return new String(answer.readNBytes(12), US_ASCII).substring(9);
        }
    }

    private static Object sessionLifetime(Turned serai) throws Exception {
        serai.execute("DELETE FROM control.sessions");
        serai.inTransaction(() -> serai.bean(Sessions.class).begin(ADMIN)).orElseThrow();
        return Duration.ofMillis(serai.count(
                "SELECT round(extract(epoch FROM expires_at - created_at) * 1000)::bigint FROM control.sessions"));
    }

    /** Until the address has to wait. */
    private static int wrongTokens(Turned serai) {
        SignIn signIn = serai.bean(SignIn.class);
        for (int wrong = 0; wrong < PLENTY; wrong++) {
            try {
                signIn.signIn("wrong", "192.0.2.1");
            } catch (Unauthenticated counted) {
                continue;
            } catch (TooManyRequests wait) {
                return wrong;
            }
        }
        return PLENTY;
    }

    private static Object minutesToWait(Turned serai) {
        SignIn signIn = serai.bean(SignIn.class);
        try {
            signIn.signIn("wrong", "192.0.2.1");
        } catch (Unauthenticated counted) {
            return minutes(signIn);
        }
        throw new AssertionError("a wrong token was taken");
    }

    private static long minutes(SignIn signIn) {
        try {
            signIn.signIn("wrong", "192.0.2.1");
            throw new AssertionError("a wrong token was taken");
        } catch (TooManyRequests wait) {
            return Math.round(Long.parseLong(wait.headers().get("Retry-After")) / 60.0);
        }
    }

    /** A key that is known belongs to its own request alone. */
    private static Object isKnownAfterHalfAnHour(Turned serai) {
        Caller caller = new Caller("a test " + serai.now(), Role.ADMIN, null);
        IdempotencyKeys keys = serai.bean(IdempotencyKeys.class);
        serai.inTransaction(() -> keys.take(caller, "key", new byte[] {1}));
        serai.later(Duration.ofMinutes(30));
        try {
            serai.inTransaction(() -> keys.take(caller, "key", new byte[] {2}));
            return false;
        } catch (InvalidRequest known) {
            return true;
        }
    }

    private static void connect(Turned serai, String secret) throws Exception {
        ConnectChannel wish = ConnectChannel.of(json(
                """
                {"id": "%s", "clientId": "%s", "platform": "shopify", "shopDomain": "settings.myshopify.com",
                 "url": "http://127.0.0.1:1", "credentials": {"accessToken": "shpat_x"}%s}"""
                        .formatted(SHOP, TENANT, secret)));
        serai.inTransaction(() -> serai.bean(Channels.class).connect(wish, "a test"));
    }

    private static Object previousSecretHolds(Turned serai) throws Exception {
        connect(serai, ", \"webhookSecret\": \"the-first-secret\"");
        ChangeChannel wish = ChangeChannel.of(json("{\"webhookSecret\": \"the-second-secret\"}"));
        serai.inTransaction(() -> serai.bean(Channels.class).change(SHOP, wish, "a test"));
        return serai.until("SELECT previous_webhook_secret_until FROM control.channels WHERE id = ?", SHOP);
    }

    private static Object secretOfAShop(Turned serai) throws Exception {
        connect(serai, "");
        return serai.bean(Channels.class).webhookSecret(SHOP);
    }

    private static UnsettledChannel unsettled(Turned serai) throws Exception {
        serai.channel(WOO, "woocommerce");
        serai.execute(
                "INSERT INTO control.unsettled_channels (channel_id, since, not_before) VALUES (?, ?, ?)",
                WOO,
                serai.now(),
                serai.now());
        return serai.inTransaction(() -> serai.bean(UnsettledChannels.class).claim())
                .get(0);
    }

    private static void fail(Turned serai, UnsettledChannel claimed, int tries) {
        UnsettledChannel tried =
                new UnsettledChannel(claimed.channelId(), claimed.since(), tries, claimed.leaseUntil());
        serai.inTransaction(
                () -> serai.bean(UnsettledChannels.class).failed(tried, new IllegalStateException("no luck")));
    }

    private static Object waitAfter(Turned serai, int tries) throws Exception {
        fail(serai, unsettled(serai), tries);
        return serai.until("SELECT not_before FROM control.unsettled_channels");
    }

    private static Object isLetGoAfterThree(Turned serai) throws Exception {
        UnsettledChannel claimed = unsettled(serai);
        serai.execute("UPDATE control.channels SET status = 'disconnected' WHERE id = ?", WOO);
        fail(serai, claimed, 3);
        return serai.count("SELECT count(*) FROM control.unsettled_channels") == 0;
    }

    private static Object ownerOfTags(Turned serai) throws Exception {
        FieldOwnership ownership = (FieldOwnership) call(
                serai.bean("listing.FieldOwnershipProducer"),
                "ownership",
                serai.value("serai.field-ownership-file", Path.class));
        return ownership.rules().get(Field.TAGS).owner().name();
    }

    private static Path anotherTable() {
        try {
            String table = Files.readString(Path.of("config", "field-ownership.yaml"));
            Path file = Files.createTempFile("field-ownership", ".yaml");
            file.toFile().deleteOnExit();
            return Files.writeString(
                    file, table.replaceFirst("(?m)^  tags:\n    owner: commerce", "  tags:\n    owner: ops"));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
