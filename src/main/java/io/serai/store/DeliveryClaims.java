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

    /** @return empty if somebody else has it, or it is finished */
    public Optional<Delivery> claim(String id, Instant now, Instant leaseUntil) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        UPDATE public.webhook_log
                        SET status = 'processing', attempts = attempts + 1, lease_until = :lease
                        WHERE id = :id
                          AND (status = 'received' OR (status IN ('processing', 'parked') AND lease_until < :now))
                        RETURNING *
                        """)
                .bind("id", id)
                .bind("now", now)
                .bind("lease", leaseUntil)
                .map((row, context) -> delivery(row))
                .findOne());
    }

    /** Deliveries that nobody took, or whose worker or waiting time ran out, in the order they came. */
    public List<Delivery> claimUnfinished(int batch, Instant now, Instant leaseUntil) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        WITH left_over AS MATERIALIZED (
                            SELECT id FROM public.webhook_log
                            WHERE status IN ('received', 'processing', 'parked') AND lease_until < :now
                            ORDER BY accepted LIMIT :batch
                            FOR UPDATE SKIP LOCKED),
                        claimed AS (
                            UPDATE public.webhook_log w
                            SET status = 'processing', attempts = attempts + 1, lease_until = :lease
                            FROM left_over WHERE w.id = left_over.id
                            RETURNING w.*)
                        SELECT * FROM claimed ORDER BY accepted
                        """)
                .bind("now", now)
                .bind("lease", leaseUntil)
                .bind("batch", batch)
                .map((row, context) -> delivery(row))
                .list());
    }

    /**
     * Deliveries that nobody took, or whose worker or waiting time ran out, in the order they came: each may be claimed
     * again, and is not handed out a second time before the moment given.
     */
    public List<String> handOut(int batch, Instant now, Instant handedOverUntil) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        WITH left_over AS MATERIALIZED (
                            SELECT id FROM public.webhook_log
                            WHERE status IN ('received', 'processing', 'parked') AND lease_until <= :now
                            ORDER BY accepted LIMIT :batch
                            FOR UPDATE SKIP LOCKED),
                        handed_out AS (
                            UPDATE public.webhook_log w
                            SET status = 'received', lease_until = :lease
                            FROM left_over WHERE w.id = left_over.id
                            RETURNING w.id, w.accepted)
                        SELECT id FROM handed_out ORDER BY accepted
                        """)
                .bind("now", now)
                .bind("lease", handedOverUntil)
                .bind("batch", batch)
                .mapTo(String.class)
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
                        WHERE id = :id AND status = 'processing'
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
     * Counts a try that failed, and the claim that went with its transaction.
     *
     * @return how many have failed by now; empty if it is finished or waits
     */
    public Optional<Integer> countFailure(String id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        UPDATE public.webhook_log SET attempts = attempts + 1, failures = failures + 1
                        WHERE id = :id AND status IN ('processing', 'received')
                        RETURNING failures
                        """)
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne());
    }

    /**
     * It could not be worked on now; it is handed out again after the moment given. The claim may have gone with the
     * transaction that failed.
     */
    public void retry(String id, String error, Instant tryAt) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE public.webhook_log
                        SET status = 'processing', lease_until = :until, error = :error
                        WHERE id = :id AND status IN ('processing', 'received')
                        """)
                .bind("id", id)
                .bind("until", tryAt)
                .bind("error", Json.withoutNul(error))
                .execute());
    }

    /**
     * Frees what was parked about one product.
     *
     * @return the ids, in the order they came
     */
    public List<String> unpark(String channelId, String externalId, Instant handedOverUntil) {
        return unparkWhere("AND parked_for = :product", channelId, externalId, handedOverUntil);
    }

    /** Frees all that was parked on the channel, as when a create was closed. */
    public List<String> unparkAll(String channelId, Instant handedOverUntil) {
        return unparkWhere("AND CAST(:product AS text) IS NULL", channelId, null, handedOverUntil);
    }

    private List<String> unparkWhere(String which, String channelId, String externalId, Instant handedOverUntil) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        WITH freed AS (
                            UPDATE public.webhook_log SET status = 'received', lease_until = :lease
                            WHERE channel_id = :channel AND status = 'parked' %s
                            RETURNING id, accepted)
                        SELECT id FROM freed ORDER BY accepted
                        """
                                .formatted(which))
                .bind("channel", channelId)
                .bind("product", externalId)
                .bind("lease", handedOverUntil)
                .mapTo(String.class)
                .list());
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
