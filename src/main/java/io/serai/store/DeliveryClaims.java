package io.serai.store;

import io.serai.channel.Platform;
import io.serai.delivery.Delivery;
import io.serai.delivery.Delivery.Sameness;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Hands stored deliveries out to be worked on and records what became of them. None is lost to a crash (K11). */
@ApplicationScoped
public class DeliveryClaims {

    private final Jdbi jdbi;

    public DeliveryClaims(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Takes deliveries that nobody works on, in the order they came: new ones, and those whose lease, or time to wait, ran
     * out.
     *
     * @param batch how many at most
     * @param leaseUntil when they may be given to somebody else
     */
    public List<Delivery> claim(int batch, Instant now, Instant leaseUntil) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        WITH due AS MATERIALIZED (
                            SELECT id FROM public.webhook_log
                            WHERE status IN ('received', 'parked') AND (lease_until IS NULL OR lease_until <= :now)
                            ORDER BY accepted LIMIT :batch
                            FOR UPDATE SKIP LOCKED),
                        claimed AS (
                            UPDATE public.webhook_log w
                            SET status = 'received', attempts = attempts + 1, lease_until = :lease
                            FROM due WHERE w.id = due.id
                            RETURNING w.*)
                        SELECT * FROM claimed ORDER BY accepted
                        """)
                .bind("now", now)
                .bind("lease", leaseUntil)
                .bind("batch", batch)
                .map((row, context) -> delivery(row))
                .list());
    }

    /** It was worked on. */
    public void finish(String id, Instant at) {
        end(id, "processed", null, at);
    }

    /** There was nothing to do about it. */
    public void ignore(String id, String reason, Instant at) {
        end(id, "ignored", reason, at);
    }

    /**
     * It waits for an open intent to close (rule 5), but not longer than until the moment given.
     *
     * @param productId the product it is about, as its platform names it; a variation's delivery is its parent's
     */
    public void park(String id, String productId, Instant until) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE public.webhook_log
                        SET status = 'parked', parked_for = :product, lease_until = :until, error = NULL
                        WHERE id = :id AND status = 'received'
                        """)
                .bind("id", id)
                .bind("product", productId)
                .bind("until", until)
                .execute());
    }

    /** No further try will be made. */
    public void fail(String id, String error, Instant at) {
        end(id, "failed", error, at);
    }

    /**
     * Counts a try that failed.
     *
     * @return how many have failed by now; empty if it is finished or waits
     */
    public Optional<Integer> countFailure(String id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        UPDATE public.webhook_log SET failures = failures + 1
                        WHERE id = :id AND status = 'received'
                        RETURNING failures
                        """)
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne());
    }

    /** It could not be worked on now; it is handed out again after the moment given. */
    public void retry(String id, String error, Instant tryAt) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE public.webhook_log
                        SET lease_until = :until, error = :error
                        WHERE id = :id AND status = 'received'
                        """)
                .bind("id", id)
                .bind("until", tryAt)
                .bind("error", Json.withoutNul(error))
                .execute());
    }

    /** Frees what was parked about one product. */
    public void unpark(String channelId, String externalId) {
        unparkWhere("AND parked_for = :product", channelId, externalId);
    }

    /** Frees all that was parked on the channel, as when a create was closed. */
    public void unparkAll(String channelId) {
        unparkWhere("AND CAST(:product AS text) IS NULL", channelId, null);
    }

    private void unparkWhere(String which, String channelId, String externalId) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        WITH freed AS MATERIALIZED (
                            SELECT id FROM public.webhook_log
                            WHERE channel_id = :channel AND status = 'parked' %s
                            ORDER BY id FOR NO KEY UPDATE)
                        UPDATE public.webhook_log w SET status = 'received', lease_until = NULL
                        FROM freed WHERE w.id = freed.id
                        """
                                .formatted(which))
                .bind("channel", channelId)
                .bind("product", externalId)
                .execute());
    }

    private void end(String id, String status, String error, Instant at) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE public.webhook_log
                        SET status = :status, processed_at = :at, lease_until = NULL, error = CAST(:error AS text)
                        WHERE id = :id
                        """)
                .bind("id", id)
                .bind("status", status)
                .bind("at", at)
                .bind("error", Json.withoutNul(error))
                .execute());
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        Timestamp triggeredAt = row.getTimestamp("triggered_at");
        Platform platform = Platform.find(row.getString("platform")).orElseThrow();
        return new Delivery(
                row.getString("id"),
                Sameness.valueOf(row.getString("sameness")),
                row.getString("tenant_id"),
                row.getString("channel_id"),
                platform,
                row.getString("topic"),
                row.getString("shopify_id"),
                row.getString("event_id"),
                triggeredAt == null ? null : triggeredAt.toInstant(),
                row.getTimestamp("received_at").toInstant(),
                row.getBytes("content_hash"),
                Json.texts(row.getString("headers")),
                row.getBytes("body"));
    }
}
