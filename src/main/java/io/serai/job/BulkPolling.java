package io.serai.job;

import io.serai.config.JobConfig;
import io.serai.platform.BulkOperation;
import io.serai.store.BulkOperationRepository;
import io.serai.store.BulkOperationRepository.Interest;
import io.serai.store.BulkOperationRepository.Open;
import io.serai.store.JobClaims;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * Looks how far a platform is with what it writes for jobs, all of a channel's at once, and wakes each job whose lines are there: that
 * it has ended may never be told (fact 35). What no job waits for any more is ended, since a platform works at a few at a time.
 */
@ApplicationScoped
@Named("bulkPolling")
public class BulkPolling {

    private final JobClaims claims;
    private final BulkOperationRepository operations;
    private final JobConfig config;
    private final Clock clock;

    @Inject
    BulkPolling(JobClaims claims, BulkOperationRepository operations, JobConfig config, Clock clock) {
        this.claims = claims;
        this.operations = operations;
        this.config = config;
        this.clock = clock;
    }

    /** What nobody waits for any more. */
    public List<String> abandoned(SyncJob poll) {
        return ids(poll, Interest.NONE);
    }

    /** They are ended at the platform, or were before. */
    public void cancelled(SyncJob poll, List<String> ids) {
        operations.ended(poll.channel(), ids);
    }

    /** What to ask the platform for. */
    public List<String> open(SyncJob poll) {
        return ids(poll, Interest.AWAITED);
    }

    /** Wakes the jobs whose operations have ended, and looks again later as long as others have not. */
    @Transactional
    public void seen(SyncJob poll, List<BulkOperation> seen) {
        // whoever begins another waits until it is known whether this goes on
        if (!claims.hold(poll)) {
            throw new JobTaken(poll);
        }
        Instant now = clock.instant();
        List<String> ended = seen.stream()
                .filter(operation -> !operation.isUnderWay())
                .map(BulkOperation::id)
                .toList();
        // each of them is looked at until its job has taken what it brought
        claims.wake(poll.channel(), ended, now);
        boolean isOver = ids(poll, Interest.AWAITED).isEmpty()
                && ids(poll, Interest.NONE).isEmpty();
        if (isOver) {
            claims.complete(poll, now);
        } else {
            claims.await(poll, null, 0, now.plus(config.bulkPollInterval()), now);
        }
    }

    private List<String> ids(SyncJob poll, Interest interest) {
        return operations.open(poll.channel()).stream()
                .filter(operation -> operation.interest() == interest)
                .map(Open::id)
                .toList();
    }
}
