package io.serai.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.channel.Platform;
import io.serai.job.JobType;
import io.serai.job.SyncJob;
import io.serai.job.SyncJob.Place;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/**
 * Who works on which job. A claim holds as long as its lease; what is done with a job later answers that it is another's. What becomes
 * of a job stands in its log, and how it ended in {@code sync_logs} too (B10).
 */
@ApplicationScoped
public class JobClaims {

    private static final List<String> AFTER_FIRST_READ = keys(JobType::waitsForFirstRead);

    private final Jdbi jdbi;

    public JobClaims(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Claims a job that nobody works on and whose channel can be called.
     *
     * @param types the most urgent first; of one type the oldest comes first
     */
    public Optional<SyncJob> claim(Collection<JobType> types, Instant now, Instant leaseUntil) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        WITH due AS MATERIALIZED (
                            SELECT j.id, c.platform FROM public.sync_jobs j
                            JOIN control.channels c ON c.id = j.integration_id
                            WHERE j.type = ANY (CAST(:types AS text[])) AND j.status IN ('pending', 'running')
                              AND (j.lease_until IS NULL OR j.lease_until <= :now)
                              AND c.is_active
                              AND (c.must_read_since IS NULL OR j.type <> ALL (CAST(:afterFirstRead AS text[])))
                              AND (c.waits_until IS NULL OR c.waits_until <= :now)
                            ORDER BY array_position(CAST(:types AS text[]), j.type), j.created_at
                            LIMIT 1
                            FOR UPDATE OF j SKIP LOCKED),
                        claimed AS (
                            UPDATE public.sync_jobs j
                            SET status = 'running', lease_until = :lease, heartbeat_at = :now, updated_at = :now,
                                started_at = coalesce(j.started_at, :now), checkpoint = j.checkpoint - 'awaits'
                            FROM due WHERE j.id = due.id
                            RETURNING j.*, due.platform),
                        logged AS (
                            INSERT INTO control.sync_job_logs (job_id, at, message)
                            SELECT id, :now, 'begun'
                            FROM claimed WHERE started_at = :now),
                        shown AS (
                            UPDATE control.channels c SET sync_status = 'syncing' FROM claimed
                            WHERE c.id = claimed.integration_id AND (claimed.started_at = :now OR c.sync_status <> 'syncing')
                              AND claimed.type = ANY (CAST(:shown AS text[])))
                        SELECT * FROM claimed
                        """)
                .bindArray(
                        "types", String.class, types.stream().map(JobType::key).toList())
                .bindArray("afterFirstRead", String.class, AFTER_FIRST_READ)
                .bindArray("shown", String.class, ChannelSyncStatus.SHOWN)
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
                total_items = CASE WHEN coalesce(CAST(:total AS integer), j.total_items) IS NOT NULL
                    THEN greatest(CAST(:total AS integer), j.total_items, j.processed_items + :processed) END,
                checkpoint = jsonb_build_object('cursor', CAST(:cursor AS text), 'lines', CAST(:lines AS bigint),
                    'landed', CAST(:landed AS boolean), 'takenOver', CAST(:takenOver AS boolean)),
                lease_until = :next, heartbeat_at = :now, error_message = NULL
                """,
                null,
                now,
                query -> query.bind("processed", processed)
                        .bind("different", different)
                        .bind("total", total.orElse(null))
                        .bind("cursor", next.cursor())
                        .bind("lines", next.place().lines())
                        .bind("landed", next.hasLanded())
                        .bind("takenOver", next.isTakenOver())
                        .bind("next", next.leaseUntil()));
    }

    /**
     * The job waits for its platform, and goes on from the cursor then.
     *
     * @param seen how many there are in all as far as the platform has come
     * @return whether the job was still the worker's
     */
    public boolean await(SyncJob job, String cursor, long seen, Instant until, Instant now) {
        return update(
                job,
                """
                checkpoint = coalesce(j.checkpoint, '{}') || jsonb_build_object('cursor', CAST(:cursor AS text), 'awaits', true),
                lease_until = :until, heartbeat_at = :now, error_message = NULL,
                total_items = greatest(j.total_items, nullif(CAST(:seen AS integer), 0))
                """,
                null,
                now,
                query -> query.bind("cursor", cursor).bind("seen", seen).bind("until", until));
    }

    /** Jobs of a channel that wait for one of these are due now; one that a worker has is left to it. */
    public void wake(String channelId, Collection<String> cursors, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE public.sync_jobs SET lease_until = :now, updated_at = :now
                        WHERE integration_id = :channel AND status = 'running' AND lease_until > :now
                          AND checkpoint ->> 'cursor' = ANY (CAST(:cursors AS text[]))
                          AND (checkpoint -> 'awaits') IS NOT NULL
                        """)
                .bind("channel", channelId)
                .bindArray("cursors", String.class, cursors.toArray())
                .bind("now", now)
                .execute());
    }

    /** What whoever looks at the job should know though it does not fail. */
    public boolean notice(SyncJob job, String notice, Instant now) {
        return update(job, "notice = :notice", notice, now, query -> query.bind("notice", notice));
    }

    /**
     * Ends a job that is done.
     *
     * @param items how many were fetched
     */
    @Transactional
    public boolean completeWith(SyncJob job, long items, Instant now) {
        return completed(
                job,
                """
                status = 'completed', completed_at = :now, lease_until = NULL, checkpoint = NULL, error_message = NULL,
                processed_items = :items, total_items = :items
                """,
                now,
                query -> query.bind("items", items));
    }

    /** Ends a job that is done. */
    @Transactional
    public boolean complete(SyncJob job, Instant now) {
        return completed(
                job,
                """
                status = 'completed', completed_at = :now, lease_until = NULL, checkpoint = NULL, error_message = NULL,
                total_items = j.processed_items
                """,
                now,
                query -> query);
    }

    /** Ends a job that will not be tried again. */
    @Transactional
    public boolean fail(SyncJob job, String reason, Instant now) {
        return end(
                job,
                """
                status = 'failed', completed_at = :now, lease_until = NULL, attempts = j.attempts + 1,
                error_message = :reason
                """,
                "given up: " + reason,
                now,
                query -> query.bind("reason", Json.withoutNul(reason)),
                handle -> {});
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
                started_at = NULL, processed_items = 0, different_items = 0, notice = NULL
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

    private boolean completed(SyncJob job, String change, Instant now, UnaryOperator<Query> binding) {
        return end(
                job,
                change,
                "completed",
                now,
                binding,
                handle -> ChannelSyncStatus.completed(handle, job.channel(), job.type(), now));
    }

    /** One after the other of a channel: whether it still shows as syncing is up to the last. */
    private boolean end(
            SyncJob job,
            String change,
            String message,
            Instant now,
            UnaryOperator<Query> binding,
            Consumer<Handle> consequence) {
        if (!ChannelSyncStatus.isJudged(job.type())) {
            return update(job, change, message, now, binding);
        }
        if (!hold(job)) {
            return false;
        }
        jdbi.useHandle(handle -> ChannelSyncStatus.lockChannelOf(handle, job.id()));
        boolean ended = update(job, change, message, now, binding);
        jdbi.useHandle(handle -> {
            consequence.accept(handle);
            ChannelSyncStatus.refresh(handle, job.channel());
        });
        return ended;
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
                                    RETURNING j.*, held.reason),
                                logged AS (
                                    INSERT INTO control.sync_job_logs (job_id, at, message)
                                    SELECT id, :now, :message FROM changed
                                    WHERE CAST(:message AS text) IS NOT NULL
                                      AND reason IS DISTINCT FROM CAST(:message AS text)),
                                ended AS (
                                    INSERT INTO public.sync_logs
                                        (tenant_id, sync_type, success, records_processed, duration, error, created_at)
                                    SELECT organization_id, :resource, status = 'completed', processed_items,
                                           least(2147483647, extract(epoch FROM CAST(:now AS timestamptz) - started_at) * 1000),
                                           CASE WHEN status = 'failed' THEN error_message END, :now
                                    FROM changed WHERE completed_at IS NOT NULL AND CAST(:resource AS text) IS NOT NULL)
                                SELECT count(*) FROM changed
                                """
                                                .formatted(change))
                                .bind("id", job.id())
                                .bind("lease", job.leaseUntil())
                                .bind(
                                        "resource",
                                        job.type()
                                                .resource()
                                                .map(resource -> resource.key())
                                                .orElse(null))
                                .bind("message", Json.withoutNul(message))
                                .bind("now", now))
                        .mapTo(Long.class)
                        .one()
                == 1);
    }

    private static List<String> keys(Predicate<JobType> which) {
        return Arrays.stream(JobType.values()).filter(which).map(JobType::key).toList();
    }

    private static SyncJob job(ResultSet row) throws SQLException {
        return new SyncJob(
                row.getObject("id", UUID.class),
                row.getString("organization_id"),
                row.getString("integration_id"),
                Platform.find(row.getString("platform")).orElseThrow(),
                JobType.valueOf(row.getString("type").toUpperCase(Locale.ROOT)),
                row.getString("item"),
                place(row.getString("checkpoint")),
                Times.read(row, "since"),
                row.getTimestamp("started_at").toInstant(),
                row.getBoolean("create_missing"),
                row.getString("requested_by"),
                row.getInt("attempts"),
                row.getTimestamp("lease_until").toInstant());
    }

    private static Place place(String checkpoint) {
        if (checkpoint == null) {
            return Place.BEGINNING;
        }
        JsonNode place = Json.read(checkpoint);
        return new Place(
                Json.text(place, "cursor"),
                place.path("lines").asLong(),
                place.path("landed").asBoolean(),
                place.path("takenOver").asBoolean());
    }
}
