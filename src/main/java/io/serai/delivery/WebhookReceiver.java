package io.serai.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.serai.channel.Channel;
import io.serai.channel.ChannelSecrets;
import io.serai.channel.ChannelState;
import io.serai.channel.Platform;
import io.serai.channel.ShopUrl;
import io.serai.delivery.Delivery.Sameness;
import io.serai.delivery.Senders.Sender;
import io.serai.platform.PayloadSchemas;
import io.serai.platform.PlatformJson;
import io.serai.platform.Signature;
import io.serai.platform.shopify.ShopifySignature;
import io.serai.platform.woocommerce.WooCommerceSignature;
import io.serai.problem.BadSignature;
import io.serai.problem.Flaw;
import io.serai.problem.InvalidRequest;
import io.serai.problem.MalformedRequest;
import io.serai.problem.Problem;
import io.serai.problem.UnsupportedContent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Turns a webhook call into a delivery, if it is signed by the shop it says it comes from. Which shop that is nobody
 * believes before the signature is checked, and only the body is signed: topic and ids in headers are believed as far as
 * the body bears them out.
 */
@ApplicationScoped
@Named("webhookReceiver")
public class WebhookReceiver {

    /** Names the shop where the address names no channel. */
    static final String SHOPIFY_SHOP = "x-shopify-shop-domain";

    static final String WOOCOMMERCE_SHOP = "x-wc-webhook-source";

    private static final String SHOPIFY_TOPIC = "x-shopify-topic";
    private static final String WOOCOMMERCE_TOPIC = "x-wc-webhook-topic";

    private static final Pattern WEBHOOK_ID = Pattern.compile("\\d+");
    private static final Pattern ID = Pattern.compile("[\\w-]{1,100}");
    private static final Pattern DELIVERY_ID = Pattern.compile("[!-~]{1,200}");
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");
    private static final Pattern TOPIC = Pattern.compile("[\\w-]{1,60}[/.][\\w.-]{1,100}");

    private final Senders senders;
    private final ChannelSecrets secrets;
    private final ShopifySignature shopifySignature;
    private final WooCommerceSignature wooCommerceSignature;
    private final PayloadSchemas schemas;
    private final Clock clock;

    @Inject
    WebhookReceiver(
            Senders senders,
            ChannelSecrets secrets,
            ShopifySignature shopifySignature,
            WooCommerceSignature wooCommerceSignature,
            PayloadSchemas schemas,
            Clock clock) {
        this.senders = senders;
        this.secrets = secrets;
        this.shopifySignature = shopifySignature;
        this.wooCommerceSignature = wooCommerceSignature;
        this.schemas = schemas;
        this.clock = clock;
    }

    /**
     * Whether it is the unsigned call that WooCommerce makes when a webhook is created (fact 44): nothing but
     * {@code webhook_id=7}, as a form.
     *
     * @param body the form's fields, or whatever else came
     */
    public boolean isPing(Map<String, Object> headers, Object body) {
        return body instanceof Map<?, ?> form
                && form.size() == 1
                && !lowerCased(headers).containsKey(WooCommerceSignature.HEADER)
                && WEBHOOK_ID.matcher(String.valueOf(form.get("webhook_id"))).matches();
    }

    /**
     * @throws BadSignature unless it is signed by the shop
     * @throws MalformedRequest if the path is no topic
     */
    public Received shopify(String resource, String event, Map<String, Object> headers, byte[] received) {
        byte[] body = received == null ? new byte[0] : received;
        Map<String, String> known = lowerCased(headers);
        String topic = topic(resource + "/" + event);
        Channel channel = signedBy(
                sender(Platform.SHOPIFY, known.get("channel"), known.get(SHOPIFY_SHOP)), shopifySignature, known, body);
        Payload payload = read(Platform.SHOPIFY, topic, body).unless(contradiction(topic, headers, SHOPIFY_TOPIC));
        byte[] hash = hash(topic, body);
        String given = known.getOrDefault("x-shopify-webhook-id", "");
        String id =
                DELIVERY_ID.matcher(given).matches() ? given : HexFormat.of().formatHex(hash);
        Delivery delivery = new Delivery(
                channel.id() + ":" + id,
                Sameness.ID,
                channel.tenantId(),
                channel.id(),
                Platform.SHOPIFY,
                topic,
                payload.resourceId(),
                known.get("x-shopify-event-id"),
                moment(known.get("x-shopify-triggered-at")),
                clock.instant(),
                hash,
                kept(known, "x-shopify-"),
                body);
        return new Received(delivery, payload.refusal());
    }

    /**
     * @throws BadSignature unless it is signed by the shop
     * @throws MalformedRequest if the path is no topic
     */
    public Received woocommerce(String pathTopic, Map<String, Object> headers, byte[] received) {
        byte[] body = received == null ? new byte[0] : received;
        Map<String, String> known = lowerCased(headers);
        String topic = topic(pathTopic);
        Channel channel = signedBy(
                sender(Platform.WOOCOMMERCE, known.get("channel"), host(known.get(WOOCOMMERCE_SHOP))),
                wooCommerceSignature,
                known,
                body);
        Payload payload =
                read(Platform.WOOCOMMERCE, topic, body).unless(contradiction(topic, headers, WOOCOMMERCE_TOPIC));
        byte[] hash = hash(topic, body);
        // Nothing comes between two deliveries that are refused: the same content is the same refusal.
        Object id =
                payload.refusal() == null ? UUID.randomUUID() : HexFormat.of().formatHex(hash);
        Delivery delivery = new Delivery(
                channel.id() + ":" + id,
                Sameness.CONTENT,
                channel.tenantId(),
                channel.id(),
                Platform.WOOCOMMERCE,
                topic,
                payload.resourceId(),
                known.get("x-wc-webhook-delivery-id"),
                null,
                clock.instant(),
                hash,
                kept(known, "x-wc-"),
                body);
        return new Received(delivery, payload.refusal());
    }

    private static Sender sender(Platform platform, String channelId, String shopDomain) {
        return new Sender(
                platform, channelId != null && ID.matcher(channelId).matches() ? channelId : null, shopDomain);
    }

    private Channel signedBy(Sender sender, Signature signature, Map<String, String> headers, byte[] body) {
        return senders.known(sender)
                .filter(channel -> isSignedBy(channel, signature, headers, body))
                .or(() -> senders.find(sender).filter(channel -> isSignedBy(channel, signature, headers, body)))
                .orElseThrow(BadSignature::new);
    }

    private boolean isSignedBy(Channel channel, Signature signature, Map<String, String> headers, byte[] body) {
        return channel.state().status() != ChannelState.Status.DISCONNECTED
                && signature.isValid(headers, body, secrets.webhookSecrets(channel, clock.instant()));
    }

    private static String topic(String fromPath) {
        if (!TOPIC.matcher(fromPath).matches()) {
            throw new MalformedRequest("The path names no topic");
        }
        return fromPath;
    }

    /** What the headers say that the path or the body does not bear out; null if nothing. */
    private static Problem contradiction(String topic, Map<String, Object> headers, String topicHeader) {
        for (Map.Entry<String, Object> header : headers.entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.equals(topicHeader) && !(header.getValue() instanceof String)) {
                return new MalformedRequest("The topic header is given twice");
            }
            if (name.equals(topicHeader) && !topic.equals(header.getValue())) {
                return new MalformedRequest("The path says " + topic + ", the topic header " + header.getValue());
            }
            if (name.equals("content-encoding") && !"identity".equals(header.getValue())) {
                return new UnsupportedContent("Send the body without a Content-Encoding");
            }
        }
        return null;
    }

    /**
     * What a body says, as far as it is to be known before it is stored.
     *
     * @param resourceId of what it is about, null if it names none
     * @param refusal why it cannot be used, null if it can
     */
    private record Payload(String resourceId, Problem refusal) {

        Payload unless(Problem worse) {
            return worse == null ? this : new Payload(resourceId, worse);
        }
    }

    private Payload read(Platform platform, String topic, byte[] body) {
        Optional<String> text = PlatformJson.utf8(body);
        if (text.isEmpty()) {
            return new Payload(null, new MalformedRequest("The body is not UTF-8"));
        }
        JsonNode content;
        try {
            content = PlatformJson.read(text.get());
        } catch (JsonProcessingException e) {
            return new Payload(null, new MalformedRequest(sentence(e) + place(e)));
        }
        if (content == null || content.isMissingNode()) {
            return new Payload(null, new MalformedRequest("The body is empty"));
        }
        if (!content.isObject()) {
            return new Payload(null, new MalformedRequest("The body is not a JSON object"));
        }
        List<Flaw> flaws = schemas.check(platform, topic, content);
        return new Payload(resource(content), flaws.isEmpty() ? null : new InvalidRequest(flaws));
    }

    private static String sentence(JsonProcessingException e) {
        return e.getOriginalMessage().startsWith("Duplicate field")
                ? "The body has a member twice"
                : "The body is not JSON";
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : ": line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    /** A number, or a token as Shopify's carts have; nothing else is an id. */
    private static String resource(JsonNode content) {
        JsonNode id = content.hasNonNull("id") ? content.get("id") : content.path("inventory_item_id");
        return id.isValueNode() && !id.isNull() && ID.matcher(id.asText()).matches() ? id.asText() : null;
    }

    private static String host(String source) {
        try {
            return source == null ? null : ShopUrl.site(URI.create(source.strip()));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Null too for a moment outside of what any shop has seen, which no database has to hold. */
    private static Instant moment(String text) {
        try {
            Instant moment = text == null ? null : OffsetDateTime.parse(text).toInstant();
            return moment == null || moment.isBefore(EARLIEST) || moment.isAfter(LATEST) ? null : moment;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Map<String, String> lowerCased(Map<String, Object> headers) {
        Map<String, String> known = new TreeMap<>();
        headers.forEach((name, value) -> {
            if (value instanceof String text) {
                known.put(name.toLowerCase(Locale.ROOT), text);
            }
        });
        return known;
    }

    private static Map<String, String> kept(Map<String, String> headers, String prefix) {
        Map<String, String> kept = new TreeMap<>(headers);
        kept.keySet().removeIf(name -> !name.startsWith(prefix) || name.contains("hmac") || name.contains("signature"));
        return kept;
    }

    private static byte[] hash(String topic, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(topic.getBytes(UTF_8));
            digest.update((byte) 0);
            return digest.digest(body);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
