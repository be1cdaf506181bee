package io.serai.job;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a job is in its life, by the words of the table {@code sync_jobs}. */
public enum JobStatus {
    /** It waits for a worker, for the first time or to go on. */
    PENDING,
    /** A worker has it, or had it when it was killed; then another goes on when the lease has run out. */
    RUNNING,
    COMPLETED,
    /** It broke too often. */
    FAILED,
    CANCELLED,
    /** A person stopped it; it goes on where it was when a person says so. */
    PAUSED;

    /** The status' name in stored rows and in answers. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<JobStatus> find(String key) {
        return Arrays.stream(values())
                .filter(status -> status.key().equals(key))
                .findFirst();
    }
}
