package io.serai.store;

import io.serai.delivery.Delivery;
import io.serai.delivery.Delivery.Sameness;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Takes deliveries in, each once (E1). {@link DeliveryClaims} hands them out. */
@ApplicationScoped
public class WebhookLog {

    private final Jdbi jdbi;

    public WebhookLog(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Stores the delivery, or counts it as a repetition. Must run in a transaction: two deliveries about one resource
     * are compared one after the other.
     *
     * @param handedOverUntil until then the caller sees to it that the delivery is worked on; after that it counts as
     *     unfinished
     * @return false if it is a repetition
     */
    public boolean store(Delivery delivery, Instant handedOverUntil) {
        return jdbi.withHandle(handle -> {
            if (delivery.sameness() == Sameness.CONTENT && repeatsTheLast(handle, delivery)) {
                return false;
            }
            return insert(handle, delivery, handedOverUntil);
        });
    }

    private static boolean repeatsTheLast(Handle handle, Delivery delivery) {
        if (delivery.resourceId() == null) {
            return false;
        }
        handle.createQuery("SELECT pg_advisory_xact_lock(hashtextextended(:resource, 0))")
                .bind("resource", delivery.channelId() + '\n' + delivery.resourceId())
                .map((row, context) -> true)
                .one();
        return handle.createUpdate(
                                """
                                UPDATE public.webhook_log SET duplicates = duplicates + 1
                                WHERE id = (SELECT id FROM public.webhook_log
                                            WHERE channel_id = :channel AND shopify_id = :resource
                                              AND status <> 'refused'
                                            ORDER BY accepted DESC LIMIT 1)
                                  AND content_hash = :hash
                                """)
                        .bind("channel", delivery.channelId())
                        .bind("resource", delivery.resourceId())
                        .bind("hash", delivery.contentHash())
                        .execute()
                == 1;
    }

    private static boolean insert(Handle handle, Delivery delivery, Instant handedOverUntil) {
        return handle.createQuery(
                        """
                        INSERT INTO public.webhook_log AS stored
                            (id, topic, shopify_id, received_at, tenant_id, channel_id, platform, event_id,
                             sameness, triggered_at, content_hash, headers, body, lease_until)
                        VALUES (:id, :topic, CAST(:resource AS text), :receivedAt, :tenant, :channel, :platform,
                                CAST(:event AS text), :sameness, CAST(:triggeredAt AS timestamptz), :hash,
                                CAST(:headers AS jsonb), :body, :lease)
                        ON CONFLICT (id) DO UPDATE SET duplicates = stored.duplicates + 1
                        RETURNING duplicates = 0
                        """)
                .bind("id", delivery.id())
                .bind("topic", delivery.topic())
                .bind("resource", delivery.resourceId())
                .bind("receivedAt", delivery.receivedAt())
                .bind("tenant", delivery.tenantId())
                .bind("channel", delivery.channelId())
                .bind("platform", delivery.platform().key())
                .bind("event", delivery.eventId())
                .bind("sameness", delivery.sameness().name())
                .bind("triggeredAt", delivery.triggeredAt())
                .bind("hash", delivery.contentHash())
                .bind("headers", Json.write(delivery.headers()))
                .bind("body", delivery.body())
                .bind("lease", handedOverUntil)
                .mapTo(Boolean.class)
                .one();
    }
}
