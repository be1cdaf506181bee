package io.serai.twin.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import io.serai.twin.WebhookSender;
import io.serai.twin.shopify.Model.Subscription;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Subscriptions and their deliveries, as facts 1-13 say. */
final class Webhooks {

    /** Retries after the first attempt, and the time they take in all (fact 7). */
    static final int RETRIES = 8;

    static final Duration RETRY_SPAN = Duration.ofHours(4);
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    static final Duration TOTAL_TIMEOUT = Duration.ofSeconds(5);

    private final Shop shop;
    private final ShopifySettings.Holder settings;
    private final Map<Long, Subscription> subscriptions = new ConcurrentSkipListMap<>();
    private final Map<Long, Integer> failures = new ConcurrentHashMap<>();
    private final List<Subscription> removed = new ArrayList<>();
    private WebhookSender sender;

    Webhooks(Shop shop, ShopifySettings.Holder settings) {
        this.shop = shop;
        this.settings = settings;
    }

    void sender(WebhookSender by) {
        this.sender = by;
    }

    /** How Shopify delivers, its waits and timeouts multiplied by {@code timeScale}. */
    static WebhookSender.Policy policy(double retryScale, double timeoutScale) {
        double unit = RETRY_SPAN.toMillis() / (Math.pow(2, RETRIES) - 1);
        List<Duration> waits = IntStream.range(0, RETRIES)
                .mapToObj(i -> Duration.ofMillis((long) Math.ceil(unit * Math.pow(2, i) * retryScale)))
                .toList();
        return new WebhookSender.Policy(scaled(CONNECT_TIMEOUT, timeoutScale), scaled(TOTAL_TIMEOUT, timeoutScale), waits);
    }

    private static Duration scaled(Duration time, double by) {
        return Duration.ofMillis(Math.max(1, (long) (time.toMillis() * by)));
    }

    Map<Long, Subscription> subscriptions() {
        return subscriptions;
    }

    /** Subscriptions Shopify removed because they failed (fact 9). */
    synchronized List<Subscription> removed() {
        return List.copyOf(removed);
    }

    void put(Subscription subscription) {
        subscriptions.put(subscription.id(), subscription);
    }

    void remove(long id) {
        subscriptions.remove(id);
        failures.remove(id);
    }

    synchronized void clear() {
        subscriptions.clear();
        failures.clear();
        removed.clear();
    }

    /** All that outlives the process, what Shopify would still try to deliver included. */
    record Stored(
            List<Subscription> subscriptions,
            List<Subscription> removed,
            Map<Long, Integer> failures,
            List<Undelivered> undelivered) {}

    /** A delivery that was not taken yet. */
    record Undelivered(long subscription, String id, String eventId, Instant triggered, String body) {}

    synchronized Stored stored() {
        return new Stored(
                List.copyOf(subscriptions.values()), List.copyOf(removed), Map.copyOf(failures), sender.stored(Undelivered.class));
    }

    /** The subscriptions as they were; a delivery begins with its first attempt again. */
    synchronized void restore(Stored stored) {
        clear();
        stored.subscriptions().forEach(this::put);
        removed.addAll(stored.removed());
        failures.putAll(stored.failures());
        for (Undelivered one : stored.undelivered()) {
            Subscription to = subscriptions.get(one.subscription());
            if (to != null) {
                sender.send(new Delivery(to, one));
            }
        }
    }

    /** Sends to every subscription of the topic: one delivery each, all with the same event id (facts 4 and 5). */
    int fire(String topic, JsonNode payload, String eventId) {
        int sent = 0;
        Instant triggered = shop.clock.instant();
        for (Subscription subscription : subscriptions.values()) {
            if (subscription.topic().equals(topic)) {
                sender.send(new Delivery(subscription, payload, eventId, triggered));
                sent++;
            }
        }
        return sent;
    }

    /** {@code PRODUCTS_UPDATE} as headers name it: {@code products/update}; the last word is the event. */
    static String headerTopic(String topic) {
        String lower = topic.toLowerCase(Locale.ROOT);
        for (String two : List.of("bulk_operations_", "inventory_levels_", "inventory_items_", "draft_orders_")) {
            if (lower.startsWith(two)) {
                return two.substring(0, two.length() - 1) + "/" + lower.substring(two.length());
            }
        }
        return lower.replaceFirst("_", "/");
    }

    /** What the app is told last: its subscriptions are gone by then, all of them. */
    void uninstalled(JsonNode payload) {
        Instant triggered = shop.clock.instant();
        String eventId = UUID.randomUUID().toString();
        List<Subscription> told = subscriptions.values().stream()
                .filter(subscription -> subscription.topic().equals("APP_UNINSTALLED"))
                .toList();
        clear();
        told.forEach(subscription -> sender.send(new Delivery(subscription, payload, eventId, triggered, true)));
    }

    static String sign(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized void attempted(long id, WebhookSender.Attempt attempt) {
        if (attempt.delivered()) {
            failures.remove(id);
            return;
        }
        int inARow = failures.merge(id, 1, Integer::sum);
        if (attempt.number() > RETRIES && inARow >= RETRIES) {
            Subscription gone = subscriptions.remove(id);
            if (gone != null) {
                removed.add(gone);
            }
        }
    }

    /** One delivery: payload, address and id stay what they were when it was triggered (facts 4 and 8). */
    private final class Delivery implements WebhookSender.Shipment {

        private final Subscription to;
        private final byte[] body;
        private final String id;
        private final String eventId;
        private final Instant triggered;
        private final boolean outlivesItsSubscription;

        Delivery(Subscription to, JsonNode payload, String eventId, Instant triggered) {
            this(to, payload, eventId, triggered, false);
        }

        Delivery(
                Subscription to,
                JsonNode payload,
                String eventId,
                Instant triggered,
                boolean outlivesItsSubscription) {
            this.to = to;
            this.id = UUID.randomUUID().toString();
            this.body = Json.bytes(only(to.includeFields(), payload));
            this.eventId = eventId;
            this.triggered = triggered;
            this.outlivesItsSubscription = outlivesItsSubscription;
        }

        Delivery(Subscription to, Undelivered stored) {
            this.to = to;
            this.id = stored.id();
            this.body = stored.body().getBytes(StandardCharsets.UTF_8);
            this.eventId = stored.eventId();
            this.triggered = stored.triggered();
            this.outlivesItsSubscription = false;
        }

        @Override
        public Optional<Object> stored() {
            return Optional.of(
                    new Undelivered(to.id(), id, eventId, triggered, new String(body, StandardCharsets.UTF_8)));
        }

        @Override
        public String subscription() {
            return to.gid();
        }

        @Override
        public String topic() {
            return headerTopic(to.topic());
        }

        @Override
        public WebhookSender.Outgoing outgoing(int attempt) {
            return outlivesItsSubscription || subscriptions.containsKey(to.id())
                    ? new WebhookSender.Outgoing(to.uri(), headers(), body)
                    : null;
        }

        private Map<String, String> headers() {
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Content-Type", "application/json");
            headers.put("User-Agent", "Shopify-Captain-Hook");
            headers.put("X-Shopify-Topic", topic());
            headers.put("X-Shopify-Hmac-Sha256", sign(settings.get().signingSecret(), body));
            headers.put("X-Shopify-Shop-Domain", settings.get().shopDomain());
            headers.put("X-Shopify-API-Version", to.apiVersion());
            headers.put("X-Shopify-Webhook-Id", id);
            headers.put("X-Shopify-Event-Id", eventId);
            headers.put("X-Shopify-Triggered-At", triggered.toString());
            if (to.name() != null) {
                headers.put("X-Shopify-Name", to.name());
            }
            return headers;
        }

        @Override
        public boolean isSuccess(int status) {
            return status >= 200 && status < 300;
        }

        @Override
        public void attempted(WebhookSender.Attempt attempt) {
            Webhooks.this.attempted(to.id(), attempt);
        }
    }

    private static JsonNode only(List<String> fields, JsonNode payload) {
        if (fields.isEmpty() || !(payload instanceof ObjectNode whole)) {
            return payload;
        }
        ObjectNode part = whole.deepCopy();
        List<String> first = fields.stream().map(f -> f.replaceFirst("\\..*", "")).toList();
        part.retain(first);
        return part;
    }
}
