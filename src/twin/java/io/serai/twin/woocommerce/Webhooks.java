package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.TwinClock;
import io.serai.twin.WebhookSender;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** The shop's webhooks and their deliveries: facts 42 to 50, W1 to W3, W5, W11. Guarded by the shop's lock. */
final class Webhooks implements Shop.Events {

    private static final String AGENT = "WooCommerce/11.0.1 Hookshot (WordPress/7.1)";
    private static final int PING_ANSWER = 200;
    private static final DateTimeFormatter NAME_DATE =
            DateTimeFormatter.ofPattern("MMM d, yyyy @ hh:mm a", Locale.ENGLISH);

    private final Map<Long, Webhook> webhooks = new LinkedHashMap<>();
    private final Set<String> queued = new HashSet<>();
    private final TwinClock clock;
    private final WebhookSender sender;
    private final Supplier<String> home;
    private Shop shop;
    private Function<Target, ObjectNode> payloads;
    private long lastId;
    private boolean muted;

    /** What a delivery is about. */
    record Target(String resource, long id) {}

    /** @param home where the shop is, without a slash at the end */
    Webhooks(TwinClock clock, WebhookSender sender, Supplier<String> home) {
        this.clock = clock;
        this.sender = sender;
        this.home = home;
    }

    /** @param wanted the body for a target, asked for when a delivery is sent */
    void serve(Shop of, Function<Target, ObjectNode> wanted) {
        this.shop = of;
        this.payloads = wanted;
    }

    void clear() {
        webhooks.clear();
        queued.clear();
    }

    /** A delivery that waits for its only attempt, as in WordPress's table of scheduled actions. */
    record Scheduled(long webhook, long resource) {}

    /** All that outlives the process. */
    record Stored(long lastId, List<Webhook.Stored> webhooks, List<Scheduled> scheduled) {}

    Stored stored() {
        return new Stored(
                lastId,
                webhooks.values().stream().map(Webhook::stored).toList(),
                sender.stored(Scheduled.class));
    }

    void restore(Stored stored) {
        clear();
        lastId = stored.lastId();
        stored.webhooks().forEach(webhook -> webhooks.put(webhook.id(), Webhook.restored(webhook)));
        stored.scheduled().forEach(one -> find(one.webhook()).ifPresent(to -> queue(to, one.resource())));
    }

    List<Webhook> all() {
        return new ArrayList<>(webhooks.values());
    }

    Optional<Webhook> find(long id) {
        return Optional.ofNullable(webhooks.get(id));
    }

    /** Runs this without any delivery: how a shop looked before anyone listened. */
    void quietly(Runnable work) {
        muted = true;
        try {
            work.run();
        } finally {
            muted = false;
        }
    }

    Webhook create(ObjectNode args) {
        String topic = args.path("topic").asText("");
        if (!Webhook.isTopic(topic)) {
            throw invalid("topic", "Webhook topic is required and must be valid.");
        }
        String url = args.path("delivery_url").asText("");
        checkUrl(url);
        Webhook webhook = new Webhook(++lastId, clock.second());
        webhook.topic = topic.toLowerCase(Locale.ROOT);
        webhook.deliveryUrl = url;
        String secret = args.path("secret").asText("");
        webhook.secret = secret.isEmpty() ? "generated " + webhook.deliveryId(clock.instant()) : secret;
        String name = args.path("name").asText("");
        webhook.name = name.isEmpty()
                ? "Webhook created on " + NAME_DATE.format(clock.instant().atZone(shop.settings().zone()))
                : name;
        webhook.status = args.path("status").asText("active");
        webhooks.put(webhook.id, webhook);
        ping(webhook);
        return webhook;
    }

    void update(Webhook webhook, ObjectNode args) {
        String topic = args.path("topic").asText("");
        if (!topic.isEmpty() && !Webhook.isTopic(topic)) {
            throw invalid("topic", "Webhook topic must be valid.");
        }
        String url = args.path("delivery_url").asText("");
        if (!url.isEmpty()) {
            checkUrl(url);
        }
        boolean moved = !url.isEmpty() && !url.equals(webhook.deliveryUrl);
        webhook.topic = topic.isEmpty() ? webhook.topic : topic.toLowerCase(Locale.ROOT);
        webhook.deliveryUrl = url.isEmpty() ? webhook.deliveryUrl : url;
        webhook.secret = args.path("secret").asText("").isEmpty() ? webhook.secret : args.get("secret").asText();
        webhook.status = args.path("status").asText("").isEmpty() ? webhook.status : args.get("status").asText();
        webhook.name = args.path("name").asText("").isEmpty() ? webhook.name : args.get("name").asText();
        saved(webhook, moved);
    }

    void delete(Webhook webhook) {
        webhooks.remove(webhook.id);
    }

    private static void checkUrl(String url) {
        if (!url.matches("https?://[^\\s/].*")) {
            throw invalid("delivery_url", "Webhook delivery URL must be a valid URL starting with http:// or https://.");
        }
    }

    private static WpError invalid(String field, String message) {
        return new WpError(400, "woocommerce_rest_shop_webhook_invalid_" + field, message);
    }

    @Override
    public void fired(String topic, long id) {
        for (Webhook webhook : webhooks.values()) {
            if (!muted && webhook.isActive() && webhook.topic.equals(topic)) {
                queue(webhook, id);
            }
        }
    }

    /** One that waits already is not queued again (fact 47): it will carry what is true when it is sent. */
    private void queue(Webhook webhook, long id) {
        String key = webhook.id + " " + id;
        if (queued.add(key)) {
            int lost = sender.lost();
            sender.send(new Delivery(webhook, id, key), shop.settings().coalesceMillis());
            if (sender.lost() != lost) {
                queued.remove(key);
            }
        }
    }

    private void ping(Webhook webhook) {
        sender.send(new Ping(webhook));
    }

    /** Saving an active webhook whose ping is outstanding pings again; so does every delivery (W1). */
    private void saved(Webhook webhook, boolean moved) {
        webhook.modified = clock.second();
        if (webhook.isActive() && (moved || webhook.pingOutstanding)) {
            ping(webhook);
        }
    }

    private final class Delivery implements WebhookSender.Shipment {

        private final Webhook webhook;
        private final long resourceId;
        private final String key;

        Delivery(Webhook webhook, long resourceId, String key) {
            this.webhook = webhook;
            this.resourceId = resourceId;
            this.key = key;
        }

        @Override
        public Optional<Object> stored() {
            return Optional.of(new Scheduled(webhook.id, resourceId));
        }

        @Override
        public String subscription() {
            return String.valueOf(webhook.id);
        }

        @Override
        public String topic() {
            return webhook.topic;
        }

        /** Built now, not when it happened (fact 48, W3). */
        @Override
        public WebhookSender.Outgoing outgoing(int attempt) {
            synchronized (shop) {
                queued.remove(key);
                if (webhooks.get(webhook.id) != webhook) {
                    return null;
                }
                ObjectNode payload = payloads.apply(new Target(
                        webhook.event().equals("deleted") ? "deleted" : webhook.resource(), resourceId));
                byte[] body = PhpJson.bytes(payload);
                Map<String, String> headers = headers("application/json");
                headers.put("X-WC-Webhook-Source", home.get() + "/");
                headers.put("X-WC-Webhook-Topic", webhook.topic);
                headers.put("X-WC-Webhook-Resource", webhook.resource());
                headers.put("X-WC-Webhook-Event", webhook.event());
                headers.put("X-WC-Webhook-Signature", webhook.sign(body));
                headers.put("X-WC-Webhook-ID", String.valueOf(webhook.id));
                headers.put("X-WC-Webhook-Delivery-ID", webhook.deliveryId(clock.instant()));
                return new WebhookSender.Outgoing(webhook.deliveryUrl, headers, body);
            }
        }

        /** Redirects count as success and are not followed (fact 45). */
        @Override
        public boolean isSuccess(int status) {
            return status >= 200 && status <= 302;
        }

        @Override
        public void attempted(WebhookSender.Attempt attempt) {
            synchronized (shop) {
                if (attempt.delivered()) {
                    webhook.failures = 0;
                } else {
                    webhook.failed();
                }
                saved(webhook, false);
            }
        }
    }

    /** Unsigned, form-encoded, without a header of WooCommerce's (fact 44). */
    private final class Ping implements WebhookSender.Shipment {

        private final Webhook webhook;

        Ping(Webhook webhook) {
            this.webhook = webhook;
        }

        @Override
        public String subscription() {
            return String.valueOf(webhook.id);
        }

        @Override
        public String topic() {
            return "ping";
        }

        @Override
        public WebhookSender.Outgoing outgoing(int attempt) {
            byte[] body = ("webhook_id=" + webhook.id).getBytes(StandardCharsets.US_ASCII);
            return new WebhookSender.Outgoing(
                    webhook.deliveryUrl, headers("application/x-www-form-urlencoded"), body);
        }

        @Override
        public boolean isSuccess(int status) {
            return status == PING_ANSWER;
        }

        @Override
        public void attempted(WebhookSender.Attempt attempt) {
            synchronized (shop) {
                if (attempt.delivered()) {
                    webhook.pingOutstanding = false;
                    webhook.modified = clock.second();
                }
            }
        }
    }

    private static Map<String, String> headers(String type) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("User-Agent", AGENT);
        headers.put("Accept", "*/*");
        headers.put("Accept-Encoding", "deflate, gzip, br, zstd");
        headers.put("Content-Type", type);
        headers.put("Connection", "close");
        return headers;
    }

    Instant now() {
        return clock.second();
    }
}
