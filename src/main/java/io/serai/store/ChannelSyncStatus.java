package io.serai.store;

import io.serai.job.JobType;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/**
 * What a channel's {@code sync_status} says, worked out from its jobs: {@code syncing} as long as what shows on the channel is under
 * way, {@code error} while a job that was given up since the channel was connected has not been made good by another, {@code synced} once all of something was
 * fetched, else {@code pending}; of a disconnected channel nothing is said.
 */
final class ChannelSyncStatus {

    /** Jobs that show on their channel while they last: those that come again every quarter of an hour do not. */
    static final List<String> SHOWN = keys(type -> type.fetchesAll() || type == JobType.RECENT_SYNC);

    private static final List<String> WHOLE = keys(JobType::fetchesAll);

    private ChannelSyncStatus() {}

    /** Whether the end of such a job changes what its channel shows: one item, or what is no data, says nothing of the channel. */
    static boolean isJudged(JobType type) {
        return type.resource().isPresent() && !type.isAboutOne();
    }

    /**
     * Until the transaction ends nobody else ends or commands a job of the same channel, and what others did is seen from here on. The
     * job itself is to be held before: whoever takes both takes them in this order.
     */
    static void lockChannelOf(Handle handle, UUID job) {
        handle.createQuery(
                        """
                        SELECT id FROM control.channels
                        WHERE id = (SELECT integration_id FROM public.sync_jobs WHERE id = :id)
                        FOR NO KEY UPDATE
                        """)
                .bind("id", job)
                .mapTo(String.class)
                .list();
    }

    /** As {@link #lockChannelOf}, for several: in one order, so that no two wait for each other. */
    static void lock(Handle handle, Collection<String> channels) {
        handle.createQuery(
                        """
                        SELECT id FROM control.channels WHERE id = ANY (CAST(:ids AS text[]))
                        ORDER BY id FOR NO KEY UPDATE
                        """)
                .bindArray("ids", String.class, channels.toArray())
                .mapTo(String.class)
                .list();
    }

    /**
     * What such a job does is done, by a job or without, unless the channel was disconnected meanwhile, or its products are to be read in
     * full all the same.
     */
    static void completed(Handle handle, String channelId, JobType type, Instant at) {
        handle.createUpdate(
                        """
                        INSERT INTO control.completions AS earlier (channel_id, type, at)
                        SELECT id, :type, :at FROM control.channels
                        WHERE id = :channel AND status <> 'disconnected' AND (must_read_since IS NULL OR :type <> :products)
                        ON CONFLICT (channel_id, type) DO UPDATE SET at = greatest(earlier.at, excluded.at)
                        """)
                .bind("channel", channelId)
                .bind("type", type.key())
                .bind("products", JobType.BULK_PRODUCTS.key())
                .bind("at", at)
                .execute();
    }

    /** Works it out anew, from all that is stored up to this statement; the channel's row is to be locked before. */
    static void refresh(Handle handle, String channelId) {
        List<MadeGood> madeGood = Arrays.stream(JobType.values())
                .filter(ChannelSyncStatus::isJudged)
                .flatMap(failed -> Arrays.stream(JobType.values())
                        .filter(later -> later.makesGood(failed))
                        .map(later -> new MadeGood(failed.key(), later.key())))
                .toList();
        handle.createUpdate(
                        """
                        WITH made_good AS (
                            SELECT * FROM unnest(CAST(:failed AS text[]), CAST(:by AS text[])) AS pairs (failed, by)),
                        worked_out AS (
                            SELECT c.id, CASE
                                WHEN c.status = 'disconnected' THEN 'pending'
                                WHEN EXISTS (
                                    SELECT FROM public.sync_jobs j
                                    WHERE j.integration_id = c.id AND j.type = ANY (CAST(:shown AS text[]))
                                      AND j.status IN ('pending', 'running', 'paused')) THEN 'syncing'
                                WHEN EXISTS (
                                    SELECT FROM public.sync_jobs j
                                    WHERE j.integration_id = c.id AND j.connection = c.connection
                                      AND j.type IN (SELECT failed FROM made_good) AND j.status = 'failed'
                                      AND NOT EXISTS (
                                          SELECT FROM control.completions later
                                          JOIN made_good m ON m.failed = j.type AND m.by = later.type
                                          WHERE later.channel_id = c.id
                                            AND later.at >= coalesce(j.retried_at, j.created_at))) THEN 'error'
                                WHEN EXISTS (
                                    SELECT FROM control.completions
                                    WHERE channel_id = c.id AND type = ANY (CAST(:whole AS text[]))) THEN 'synced'
                                ELSE 'pending' END AS status
                            FROM control.channels c WHERE id = :channel)
                        UPDATE control.channels c SET sync_status = w.status
                        FROM worked_out w WHERE c.id = w.id AND c.sync_status <> w.status
                        """)
                .bind("channel", channelId)
                .bindArray("shown", String.class, SHOWN)
                .bindArray("whole", String.class, WHOLE)
                .bindArray(
                        "failed",
                        String.class,
                        madeGood.stream().map(MadeGood::failed).toList())
                .bindArray(
                        "by", String.class, madeGood.stream().map(MadeGood::by).toList())
                .execute();
    }

    private record MadeGood(String failed, String by) {}

    private static List<String> keys(Predicate<JobType> which) {
        return Arrays.stream(JobType.values()).filter(which).map(JobType::key).toList();
    }
}
