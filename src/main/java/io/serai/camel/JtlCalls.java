package io.serai.camel;

import io.serai.channel.AuthorizationTokens;
import io.serai.channel.Authorizations;
import io.serai.channel.HeldTokens;
import io.serai.channel.Platform;
import io.serai.config.JtlConfig;
import io.serai.health.SyncFigures;
import io.serai.platform.CallRate;
import io.serai.platform.Connection;
import io.serai.platform.Conversation;
import io.serai.platform.PlatformFailure;
import io.serai.platform.Unavailable;
import io.serai.platform.jtlffn.JtlAnswer;
import io.serai.platform.jtlffn.JtlDescribe;
import io.serai.platform.jtlffn.JtlErrors;
import io.serai.platform.jtlffn.JtlQuestion;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Variable;

/** Carries questions to JTL-FFN and its answers back; what is asked is decided by the conversations. */
@ApplicationScoped
@Named("jtlCalls")
public class JtlCalls {

    /** The question that was put with a token JTL did not take, though it was the newest. */
    private static final String REFUSED = "jtlRefused";

    private static final int NOT_SIGNED_IN = 401;
    private static final String API = "/api";

    private final AuthorizationTokens tokens;
    private final CallRate rate;
    private final Duration longestWait;
    private final SyncFigures figures;
    private final Clock clock;

    @Inject
    public JtlCalls(AuthorizationTokens tokens, JtlConfig config, SyncFigures figures, Clock clock) {
        this.tokens = tokens;
        this.rate = new CallRate(config.requestsPerSecond(), clock);
        this.longestWait = Duration.ofMillis(config.longestWaitMs());
        this.figures = figures;
        this.clock = clock;
    }

    public JtlDescribe describe(@Variable("connection") Connection connection) {
        return new JtlDescribe(connection.url());
    }

    /** How long to wait before the next question, in milliseconds: the network names no limit, so Serai keeps to its own. */
    public long untilTurn(
            @Variable("connection") Connection connection,
            @Variable("conversation") Conversation<JtlQuestion, JtlAnswer> conversation) {
        return Math.max(
                rate.reserve(connection.channelId()).toMillis(),
                conversation.pause().toMillis());
    }

    /** Makes the exchange's message the request. */
    public void ask(Exchange exchange) {
        PlatformExchange platform = new PlatformExchange(exchange);
        Conversation<JtlQuestion, JtlAnswer> conversation = platform.conversation();
        conversation.put(clock.instant());
        JtlQuestion question = conversation.question();
        Message request = exchange.getMessage();
        request.removeHeaders("*");
        request.setHeader(Exchange.HTTP_METHOD, question.method());
        request.setHeader(Exchange.HTTP_PATH, path(platform.connection(), question));
        if (!question.query().isEmpty()) {
            request.setHeader(Exchange.HTTP_RAW_QUERY, question.query());
            request.setHeader(Exchange.HTTP_QUERY, question.query());
        }
        request.setHeader("Accept", "application/json");
        request.setHeader(
                "Authorization",
                "Bearer "
                        + exchange.getVariable(JtlTokens.TOKENS, HeldTokens.class)
                                .access());
        if (question.body() == null) {
            request.setBody(null);
        } else {
            request.setHeader(Exchange.CONTENT_TYPE, "application/json; charset=utf-8");
            request.setBody(question.body().toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** People give the network's address with the folder of its API, as JTL writes it, or without. */
    private static String path(Connection connection, JtlQuestion question) {
        return connection.url().getPath().endsWith(API) ? question.path() : API + question.path();
    }

    /**
     * Hands the answer to the conversation, or fails with what the answer means. A token that is not taken is exchanged and
     * the question put once more, a write too: nothing was done without a token.
     */
    public void hear(Exchange exchange) {
        PlatformExchange platform = new PlatformExchange(exchange);
        Conversation<JtlQuestion, JtlAnswer> conversation = platform.conversation();
        String channel = platform.connection().channelId();
        Instant now = clock.instant();
        Map<String, String> headers = platform.headers();
        platform.noteSkew(headers, now);
        JtlQuestion question = conversation.question();
        if (platform.status() == NOT_SIGNED_IN && isToBePutAgain(exchange, channel, question)) {
            return;
        }
        try {
            conversation.hear(JtlErrors.judge(
                    question, platform.status(), headers, platform.body(), now, Authorizations.howToSignIn(channel)));
            figures.answered(Platform.JTL);
        } catch (PlatformFailure failure) {
            figures.failed(Platform.JTL, failure);
            platform.failed(failure, question.isWrite(), now, longestWait);
        }
    }

    /** A token that another has exchanged meanwhile is no news; the newest one is exchanged, once for each question. */
    private boolean isToBePutAgain(Exchange exchange, String channel, JtlQuestion question) {
        boolean newest = tokens.refused(channel, exchange.getVariable(JtlTokens.TOKENS, HeldTokens.class));
        boolean putAgain = exchange.getVariable(REFUSED) == question;
        if (newest) {
            exchange.setVariable(REFUSED, question);
        }
        return !newest || !putAgain;
    }

    /** No answer came. */
    public void fail(Exchange exchange) {
        PlatformExchange platform = new PlatformExchange(exchange);
        Conversation<JtlQuestion, JtlAnswer> conversation = platform.conversation();
        boolean write = conversation.question().isWrite();
        Unavailable noAnswer = platform.noAnswer(write);
        figures.failed(Platform.JTL, noAnswer);
        platform.failed(noAnswer, write, clock.instant(), longestWait);
    }

    /** There is no token to put the question with; what was done before it stays done. */
    public void notLetIn(Exchange exchange) {
        PlatformFailure failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, PlatformFailure.class);
        throw new PlatformExchange(exchange).conversation().meaning(failure);
    }
}
