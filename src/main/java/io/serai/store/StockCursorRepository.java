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
     * @param fullPassAt when the last full pass ended, null if there was none
     */
    public record Cursor(Instant changesUntil, Instant itemsUntil, Instant fullPassAt) {}

    /**
     * How far a pass over everything has come that has not ended.
     *
     * @param stage what is asked next
     * @param next the rest of what was asked before, null to ask anew
     */
    public record Unfinished(String stage, String next, Instant begunAt) {}

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

    /** A full pass has ended. */
    public void readInFull(String channelId, Instant endedAt) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE control.stock_cursors
                        SET full_pass_at = :ended, full_stage = NULL, full_next = NULL, full_begun_at = NULL
                        WHERE channel_id = :channel
                        """)
                .bind("channel", channelId)
                .bind("ended", endedAt)
                .execute());
    }

    /** A full pass has come so far. */
    public void keepUnfinished(String channelId, Unfinished pass) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE control.stock_cursors
                        SET full_stage = :stage, full_next = :next, full_begun_at = :begun
                        WHERE channel_id = :channel
                        """)
                .bind("channel", channelId)
                .bind("stage", pass.stage())
                .bind("next", pass.next())
                .bind("begun", pass.begunAt())
                .execute());
    }

    /** The full pass that has begun and not ended. */
    public Optional<Unfinished> unfinished(String channelId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT full_stage, full_next, full_begun_at FROM control.stock_cursors
                        WHERE channel_id = :channel AND full_stage IS NOT NULL
                        """)
                .bind("channel", channelId)
                .map((row, context) ->
                        new Unfinished(row.getString(1), row.getString(2), Times.read(row, "full_begun_at")))
                .findOne());
    }

    /** The channel's stock could not be read; null as the reason once it was. */
    public void failed(String channelId, String reason, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE control.stock_cursors
                        SET last_error = CAST(:reason AS text),
                            failed_since = CASE WHEN CAST(:reason AS text) IS NOT NULL THEN coalesce(failed_since, :now) END
                        WHERE channel_id = :channel
                          AND (last_error IS NOT NULL OR CAST(:reason AS text) IS NOT NULL)
                        """)
                .bind("channel", channelId)
                .bind("reason", Json.withoutNul(reason))
                .bind("now", now)
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
