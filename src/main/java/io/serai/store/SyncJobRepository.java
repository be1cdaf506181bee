package io.serai.store;

import io.serai.channel.Platform;
import io.serai.job.JobType;
import io.serai.job.SyncJob;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Update;

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
                        INSERT INTO public.sync_jobs
                            (organization_id, integration_id, type, fetch_all, create_missing, requested_by, created_at,
                             total_items)
                        SELECT tenant_id, id, :type, true, :createMissing, :requestedBy, :now,
                               (SELECT count(*) FROM control.listings l
                                WHERE l.channel_id = c.id AND l.state = 'LINKED')
                        FROM control.channels c WHERE tenant_id = :tenant AND is_active
                        ON CONFLICT (integration_id, type) WHERE status IN ('pending', 'running', 'paused') DO NOTHING
                        """)
                .bind("tenant", tenantId)
                .bind("type", type.key())
                .bind("createMissing", createMissing)
                .bind("requestedBy", requestedBy)
                .bind("now", now)
                .execute());
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

    /** Claims the oldest job of this type that nobody works on and whose channel can be called. */
    public Optional<SyncJob> claim(JobType type, Instant now, Instant leaseUntil) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        WITH due AS MATERIALIZED (
                            SELECT j.id, c.platform FROM public.sync_jobs j
                            JOIN control.channels c ON c.id = j.integration_id
                            WHERE j.type = :type AND j.status IN ('pending', 'running')
                              AND (j.lease_until IS NULL OR j.lease_until <= :now)
                              AND c.is_active AND c.must_read_since IS NULL
                              AND (c.waits_until IS NULL OR c.waits_until <= :now)
                            ORDER BY j.created_at
                            LIMIT 1
                            FOR UPDATE OF j SKIP LOCKED)
                        UPDATE public.sync_jobs j
                        SET status = 'running', lease_until = :lease, heartbeat_at = :now, updated_at = :now,
                            started_at = coalesce(j.started_at, :now)
                        FROM due WHERE j.id = due.id
                        RETURNING j.*, due.platform
                        """)
                .bind("type", type.key())
                .bind("now", now)
                .bind("lease", leaseUntil)
                .map((row, context) -> job(row, type))
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
                processed_items = processed_items + :processed, different_items = different_items + :different,
                total_items = greatest(coalesce(CAST(:total AS integer), total_items), processed_items + :processed),
                checkpoint = jsonb_build_object('cursor', CAST(:cursor AS text)), lease_until = :next,
                heartbeat_at = :now, error_message = NULL
                """,
                now,
                update -> update.bind("processed", processed)
                        .bind("different", different)
                        .bind("total", total.orElse(null))
                        .bind("cursor", next.cursor())
                        .bind("next", next.leaseUntil()));
    }

    /** Ends a job that is done. */
    public boolean complete(SyncJob job, Instant now) {
        return update(
                job,
                "status = 'completed', completed_at = :now, lease_until = NULL, checkpoint = NULL, error_message = NULL,"
                        + " total_items = processed_items",
                now,
                update -> update);
    }

    /** Ends a job that will not be tried again. */
    public boolean fail(SyncJob job, String reason, Instant now) {
        return update(
                job,
                "status = 'failed', completed_at = :now, lease_until = NULL, attempts = attempts + 1, error_message = :reason",
                now,
                update -> update.bind("reason", Json.withoutNul(reason)));
    }

    /** The job goes on later where it was. It was not the job's fault. */
    public boolean putOff(SyncJob job, String reason, Duration wait, Instant now) {
        return update(job, "lease_until = :until, error_message = :reason", now, update -> update.bind(
                        "until", now.plus(wait))
                .bind("reason", Json.withoutNul(reason)));
    }

    /** The job begins anew later, with one try less. */
    public boolean beginAnew(SyncJob job, String reason, Duration wait, Instant now) {
        return update(
                job,
                "lease_until = :until, error_message = :reason, attempts = attempts + 1, checkpoint = NULL,"
                        + " started_at = NULL, processed_items = 0, different_items = 0",
                now,
                update -> update.bind("until", now.plus(wait)).bind("reason", Json.withoutNul(reason)));
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

    private boolean update(SyncJob job, String change, Instant now, UnaryOperator<Update> binding) {
        return jdbi.withHandle(
                        handle -> binding.apply(handle.createUpdate("UPDATE public.sync_jobs SET updated_at = :now, "
                                                + change
                                                + " WHERE id = :id AND status = 'running' AND lease_until = :lease")
                                        .bind("id", job.id())
                                        .bind("lease", job.leaseUntil())
                                        .bind("now", now))
                                .execute())
                == 1;
    }

    private static SyncJob job(ResultSet row, JobType type) throws SQLException {
        return new SyncJob(
                row.getObject("id", UUID.class),
                row.getString("organization_id"),
                row.getString("integration_id"),
                Platform.find(row.getString("platform")).orElseThrow(),
                type,
                cursor(row.getString("checkpoint")),
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
