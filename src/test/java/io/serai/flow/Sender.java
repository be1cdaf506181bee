package io.serai.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Delivers what no twin would, signed as the shops sign. */
final class Sender {

    private static final String SECRET = "serai-dev-secret";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI serai;

    Sender(URI serai) {
        this.serai = serai;
    }

    /** What Serai answered. */
    record Answer(int status, String contentType, String retryAfter, JsonNode json) {

        /** Without what names this one answer. */
        JsonNode same() {
            ObjectNode same = json.deepCopy();
            same.remove("instance");
            return same;
        }
    }

    Answer shopify(String channel, String topic, String id, byte[] body) {
        return shopify(channel, topic, id, BodyPublishers.ofByteArray(body), signature(body));
    }

    Answer shopify(String channel, String topic, String id, BodyPublisher body, String signature) {
        return send(request("shopify", topic, channel)
                .header("X-Shopify-Topic", topic)
                .header("X-Shopify-Webhook-Id", id)
                .header("X-Shopify-Hmac-Sha256", signature)
                .POST(body)
                .build());
    }

    /** As one that Shopify could not deliver when it happened. */
    Answer shopifyLate(String channel, String topic, String id, Instant triggeredAt, byte[] body) {
        return send(request("shopify", topic, channel)
                .header("X-Shopify-Topic", topic)
                .header("X-Shopify-Webhook-Id", id)
                .header("X-Shopify-Triggered-At", triggeredAt.toString())
                .header("X-Shopify-Hmac-Sha256", signature(body))
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    /** With a time that is no time of a shop's. */
    Answer shopifyAt(String channel, String topic, String id, String triggeredAt, byte[] body) {
        return send(request("shopify", topic, channel)
                .header("X-Shopify-Topic", topic)
                .header("X-Shopify-Webhook-Id", id)
                .header("X-Shopify-Triggered-At", triggeredAt)
                .header("X-Shopify-Hmac-Sha256", signature(body))
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    Answer wooCommerce(String channel, String topic, byte[] body) {
        return send(request("woocommerce", topic, channel)
                .header("X-WC-Webhook-Topic", topic)
                .header("X-WC-Webhook-ID", "1")
                .header("X-WC-Webhook-Delivery-ID", "4f9460b8adae027bfd3a53e13dece246")
                .header("X-WC-Webhook-Signature", signature(body))
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    private HttpRequest.Builder request(String platform, String topic, String channel) {
        return HttpRequest.newBuilder(serai.resolve(
                        "/api/integrations/webhooks/" + platform + "-enhanced/" + topic + "?channel=" + channel))
                .header("Content-Type", "application/json");
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            byte[] answered = response.body();
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(null),
                    response.headers().firstValue("Retry-After").orElse(null),
                    answered.length == 0 ? Shops.JSON.nullNode() : Shops.JSON.readTree(answered));
        } catch (IOException e) {
            throw new IllegalStateException(request.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static String signature(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(java.nio.charset.StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
