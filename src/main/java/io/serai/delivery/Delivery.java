package io.serai.delivery;

import static java.util.Objects.requireNonNull;

import io.serai.channel.Platform;
import java.time.Instant;
import java.util.Map;

/**
 * One call of a platform's webhook, as it came and before anything was understood of it.
 *
 * @param id unique over all channels: {@code <channel>:<the platform's delivery id>} where the platform has one that is
 *     stable over its retries, {@code <channel>:<anything new>} where it has none
 * @param sameness what makes a later delivery the same as an earlier one
 * @param resourceId the id of what it is about on its platform, null where it is about nothing with an id
 * @param eventId groups deliveries that one action caused; null if the platform tells none
 * @param triggeredAt when the platform says it happened, by the platform's clock; null if it does not say
 * @param contentHash over topic and body
 * @param headers those that are kept; never a credential
 * @param body the bytes as received. Not copied: nobody may write into it
 */
public record Delivery(
        String id,
        Sameness sameness,
        String tenantId,
        String channelId,
        Platform platform,
        String topic,
        String resourceId,
        String eventId,
        Instant triggeredAt,
        Instant receivedAt,
        byte[] contentHash,
        Map<String, String> headers,
        byte[] body) {

    /** How a platform's repetitions are told. */
    public enum Sameness {
        /** By the delivery's id (Shopify, fact 4). */
        ID,
        /**
         * By content, compared with the resource's last accepted delivery alone: the ids of WooCommerce collide and
         * change (fact 43), and 5, 4, 5 of stock are three deliveries (rule 11).
         */
        CONTENT
    }

    public Delivery {
        requireNonNull(id, "id is null");
        requireNonNull(sameness, "sameness is null");
        requireNonNull(tenantId, "tenantId is null");
        requireNonNull(channelId, "channelId is null");
        requireNonNull(platform, "platform is null");
        requireNonNull(topic, "topic is null");
        requireNonNull(receivedAt, "receivedAt is null");
        requireNonNull(contentHash, "contentHash is null");
        requireNonNull(body, "body is null");
        headers = Map.copyOf(headers);
    }

    /** Without body and headers: they hold personal data. */
    @Override
    public String toString() {
        return "Delivery[" + id + ", " + topic + ", " + resourceId + "]";
    }
}
