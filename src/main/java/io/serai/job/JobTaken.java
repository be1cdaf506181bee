package io.serai.job;

/** The job is no longer the worker's: its lease ran out and another goes on with it, or somebody ended it. */
public final class JobTaken extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public JobTaken(SyncJob job) {
        super("The job " + job.id() + " is no longer this worker's");
    }
}
