package io.serai.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** How far each channel's stock was read, and who reads or writes it just now. */
@ApplicationScoped
public class StockCursorRepository {

    private final Jdbi jdbi;

    public StockCursorRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * How far a channel was read.
     *
     * @param changesUntil by the platform's clock; null before the first full pass has ended
     * @param itemsUntil the same for what its goods are called and like
     * @param fullPassAt when the last full pass began, null if there was none
     */
    public record Cursor(Instant changesUntil, Instant itemsUntil, Instant fullPassAt) {}

    /** Takes the channel, unless somebody has it whose lease goes on. */
    public Optional<Cursor> claim(String channelId, UUID worker, Instant now, Instant leaseUntil) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        INSERT INTO control.stock_cursors AS known (channel_id, worker, lease_until, begun_at)
                        VALUES (:channel, :worker, :leaseUntil, :now)
                        ON CONFLICT (channel_id) DO UPDATE
                        SET worker = excluded.worker, lease_until = excluded.lease_until, begun_at = excluded.begun_at
                        WHERE known.lease_until IS NULL OR known.lease_until < :now
                        RETURNING *
                        """)
                .bind("channel", channelId)
                .bind("worker", worker)
                .bind("now", now)
                .bind("leaseUntil", leaseUntil)
                .map((row, context) -> new Cursor(
                        Times.read(row, "changes_until"),
                        Times.read(row, "items_until"),
                        Times.read(row, "full_pass_at")))
                .findOne());
    }

    /** @return false if somebody else has the channel by now */
    public boolean extend(String channelId, UUID worker, Instant leaseUntil) {
        return jdbi.withHandle(handle -> handle.createUpdate(
                                """
                                UPDATE control.stock_cursors SET lease_until = :leaseUntil
                                WHERE channel_id = :channel AND worker = :worker
                                """)
                        .bind("channel", channelId)
                        .bind("worker", worker)
                        .bind("leaseUntil", leaseUntil)
                        .execute()
                == 1);
    }

    /** The channel was read up to there. */
    public void read(String channelId, Instant changesUntil) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE control.stock_cursors SET changes_until = :until, read_from = begun_at
                        WHERE channel_id = :channel
                        """)
                .bind("channel", channelId)
                .bind("until", changesUntil)
                .execute());
    }

    /** What happened to the channel's goods was read up to there. */
    public void readItems(String channelId, Instant itemsUntil) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE control.stock_cursors SET items_until = :until WHERE channel_id = :channel
                        """)
                .bind("channel", channelId)
                .bind("until", itemsUntil)
                .execute());
    }

    /** A full pass that began then has ended. */
    public void readInFull(String channelId, Instant begunAt) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE control.stock_cursors SET full_pass_at = :begun WHERE channel_id = :channel
                        """)
                .bind("channel", channelId)
                .bind("begun", begunAt)
                .execute());
    }

    /** Others may take the channel. */
    public void release(String channelId, UUID worker) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE control.stock_cursors SET worker = NULL, lease_until = NULL
                        WHERE channel_id = :channel AND worker = :worker
                        """)
                .bind("channel", channelId)
                .bind("worker", worker)
                .execute());
    }
}
