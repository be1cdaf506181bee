package io.serai.camel;

import io.serai.platform.Connection;
import io.serai.platform.Conversation;
import io.serai.platform.PlatformFailure;
import io.serai.platform.Unavailable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.camel.Exchange;
import org.apache.hc.client5.http.ConnectTimeoutException;

/** What the routes to every platform keep on the exchange, by which names. */
final class PlatformExchange {

    static final String CONNECTION = "connection";
    static final String CONVERSATION = "conversation";
    static final String CLOCK_SKEW = "clockSkew";
    static final String WAIT = "wait";

    /** A Date header has whole seconds, so on average half a one has passed since. */
    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

    private final Exchange exchange;

    PlatformExchange(Exchange exchange) {
        this.exchange = exchange;
    }

    Connection connection() {
        return exchange.getVariable(CONNECTION, Connection.class);
    }

    @SuppressWarnings("unchecked")
    <Q, A> Conversation<Q, A> conversation() {
        return (Conversation<Q, A>) exchange.getVariable(CONVERSATION);
    }

    int status() {
        return exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
    }

    String body() {
        return exchange.getMessage().getBody(String.class);
    }

    /** The answer's headers by lower-case name. */
    Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        exchange.getMessage()
                .getHeaders()
                .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), String.valueOf(value)));
        return headers;
    }

    /** Notes how far the platform's clock is ahead of ours. */
    void noteSkew(Map<String, String> headers, Instant now) {
        String date = headers.get("date");
        if (date != null) {
            try {
                Instant theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
                exchange.setVariable(CLOCK_SKEW, Duration.between(now, theirs.plus(HALF_A_SECOND)));
            } catch (DateTimeParseException notADate) {
                // some proxies write what they like; without a date the last skew stands
                return;
            }
        }
    }

    /**
     * Lets the conversation put a question again that does nothing twice; otherwise fails with what the failure means for all of it.
     *
     * @param once whether it must not be put again
     * @param patience how long a question may be put again
     */
    void failed(PlatformFailure failure, boolean once, Instant now, Duration patience) {
        Conversation<?, ?> conversation = conversation();
        if (once || !conversation.putsAgain(failure, now, patience)) {
            throw conversation.meaning(failure);
        }
    }

    /** What it means that no answer came. */
    Unavailable noAnswer(boolean write) {
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        return new Unavailable(
                connection().url().getHost() + ": " + sentence(cause), write && !isBeforeRequest(cause), cause);
    }

    /** In words: what is kept beside a row is read by people. */
    private static String sentence(Exception cause) {
        if (cause instanceof WholeAnswer.Unusable unusable) {
            return unusable.getMessage();
        }
        if (cause instanceof ConnectTimeoutException) {
            return "it takes no connection in time";
        }
        if (cause instanceof SocketTimeoutException) {
            return "it did not answer in time";
        }
        if (cause instanceof UnknownHostException) {
            return "nobody knows this host";
        }
        if (cause instanceof SSLException) {
            return "no secure connection can be made: " + cause.getMessage();
        }
        if (isBeforeRequest(cause)) {
            return "it takes no connection";
        }
        return "it cut the connection off";
    }

    private static boolean isBeforeRequest(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof ConnectTimeoutException
                || cause instanceof UnknownHostException
                || cause instanceof NoRouteToHostException
                || cause instanceof SSLHandshakeException
                || cause instanceof IOException && cause.getCause() instanceof ConnectException;
    }
}
