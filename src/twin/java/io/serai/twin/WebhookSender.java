package io.serai.twin;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Delivers webhooks in the background, with the platform's timeouts and retries, and records each attempt. Thread-safe. */
public final class WebhookSender {

    /**
     * How a platform delivers.
     *
     * @param connect time to connect
     * @param total time for the whole attempt
     * @param retries the waits before the second attempt, the third, and so on
     */
    public record Policy(Duration connect, Duration total, List<Duration> retries) {}

    /** What goes over the wire: one POST. */
    public record Outgoing(String url, Map<String, String> headers, byte[] body) {}

    /** One delivery over all its attempts. */
    public interface Shipment {

        /** The id of the subscription it goes to. */
        String subscription();

        String topic();

        /** What to send in this attempt, counted from 1, or null if there is nothing to send any more. */
        Outgoing outgoing(int attempt);

        /** Whether an answer with this status counts as delivered. */
        boolean isSuccess(int status);

        /** Called after each attempt. */
        default void attempted(Attempt attempt) {}

        /** What is kept of it while it is under way, as plain data; empty if it ends with the process. */
        default Optional<Object> stored() {
            return Optional.empty();
        }
    }

    /**
     * One attempt.
     *
     * @param number from 1
     * @param status HTTP status, 0 if there was no answer
     * @param error why there was no answer, or null
     */
    public record Attempt(
            String subscription,
            String topic,
            int number,
            String url,
            Map<String, String> headers,
            String body,
            Instant at,
            int status,
            String error,
            boolean delivered,
            boolean duplicate) {}

    private final Vertx vertx;
    private final Faults faults;
    private final TwinClock clock;
    private final HttpClient client;
    private final List<Attempt> attempts = new ArrayList<>();
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicInteger retrying = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final Set<Run> underWay = new LinkedHashSet<>();
    private final List<Runnable> held = new ArrayList<>();
    private final Runnable beforeSending;
    private final Runnable afterSending;
    private boolean holding;
    private volatile Policy policy;
    private volatile int generation;

    /**
     * @param beforeSending returns when what the shop tells may be told
     * @param afterSending called when an attempt has changed what is kept of subscriptions and deliveries
     */
    WebhookSender(
            Vertx vertx,
            Faults faults,
            TwinClock clock,
            Policy policy,
            Runnable beforeSending,
            Runnable afterSending) {
        this.vertx = vertx;
        this.faults = faults;
        this.clock = clock;
        this.policy = policy;
        this.beforeSending = beforeSending;
        this.afterSending = afterSending;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(32)
                .setKeepAlive(false)
                .setVerifyHost(false)
                .setTrustAll(true));
    }

    public void policy(Policy wanted) {
        this.policy = wanted;
    }

    public Policy policy() {
        return policy;
    }

    /** Sends in the background; faults decide whether, when and how often. */
    public void send(Shipment shipment) {
        send(shipment, 0);
    }

    /** Sends in the background, not before this many milliseconds are over. */
    public void send(Shipment shipment, int notBefore) {
        Faults.WebhookFault fault = faults.nextWebhook();
        if (fault.lost()) {
            lost.incrementAndGet();
            return;
        }
        start(shipment, notBefore + fault.delay(), false);
        if (fault.duplicateDelay() >= 0) {
            start(shipment, notBefore + fault.duplicateDelay(), true);
        }
    }

    /** From now on nothing is sent until {@link #release}. */
    public void hold() {
        synchronized (held) {
            holding = true;
        }
    }

    /** Sends what was held, and whatever comes. */
    public void release() {
        List<Runnable> now;
        synchronized (held) {
            holding = false;
            now = List.copyOf(held);
            held.clear();
        }
        now.forEach(attempt -> after(0, attempt));
    }

    private boolean isHeld(Runnable attempt) {
        synchronized (held) {
            return holding && held.add(attempt);
        }
    }

    /** What is kept of the deliveries under way, oldest first. */
    public <T> List<T> stored(Class<T> type) {
        synchronized (underWay) {
            return underWay.stream()
                    .flatMap(run -> run.shipment.stored().stream())
                    .filter(type::isInstance)
                    .map(type::cast)
                    .toList();
        }
    }

    /** Deliveries under way, those waiting for their delay or a retry included. */
    public int pending() {
        return pending.get();
    }

    /** Of those pending, the ones that failed and wait for their next attempt. */
    public int retrying() {
        return retrying.get();
    }

    /** Webhooks that faults swallowed. */
    public int lost() {
        return lost.get();
    }

    /** Every attempt so far, oldest first; a copy. */
    public List<Attempt> attempts() {
        synchronized (attempts) {
            return List.copyOf(attempts);
        }
    }

    /** Forgets all attempts and all that is still to be sent. */
    public void reset() {
        generation++;
        pending.set(0);
        retrying.set(0);
        lost.set(0);
        synchronized (attempts) {
            attempts.clear();
        }
        synchronized (underWay) {
            underWay.clear();
        }
        synchronized (held) {
            held.clear();
        }
    }

    private void start(Shipment shipment, int delay, boolean duplicate) {
        Run run = new Run(shipment, duplicate, generation);
        pending.incrementAndGet();
        synchronized (underWay) {
            underWay.add(run);
        }
        after(delay, () -> run.attempt(1));
    }

    private void after(long millis, Runnable work) {
        Runnable off = () -> vertx.executeBlocking(
                () -> {
                    work.run();
                    return null;
                },
                false);
        if (millis <= 0) {
            off.run();
        } else {
            vertx.setTimer(millis, timer -> off.run());
        }
    }

    private final class Run {

        private final Shipment shipment;
        private final boolean duplicate;
        private final int born;

        Run(Shipment shipment, boolean duplicate, int born) {
            this.shipment = shipment;
            this.duplicate = duplicate;
            this.born = born;
        }

        void attempt(int number) {
            if (born != generation || isHeld(() -> attempt(number))) {
                return;
            }
            Outgoing outgoing = shipment.outgoing(number);
            if (outgoing == null) {
                end();
                return;
            }
            beforeSending.run();
            Instant at = clock.instant();
            post(outgoing, (status, error) -> after(0, () -> finish(number, outgoing, at, status, error)));
        }

        private void finish(int number, Outgoing outgoing, Instant at, int status, String error) {
            if (born != generation) {
                return;
            }
            boolean delivered = status != 0 && shipment.isSuccess(status);
            Attempt attempt = new Attempt(
                    shipment.subscription(),
                    shipment.topic(),
                    number,
                    outgoing.url(),
                    outgoing.headers(),
                    new String(outgoing.body(), StandardCharsets.UTF_8),
                    at,
                    status,
                    error,
                    delivered,
                    duplicate);
            synchronized (attempts) {
                attempts.add(attempt);
            }
            shipment.attempted(attempt);
            if (delivered || number > policy.retries().size()) {
                end();
            } else {
                retry(number);
            }
            afterSending.run();
        }

        private void end() {
            pending.decrementAndGet();
            synchronized (underWay) {
                underWay.remove(this);
            }
        }

        private void retry(int number) {
            retrying.incrementAndGet();
            after(policy.retries().get(number - 1).toMillis(), () -> {
                if (born == generation) {
                    retrying.decrementAndGet();
                    attempt(number + 1);
                }
            });
        }
    }

    private interface Answer {
        void of(int status, String error);
    }

    private void post(Outgoing outgoing, Answer then) {
        AtomicBoolean done = new AtomicBoolean();
        Answer once = (status, error) -> {
            if (done.compareAndSet(false, true)) {
                then.of(status, error);
            }
        };
        RequestOptions options;
        try {
            options = new RequestOptions()
                    .setMethod(HttpMethod.POST)
                    .setAbsoluteURI(outgoing.url())
                    .setConnectTimeout(policy.connect().toMillis());
        } catch (RuntimeException e) {
            once.of(0, String.valueOf(e.getMessage()));
            return;
        }
        long timer = vertx.setTimer(
                Math.max(1, policy.total().toMillis()), id -> once.of(0, "no answer within " + policy.total()));
        Answer ended = (status, error) -> {
            vertx.cancelTimer(timer);
            once.of(status, error);
        };
        client.request(options)
                .onFailure(e -> ended.of(0, String.valueOf(e.getMessage())))
                .onSuccess(request -> write(request, outgoing, done, ended));
    }

    private void write(HttpClientRequest request, Outgoing outgoing, AtomicBoolean done, Answer ended) {
        outgoing.headers().forEach(request::putHeader);
        Consumer<Throwable> failed = e -> ended.of(0, String.valueOf(e.getMessage()));
        request.send(Buffer.buffer(outgoing.body())).onFailure(failed::accept).onSuccess(response -> {
            int status = response.statusCode();
            response.body().onComplete(body -> ended.of(status, null));
        });
        // A receiver that never answers must not hold the connection for ever.
        vertx.setTimer(Math.max(1, policy.total().toMillis()), id -> {
            if (done.get()) {
                request.reset();
            }
        });
    }
}
