package io.serai.store;

import io.serai.listing.Lane;
import io.serai.platform.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Products and orders to be read in full from a channel (rule 2). Many hints about one are one read. */
@ApplicationScoped
public class PendingReadRepository {

    /**
     * A claimed read.
     *
     * @param requestedAt when it was last asked for: a later request than this one outlives the read
     * @param attempts this try included, from 1
     */
    public record PendingRead(
            String channelId, Resource resource, String externalId, String reason, Instant requestedAt, int attempts) {}

    /** What of which channel can be read. */
    public record Due(String channelId, Resource resource) {}

    private final Jdbi jdbi;

    public PendingReadRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A product, see {@link #request(String, Resource, String, String, Lane, Instant, Instant)}. */
    public void request(
            String channelId, String externalId, String reason, Lane lane, Instant requestedAt, Instant notBefore) {
        request(channelId, Resource.PRODUCTS, externalId, reason, lane, requestedAt, notBefore);
    }

    /** @param notBefore when to read at the earliest, so that hints that come close together are one read */
    public void request(
            String channelId,
            Resource resource,
            String externalId,
            String reason,
            Lane lane,
            Instant requestedAt,
            Instant notBefore) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        INSERT INTO control.pending_reads AS r
                            (channel_id, resource, external_id, reason, lane, requested_at, not_before)
                        VALUES (:channel, :resource, :external, :reason, :lane, :requestedAt, :notBefore)
                        ON CONFLICT (channel_id, resource, external_id) DO UPDATE
                        SET reason = excluded.reason,
                            lane = CASE WHEN excluded.lane_rank < r.lane_rank THEN excluded.lane ELSE r.lane END,
                            requested_at = greatest(excluded.requested_at, r.requested_at + interval '1 microsecond'),
                            not_before = least(excluded.not_before, r.not_before)
                        """)
                .bind("channel", channelId)
                .bind("resource", resource.key())
                .bind("external", externalId)
                .bind("reason", Json.withoutNul(reason))
                .bind("lane", lane.key())
                .bind("requestedAt", requestedAt)
                .bind("notBefore", notBefore)
                .execute());
    }

    /** Linked products that were neither seen nor linked since the moment. */
    public void requestNotSeenSince(String channelId, Instant moment, Lane lane, Instant requestedAt) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        INSERT INTO control.pending_reads AS r
                            (channel_id, resource, external_id, reason, lane, requested_at, not_before)
                        SELECT channel_id, :resource, external_id, 'not seen', :lane, :requestedAt, :requestedAt
                        FROM control.listings
                        WHERE channel_id = :channel AND state = 'LINKED' AND created_at < :moment
                          AND (seen_at IS NULL OR seen_at < :moment)
                        ON CONFLICT (channel_id, resource, external_id) DO UPDATE
                        SET requested_at = greatest(excluded.requested_at, r.requested_at + interval '1 microsecond'),
                            not_before = least(excluded.not_before, r.not_before)
                        """)
                .bind("channel", channelId)
                .bind("resource", Resource.PRODUCTS.key())
                .bind("lane", lane.key())
                .bind("moment", moment)
                .bind("requestedAt", requestedAt)
                .execute());
    }

    /** What cannot be read is not asked for any more. */
    public void forget(String channelId, Resource resource, String externalId) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        DELETE FROM control.pending_reads
                        WHERE channel_id = :channel AND resource = :resource AND external_id = :external
                        """)
                .bind("channel", channelId)
                .bind("resource", resource.key())
                .bind("external", externalId)
                .execute());
    }

    /** Whether somebody hinted that the product is no longer as it is known to be. */
    public boolean isRequested(String channelId, String externalId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT EXISTS (SELECT FROM control.pending_reads
                                       WHERE channel_id = :channel AND resource = :resource
                                         AND external_id = :external)
                        """)
                .bind("channel", channelId)
                .bind("resource", Resource.PRODUCTS.key())
                .bind("external", externalId)
                .mapTo(Boolean.class)
                .one());
    }

    /**
     * What is still to be read.
     *
     * @param attempts how often that failed
     * @param error why, null if it has not failed yet
     */
    public record Waiting(int attempts, String error) {}

    /** Whether the item is still to be read, and how that went so far. */
    public Optional<Waiting> waiting(String channelId, Resource resource, String externalId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT attempts, last_error FROM control.pending_reads
                        WHERE channel_id = :channel AND resource = :resource AND external_id = :external
                        """)
                .bind("channel", channelId)
                .bind("resource", resource.key())
                .bind("external", externalId)
                .map((row, context) -> new Waiting(row.getInt("attempts"), row.getString("last_error")))
                .findOne());
    }

    /** Whether the hub has the item of the channel, now that it was read. */
    public boolean isKnown(String channelId, Resource resource, String externalId) {
        String sql =
                switch (resource) {
                    case PRODUCTS ->
                        """
                        SELECT EXISTS (SELECT FROM control.listings
                                       WHERE channel_id = :channel AND external_id = :external AND state = 'LINKED')
                        """;
                    case ORDERS ->
                        """
                        SELECT EXISTS (SELECT FROM public.orders
                                       WHERE channel_id = :channel AND :external IN (shopify_order_id, woocommerce_order_id))
                        """;
                    case CUSTOMERS -> throw new IllegalArgumentException("customers are not read one by one");
                };
        return jdbi.withHandle(handle -> handle.createQuery(sql)
                .bind("channel", channelId)
                .bind("external", externalId)
                .mapTo(Boolean.class)
                .one());
    }

    /** Channels with reads that are due, those in the most urgent lane first. */
    public List<Due> due(Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT r.channel_id, r.resource FROM control.pending_reads r
                        JOIN control.channels c ON c.id = r.channel_id
                        WHERE r.not_before <= :now AND (r.lease_until IS NULL OR r.lease_until < :now)
                          AND c.is_active AND (c.waits_until IS NULL OR c.waits_until <= :now)
                        GROUP BY r.channel_id, r.resource
                        ORDER BY min(r.lane_rank), min(r.requested_at)
                        """)
                .bind("now", now)
                .map((row, context) -> new Due(
                        row.getString("channel_id"),
                        Resource.find(row.getString("resource")).orElseThrow()))
                .list());
    }

    /** Claims due reads of one channel, which one call can fetch together. */
    public List<PendingRead> claim(Due due, int batch, Instant now, Instant leaseUntil) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        WITH due AS MATERIALIZED (
                            SELECT channel_id, resource, external_id FROM control.pending_reads
                            WHERE channel_id = :channel AND resource = :resource AND not_before <= :now
                              AND (lease_until IS NULL OR lease_until < :now)
                            ORDER BY lane_rank, not_before LIMIT :batch
                            FOR UPDATE SKIP LOCKED)
                        UPDATE control.pending_reads r
                        SET lease_until = :lease, attempts = attempts + 1
                        FROM due
                        WHERE r.channel_id = due.channel_id AND r.resource = due.resource
                          AND r.external_id = due.external_id
                        RETURNING r.*
                        """)
                .bind("channel", due.channelId())
                .bind("resource", due.resource().key())
                .bind("batch", batch)
                .bind("now", now)
                .bind("lease", leaseUntil)
                .map((row, context) -> new PendingRead(
                        row.getString("channel_id"),
                        due.resource(),
                        row.getString("external_id"),
                        row.getString("reason"),
                        row.getTimestamp("requested_at").toInstant(),
                        row.getInt("attempts")))
                .list());
    }

    /** Forgets what was read; what was asked for again since the claim stays, to be read again. */
    public void done(List<PendingRead> reads) {
        each(
                """
                DELETE FROM control.pending_reads
                WHERE channel_id = :channel AND resource = :resource AND external_id = :external
                  AND requested_at = :requestedAt
                """,
                reads);
        each(
                """
                UPDATE control.pending_reads SET lease_until = NULL, attempts = 0
                WHERE channel_id = :channel AND resource = :resource AND external_id = :external
                  AND requested_at <> :requestedAt
                """,
                reads);
    }

    /** What is being read shall be read once more, after the moment given; {@link #done} leaves it. */
    public void requestAgain(List<PendingRead> reads, Instant requestedAt, Instant notBefore) {
        jdbi.useHandle(handle -> {
            PreparedBatch batch = handle.prepareBatch(
                    """
                    UPDATE control.pending_reads
                    SET requested_at = greatest(CAST(:now AS timestamptz), requested_at + interval '1 microsecond'),
                        not_before = :notBefore
                    WHERE channel_id = :channel AND resource = :resource AND external_id = :external
                      AND requested_at = :requestedAt
                    """);
            reads.forEach(read -> batch.bind("channel", read.channelId())
                    .bind("resource", read.resource().key())
                    .bind("external", read.externalId())
                    .bind("requestedAt", read.requestedAt())
                    .bind("now", requestedAt)
                    .bind("notBefore", notBefore)
                    .add());
            batch.execute();
        });
    }

    /** Tries again after the moment given, or at once what was asked for again since the claim. */
    public void fail(PendingRead read, String error, Instant tryAt) {
        giveBack(List.of(read), error, tryAt, 0);
    }

    /** As {@link #fail}, without counting this try: it was not the product's fault. */
    public void release(List<PendingRead> reads, String reason, Instant tryAt) {
        giveBack(reads, reason, tryAt, 1);
    }

    private void giveBack(List<PendingRead> reads, String error, Instant tryAt, int uncounted) {
        if (reads.isEmpty()) {
            return;
        }
        jdbi.useHandle(handle -> {
            PreparedBatch batch = handle.prepareBatch(
                    """
                    UPDATE control.pending_reads
                    SET lease_until = NULL, last_error = CAST(:error AS text),
                        attempts = greatest(attempts - :uncounted, 0),
                        not_before = CASE WHEN requested_at = :requestedAt THEN :tryAt ELSE not_before END
                    WHERE channel_id = :channel AND resource = :resource AND external_id = :external
                    """);
            reads.forEach(read -> batch.bind("channel", read.channelId())
                    .bind("resource", read.resource().key())
                    .bind("external", read.externalId())
                    .bind("requestedAt", read.requestedAt())
                    .bind("tryAt", tryAt)
                    .bind("error", Json.withoutNul(error))
                    .bind("uncounted", uncounted)
                    .add());
            batch.execute();
        });
    }

    private void each(String sql, List<PendingRead> reads) {
        if (reads.isEmpty()) {
            return;
        }
        jdbi.useHandle(handle -> {
            PreparedBatch batch = handle.prepareBatch(sql);
            reads.forEach(read -> batch.bind("channel", read.channelId())
                    .bind("resource", read.resource().key())
                    .bind("external", read.externalId())
                    .bind("requestedAt", read.requestedAt())
                    .add());
            batch.execute();
        });
    }
}
