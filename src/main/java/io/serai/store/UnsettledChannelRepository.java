package io.serai.store;

import io.serai.channel.UnsettledChannel;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Channels whose platform is still to be told how things are, one worker at a time for each. */
@ApplicationScoped
public class UnsettledChannelRepository {

    private final Jdbi jdbi;

    public UnsettledChannelRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The channel is another than its platform knows. Whoever is at it finds, when he ends, that there is more to do. */
    public void put(String channelId, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        INSERT INTO control.unsettled_channels AS known (channel_id, since, not_before)
                        VALUES (:channel, :now, :now)
                        ON CONFLICT (channel_id) DO UPDATE
                        SET since = greatest(excluded.since, known.since + interval '1 microsecond'), attempts = 0,
                            not_before = excluded.not_before
                        """)
                .bind("channel", channelId)
                .bind("now", now)
                .execute());
    }

    /** After the database was restored nobody knows what the platforms were told. */
    public void putAllActive(Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        INSERT INTO control.unsettled_channels (channel_id, since, not_before)
                        SELECT id, :now, :now FROM control.channels WHERE is_active
                        ON CONFLICT (channel_id) DO NOTHING
                        """)
                .bind("now", now)
                .execute());
    }

    /** Takes one up that is due and that nobody is at. A paused channel waits until somebody resumes it. */
    public Optional<UnsettledChannel> claim(Instant now, Instant leaseUntil) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        WITH next AS MATERIALIZED (
                            SELECT due.channel_id FROM control.unsettled_channels due
                            JOIN control.channels c ON c.id = due.channel_id
                            WHERE due.not_before <= :now AND (due.lease_until IS NULL OR due.lease_until < :now)
                              AND c.status <> 'paused'
                            ORDER BY due.not_before
                            LIMIT 1
                            FOR UPDATE OF due SKIP LOCKED)
                        UPDATE control.unsettled_channels u
                        SET lease_until = :leaseUntil, attempts = u.attempts + 1
                        FROM next
                        WHERE u.channel_id = next.channel_id
                        RETURNING u.*
                        """)
                .bind("now", now)
                .bind("leaseUntil", leaseUntil)
                .map((row, context) -> new UnsettledChannel(
                        row.getString("channel_id"),
                        Times.read(row, "since"),
                        row.getInt("attempts"),
                        Times.read(row, "lease_until")))
                .findOne());
    }

    /** @return empty if somebody else has the channel by now */
    public Optional<UnsettledChannel> renew(UnsettledChannel channel, Instant leaseUntil) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        UPDATE control.unsettled_channels SET lease_until = :leaseUntil
                        WHERE channel_id = :channel AND lease_until = :lease
                        RETURNING lease_until
                        """)
                .bind("channel", channel.channelId())
                .bind("lease", channel.leaseUntil())
                .bind("leaseUntil", leaseUntil)
                .map((row, context) -> new UnsettledChannel(
                        channel.channelId(), channel.since(), channel.attempts(), Times.read(row, "lease_until")))
                .findOne());
    }

    /** Whether the channel is still the worker's. */
    public boolean isHeld(UnsettledChannel channel) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT EXISTS (SELECT FROM control.unsettled_channels
                                       WHERE channel_id = :channel AND lease_until = :lease)
                        """)
                .bind("channel", channel.channelId())
                .bind("lease", channel.leaseUntil())
                .mapTo(Boolean.class)
                .one());
    }

    /**
     * The platform knows how things are, unless they have changed since; then there is more to do at once.
     *
     * @return whether it is settled
     */
    public boolean settle(UnsettledChannel channel) {
        return jdbi.withHandle(handle -> {
            boolean settled = handle.createUpdate(
                                    """
                                    DELETE FROM control.unsettled_channels
                                    WHERE channel_id = :channel AND since = :since AND lease_until = :lease
                                    """)
                            .bind("channel", channel.channelId())
                            .bind("since", channel.since())
                            .bind("lease", channel.leaseUntil())
                            .execute()
                    == 1;
            if (!settled) {
                giveBack(channel, null, channel.since());
            }
            return settled;
        });
    }

    /**
     * Somebody else may take it up, from the moment given; at once if it has changed since.
     *
     * @param error null if nothing failed
     */
    public void giveBack(UnsettledChannel channel, String error, Instant notBefore) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE control.unsettled_channels
                        SET lease_until = NULL, last_error = CAST(:error AS text),
                            not_before = CASE WHEN since = :since THEN :notBefore ELSE not_before END
                        WHERE channel_id = :channel AND lease_until = :lease
                        """)
                .bind("channel", channel.channelId())
                .bind("since", channel.since())
                .bind("lease", channel.leaseUntil())
                .bind("error", Json.withoutNul(error))
                .bind("notBefore", notBefore)
                .execute());
    }

    /** Whether nothing has changed about the channel since it was taken up, and nobody else has it; keeps it so until the end. */
    public boolean lockUnchanged(UnsettledChannel channel) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT 1 FROM control.unsettled_channels
                        WHERE channel_id = :channel AND since = :since AND lease_until = :lease
                        FOR UPDATE
                        """)
                .bind("channel", channel.channelId())
                .bind("since", channel.since())
                .bind("lease", channel.leaseUntil())
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
    }
}
