package io.serai.store;

import io.serai.channel.Platform;
import io.serai.listing.Lane;
import io.serai.listing.PushJob;
import io.serai.provenance.Origin;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * Hands rows of the push queue out to workers and takes them back. What is done with a claimed row counts only while the
 * claim holds: after its lease ran out somebody else may have it, and every method here then answers false.
 */
@ApplicationScoped
public class PushClaims {

    private final Jdbi jdbi;

    public PushClaims(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Claims due rows: lane by lane, in each lane tenant by tenant and channel by channel in turn, the most urgent of a
     * channel first. Channels that are paused, waiting or yet to be read in full get nothing, and a product that is
     * being pushed to a channel is not claimed for it again.
     *
     * @param batch how many at most
     * @param perChannel how many at most of one channel
     * @param leaseUntil when the rows may be given to somebody else
     */
    public List<PushJob> claim(int batch, int perChannel, Instant now, Instant leaseUntil) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        WITH due AS (
                            SELECT q.*, row_number() OVER (
                                       PARTITION BY q.channel_id
                                       ORDER BY q.lane_rank, q.priority DESC, q.scheduled_for) AS channel_turn
                            FROM control.channels c
                            CROSS JOIN LATERAL (
                                SELECT r.id, r.tenant_id, r.channel_id, r.lane_rank, r.priority, r.scheduled_for
                                FROM public.product_sync_queue r
                                WHERE r.channel_id = c.id AND r.status = 'pending' AND r.scheduled_for <= :now
                                  AND NOT EXISTS (
                                      SELECT FROM public.product_sync_queue busy
                                      WHERE busy.product_id = r.product_id AND busy.channel_id = r.channel_id
                                        AND busy.status = 'processing')
                                ORDER BY r.lane_rank, r.priority DESC, r.scheduled_for
                                LIMIT :perChannel
                                FOR UPDATE SKIP LOCKED) q
                            WHERE c.is_active AND c.must_read_since IS NULL
                              AND (c.waits_until IS NULL OR c.waits_until <= :now)),
                        turns AS (
                            SELECT due.*, row_number() OVER (
                                       PARTITION BY tenant_id, lane_rank ORDER BY channel_turn, priority DESC) AS turn
                            FROM due),
                        chosen AS (
                            SELECT id FROM turns
                            ORDER BY lane_rank, turn, priority DESC, scheduled_for
                            LIMIT :batch),
                        claimed AS (
                            UPDATE public.product_sync_queue q
                            SET status = 'processing', attempts = attempts + 1, lease_until = :leaseUntil,
                                started_at = :now
                            FROM chosen WHERE q.id = chosen.id
                            RETURNING q.*)
                        SELECT * FROM claimed ORDER BY lane_rank, priority DESC, scheduled_for
                        """)
                .bind("now", now)
                .bind("leaseUntil", leaseUntil)
                .bind("batch", batch)
                .bind("perChannel", perChannel)
                .map((row, context) -> job(row))
                .list());
    }

    /** Whether the row is still the worker's: after the lease somebody else may have it. */
    public boolean holds(PushJob job, Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT EXISTS (
                            SELECT FROM public.product_sync_queue
                            WHERE id = :id AND status = 'processing' AND lease_until = :lease AND lease_until > :now)
                        """)
                .bind("now", now)
                .bind("id", job.id())
                .bind("lease", job.leaseUntil())
                .mapTo(Boolean.class)
                .one());
    }

    /** The product is the same there now. */
    public boolean complete(PushJob job, Instant at) {
        return finish(job, "completed", null, at);
    }

    /** There was nothing to do. */
    public boolean skip(PushJob job, String reason, Instant at) {
        return finish(job, "skipped", reason, at);
    }

    /** No further try will be made. */
    public boolean fail(PushJob job, String error, Instant at) {
        return finish(job, "failed", error, at);
    }

    /** Tries again later. Ask {@link PushJob#attempts()} first whether there is a try left. */
    public boolean retry(PushJob job, String error, Instant tryAt) {
        return giveBack(job, error, tryAt, true);
    }

    /** Tries again later without counting this try: it was not the product's fault (rule 10). */
    public boolean release(PushJob job, String reason, Instant tryAt) {
        return giveBack(job, reason, tryAt, false);
    }

    /**
     * Puts rows back whose worker did not live to finish them; the try does not count. One by one: who holds several at once
     * can wait for somebody who waits for another of them.
     *
     * @return how many
     */
    public int expireLeases(Instant now) {
        List<UUID> lost = jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT id FROM public.product_sync_queue WHERE status = 'processing' AND lease_until < :now
                        """)
                .bind("now", now)
                .mapTo(UUID.class)
                .list());
        return (int) lost.stream().filter(id -> expireLease(id, now)).count();
    }

    private boolean expireLease(UUID id, Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT control.give_back_push(lost.id, :now, false, 'the worker did not finish')
                        FROM (SELECT id FROM public.product_sync_queue
                              WHERE id = :id AND status = 'processing' AND lease_until < :now
                              FOR UPDATE SKIP LOCKED) lost
                        """)
                .bind("id", id)
                .bind("now", now)
                .map((row, context) -> true)
                .findOne()
                .orElse(false));
    }

    private boolean finish(PushJob job, String status, String error, Instant at) {
        return jdbi.withHandle(handle -> handle.createUpdate(
                                """
                                UPDATE public.product_sync_queue
                                SET status = :status, completed_at = :at, lease_until = NULL,
                                    last_error = coalesce(CAST(:error AS text), last_error)
                                WHERE id = :id AND status = 'processing' AND lease_until = :lease
                                """)
                        .bind("status", status)
                        .bind("at", at)
                        .bind("error", Json.withoutNul(error))
                        .bind("id", job.id())
                        .bind("lease", job.leaseUntil())
                        .execute())
                == 1;
    }

    private boolean giveBack(PushJob job, String error, Instant tryAt, boolean costsATry) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT control.give_back_push(own.id, :tryAt, :costsATry, CAST(:error AS text))
                        FROM (SELECT id FROM public.product_sync_queue
                              WHERE id = :id AND status = 'processing' AND lease_until = :lease
                              FOR UPDATE) own
                        """)
                .bind("tryAt", tryAt)
                .bind("costsATry", costsATry)
                .bind("error", Json.withoutNul(error))
                .bind("id", job.id())
                .bind("lease", job.leaseUntil())
                .map((row, context) -> true)
                .findOne()
                .orElse(false));
    }

    private static PushJob job(ResultSet row) throws SQLException {
        return new PushJob(
                row.getObject("id", UUID.class),
                row.getString("tenant_id"),
                row.getObject("product_id", UUID.class),
                row.getString("channel_id"),
                platform(row.getString("operation")),
                Lane.of(row.getString("lane")),
                row.getInt("priority"),
                Origin.valueOf(row.getString("trigger_origin")),
                row.getString("trigger_event_id"),
                row.getInt("attempts"),
                row.getInt("max_attempts"),
                row.getTimestamp("scheduled_for").toInstant(),
                row.getTimestamp("lease_until").toInstant());
    }

    private static Platform platform(String operation) {
        for (Platform platform : Platform.values()) {
            if (platform.pushOperation().equals(operation)) {
                return platform;
            }
        }
        throw new IllegalStateException("no platform has the operation " + operation);
    }
}
