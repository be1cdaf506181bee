package io.serai.store;

import io.serai.channel.Channel;
import io.serai.channel.Platform;
import io.serai.job.JobStatus;
import io.serai.job.JobType;
import io.serai.job.SyncJob;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/** Jobs over a whole channel. A claim holds as long as its lease; what is done with a job later answers that it is another's. */
@ApplicationScoped
public class SyncJobRepository {

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
                            ON CONFLICT (integration_id, type) WHERE status IN ('pending', 'running', 'paused')
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
     * Adds a job for one channel, unless one of this type is under way there.
     *
     * @param since only what changed since then is fetched, null for all
     * @return the one that is under way now
     */
    public UUID begin(Channel channel, JobType type, Instant since, String requestedBy, Instant now) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        WITH begun AS (
                            INSERT INTO public.sync_jobs
                                (organization_id, integration_id, type, fetch_all, since, requested_by, created_at)
                            VALUES (:tenant, :channel, :type, CAST(:since AS timestamptz) IS NULL, :since, :requestedBy, :now)
                            ON CONFLICT (integration_id, type) WHERE status IN ('pending', 'running', 'paused')
                                DO UPDATE SET updated_at = :now
                            RETURNING id, created_at = :now AS is_new),
                        logged AS (
                            INSERT INTO control.sync_job_logs (job_id, at, message)
                            SELECT id, :now, 'asked for by ' || :requestedBy FROM begun WHERE is_new)
                        SELECT id FROM begun
                        """)
                .bind("tenant", channel.tenantId())
                .bind("channel", channel.id())
                .bind("type", type.key())
                .bind("since", since)
                .bind("requestedBy", requestedBy)
                .bind("now", now)
                .mapTo(UUID.class)
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

    /** Claims the oldest job of these types that nobody works on and whose channel can be called. */
    public Optional<SyncJob> claim(Set<JobType> types, Instant now, Instant leaseUntil) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        WITH due AS MATERIALIZED (
                            SELECT j.id, c.platform FROM public.sync_jobs j
                            JOIN control.channels c ON c.id = j.integration_id
                            WHERE j.type = ANY (CAST(:types AS text[])) AND j.status IN ('pending', 'running')
                              AND (j.lease_until IS NULL OR j.lease_until <= :now)
                              AND c.is_active AND c.must_read_since IS NULL
                              AND (c.waits_until IS NULL OR c.waits_until <= :now)
                            ORDER BY j.created_at
                            LIMIT 1
                            FOR UPDATE OF j SKIP LOCKED),
                        claimed AS (
                            UPDATE public.sync_jobs j
                            SET status = 'running', lease_until = :lease, heartbeat_at = :now, updated_at = :now,
                                started_at = coalesce(j.started_at, :now)
                            FROM due WHERE j.id = due.id
                            RETURNING j.*, due.platform),
                        logged AS (
                            INSERT INTO control.sync_job_logs (job_id, at, message)
                            SELECT id, :now, 'begun'
                            FROM claimed WHERE started_at = :now)
                        SELECT * FROM claimed
                        """)
                .bindArray(
                        "types", String.class, types.stream().map(JobType::key).toList())
                .bind("now", now)
                .bind("lease", leaseUntil)
                .map((row, context) -> job(row))
                .findOne());
    }

    /**
     * Notes a step that was done and keeps the job.
     *
     * @param processed products compared by this step
     * @param different those of them that differed
     * @param total how many there are in all, empty where the platform does not say
     * @return whether the job is still the worker's
     */
    public boolean advance(SyncJob job, int processed, int different, Optional<Long> total, SyncJob next, Instant now) {
        return update(
                job,
                """
                processed_items = j.processed_items + :processed, different_items = j.different_items + :different,
                total_items = greatest(coalesce(CAST(:total AS integer), j.total_items), j.processed_items + :processed),
                checkpoint = jsonb_build_object('cursor', CAST(:cursor AS text)), lease_until = :next,
                heartbeat_at = :now, error_message = NULL
                """,
                null,
                now,
                query -> query.bind("processed", processed)
                        .bind("different", different)
                        .bind("total", total.orElse(null))
                        .bind("cursor", next.cursor())
                        .bind("next", next.leaseUntil()));
    }

    /**
     * The job waits for its platform, and goes on from the cursor then.
     *
     * @return whether the job was still the worker's
     */
    public boolean await(SyncJob job, String cursor, long seen, Instant until, Instant now) {
        return update(
                job,
                """
                checkpoint = jsonb_build_object('cursor', CAST(:cursor AS text)), lease_until = :until, heartbeat_at = :now,
                processed_items = greatest(j.processed_items, :seen), error_message = NULL
                """,
                null,
                now,
                query -> query.bind("cursor", cursor).bind("seen", seen).bind("until", until));
    }

    /**
     * Ends a job that is done.
     *
     * @param items how many were fetched
     */
    public boolean completeWith(SyncJob job, long items, Instant now) {
        return update(
                job,
                """
                status = 'completed', completed_at = :now, lease_until = NULL, checkpoint = NULL, error_message = NULL,
                processed_items = :items, total_items = :items
                """,
                "completed",
                now,
                query -> query.bind("items", items));
    }

    /** Ends a job that is done. */
    public boolean complete(SyncJob job, Instant now) {
        return update(
                job,
                """
                status = 'completed', completed_at = :now, lease_until = NULL, checkpoint = NULL, error_message = NULL,
                total_items = j.processed_items
                """,
                "completed",
                now,
                query -> query);
    }

    /** Ends a job that will not be tried again. */
    public boolean fail(SyncJob job, String reason, Instant now) {
        return update(
                job,
                """
                status = 'failed', completed_at = :now, lease_until = NULL, attempts = j.attempts + 1,
                error_message = :reason
                """,
                "given up: " + reason,
                now,
                query -> query.bind("reason", Json.withoutNul(reason)));
    }

    /** The job goes on later where it was. It was not the job's fault. */
    public boolean putOff(SyncJob job, String reason, Duration wait, Instant now) {
        return update(job, "lease_until = :until, error_message = :reason", reason, now, query -> query.bind(
                        "until", now.plus(wait))
                .bind("reason", Json.withoutNul(reason)));
    }

    /** The job begins anew later, with one try less. */
    public boolean beginAnew(SyncJob job, String reason, Duration wait, Instant now) {
        return update(
                job,
                """
                lease_until = :until, error_message = :reason, attempts = j.attempts + 1, checkpoint = NULL,
                started_at = NULL, processed_items = 0, different_items = 0
                """,
                "begins anew: " + reason,
                now,
                query -> query.bind("until", now.plus(wait)).bind("reason", Json.withoutNul(reason)));
    }

    /**
     * Keeps the job from being claimed by anybody else until the transaction ends, however long that takes.
     *
     * @return whether it is still the worker's
     */
    public boolean hold(SyncJob job) {
        return jdbi.withHandle(handle -> handle.createQuery(
                                """
                                SELECT id FROM public.sync_jobs
                                WHERE id = :id AND status = 'running' AND lease_until = :lease
                                FOR UPDATE
                                """)
                        .bind("id", job.id())
                        .bind("lease", job.leaseUntil())
                        .mapTo(UUID.class)
                        .findOne())
                .isPresent();
    }

    /**
     * Reads a job's status and keeps everybody else from changing it until the transaction ends; empty if there is no such job, or
     * somebody has hold of it just now.
     */
    public Optional<JobStatus> lock(UUID job) {
        return jdbi.withHandle(handle -> handle.createQuery(
                                "SELECT status FROM public.sync_jobs WHERE id = :id FOR UPDATE SKIP LOCKED")
                        .bind("id", job)
                        .mapTo(String.class)
                        .findOne())
                .flatMap(JobStatus::find);
    }

    /**
     * Whether the job's channel has another of the same type that has not ended. Until the end of the transaction nobody begins
     * one: whoever does refers to the channel.
     */
    public boolean hasOtherUnderWay(UUID job) {
        jdbi.useHandle(handle -> handle.createQuery(
                        """
                        SELECT c.id FROM public.sync_jobs j JOIN control.channels c ON c.id = j.integration_id
                        WHERE j.id = :id FOR UPDATE OF c
                        """)
                .bind("id", job)
                .mapTo(String.class)
                .list());
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT EXISTS (
                            SELECT FROM public.sync_jobs j JOIN public.sync_jobs other
                                ON other.integration_id = j.integration_id AND other.type = j.type AND other.id <> j.id
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
     */
    public void set(UUID job, JobStatus status, String message, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        WITH changed AS (
                            UPDATE public.sync_jobs
                            SET status = :status, lease_until = NULL, updated_at = :now, attempts = 0,
                                error_message = CASE WHEN :status = 'pending' THEN NULL ELSE error_message END,
                                completed_at = CASE WHEN :status = 'cancelled' THEN CAST(:now AS timestamptz) END
                            WHERE id = :id
                            RETURNING id)
                        INSERT INTO control.sync_job_logs (job_id, at, message) SELECT id, :now, :message FROM changed
                        """)
                .bind("id", job)
                .bind("status", status.key())
                .bind("message", Json.withoutNul(message))
                .bind("now", now)
                .execute());
    }

    /**
     * Deletes jobs that ended before the moment.
     *
     * @return how many
     */
    public int deleteFinishedBefore(Instant moment, int atMost) {
        return jdbi.withHandle(handle -> handle.createUpdate(
                        """
                        WITH old AS MATERIALIZED (
                            SELECT id FROM public.sync_jobs WHERE completed_at < :moment
                            ORDER BY completed_at LIMIT :atMost FOR UPDATE SKIP LOCKED)
                        DELETE FROM public.sync_jobs j USING old WHERE j.id = old.id
                        """)
                .bind("moment", moment)
                .bind("atMost", atMost)
                .execute());
    }

    /** @param message for the job's log, null for none; the reason why it waits is said once, however often it is tried */
    private boolean update(SyncJob job, String change, String message, Instant now, UnaryOperator<Query> binding) {
        return jdbi.withHandle(handle -> binding.apply(handle.createQuery(
                                        """
                                WITH held AS MATERIALIZED (
                                    SELECT id, error_message AS reason FROM public.sync_jobs
                                    WHERE id = :id AND status = 'running' AND lease_until = :lease
                                    FOR UPDATE),
                                changed AS (
                                    UPDATE public.sync_jobs j SET updated_at = :now, %s
                                    FROM held WHERE j.id = held.id
                                    RETURNING j.id, held.reason),
                                logged AS (
                                    INSERT INTO control.sync_job_logs (job_id, at, message)
                                    SELECT id, :now, :message FROM changed
                                    WHERE CAST(:message AS text) IS NOT NULL
                                      AND reason IS DISTINCT FROM CAST(:message AS text))
                                SELECT count(*) FROM changed
                                """
                                                .formatted(change))
                                .bind("id", job.id())
                                .bind("lease", job.leaseUntil())
                                .bind("message", Json.withoutNul(message))
                                .bind("now", now))
                        .mapTo(Long.class)
                        .one()
                == 1);
    }

    private static SyncJob job(ResultSet row) throws SQLException {
        return new SyncJob(
                row.getObject("id", UUID.class),
                row.getString("organization_id"),
                row.getString("integration_id"),
                Platform.find(row.getString("platform")).orElseThrow(),
                JobType.valueOf(row.getString("type").toUpperCase(Locale.ROOT)),
                cursor(row.getString("checkpoint")),
                Times.read(row, "since"),
                row.getTimestamp("started_at").toInstant(),
                row.getBoolean("create_missing"),
                row.getString("requested_by"),
                row.getInt("attempts"),
                row.getTimestamp("lease_until").toInstant());
    }

    private static String cursor(String checkpoint) {
        return checkpoint == null ? null : Json.text(Json.read(checkpoint), "cursor");
    }
}
