package io.serai.job;

import io.serai.config.Backoff;
import io.serai.config.JobConfig;
import io.serai.platform.PlatformAdapters;
import io.serai.platform.PlatformFailure;
import io.serai.platform.Throttled;
import io.serai.store.JobClaims;
import io.serai.store.SyncJobRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Hands jobs to workers, and says what becomes of one whose worker could not go on. */
@ApplicationScoped
@Named("jobWork")
public class JobWork {

    private final JobClaims claims;
    private final SyncJobRepository jobs;
    private final PlatformAdapters adapters;
    private final JobConfig config;
    private final Clock clock;

    @Inject
    JobWork(JobClaims claims, SyncJobRepository jobs, PlatformAdapters adapters, JobConfig config, Clock clock) {
        this.claims = claims;
        this.jobs = jobs;
        this.adapters = adapters;
        this.config = config;
        this.clock = clock;
    }

    /** What was left when a channel was disconnected, since a worker had hold of it or it was begun in that moment, is cancelled. */
    @Transactional
    public void cancelOfDisconnected() {
        jobs.cancelOfDisconnected(clock.instant());
    }

    /** The next job to work on, none if nobody waits for one. */
    public List<SyncJob> claim() {
        return claim(Arrays.asList(JobType.values()));
    }

    /** The next job that takes a moment only, none if there is none. */
    public List<SyncJob> claimQuick() {
        return claim(JobType.quick());
    }

    private List<SyncJob> claim(List<JobType> types) {
        Instant now = clock.instant();
        return claims.claim(types, now, now.plus(config.lease())).stream().toList();
    }

    /** The route that goes on with the job. */
    public String route(SyncJob job) {
        if (job.type() == JobType.POLL_BULK) {
            return "poll-bulk-operations";
        }
        if (job.type().isAboutOne()) {
            return "fetch-one";
        }
        if (job.hasLanded()) {
            return job.isTakenOver() ? "compare-channel" : "take-over";
        }
        boolean lands =
                job.type() != JobType.FULL_SYNC && adapters.of(job.platform()).lands(job.resource());
        if (!lands) {
            return "compare-channel";
        }
        boolean writesAtOnce = adapters.of(job.platform()).hasBulkOperations() && job.type() != JobType.RECENT_SYNC;
        return writesAtOnce ? "fetch-at-once" : "fetch-page-by-page";
    }

    /** The platform cannot be asked now: the job waits, and then goes on where it was. */
    public void putOff(SyncJob job, PlatformFailure failure) {
        Duration wait = failure instanceof Throttled throttled ? throttled.retryAfter() : config.unavailableWait();
        claims.putOff(job, failure.getMessage(), wait, clock.instant());
    }

    /** What carries a failure around it says nothing of it. */
    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Something broke: the job begins anew, later each time, until it is given up. */
    public void broken(SyncJob job, Throwable failure) {
        Throwable cause = cause(failure);
        String reason = cause instanceof FetchLost
                ? cause.getMessage()
                : cause.getClass().getSimpleName() + ": " + cause.getMessage();
        int tries = job.attempts() + 1;
        Instant now = clock.instant();
        Duration wait = new Backoff(config.retryDelay(), config.retryAtMost()).after(tries);
        if (tries >= config.maxTries()) {
            claims.fail(job, reason, now);
        } else {
            claims.beginAnew(job, reason, wait, now);
        }
    }
}
