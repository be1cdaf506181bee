package io.serai.settings;

import static io.serai.settings.Effect.seen;
import static io.serai.settings.Turned.JTL;
import static io.serai.settings.Turned.SHOP;
import static io.serai.settings.Turned.WOO;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.serai.camel.JtlCalls;
import io.serai.camel.JtlTokens;
import io.serai.camel.PlatformHttp;
import io.serai.camel.ShopifyCalls;
import io.serai.camel.WooCommerceCalls;
import io.serai.channel.AuthorizationTokens;
import io.serai.channel.Authorizations;
import io.serai.channel.BegunAuthorization;
import io.serai.channel.GrantedTokens;
import io.serai.channel.HeldTokens;
import io.serai.channel.Platform;
import io.serai.config.PlatformConfig;
import io.serai.config.ShopifyConfig;
import io.serai.platform.Connection;
import io.serai.platform.Connections;
import io.serai.platform.Conversation;
import io.serai.platform.Unavailable;
import io.serai.platform.jtlffn.JtlAnswer;
import io.serai.platform.jtlffn.JtlQuestion;
import io.serai.platform.shopify.ShopifyPage;
import io.serai.platform.woocommerce.WooCommerceAnswer;
import io.serai.platform.woocommerce.WooCommercePage;
import io.serai.platform.woocommerce.WooCommerceQuestion;
import io.serai.settings.Effect.Elsewhere;
import io.serai.settings.Effect.Look;
import io.serai.settings.Effect.Running;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.awaitility.Durations;

/** What shows of the settings of how platforms are called. */
final class PlatformEffects {

    private static final String BAD_ANSWERS = "badinput.PlatformBadInputTest";
    private static final String ANSWERED = "waitsAndGoesOn";
    private static final String SOON = "soon";
    private static final String LATE = "late";

    /** Between what is turned and the default. */
    private static final Duration A_WHILE = Duration.ofSeconds(3);

    private PlatformEffects() {}

    static Stream<Effect> all() {
        return Stream.of(ofShopify(), ofWooCommerce(), ofJtl()).flatMap(effects -> effects);
    }

    private static Stream<Effect> ofShopify() {
        return Stream.of(
                new Elsewhere("serai.platform.max-answer", BAD_ANSWERS, ANSWERED),
                new Elsewhere("serai.shopify.response-timeout-ms", BAD_ANSWERS, ANSWERED),
                seen("serai.shopify.api-version", PlatformEffects::versionAskedFor)
                        .of("2031-01", "2031-01")
                        .of("2032-04", "2032-04"),
                seen("serai.shopify.connect-timeout-ms", PlatformEffects::timeToConnect)
                        .of("300", SOON)
                        .of("4000", LATE),
                seen("serai.shopify.connections-per-shop", PlatformEffects::callsAtOnce)
                        .of("2", 2)
                        .of("4", 4),
                seen(
                                "serai.shopify.longest-wait-ms",
                                serai -> isPutAgain(
                                        serai,
                                        SHOP,
                                        Platform.SHOPIFY,
                                        new Longer<>(new ShopifyPage(null, null).question()),
                                        serai.bean(ShopifyCalls.class)::fail))
                        .of("5000", false)
                        .of("60000", true));
    }

    private static Stream<Effect> ofWooCommerce() {
        return Stream.of(
                new Elsewhere("serai.woocommerce.response-timeout-ms", BAD_ANSWERS, ANSWERED),
                new Running(
                        "serai.woocommerce.connect-timeout-ms",
                        "400",
                        unconnected(PlatformEffects::askWooCommerce),
                        SOON),
                seen("serai.woocommerce.requests-per-second", PlatformEffects::betweenWooCommerceCalls)
                        .of("2", 500L)
                        .of("8", 125L),
                seen(
                                "serai.woocommerce.longest-wait-ms",
                                serai -> isPutAgain(
                                        serai,
                                        WOO,
                                        Platform.WOOCOMMERCE,
                                        new Longer<>(wooCommerceQuestion()),
                                        serai.bean(WooCommerceCalls.class)::fail))
                        .of("5000", false)
                        .of("60000", true));
    }

    private static Stream<Effect> ofJtl() {
        return Stream.of(
                new Running("serai.jtl.connect-timeout-ms", "400", unconnected(PlatformEffects::askJtl), SOON),
                new Running("serai.jtl.response-timeout-ms", "600", PlatformEffects::timeToHearJtl, SOON),
                seen("serai.jtl.requests-per-second", PlatformEffects::betweenJtlCalls)
                        .of("2", 500L)
                        .of("8", 125L),
                seen(
                                "serai.jtl.longest-wait-ms",
                                serai -> isPutAgain(
                                        serai,
                                        JTL,
                                        Platform.JTL,
                                        new Longer<>(JtlQuestion.get("products")),
                                        serai.bean(JtlCalls.class)::fail))
                        .of("5000", false)
                        .of("60000", true),
                seen("serai.jtl.authorize-url", PlatformEffects::link)
                        .of("https://one.example/go", "https://one.example/go")
                        .of("https://two.example/come", "https://two.example/come"),
                seen("serai.jtl.token-url", PlatformEffects::tokenUrl)
                        .of("https://one.example/token", "https://one.example/token")
                        .of("https://two.example/token", "https://two.example/token"),
                seen("serai.jtl.sign-in-valid", serai -> {
                            serai.channel(JTL, "jtl");
                            return Duration.between(
                                    serai.now(), serai.inTransaction(() -> serai.bean(Authorizations.class)
                                            .begin(JTL, "a test")
                                            .expiresAt()));
                        })
                        .of("3M", Duration.ofMinutes(3))
                        .of("1H", Duration.ofHours(1)),
                seen("serai.jtl.refresh-margin", PlatformEffects::exchangedBeforeTheEnd)
                        .of("3M", 180L)
                        .of("10M", 600L),
                seen("serai.jtl.refresh-lease", PlatformEffects::minutesOfAnExchange)
                        .of("4M", 4L)
                        .of("10M", 10L));
    }

    private static Object versionAskedFor(Turned serai) throws SQLException {
        serai.channel(SHOP, "shopify");
        return serai.bean(Connections.class).of(SHOP).apiVersion();
    }

    private static HttpClient client(Turned serai) {
        return new PlatformHttp().shopifyHttpClient(serai.bean(ShopifyConfig.class), serai.bean(PlatformConfig.class));
    }

    private static Object timeToConnect(Turned serai) throws Exception {
        HttpClient client = client(serai);
        Instant begun = Instant.now();
        try (FullQueue nobody = new FullQueue()) {
            begun = Instant.now();
            client.execute(new HttpGet(nobody.url()), answer -> answer.getCode());
        } catch (ConnectTimeoutException expected) {
            return sooner(begun);
        }
        throw new AssertionError("somebody answered");
    }

    private static String sooner(Instant begun) {
        return Duration.between(begun, Instant.now()).compareTo(A_WHILE) < 0 ? SOON : LATE;
    }

    private static Object callsAtOnce(Turned serai) throws IOException {
        AtomicInteger underWay = new AtomicInteger();
        CountDownLatch answer = new CountDownLatch(1);
        ExecutorService workers = Executors.newCachedThreadPool();
        HttpServer shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shop.setExecutor(workers);
        shop.createContext("/", exchange -> {
            underWay.incrementAndGet();
            try {
                answer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        shop.start();
        try {
            HttpClient client = client(serai);
            String url = "http://127.0.0.1:" + shop.getAddress().getPort() + "/";
            for (int i = 0; i < 8; i++) {
                workers.submit(() -> client.execute(new HttpGet(url), heard -> heard.getCode()));
            }
            int most = serai.bean(ShopifyConfig.class).connectionsPerShop();
            await().atMost(Durations.ONE_MINUTE).until(() -> underWay.get() >= most);
            await().during(Duration.ofMillis(500)).atMost(Durations.ONE_MINUTE).until(() -> underWay.get() == most);
            return most;
        } finally {
            answer.countDown();
            shop.stop(1);
            workers.shutdown();
        }
    }

    /** A read in several calls, of which one was answered. */
    private static final class Longer<Q, A> extends Conversation<Q, A> {

        Longer(Q question) {
            ask(question, answer -> {});
            goesOn();
        }

        @Override
        public Object result() {
            return null;
        }
    }

    private static Connection connection(String channel, Platform platform, URI url, Map<String, String> settings) {
        return new Connection(
                channel,
                platform,
                url,
                "settings.example",
                Map.of(
                        "accessToken",
                        "x",
                        "consumerKey",
                        "x",
                        "consumerSecret",
                        "x",
                        "clientId",
                        "x",
                        "clientSecret",
                        "x"),
                "2026-10",
                null,
                settings,
                OptionalLong.empty());
    }

    private static Exchange exchange(Connection connection, Conversation<?, ?> conversation) {
        Exchange exchange = new DefaultExchange(Turned.camel());
        exchange.setVariable("connection", connection);
        exchange.setVariable("conversation", conversation);
        return exchange;
    }

    /** The question was put first ten seconds ago, and no answer comes. */
    private static boolean isPutAgain(
            Turned serai,
            String channel,
            Platform platform,
            Conversation<?, ?> conversation,
            java.util.function.Consumer<Exchange> fail) {
        Exchange exchange =
                exchange(connection(channel, platform, URI.create("http://127.0.0.1:1"), Map.of()), conversation);
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new SocketTimeoutException("no answer"));
        conversation.put(serai.now());
        serai.later(Duration.ofSeconds(10));
        try {
            fail.accept(exchange);
            return true;
        } catch (Unavailable givenUp) {
            return false;
        }
    }

    private static WooCommerceQuestion wooCommerceQuestion() {
        return new WooCommercePage(null, null, Map.of()).question();
    }

    private static Object betweenWooCommerceCalls(Turned serai) {
        WooCommerceCalls calls = serai.bean(WooCommerceCalls.class);
        Connection shop = connection(WOO, Platform.WOOCOMMERCE, URI.create("http://127.0.0.1:1"), Map.of());
        Conversation<WooCommerceQuestion, WooCommerceAnswer> conversation = new Longer<>(wooCommerceQuestion());
        calls.untilTurn(shop, conversation);
        return calls.untilTurn(shop, conversation);
    }

    private static Object betweenJtlCalls(Turned serai) {
        JtlCalls calls = serai.bean(JtlCalls.class);
        Connection network = connection(JTL, Platform.JTL, URI.create("http://127.0.0.1:1"), Map.of());
        Conversation<JtlQuestion, JtlAnswer> conversation = new Longer<>(JtlQuestion.get("products"));
        calls.untilTurn(network, conversation);
        return calls.untilTurn(network, conversation);
    }

    /** As the running application calls: {@value #SOON} if it has given up long before it would by default. */
    private static Look unconnected(BiConsumer<URI, Map<String, Object>> ask) {
        return serai -> {
            try (FullQueue nobody = new FullQueue()) {
                return timeUntil("it takes no connection in time", URI.create(nobody.url()), ask);
            }
        };
    }

    private static Object timeToHearJtl(Turned serai) throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            return timeUntil(
                    "it did not answer in time",
                    URI.create("http://127.0.0.1:" + silent.getLocalPort()),
                    PlatformEffects::askJtl);
        }
    }

    private static Object timeUntil(String failure, URI url, BiConsumer<URI, Map<String, Object>> ask) {
        Instant begun = Instant.now();
        try {
            ask.accept(url, Map.of());
        } catch (Unavailable expected) {
            if (!expected.getMessage().contains(failure)) {
                throw expected;
            }
            return sooner(begun);
        }
        throw new AssertionError("somebody answered");
    }

    private static void askWooCommerce(URI url, Map<String, Object> variables) {
        send(
                "direct:woocommerce-call",
                connection(WOO, Platform.WOOCOMMERCE, url, Map.of()),
                new Fresh<>(wooCommerceQuestion()),
                variables);
    }

    private static void askJtl(URI url, Map<String, Object> variables) {
        HeldTokens tokens =
                new HeldTokens("x", "x", 1, Instant.now().plusSeconds(1000), new HeldTokens.SignedIn(1, true));
        send(
                "direct:jtl-call",
                connection(JTL, Platform.JTL, url, Map.of()),
                new Fresh<>(JtlQuestion.get("products")),
                Map.of("jtlTokens", tokens));
    }

    /** A first question is not put again. */
    private static final class Fresh<Q, A> extends Conversation<Q, A> {

        Fresh(Q question) {
            ask(question, answer -> {});
        }

        @Override
        public Object result() {
            return null;
        }
    }

    private static void send(
            String route, Connection connection, Conversation<?, ?> conversation, Map<String, Object> variables) {
        Exchange sent = exchange(connection, conversation);
        variables.forEach(sent::setVariable);
        Exchange answered = Turned.camel().createProducerTemplate().send(route, sent);
        if (answered.getException() instanceof Unavailable failure) {
            throw failure;
        }
        if (answered.getException() != null) {
            throw new IllegalStateException(answered.getException());
        }
    }

    private static BegunAuthorization begun(Turned serai) {
        return new BegunAuthorization(JTL, "state", "http://back.example", serai.now());
    }

    private static Object link(Turned serai) {
        Connection network = connection(JTL, Platform.JTL, URI.create("http://127.0.0.1:1"), Map.of());
        return serai.bean(JtlTokens.class)
                .link(network, begun(serai))
                .toString()
                .replaceAll("\\?.*", "");
    }

    private static Object tokenUrl(Turned serai) {
        Exchange exchange = exchange(connection(JTL, Platform.JTL, URI.create("http://127.0.0.1:1"), Map.of()), null);
        exchange.setVariable("authorization", begun(serai));
        exchange.setVariable("code", "a code");
        serai.bean(JtlTokens.class).askToExchange(exchange);
        return String.valueOf(exchange.getVariable("jtlTokenUrl"));
    }

    private static HeldTokens signedIn(Turned serai) throws SQLException {
        serai.channel(JTL, "jtl");
        GrantedTokens granted = new GrantedTokens("access", "refresh", Duration.ofMinutes(30), serai.now());
        serai.inTransaction(() -> serai.bean(AuthorizationTokens.class).signedIn(JTL, granted));
        return serai.bean(AuthorizationTokens.class).held(JTL).orElseThrow();
    }

    private static Object exchangedBeforeTheEnd(Turned serai) throws SQLException {
        signedIn(serai);
        return serai.count(
                "SELECT extract(epoch FROM expires_at - refresh_after)::bigint FROM control.authorization_tokens");
    }

    private static Object minutesOfAnExchange(Turned serai) throws SQLException {
        HeldTokens held = signedIn(serai);
        serai.inTransaction(() -> serai.bean(AuthorizationTokens.class).claim(JTL, held))
                .orElseThrow();
        return serai.count("SELECT round(extract(epoch FROM claimed_until - clock_timestamp()) / 60)::bigint"
                + " FROM control.authorization_tokens");
    }

    /** A server whose queue of connections is full: whoever comes is neither taken nor refused. */
    private static final class FullQueue implements AutoCloseable {

        private static final int MORE_THAN_FIT = 8;

        private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<SocketChannel> waiting = new ArrayList<>();

        FullQueue() throws IOException {
            for (int i = 0; i < MORE_THAN_FIT; i++) {
                SocketChannel channel = SocketChannel.open();
                channel.configureBlocking(false);
                channel.connect(server.getLocalSocketAddress());
                waiting.add(channel);
            }
        }

        String url() {
            return "http://127.0.0.1:" + server.getLocalPort() + "/";
        }

        @Override
        public void close() throws IOException {
            for (SocketChannel channel : waiting) {
                channel.close();
            }
            server.close();
        }
    }
}
