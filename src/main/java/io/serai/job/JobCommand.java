package io.serai.job;

import io.serai.problem.Conflicting;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a person can have a job do (A7). Asked for twice it is done once. */
public enum JobCommand {
    /** No worker goes on with it until it is resumed. */
    PAUSE("paused", JobStatus.PAUSED, EnumSet.of(JobStatus.PENDING, JobStatus.RUNNING)),
    /** It goes on where it was. */
    RESUME("resumed", JobStatus.PENDING, EnumSet.of(JobStatus.PAUSED)),
    /** Nobody goes on with it. What was done stays done. */
    CANCEL("cancelled", JobStatus.CANCELLED, EnumSet.of(JobStatus.PENDING, JobStatus.RUNNING, JobStatus.PAUSED)),
    /** One that failed, or was cancelled, goes on where it was, with all its tries. */
    RETRY("tried again", JobStatus.PENDING, EnumSet.of(JobStatus.FAILED, JobStatus.CANCELLED));

    private final String done;
    private final JobStatus leadsTo;
    private final Set<JobStatus> takenIn;

    JobCommand(String done, JobStatus leadsTo, Set<JobStatus> takenIn) {
        this.done = done;
        this.leadsTo = leadsTo;
        this.takenIn = takenIn;
    }

    /**
     * The status of a job after the command.
     *
     * @throws Conflicting if a job of this status does not take it
     */
    public JobStatus of(JobStatus status) {
        if (takenIn.contains(status)) {
            return leadsTo;
        }
        boolean wasDoneBefore = status == leadsTo || leadsTo == JobStatus.PENDING && status == JobStatus.RUNNING;
        if (wasDoneBefore) {
            return status;
        }
        throw new Conflicting("The job is " + status.key() + ". " + name().charAt(0)
                + name().substring(1).toLowerCase(Locale.ROOT) + " is for one that is " + words());
    }

    /** For the log of a job. */
    String done() {
        return done;
    }

    private String words() {
        return String.join(" or ", takenIn.stream().map(JobStatus::key).toList());
    }
}
