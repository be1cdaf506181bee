package io.serai.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.serai.channel.Platform;
import io.serai.config.ShopifyConfig;
import io.serai.health.SyncFigures;
import io.serai.listing.PlannedCall;
import io.serai.platform.BulkOperation;
import io.serai.platform.BulkRequest;
import io.serai.platform.Connection;
import io.serai.platform.Conversation;
import io.serai.platform.PlatformFailure;
import io.serai.platform.Reason;
import io.serai.platform.Rejected;
import io.serai.platform.StockLine;
import io.serai.platform.StockSet;
import io.serai.platform.Subscription;
import io.serai.platform.Throttled;
import io.serai.platform.Unavailable;
import io.serai.platform.shopify.ShopifyAnswer;
import io.serai.platform.shopify.ShopifyBudget;
import io.serai.platform.shopify.ShopifyCancelBulk;
import io.serai.platform.shopify.ShopifyDescribe;
import io.serai.platform.shopify.ShopifyErrors;
import io.serai.platform.shopify.ShopifyFetchOrders;
import io.serai.platform.shopify.ShopifyFindCreated;
import io.serai.platform.shopify.ShopifyLocations;
import io.serai.platform.shopify.ShopifyOrderPage;
import io.serai.platform.shopify.ShopifyPage;
import io.serai.platform.shopify.ShopifyPush;
import io.serai.platform.shopify.ShopifyQuestion;
import io.serai.platform.shopify.ShopifyRead;
import io.serai.platform.shopify.ShopifyReadOrders;
import io.serai.platform.shopify.ShopifyReadStock;
import io.serai.platform.shopify.ShopifySeeBulk;
import io.serai.platform.shopify.ShopifySetStock;
import io.serai.platform.shopify.ShopifyStartBulk;
import io.serai.platform.shopify.ShopifySubscribe;
import io.serai.platform.shopify.ShopifySubscriptions;
import io.serai.platform.shopify.ShopifyUnsubscribe;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Variable;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/** Carries questions to Shopify and its answers back; what is asked is decided by the conversations. */
@ApplicationScoped
@Named("shopifyCalls")
public class ShopifyCalls {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where Shopify keeps what bulk operations write. */
    private static final String STORE = "storage.googleapis.com";

    /** Shorter waits are not worth giving the channel back for. */
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final ShopifyBudget budget;
    private final Duration longestWait;
    private final SyncFigures figures;
    private final Clock clock;

    @Inject
    public ShopifyCalls(ShopifyConfig config, SyncFigures figures, Clock clock) {
        this.budget = new ShopifyBudget(clock);
        this.longestWait = Duration.ofMillis(config.longestWaitMs());
        this.figures = figures;
        this.clock = clock;
    }

    public ShopifyRead readProducts(@Body List<String> ids) {
        return new ShopifyRead(ids);
    }

    public ShopifyPage readPage(Exchange exchange) {
        PageRequest page = PageRequest.of(exchange);
        return new ShopifyPage(page.cursor(), page.updatedSince());
    }

    public ShopifyPush push(@Body PlannedCall call) {
        return new ShopifyPush(call);
    }

    public ShopifyFindCreated findCreated(@Body PlannedCall call) {
        return new ShopifyFindCreated(call);
    }

    public ShopifyReadStock readStock(@Body List<StockLine> lines) {
        return new ShopifyReadStock(lines);
    }

    public ShopifySetStock setStock(@Body StockSet set) {
        return new ShopifySetStock(set);
    }

    public ShopifyLocations locations() {
        return new ShopifyLocations();
    }

    public ShopifyOrderPage readOrdersPage(Exchange exchange) {
        PageRequest page = PageRequest.of(exchange);
        return new ShopifyOrderPage(page.cursor(), page.updatedSince());
    }

    public ShopifyFetchOrders fetchOrders(Exchange exchange) {
        PageRequest page = PageRequest.of(exchange);
        return new ShopifyFetchOrders(page.cursor(), page.updatedSince());
    }

    public ShopifyReadOrders readOrders(@Body List<String> ids) {
        return new ShopifyReadOrders(ids);
    }

    public ShopifyStartBulk startBulk(@Body BulkRequest request) {
        return new ShopifyStartBulk(request);
    }

    public ShopifySeeBulk seeBulk(@Body List<String> ids) {
        return new ShopifySeeBulk(ids);
    }

    public ShopifyCancelBulk cancelBulk(@Body List<String> ids) {
        return new ShopifyCancelBulk(ids);
    }

    /**
     * Makes the exchange's message the request for the lines that a bulk operation wrote.
     *
     * @throws Rejected if they are said to be somewhere else than Shopify keeps such
     */
    public void askForLines(Exchange exchange) {
        URI url = exchange.getVariable("bulk", BulkOperation.class).url();
        URI shop = new PlatformExchange(exchange).connection().url();
        boolean isStore = STORE.equals(url.getHost()) && "https".equals(url.getScheme());
        boolean isShop =
                shop.getScheme().equals(url.getScheme()) && shop.getAuthority().equals(url.getAuthority());
        if (!isStore && !isShop) {
            throw new Rejected(List.of(Reason.invalid(
                    null, "Shopify says that the lines are at " + url.getHost() + ", where it keeps none")));
        }
        Message request = exchange.getMessage();
        request.removeHeaders("*");
        request.setBody(null);
        request.setHeader(Exchange.HTTP_URI, url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath());
        request.setHeader(Exchange.HTTP_RAW_QUERY, url.getRawQuery());
    }

    /**
     * @throws Rejected if the lines are not there any more, or not for Serai: they are kept for seven days (fact 33)
     * @throws Unavailable if they cannot be had now
     */
    public void checkLines(Exchange exchange) {
        int status = new PlatformExchange(exchange).status();
        if (status / 100 == 4 && status != 429) {
            throw new Rejected(List.of(Reason.invalid(null, "the lines of the bulk operation are gone: " + status)));
        }
        if (status != 200) {
            throw new Unavailable("the lines of the bulk operation cannot be had: " + status, false);
        }
    }

    /** No answer came. */
    public void noLines(Exchange exchange) {
        throw new PlatformExchange(exchange).noAnswer(false);
    }

    public ShopifySubscriptions subscriptions() {
        return new ShopifySubscriptions();
    }

    public ShopifySubscribe subscribe(@Body List<String> topics, @Variable("address") String address) {
        return new ShopifySubscribe(topics, address);
    }

    public ShopifyUnsubscribe unsubscribe(@Body List<Subscription> subscriptions) {
        return new ShopifyUnsubscribe(subscriptions);
    }

    public ShopifyDescribe describe() {
        return new ShopifyDescribe();
    }

    /**
     * How long to wait before the next question, in milliseconds. The first is not waited for long: giving the channel back
     * is better, and nothing is lost by it.
     *
     * @throws Throttled if the points are missing for the first question, or for too long
     */
    public long untilAffordable(
            @Variable("connection") Connection connection,
            @Variable("conversation") Conversation<ShopifyQuestion, ShopifyAnswer> conversation) {
        Duration wait = budget.untilAffordable(
                connection.channelId(), conversation.question().operation());
        if (wait.compareTo(conversation.isFresh() ? SHORT : longestWait) > 0) {
            throw new Throttled(wait);
        }
        return Math.max(wait.toMillis(), conversation.pause().toMillis());
    }

    /** Makes the exchange's message the request. */
    public void ask(Exchange exchange) {
        PlatformExchange platform = new PlatformExchange(exchange);
        Conversation<ShopifyQuestion, ShopifyAnswer> conversation = platform.conversation();
        conversation.put(clock.instant());
        ShopifyQuestion question = conversation.question();
        Message request = exchange.getMessage();
        request.removeHeaders("*");
        request.setBody(null);
        request.setHeader("X-Shopify-Access-Token", platform.connection().credential("accessToken"));
        request.setHeader("shopifyVariables", variables(question.variables()));
        exchange.setVariable("operation", question.operation());
    }

    private static JsonObject variables(JsonNode variables) {
        try {
            return (JsonObject) Jsoner.deserialize(JSON.writeValueAsString(variables));
        } catch (JsonProcessingException | DeserializationException ownJson) {
            throw new IllegalStateException(ownJson);
        }
    }

    /** Hands the answer to the conversation, or fails with what the answer means. */
    public void hear(Exchange exchange) {
        PlatformExchange platform = new PlatformExchange(exchange);
        Conversation<ShopifyQuestion, ShopifyAnswer> conversation = platform.conversation();
        ShopifyQuestion question = conversation.question();
        Instant now = clock.instant();
        Map<String, String> headers = platform.headers();
        platform.noteSkew(headers, now);
        String body = platform.body();
        learn(platform.connection(), question, body);
        try {
            JsonNode answer = ShopifyErrors.judge(platform.status(), headers, body, question.write());
            conversation.hear(new ShopifyAnswer(answer.path("data"), now));
            figures.answered(Platform.SHOPIFY);
        } catch (PlatformFailure failure) {
            figures.failed(Platform.SHOPIFY, failure);
            platform.failed(failure, question.write(), now, longestWait);
        }
    }

    private void learn(Connection connection, ShopifyQuestion question, String body) {
        JsonNode cost = ShopifyErrors.cost(body);
        budget.learn(connection.channelId(), question.operation(), cost);
    }

    /** No answer came. */
    public void fail(Exchange exchange) {
        PlatformExchange platform = new PlatformExchange(exchange);
        Conversation<ShopifyQuestion, ShopifyAnswer> conversation = platform.conversation();
        boolean write = conversation.question().write();
        Unavailable noAnswer = platform.noAnswer(write);
        figures.failed(Platform.SHOPIFY, noAnswer);
        platform.failed(noAnswer, write, clock.instant(), longestWait);
    }
}
