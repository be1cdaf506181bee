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
            return insert(handle, delivery, Fate.taken(handedOverUntil))
                    || takeWhatWasRefused(handle, delivery, handedOverUntil);
        });
    }

    /** Keeps a delivery that cannot be used, with the reason, or counts it as a repetition. */
    public void refuse(Delivery delivery, String reason, Instant at) {
        jdbi.useHandle(handle -> insert(handle, delivery, Fate.refused(reason, at)));
    }

    /** What is to become of a row that is new. */
    private record Fate(String status, Instant leaseUntil, String error, Instant processedAt) {

        static Fate taken(Instant handedOverUntil) {
            return new Fate("received", handedOverUntil, null, null);
        }

        static Fate refused(String reason, Instant at) {
            return new Fate("refused", null, Json.withoutNul(reason), at);
        }
    }

    /**
     * A repetition of what was refused that can be read now, since Serai learned to: were it only counted, what the shop
     * tries to say would stay unsaid.
     */
    private static boolean takeWhatWasRefused(Handle handle, Delivery delivery, Instant handedOverUntil) {
        return handle.createUpdate(
                                """
                                UPDATE public.webhook_log
                                SET status = 'received', error = NULL, processed_at = NULL, lease_until = :lease,
                                    shopify_id = CAST(:resource AS text), content_hash = :hash, body = :body
                                WHERE id = :id AND status = 'refused'
                                """)
                        .bind("id", delivery.id())
                        .bind("lease", handedOverUntil)
                        .bind("resource", delivery.resourceId())
                        .bind("hash", delivery.contentHash())
                        .bind("body", delivery.body())
                        .execute()
                == 1;
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
                                              AND status NOT IN ('refused', 'failed')
                                            ORDER BY accepted DESC LIMIT 1)
                                  AND content_hash = :hash
                                """)
                        .bind("channel", delivery.channelId())
                        .bind("resource", delivery.resourceId())
                        .bind("hash", delivery.contentHash())
                        .execute()
                == 1;
    }

    private static boolean insert(Handle handle, Delivery delivery, Fate fate) {
        return handle.createQuery(
                        """
                        INSERT INTO public.webhook_log AS stored
                            (id, topic, shopify_id, received_at, tenant_id, channel_id, platform, event_id,
                             sameness, triggered_at, content_hash, headers, body, status, lease_until, error, processed_at)
                        VALUES (:id, :topic, CAST(:resource AS text), :receivedAt, :tenant, :channel, :platform,
                                CAST(:event AS text), :sameness, CAST(:triggeredAt AS timestamptz), :hash,
                                CAST(:headers AS jsonb), :body, :status, CAST(:lease AS timestamptz),
                                CAST(:error AS text), CAST(:processedAt AS timestamptz))
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
                .bind("status", fate.status())
                .bind("lease", fate.leaseUntil())
                .bind("error", fate.error())
                .bind("processedAt", fate.processedAt())
                .mapTo(Boolean.class)
                .one();
    }
}
