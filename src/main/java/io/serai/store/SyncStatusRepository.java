package io.serai.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Derives the sync status of listings and products (D17) from the queue and the open conflicts. */
@ApplicationScoped
public class SyncStatusRepository {

    private final Jdbi jdbi;

    public SyncStatusRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * ERROR where the last push was given up, else CONFLICT where a person must decide, else PENDING where a push is
     * under way, else SYNCED. A product is what the worst of its listings is.
     */
    public void refresh(UUID productId, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        WITH states AS (
                            SELECT l.id, CASE
                                WHEN EXISTS (SELECT FROM public.product_sync_queue q
                                             WHERE q.product_id = l.product_id AND q.channel_id = l.channel_id
                                               AND q.status IN ('pending', 'processing')) THEN
                                    CASE WHEN EXISTS (SELECT FROM control.conflicts c
                                                      WHERE c.product_id = l.product_id
                                                        AND c.channel_id = l.channel_id AND c.status = 'open')
                                         THEN 'CONFLICT' ELSE 'PENDING' END
                                WHEN (SELECT q.status FROM public.product_sync_queue q
                                      WHERE q.product_id = l.product_id AND q.channel_id = l.channel_id
                                      ORDER BY q.completed_at DESC NULLS LAST LIMIT 1) = 'failed' THEN 'ERROR'
                                WHEN EXISTS (SELECT FROM control.conflicts c
                                             WHERE c.product_id = l.product_id AND c.channel_id = l.channel_id
                                               AND c.status = 'open') THEN 'CONFLICT'
                                ELSE 'SYNCED' END AS state,
                                (SELECT q.last_error FROM public.product_sync_queue q
                                 WHERE q.product_id = l.product_id AND q.channel_id = l.channel_id
                                   AND q.status = 'failed'
                                 ORDER BY q.completed_at DESC LIMIT 1) AS failure
                            FROM control.listings l WHERE l.product_id = :product),
                        listing AS (
                            UPDATE control.listings l
                            SET sync_status = s.state,
                                last_error = CASE WHEN s.state = 'ERROR' THEN s.failure END
                            FROM states s
                            WHERE l.id = s.id
                              AND (l.sync_status <> s.state
                                   OR l.last_error IS DISTINCT FROM
                                      CASE WHEN s.state = 'ERROR' THEN s.failure END)),
                        worst AS (
                            SELECT (array_agg(state ORDER BY array_position(
                                        ARRAY['ERROR', 'CONFLICT', 'PENDING', 'SYNCED'], state)))[1] AS state
                            FROM states)
                        UPDATE public.products p
                        SET sync_status = coalesce(w.state, 'SYNCED'),
                            last_synced_at = CASE WHEN w.state = 'SYNCED' THEN :now ELSE p.last_synced_at END
                        FROM worst w
                        WHERE p.id = :product
                          AND (p.sync_status <> coalesce(w.state, 'SYNCED') OR w.state = 'SYNCED')
                        """)
                .bind("product", productId)
                .bind("now", now)
                .execute());
    }
}
