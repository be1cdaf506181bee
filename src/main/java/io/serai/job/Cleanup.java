package io.serai.job;

import io.serai.config.JobConfig;
import io.serai.store.LandingRepository;
import io.serai.store.QueueRepository;
import io.serai.store.SyncJobRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Jobs, and rows of the push queue, are kept for a while after they ended (D12), for whoever asks what was done. */
@ApplicationScoped
@Named("cleanup")
public class Cleanup {

    private final SyncJobRepository jobs;
    private final QueueRepository queue;
    private final LandingRepository landing;
    private final JobConfig config;
    private final Clock clock;

    @Inject
    Cleanup(SyncJobRepository jobs, QueueRepository queue, LandingRepository landing, JobConfig config, Clock clock) {
        this.jobs = jobs;
        this.queue = queue;
        this.landing = landing;
        this.config = config;
        this.clock = clock;
    }

    /** What was deleted, by kind. */
    public record Deleted(int pushes, int jobs) {

        Deleted plus(Deleted more) {
            return new Deleted(pushes + more.pushes, jobs + more.jobs);
        }

        /** Whether one part may have left something. */
        boolean fills(int atMost) {
            return pushes == atMost || jobs == atMost;
        }
    }

    /**
     * Deletes, part by part, what ended too long ago. What waits or is under way is never deleted.
     *
     * @param days how long ago is too long, null for what the settings say
     */
    public Deleted deleteAll(Integer days) {
        Instant before = clock.instant().minus(days == null ? config.keep() : Duration.ofDays(days));
        int atMost = config.cleanupBatch();
        Deleted all = new Deleted(0, 0);
        Deleted part;
        do {
            part = new Deleted(queue.deleteFinishedBefore(before, atMost), jobs.deleteFinishedBefore(before, atMost));
            all = all.plus(part);
        } while (part.fills(atMost));
        landing.abandoned().forEach(job -> landing.clear(job, null, atMost));
        return all;
    }
}
