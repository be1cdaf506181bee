package io.serai.store;

import io.serai.channel.Platform;
import io.serai.listing.Lane;
import io.serai.provenance.Origin;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Which products may differ on which channels. {@link PushClaims} hands the rows out to workers. */
@ApplicationScoped
public class QueueRepository {

    private final Jdbi jdbi;

    public QueueRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Marks the product as different on the channel. Falls together with a row that nobody has begun: the more urgent of
     * both counts, and a change that somebody made gives it all its tries back.
     *
     * @param priority higher is more urgent within the lane
     * @param triggerEventId the delivery that led to it, null if none did
     * @param due when to begin at the earliest
     * @param maxAttempts how many tries a row of its own gets
     * @return the row's id
     */
    public UUID enqueue(
            UUID productId,
            String channelId,
            Platform platform,
            Lane lane,
            int priority,
            Origin triggerOrigin,
            String triggerEventId,
            Instant due,
            int maxAttempts) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        INSERT INTO public.product_sync_queue AS q
                            (operation, priority, trigger_origin, trigger_event_id, max_attempts, scheduled_for,
                             tenant_id, product_id, channel_id, lane)
                        SELECT :operation, :priority, :origin, CAST(:event AS text), :maxAttempts, :due,
                               p.organization_id, p.id, :channel, :lane
                        FROM public.products p WHERE p.id = :product
                        ON CONFLICT (product_id, channel_id) WHERE status = 'pending' DO UPDATE
                        SET priority = greatest(q.priority, excluded.priority),
                            scheduled_for = least(q.scheduled_for, excluded.scheduled_for),
                            lane = CASE WHEN excluded.lane_rank < q.lane_rank THEN excluded.lane ELSE q.lane END,
                            trigger_origin = excluded.trigger_origin,
                            trigger_event_id = coalesce(excluded.trigger_event_id, q.trigger_event_id),
                            attempts = CASE WHEN excluded.trigger_origin = 'SYSTEM' THEN q.attempts ELSE 0 END
                        RETURNING q.id
                        """)
                .bind("operation", platform.pushOperation())
                .bind("priority", priority)
                .bind("origin", triggerOrigin.name())
                .bind("event", triggerEventId)
                .bind("maxAttempts", maxAttempts)
                .bind("due", due)
                .bind("channel", channelId)
                .bind("lane", lane.key())
                .bind("product", productId)
                .mapTo(UUID.class)
                .one());
    }

    /** Whether the product waits to be pushed to the channel, or is being pushed. */
    public boolean isQueued(UUID productId, String channelId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT EXISTS (
                            SELECT FROM public.product_sync_queue
                            WHERE product_id = :product AND channel_id = :channel
                              AND status IN ('pending', 'processing'))
                        """)
                .bind("product", productId)
                .bind("channel", channelId)
                .mapTo(Boolean.class)
                .one());
    }

    /** How many rows of the product there are, by status. */
    public Map<String, Long> countsOf(UUID productId) {
        return jdbi.withHandle(handle -> counts(
                handle,
                """
                        SELECT status, count(*) FROM public.product_sync_queue
                        WHERE product_id = CAST(:id AS uuid) GROUP BY status
                        """,
                productId.toString()));
    }

    /** How many rows of the tenant there are, by status. */
    public Map<String, Long> countsOfTenant(String tenantId) {
        return jdbi.withHandle(handle -> counts(
                handle,
                """
                        SELECT status, count(*) FROM public.product_sync_queue
                        WHERE tenant_id = :id GROUP BY status
                        """,
                tenantId));
    }

    /**
     * Deletes rows that were finished before the moment, oldest first.
     *
     * @return how many
     */
    public int deleteFinishedBefore(Instant moment, int atMost) {
        return jdbi.withHandle(handle -> handle.createUpdate(
                        """
                        WITH old AS MATERIALIZED (
                            SELECT id FROM public.product_sync_queue WHERE completed_at < :moment
                            ORDER BY completed_at LIMIT :atMost FOR UPDATE SKIP LOCKED)
                        DELETE FROM public.product_sync_queue q USING old WHERE q.id = old.id
                        """)
                .bind("moment", moment)
                .bind("atMost", atMost)
                .execute());
    }

    private static Map<String, Long> counts(Handle handle, String sql, String id) {
        Map<String, Long> counts = new TreeMap<>();
        handle.createQuery(sql)
                .bind("id", id)
                .map((row, context) -> Map.entry(row.getString(1), row.getLong(2)))
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
        return counts;
    }
}
