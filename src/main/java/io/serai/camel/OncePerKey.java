package io.serai.camel;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.access.Caller;
import io.serai.access.IdempotencyKeys;
import io.serai.access.KeptAnswer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionManager;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;

/**
 * Does what is inside once for each key that a caller gives (header {@code Idempotency-Key}): the key, what is done and what is
 * answered are of one transaction, which holds a connection: what is inside sees by the variable {@code isOncePerKey} that it must not
 * wait. Without a key it is done as ever.
 */
@ApplicationScoped
@Named("oncePerKey")
public class OncePerKey implements Policy {

    private static final String KEY = "Idempotency-Key";
    private static final String REPLAYED = "Idempotency-Replayed";

    private final IdempotencyKeys keys;
    private final TransactionManager transactions;
    private final ProducerTemplate camel;

    @Inject
    OncePerKey(IdempotencyKeys keys, TransactionManager transactions, ProducerTemplate camel) {
        this.keys = keys;
        this.transactions = transactions;
        this.camel = camel;
    }

    @Override
    public void beforeWrap(Route route, NamedNode definition) {
        // nothing to prepare
    }

    @Override
    public Processor wrap(Route route, Processor inside) {
        return exchange -> {
            Message message = exchange.getMessage();
            String key = message.getHeader(KEY, "", String.class);
            message.removeHeader(KEY);
            exchange.setVariable("isOncePerKey", !key.isEmpty());
            if (key.isEmpty()) {
                inside.process(exchange);
            } else {
                once(route, inside, exchange, key);
            }
        };
    }

    private void once(Route route, Processor inside, Exchange exchange, String key) throws Exception {
        Caller caller = exchange.getVariable("caller", Caller.class);
        byte[] fingerprint = fingerprint(route.getRouteId(), exchange);
        transactions.begin();
        try {
            Optional<KeptAnswer> earlier = keys.take(caller, key, fingerprint);
            if (earlier.isPresent()) {
                repeat(earlier.get(), exchange.getMessage());
                return;
            }
            inside.process(exchange);
            if (isRefused(exchange)) {
                return;
            }
            keys.keep(caller, key, answer(exchange.getMessage()));
            transactions.commit();
        } finally {
            if (transactions.getStatus() != Status.STATUS_NO_TRANSACTION) {
                transactions.rollback();
            }
        }
        // what was announced inside could not be seen before the commit
        camel.sendBody("direct:wake-all-workers", "");
    }

    /** What was refused is not done and not remembered: the caller may mend it and send it with the same key. */
    private static boolean isRefused(Exchange exchange) {
        return exchange.isFailed() || exchange.getProperty(Exchange.EXCEPTION_CAUGHT) != null;
    }

    private static KeptAnswer answer(Message message) {
        Map<String, String> headers = new TreeMap<>();
        message.getHeaders().forEach((name, value) -> {
            if (!name.startsWith("Camel") && value != null) {
                headers.put(name, value.toString());
            }
        });
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class);
        return new KeptAnswer(status, headers, message.getBody(String.class));
    }

    private static void repeat(KeptAnswer answer, Message message) {
        message.removeHeaders("*");
        answer.headers().forEach(message::setHeader);
        message.setHeader(REPLAYED, "true");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
        message.setBody(answer.body());
    }

    /** Of the operation, its parameters, which the contract's check left as the only headers, and its body. */
    private static byte[] fingerprint(String operation, Exchange exchange) {
        JsonNode json = exchange.getVariable("json", JsonNode.class);
        String request = operation + "\n" + new TreeMap<>(exchange.getMessage().getHeaders()) + "\n" + json;
        try {
            return MessageDigest.getInstance("SHA-256").digest(request.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java knows SHA-256", e);
        }
    }
}
