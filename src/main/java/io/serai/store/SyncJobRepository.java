package io.serai.store;

import io.serai.channel.Channel;
import io.serai.job.JobStatus;
import io.serai.job.JobType;
import io.serai.problem.Conflicting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/** Jobs, as people ask for them, see them and command them. Who works on them is {@link JobClaims}'. */
@ApplicationScoped
public class SyncJobRepository {

    /** What PostgreSQL says where a unique index refuses a row. */
    private static final String UNIQUE_VIOLATION = "23505";

    /** Why a job is not taken up again, for the person who asks for it. */
    public static final String OTHER_UNDER_WAY =
            "Another job of this kind is under way on the channel. Wait for it, or cancel it";

    private final Jdbi jdbi;

    public SyncJobRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Adds a job for every active channel of the tenant that has none of this type under way. */
    public void begin(String tenantId, JobType type, boolean createMissing, String requestedBy, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        WITH begun AS (
                            INSERT INTO public.sync_jobs
                                (organization_id, integration_id, type, fetch_all, create_missing, requested_by,
                                 created_at, total_items)
                            SELECT tenant_id, id, :type, true, :createMissing, :requestedBy, :now,
                                   (SELECT count(*) FROM control.listings l
                                    WHERE l.channel_id = c.id AND l.state = 'LINKED')
                            FROM control.channels c WHERE tenant_id = :tenant AND is_active
                            ON CONFLICT (integration_id, type, (coalesce(item, ''))) WHERE status IN ('pending', 'running', 'paused')
                                DO NOTHING
                            RETURNING id)
                        INSERT INTO control.sync_job_logs (job_id, at, message)
                        SELECT id, :now, 'asked for by ' || :requestedBy FROM begun
                        """)
                .bind("tenant", tenantId)
                .bind("type", type.key())
                .bind("createMissing", createMissing)
                .bind("requestedBy", requestedBy)
                .bind("now", now)
                .execute());
    }

    /**
     * Adds a job for one channel, unless one of this type is under way there, about the same item if it is about one. It waits for
     * nobody who has hold of that one.
     *
     * @param item the platform's id of what it is about, null for jobs over a whole channel
     * @param since only what changed since then is fetched, null for all
     * @return the one that is under way now
     */
    public UUID begin(Channel channel, JobType type, String item, Instant since, String requestedBy, Instant now) {
        return underWay(channel.id(), type, item)
                .or(() -> insert(channel, type, item, since, requestedBy, now, "DO NOTHING"))
                .or(() -> underWay(channel.id(), type, item))
                .orElseGet(() -> begin(channel, type, item, since, requestedBy, now));
    }

    /** As {@link #begin}, once whoever has hold of the one that is under way has let go of it: it may be about to end. */
    public UUID beginBehind(Channel channel, JobType type, String requestedBy, Instant now) {
        return insert(channel, type, null, null, requestedBy, now, "DO UPDATE SET updated_at = :now")
                .orElseThrow();
    }

    /** Whether the channel has a job of this type, over all of it, that has not ended. */
    public boolean hasUnderWay(String channelId, JobType type) {
        return underWay(channelId, type, null).isPresent();
    }

    private Optional<UUID> underWay(String channelId, JobType type, String item) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT id FROM public.sync_jobs
                        WHERE integration_id = :channel AND type = :type AND coalesce(item, '') = coalesce(:item, '')
                          AND status IN ('pending', 'running', 'paused')
                        """)
                .bind("channel", channelId)
                .bind("type", type.key())
                .bind("item", item)
                .mapTo(UUID.class)
                .findOne());
    }

    private Optional<UUID> insert(
            Channel channel,
            JobType type,
            String item,
            Instant since,
            String requestedBy,
            Instant now,
            String otherwise) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        WITH begun AS (
                            INSERT INTO public.sync_jobs
                                (organization_id, integration_id, type, item, fetch_all, since, requested_by, created_at)
                            VALUES (:tenant, :channel, :type, :item, :all, :since, :requestedBy, :now)
                            ON CONFLICT (integration_id, type, (coalesce(item, '')))
                                WHERE status IN ('pending', 'running', 'paused') %s
                            RETURNING id, created_at = :now AS is_new),
                        logged AS (
                            INSERT INTO control.sync_job_logs (job_id, at, message)
                            SELECT id, :now, 'asked for by ' || :requestedBy FROM begun WHERE is_new)
                        SELECT id FROM begun
                        """
                                .formatted(otherwise))
                .bind("tenant", channel.tenantId())
                .bind("channel", channel.id())
                .bind("type", type.key())
                .bind("item", item)
                .bind("all", type.isAboutAll())
                .bind("since", since)
                .bind("requestedBy", requestedBy)
                .bind("now", now)
                .mapTo(UUID.class)
                .findOne());
    }

    /** Whether one of these jobs has not ended. */
    public boolean areUnderWay(Collection<UUID> ids) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT EXISTS (
                            SELECT FROM public.sync_jobs
                            WHERE id = ANY (CAST(:ids AS uuid[])) AND status IN ('pending', 'running', 'paused'))
                        """)
                .bindArray("ids", UUID.class, ids.toArray())
                .mapTo(Boolean.class)
                .one());
    }

    /** Whether the tenant has a job of this type that has not ended. */
    public boolean isUnderWay(String tenantId, JobType type) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT EXISTS (
                            SELECT FROM public.sync_jobs
                            WHERE organization_id = :tenant AND type = :type AND status IN ('pending', 'running', 'paused'))
                        """)
                .bind("tenant", tenantId)
                .bind("type", type.key())
                .mapTo(Boolean.class)
                .one());
    }

    /**
     * Reads a job's status and keeps everybody else from changing it until the transaction ends; empty if there is no such job, or
     * somebody has hold of it just now.
     */
    @Transactional(TxType.MANDATORY)
    public Optional<JobStatus> lock(UUID job) {
        return jdbi.withHandle(handle -> handle.createQuery(
                                "SELECT status FROM public.sync_jobs WHERE id = :id FOR UPDATE SKIP LOCKED")
                        .bind("id", job)
                        .mapTo(String.class)
                        .findOne())
                .flatMap(JobStatus::find);
    }

    /** Whether the job's channel takes part no more. */
    public boolean isOfDisconnected(UUID job) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT EXISTS (
                            SELECT FROM public.sync_jobs j JOIN control.channels c ON c.id = j.integration_id
                            WHERE j.id = :id AND c.status = 'disconnected')
                        """)
                .bind("id", job)
                .mapTo(Boolean.class)
                .one());
    }

    /** Whether the job's channel has another of the same type that has not ended; of two who ask so one waits for the other. */
    @Transactional(TxType.MANDATORY)
    public boolean hasOtherUnderWay(UUID job) {
        jdbi.useHandle(handle -> ChannelSyncStatus.lockChannelOf(handle, job));
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT EXISTS (
                            SELECT FROM public.sync_jobs j JOIN public.sync_jobs other
                                ON other.integration_id = j.integration_id AND other.type = j.type AND other.id <> j.id
                                   AND other.item IS NOT DISTINCT FROM j.item
                            WHERE j.id = :id AND other.status IN ('pending', 'running', 'paused'))
                        """)
                .bind("id", job)
                .mapTo(Boolean.class)
                .one());
    }

    /**
     * Takes a job from its worker, if it has one, and sets its status: that of one that has not ended keeps its place, and has all its
     * tries.
     *
     * @param message for its log
     * @throws Conflicting if another of its kind was begun on the channel meanwhile
     */
    @Transactional(TxType.MANDATORY)
    public void set(UUID job, JobStatus status, String message, Instant now) {
        jdbi.useHandle(handle -> {
            ChannelSyncStatus.lockChannelOf(handle, job);
            ChannelSyncStatus.refresh(handle, changed(handle, job, status, message, now));
        });
    }

    /** @return the job's channel */
    private static String changed(Handle handle, UUID job, JobStatus status, String message, Instant now) {
        try {
            return handle.createQuery(
                            """
                            WITH changed AS (
                                UPDATE public.sync_jobs
                                SET status = :status, lease_until = NULL, updated_at = :now, attempts = 0,
                                    connection = CASE WHEN :status = 'pending' THEN coalesce((SELECT connection FROM control.channels WHERE id = integration_id), connection) ELSE connection END,
                                    retried_at = CASE WHEN :status = 'pending' AND status <> 'paused' THEN CAST(:now AS timestamptz) ELSE retried_at END,
                                    -- what a platform wrote for a job that was cancelled is ended there
                                    checkpoint = CASE WHEN status = 'cancelled' AND checkpoint -> 'awaits' IS NOT NULL THEN NULL ELSE checkpoint END,
                                    error_message = CASE WHEN :status = 'pending' THEN NULL ELSE error_message END,
                                    completed_at = CASE WHEN :status = 'cancelled' THEN CAST(:now AS timestamptz) END
                                WHERE id = :id
                                RETURNING id, integration_id),
                            logged AS (
                                INSERT INTO control.sync_job_logs (job_id, at, message) SELECT id, :now, :message FROM changed)
                            SELECT integration_id FROM changed
                            """)
                    .bind("id", job)
                    .bind("status", status.key())
                    .bind("message", Json.withoutNul(message))
                    .bind("now", now)
                    .mapTo(String.class)
                    .one();
        } catch (UnableToExecuteStatementException e) {
            if (e.getCause() instanceof SQLException refused && UNIQUE_VIOLATION.equals(refused.getSQLState())) {
                throw new Conflicting(OTHER_UNDER_WAY);
            }
            throw e;
        }
    }

    /** Cancels what has not ended of channels that take no part any more; what a worker ends a step of just now is left to the next time. */
    @Transactional(TxType.MANDATORY)
    public void cancelOfDisconnected(Instant now) {
        List<String> channels = cancelled(null, now);
        jdbi.useHandle(handle -> {
            // one after the other, as others do who take several
            ChannelSyncStatus.lock(handle, channels);
            channels.forEach(channel -> ChannelSyncStatus.refresh(handle, channel));
        });
    }

    /**
     * The same for one channel, whose row the caller holds already: the other way round than workers, who hold their job first, so none of
     * them is waited for.
     */
    @Transactional(TxType.MANDATORY)
    public void cancelOf(String disconnected, Instant now) {
        cancelled(disconnected, now);
    }

    /** @return the channels of what was cancelled */
    private List<String> cancelled(String ofChannel, Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        WITH left_behind AS MATERIALIZED (
                            SELECT j.id FROM public.sync_jobs j JOIN control.channels c ON c.id = j.integration_id
                            WHERE c.status = 'disconnected' AND c.id = coalesce(CAST(:channel AS text), c.id)
                              AND j.status IN ('pending', 'running', 'paused')
                            FOR UPDATE OF j SKIP LOCKED),
                        cancelled AS (
                            UPDATE public.sync_jobs j
                            SET status = 'cancelled', lease_until = NULL, updated_at = :now, completed_at = :now
                            FROM left_behind WHERE j.id = left_behind.id
                            RETURNING j.id, j.integration_id),
                        logged AS (
                            INSERT INTO control.sync_job_logs (job_id, at, message)
                            SELECT id, :now, 'its channel was disconnected' FROM cancelled)
                        SELECT DISTINCT integration_id FROM cancelled ORDER BY integration_id
                        """)
                .bind("channel", ofChannel)
                .bind("now", now)
                .mapTo(String.class)
                .list());
    }

    /**
     * Deletes jobs that ended before the moment; a failure that nobody knows of any more shows on its channel no longer.
     *
     * @return how many
     */
    @Transactional
    public int deleteFinishedBefore(Instant moment, int atMost) {
        return jdbi.withHandle(handle -> {
            List<String> channels = handle.createQuery(
                            """
                        WITH old AS MATERIALIZED (
                            SELECT id FROM public.sync_jobs WHERE completed_at < :moment
                            ORDER BY completed_at LIMIT :atMost FOR UPDATE SKIP LOCKED)
                        DELETE FROM public.sync_jobs j USING old WHERE j.id = old.id
                        RETURNING coalesce(j.integration_id, '')
                        """)
                    .bind("moment", moment)
                    .bind("atMost", atMost)
                    .mapTo(String.class)
                    .list();
            List<String> distinct = channels.stream().distinct().sorted().toList();
            ChannelSyncStatus.lock(handle, distinct);
            distinct.forEach(channel -> ChannelSyncStatus.refresh(handle, channel));
            return channels.size();
        });
    }
}
