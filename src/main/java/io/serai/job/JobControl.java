package io.serai.job;

import io.serai.problem.Conflicting;
import io.serai.store.SyncJobRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.UUID;

/** People pause, resume, cancel and retry jobs (A7). A worker learns of it when it notes its next step, and leaves the job. */
@ApplicationScoped
@Named("jobControl")
public class JobControl {

    private final SyncJobRepository jobs;
    private final Clock clock;

    @Inject
    JobControl(SyncJobRepository jobs, Clock clock) {
        this.jobs = jobs;
        this.clock = clock;
    }

    /**
     * @param job one that is there
     * @throws Conflicting if the job is not in a status that takes the command, another of its kind is under way there, or what it
     *     fetched is taken over just now
     */
    @Transactional
    public void command(UUID job, JobCommand command, String caller) {
        JobStatus status = jobs.lock(job)
                .orElseThrow(() -> new Conflicting("A worker ends a step of the job just now; ask again in a moment"));
        JobStatus next = command.of(status);
        if (next == status) {
            return;
        }
        if (next == JobStatus.PENDING && jobs.isOfDisconnected(job)) {
            throw new Conflicting(
                    "The job's channel is disconnected. Connect it again, and ask for what you need anew");
        }
        if (command == JobCommand.RETRY && jobs.hasOtherUnderWay(job)) {
            throw new Conflicting(SyncJobRepository.OTHER_UNDER_WAY);
        }
        jobs.set(job, next, "%s by %s".formatted(command.done(), caller), clock.instant());
    }
}
