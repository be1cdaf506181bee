package io.serai.store;

import io.serai.job.JobType;
import io.serai.platform.Resource;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/**
 * What a channel's {@code sync_status} says, worked out from its jobs: {@code syncing} as long as what shows on the channel is under
 * way, {@code error} while a job that was given up has not been made good by a later one, {@code synced} once all of something was
 * fetched, else {@code pending}; of a disconnected channel nothing is said.
 */
final class ChannelSyncStatus {

    /** Jobs that show on their channel while they last: those that come again every quarter of an hour do not. */
    static final List<String> SHOWN =
            keys(type -> type.isAboutAll() && type != JobType.FULL_SYNC || type == JobType.RECENT_SYNC);

    private static final List<String> JUDGED = keys(ChannelSyncStatus::isJudged);

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

    /** All of it was fetched, unless the channel was disconnected meanwhile, or its products are to be read in full all the same. */
    static void whole(Handle handle, String channelId, Resource resource, Instant at) {
        handle.createUpdate(
                        """
                        UPDATE control.channels SET all_%s_at = :at
                        WHERE id = :id AND status <> 'disconnected' AND (must_read_since IS NULL OR :resource <> 'products')
                        """
                                .formatted(resource.key()))
                .bind("id", channelId)
                .bind("resource", resource.key())
                .bind("at", at)
                .execute();
    }

    /** The orders of the last days were fetched, unless the channel was disconnected meanwhile. */
    static void recent(Handle handle, String channelId, Instant at) {
        handle.createUpdate(
                        "UPDATE control.channels SET recent_orders_at = :at WHERE id = :id AND status <> 'disconnected'")
                .bind("id", channelId)
                .bind("at", at)
                .execute();
    }

    /** What others of the channel failed to do is done by a job that was completed. One that somebody takes up again just now is left. */
    static void makeGood(Handle handle, String channelId, JobType completed) {
        handle.createUpdate(
                        """
                        UPDATE public.sync_jobs SET made_good = true
                        WHERE id IN (
                            SELECT id FROM public.sync_jobs
                            WHERE integration_id = :channel AND status = 'failed' AND NOT made_good
                              AND type = ANY (CAST(:types AS text[]))
                            FOR UPDATE SKIP LOCKED)
                        """)
                .bind("channel", channelId)
                .bindArray("types", String.class, keys(completed::makesGood).toArray())
                .execute();
    }

    /** What a job failed to do was done already, if all there is was fetched since its last try began. */
    static void whetherMadeGood(Handle handle, UUID failed, JobType type) {
        type.resource()
                .filter(resource -> JobType.all(resource).makesGood(type))
                .ifPresent(resource -> handle.createUpdate(
                                """
                        UPDATE public.sync_jobs j SET made_good = true
                        FROM control.channels c
                        WHERE j.id = :id AND c.id = j.integration_id AND c.all_%s_at >= greatest(j.started_at, j.retried_at)
                        """
                                        .formatted(resource.key()))
                        .bind("id", failed)
                        .execute());
    }

    /** Works it out anew, from all that is stored up to this statement; the channel's row is to be locked before. */
    static void refresh(Handle handle, String channelId) {
        handle.createUpdate(
                        """
                        WITH worked_out AS (
                            SELECT c.id, CASE
                                WHEN c.status = 'disconnected' THEN 'pending'
                                WHEN EXISTS (
                                    SELECT FROM public.sync_jobs j
                                    WHERE j.integration_id = c.id AND j.type = ANY (CAST(:shown AS text[]))
                                      AND j.status IN ('pending', 'running', 'paused')) THEN 'syncing'
                                WHEN EXISTS (
                                    SELECT FROM public.sync_jobs j
                                    WHERE j.integration_id = c.id AND j.type = ANY (CAST(:judged AS text[]))
                                      AND j.status = 'failed' AND NOT j.made_good) THEN 'error'
                                WHEN coalesce(all_orders_at, all_customers_at, all_products_at) IS NOT NULL THEN 'synced'
                                ELSE 'pending' END AS status
                            FROM control.channels c WHERE id = :channel)
                        UPDATE control.channels c SET sync_status = w.status
                        FROM worked_out w WHERE c.id = w.id AND c.sync_status <> w.status
                        """)
                .bind("channel", channelId)
                .bindArray("shown", String.class, SHOWN)
                .bindArray("judged", String.class, JUDGED)
                .execute();
    }

    private static List<String> keys(Predicate<JobType> which) {
        return Arrays.stream(JobType.values()).filter(which).map(JobType::key).toList();
    }
}
