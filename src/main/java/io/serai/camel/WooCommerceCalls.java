package io.serai.camel;

import io.serai.channel.Platform;
import io.serai.config.WooCommerceConfig;
import io.serai.health.SyncFigures;
import io.serai.listing.PlannedCall;
import io.serai.platform.CallRate;
import io.serai.platform.Connection;
import io.serai.platform.Conversation;
import io.serai.platform.PlatformFailure;
import io.serai.platform.StockLine;
import io.serai.platform.StockSet;
import io.serai.platform.Subscription;
import io.serai.platform.Unavailable;
import io.serai.platform.woocommerce.WooCommerceAnswer;
import io.serai.platform.woocommerce.WooCommerceDescribe;
import io.serai.platform.woocommerce.WooCommerceErrors;
import io.serai.platform.woocommerce.WooCommerceFetch;
import io.serai.platform.woocommerce.WooCommerceFindCreated;
import io.serai.platform.woocommerce.WooCommerceLocations;
import io.serai.platform.woocommerce.WooCommerceOAuth;
import io.serai.platform.woocommerce.WooCommerceOrderPage;
import io.serai.platform.woocommerce.WooCommercePage;
import io.serai.platform.woocommerce.WooCommercePush;
import io.serai.platform.woocommerce.WooCommerceQuestion;
import io.serai.platform.woocommerce.WooCommerceRead;
import io.serai.platform.woocommerce.WooCommerceReadOrders;
import io.serai.platform.woocommerce.WooCommerceReadStock;
import io.serai.platform.woocommerce.WooCommerceSetStock;
import io.serai.platform.woocommerce.WooCommerceSubscribe;
import io.serai.platform.woocommerce.WooCommerceSubscriptions;
import io.serai.platform.woocommerce.WooCommerceUnsubscribe;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Variable;

/** Carries questions to WooCommerce shops and their answers back; what is asked is decided by the conversations. */
@ApplicationScoped
@Named("wooCommerceCalls")
public class WooCommerceCalls {

    private final CallRate rate;
    private final Duration longestWait;
    private final SyncFigures figures;
    private final Clock clock;

    @Inject
    public WooCommerceCalls(WooCommerceConfig config, SyncFigures figures, Clock clock) {
        this.rate = new CallRate(config.requestsPerSecond(), clock);
        this.longestWait = Duration.ofMillis(config.longestWaitMs());
        this.figures = figures;
        this.clock = clock;
    }

    public WooCommerceRead readProducts(@Body List<String> ids, @Variable("connection") Connection connection) {
        return new WooCommerceRead(ids, connection.settings());
    }

    public WooCommercePage readPage(Exchange exchange) {
        PageRequest page = PageRequest.of(exchange);
        return new WooCommercePage(
                page.cursor(),
                page.updatedSince(),
                new PlatformExchange(exchange).connection().settings());
    }

    public WooCommercePush push(@Body PlannedCall call, @Variable("connection") Connection connection) {
        return new WooCommercePush(call, connection.settings());
    }

    public WooCommerceFindCreated findCreated(@Body PlannedCall call, @Variable("connection") Connection connection) {
        return new WooCommerceFindCreated(call, connection.settings());
    }

    public WooCommerceReadStock readStock(@Body List<StockLine> lines) {
        return new WooCommerceReadStock(lines);
    }

    public WooCommerceSetStock setStock(@Body StockSet set) {
        return new WooCommerceSetStock(set);
    }

    public WooCommerceLocations locations() {
        return new WooCommerceLocations();
    }

    public WooCommerceOrderPage readOrdersPage(Exchange exchange) {
        PageRequest page = PageRequest.of(exchange);
        return new WooCommerceOrderPage(page.cursor(), page.updatedSince());
    }

    public WooCommerceReadOrders readOrders(@Body List<String> ids) {
        return new WooCommerceReadOrders(ids);
    }

    public WooCommerceFetch fetchOrders(Exchange exchange) {
        PageRequest page = PageRequest.of(exchange);
        return WooCommerceFetch.orders(page.cursor(), page.updatedSince());
    }

    public WooCommerceFetch fetchCustomers(Exchange exchange) {
        return WooCommerceFetch.customers(PageRequest.of(exchange).cursor());
    }

    public WooCommerceSubscriptions subscriptions() {
        return new WooCommerceSubscriptions();
    }

    public WooCommerceSubscribe subscribe(
            @Body List<String> topics, @Variable("address") String address, @Variable("webhookSecret") String secret) {
        return new WooCommerceSubscribe(topics, address, secret);
    }

    public WooCommerceUnsubscribe unsubscribe(@Body List<Subscription> subscriptions) {
        return new WooCommerceUnsubscribe(subscriptions);
    }

    public WooCommerceDescribe describe() {
        return new WooCommerceDescribe();
    }

    /** How long to wait before the next question, in milliseconds, so that the shop is not run over. */
    public long untilTurn(
            @Variable("connection") Connection connection,
            @Variable("conversation") Conversation<WooCommerceQuestion, WooCommerceAnswer> conversation) {
        return Math.max(
                rate.reserve(connection.channelId()).toMillis(),
                conversation.pause().toMillis());
    }

    /** Makes the exchange's message the request. */
    public void ask(Exchange exchange) {
        PlatformExchange platform = new PlatformExchange(exchange);
        Conversation<WooCommerceQuestion, WooCommerceAnswer> conversation = platform.conversation();
        conversation.put(clock.instant());
        WooCommerceQuestion question = conversation.question();
        Message request = exchange.getMessage();
        request.removeHeaders("*");
        request.setHeader(Exchange.HTTP_METHOD, question.method());
        request.setHeader(Exchange.HTTP_PATH, question.path());
        SortedMap<String, String> query = authenticated(platform.connection(), question, request);
        request.setHeader(Exchange.HTTP_RAW_QUERY, WooCommerceOAuth.encode(query));
        request.setHeader(Exchange.HTTP_QUERY, WooCommerceOAuth.encode(query));
        request.setHeader("Accept", "application/json");
        if (question.body() == null) {
            request.setBody(null);
        } else {
            request.setHeader(Exchange.CONTENT_TYPE, "application/json; charset=utf-8");
            request.setBody(question.body().toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Over https the keys go as they are; over http only a signature goes (fact 61, W6). */
    private SortedMap<String, String> authenticated(
            Connection connection, WooCommerceQuestion question, Message request) {
        String key = connection.credential("consumerKey");
        String secret = connection.credential("consumerSecret");
        if ("https".equals(connection.url().getScheme())) {
            byte[] pair = (key + ":" + secret).getBytes(StandardCharsets.UTF_8);
            request.setHeader("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
            return question.query();
        }
        return WooCommerceOAuth.sign(
                question.method(),
                site(connection) + question.path(),
                question.query(),
                key,
                secret,
                UUID.randomUUID().toString(),
                clock.instant());
    }

    private static String site(Connection connection) {
        return connection.url().toString().replaceAll("/$", "");
    }

    /** Hands the answer to the conversation, or fails with what the answer means. */
    public void hear(Exchange exchange) {
        PlatformExchange platform = new PlatformExchange(exchange);
        Conversation<WooCommerceQuestion, WooCommerceAnswer> conversation = platform.conversation();
        Instant now = clock.instant();
        Map<String, String> headers = platform.headers();
        platform.noteSkew(headers, now);
        boolean write = conversation.question().isWrite();
        boolean once = !conversation.question().isRepeatable();
        try {
            conversation.hear(WooCommerceErrors.judge(platform.status(), headers, platform.body(), write, now));
            figures.answered(Platform.WOOCOMMERCE);
        } catch (PlatformFailure failure) {
            figures.failed(Platform.WOOCOMMERCE, failure);
            platform.failed(failure, once, now, longestWait);
        }
    }

    /** No answer came. */
    public void fail(Exchange exchange) {
        PlatformExchange platform = new PlatformExchange(exchange);
        Conversation<WooCommerceQuestion, WooCommerceAnswer> conversation = platform.conversation();
        boolean write = conversation.question().isWrite();
        Unavailable noAnswer = platform.noAnswer(write);
        figures.failed(Platform.WOOCOMMERCE, noAnswer);
        platform.failed(noAnswer, !conversation.question().isRepeatable(), clock.instant(), longestWait);
    }
}
