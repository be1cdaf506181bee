package io.serai.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** How far each shop's orders were read, and who reads them just now. */
@ApplicationScoped
public class OrderCursorRepository {

    private final Jdbi jdbi;

    public OrderCursorRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * How far a shop's orders were read, by Serai's clock.
     *
     * @param since they are followed
     * @param until all that were changed before it are known; null before the first page was read
     */
    public record Cursor(Instant since, Instant until) {}

    /** Takes the shop's orders, which are followed from the first time on; empty if somebody has them whose lease goes on. */
    public Optional<Cursor> claim(String channelId, UUID worker, Instant now, Instant leaseUntil) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        INSERT INTO control.order_cursors AS known (channel_id, orders_since, worker, lease_until)
                        VALUES (:channel, :now, :worker, :leaseUntil)
                        ON CONFLICT (channel_id) DO UPDATE SET worker = excluded.worker, lease_until = excluded.lease_until
                        WHERE known.lease_until IS NULL OR known.lease_until < :now
                        RETURNING orders_since, orders_until
                        """)
                .bind("channel", channelId)
                .bind("worker", worker)
                .bind("now", now)
                .bind("leaseUntil", leaseUntil)
                .map((row, context) -> new Cursor(Times.read(row, "orders_since"), Times.read(row, "orders_until")))
                .findOne());
    }

    /**
     * @param until all of the shop's orders that were changed before then are known, or asked for; null if that is not known
     * @return false if somebody else has the shop's orders by now
     */
    public boolean extend(String channelId, UUID worker, Instant until, Instant leaseUntil) {
        return jdbi.withHandle(handle -> handle.createUpdate(
                                """
                                UPDATE control.order_cursors
                                SET lease_until = :leaseUntil,
                                    orders_until = greatest(orders_until, CAST(:until AS timestamptz))
                                WHERE channel_id = :channel AND worker = :worker
                                """)
                        .bind("channel", channelId)
                        .bind("worker", worker)
                        .bindByType("until", until, Instant.class)
                        .bind("leaseUntil", leaseUntil)
                        .execute()
                == 1);
    }

    /** All of the shop's orders that were changed before then are known, or asked for; others may take it. */
    public void read(String channelId, UUID worker, Instant until) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE control.order_cursors
                        SET orders_until = greatest(orders_until, :until), worker = NULL, lease_until = NULL
                        WHERE channel_id = :channel AND worker = :worker
                        """)
                .bind("channel", channelId)
                .bind("worker", worker)
                .bind("until", until)
                .execute());
    }

    /** Since when the shop's orders are followed, by Serai's clock; empty before the first pass. */
    public Optional<Instant> followedSince(String channelId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT orders_since FROM control.order_cursors WHERE channel_id = :channel")
                .bind("channel", channelId)
                .map((row, context) -> Times.read(row, "orders_since"))
                .findOne());
    }
}
