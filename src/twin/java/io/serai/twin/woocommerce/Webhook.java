package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One webhook as the shop stores it. Guarded by the shop's lock. */
final class Webhook {

    private static final Pattern TOPIC =
            Pattern.compile("(coupon|customer|order|product)\\.(created|updated|deleted|restored)|action\\.[a-z0-9_]+");
    private static final Map<String, List<String>> HOOKS = Map.ofEntries(
            Map.entry(
                    "product.created",
                    List.of(
                            "woocommerce_process_product_meta",
                            "woocommerce_new_product",
                            "woocommerce_new_product_variation")),
            Map.entry(
                    "product.updated",
                    List.of(
                            "woocommerce_process_product_meta",
                            "woocommerce_update_product",
                            "woocommerce_update_product_variation")),
            Map.entry("product.deleted", List.of("wp_trash_post")),
            Map.entry("product.restored", List.of("untrashed_post")),
            Map.entry("order.created", List.of("woocommerce_new_order")),
            Map.entry("order.updated", List.of("woocommerce_update_order", "woocommerce_order_refunded")),
            Map.entry("order.deleted", List.of("wp_trash_post", "woocommerce_trash_order")),
            Map.entry("order.restored", List.of("untrashed_post", "woocommerce_untrash_order")),
            Map.entry(
                    "customer.created",
                    List.of("user_register", "woocommerce_created_customer", "woocommerce_new_customer")),
            Map.entry("customer.updated", List.of("profile_update", "woocommerce_update_customer")),
            Map.entry("customer.deleted", List.of("delete_user")));
    private static final Pattern ENTITY = Pattern.compile("&(amp|lt|gt|quot|#0*38|#0*60|#0*62|#0*34|#0*39|#x27|apos);");
    private static final int MOST_FAILURES = 5;

    final long id;
    final Instant created;
    String name;
    String topic;
    String deliveryUrl;
    String secret;
    String status = "active";
    Instant modified;
    int failures;
    /** Set until a ping was answered with exactly 200 (fact 44). */
    boolean pingOutstanding = true;

    Webhook(long id, Instant created) {
        this.id = id;
        this.created = created;
    }

    /** A webhook, as stored. */
    record Stored(
            long id,
            Instant created,
            Instant modified,
            String name,
            String topic,
            String deliveryUrl,
            String secret,
            String status,
            int failures,
            boolean pingOutstanding) {}

    Stored stored() {
        return new Stored(
                id, created, modified, name, topic, deliveryUrl, secret, status, failures, pingOutstanding);
    }

    static Webhook restored(Stored stored) {
        Webhook webhook = new Webhook(stored.id(), stored.created());
        webhook.modified = stored.modified();
        webhook.name = stored.name();
        webhook.topic = stored.topic();
        webhook.deliveryUrl = stored.deliveryUrl();
        webhook.secret = stored.secret();
        webhook.status = stored.status();
        webhook.failures = stored.failures();
        webhook.pingOutstanding = stored.pingOutstanding();
        return webhook;
    }

    static boolean isTopic(String topic) {
        return TOPIC.matcher(topic.toLowerCase()).matches();
    }

    boolean isActive() {
        return status.equals("active");
    }

    String resource() {
        return topic.substring(0, topic.indexOf('.'));
    }

    String event() {
        return topic.substring(topic.indexOf('.') + 1);
    }

    /** Counts a failure; the counter is looked at before it is raised, so the 7th in a row disables (fact 46). */
    void failed() {
        if (failures > MOST_FAILURES) {
            status = "disabled";
        } else {
            failures++;
        }
    }

    /** Base64 HMAC-SHA256 with the secret after HTML-decoding (fact 42, W11). */
    String sign(byte[] body) {
        byte[] key = decode(secret).getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(Authenticator.hmac("HmacSHA256", key, body));
    }

    /** Depends on nothing but webhook and second: two deliveries in one second share it (fact 43). */
    String deliveryId(Instant at) {
        byte[] text = (id + "" + at.getEpochSecond()).getBytes(StandardCharsets.UTF_8);
        StringBuilder hex = new StringBuilder();
        for (byte b : Authenticator.hmac("HmacMD5", "the twin's salt".getBytes(StandardCharsets.UTF_8), text)) {
            hex.append(String.format("%02x", b & 0xff));
        }
        return hex.toString();
    }

    static String decode(String secret) {
        Matcher each = ENTITY.matcher(secret);
        return each.replaceAll(found -> Matcher.quoteReplacement(character(found.group(1).replaceFirst("^#0*", "#"))));
    }

    private static String character(String entity) {
        return switch (entity) {
            case "amp", "#38" -> "&";
            case "lt", "#60" -> "<";
            case "gt", "#62" -> ">";
            case "quot", "#34" -> "\"";
            default -> "'";
        };
    }

    ObjectNode json(ShopSettings settings, String base) {
        ObjectNode json = Json.object()
                .put("id", id)
                .put("name", name)
                .put("status", status)
                .put("topic", topic)
                .put("resource", resource())
                .put("event", event());
        ArrayNode hooks = json.putArray("hooks");
        HOOKS.getOrDefault(topic, List.of("wp_trash_post")).forEach(hooks::add);
        json.put("delivery_url", deliveryUrl)
                .put("date_created", settings.local(created))
                .put("date_created_gmt", ShopSettings.gmt(created))
                .put("date_modified", settings.local(modified))
                .put("date_modified_gmt", ShopSettings.gmt(modified));
        Links.add(json, base, "webhooks", id);
        return json;
    }
}
