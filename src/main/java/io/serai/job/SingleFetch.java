package io.serai.job;

import io.serai.config.JobConfig;
import io.serai.listing.Lane;
import io.serai.platform.Resource;
import io.serai.store.JobClaims;
import io.serai.store.PendingReadRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Fetches one order or product (A11): it is read as if the shop had told of it, and the job waits until that is taken in. */
@ApplicationScoped
@Named("singleFetch")
public class SingleFetch {

    private static final String ASKED = "asked for";
    private static final Duration UNTIL_READ = Duration.ofSeconds(1);

    private final JobClaims claims;
    private final PendingReadRepository pendingReads;
    private final JobConfig config;
    private final Clock clock;

    @Inject
    SingleFetch(JobClaims claims, PendingReadRepository pendingReads, JobConfig config, Clock clock) {
        this.claims = claims;
        this.pendingReads = pendingReads;
        this.config = config;
        this.clock = clock;
    }

    /** Asks for the item, or sees what became of it. */
    @Transactional
    public void goOn(SyncJob job) {
        Instant now = clock.instant();
        Resource resource = job.resource();
        if (job.cursor() == null) {
            pendingReads.request(
                    job.channel(), resource, job.item(), "asked for by " + job.requestedBy(), Lane.LIVE, now, now);
            claims.await(job, ASKED, 0, now.plus(UNTIL_READ), now);
            return;
        }
        Optional<PendingReadRepository.Waiting> waiting = pendingReads.waiting(job.channel(), resource, job.item());
        if (waiting.isEmpty()) {
            end(job, resource, now);
        } else if (waiting.get().attempts() >= config.maxTries()) {
            pendingReads.forget(job.channel(), resource, job.item());
            claims.fail(job, waiting.get().error(), now);
        } else {
            claims.await(job, ASKED, 0, now.plus(UNTIL_READ), now);
        }
    }

    private void end(SyncJob job, Resource resource, Instant now) {
        if (pendingReads.isKnown(job.channel(), resource, job.item())) {
            claims.completeWith(job, 1, now);
        } else {
            claims.fail(job, "The shop shows nothing under the id " + job.item(), now);
        }
    }
}
