package io.serai.config;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** Runs over a whole channel. Defaults and units stand in application.properties. */
@ConfigMapping(prefix = "serai.job")
public interface JobConfig {

    /** How often to look for jobs that are due, milliseconds; one that is asked for begins at once. */
    long pollIntervalMs();

    /** Jobs worked on at once. */
    int workers();

    /** How long one step of a job may take before another worker goes on with it. */
    Duration lease();

    /** Whether all of a channel is fetched when it is connected. */
    boolean fetchOnConnect();

    /** How far the first look at a connected channel's orders reaches back. */
    Duration recent();

    /** How far what changed is fetched again before what the fetch before it began at: search indexes lag (fact 29). */
    Duration overlap();

    /** What was fetched so lately is not fetched again for those who do not insist. */
    Duration notAgainWithin();

    /** How often all is looked at of what a platform does not tell changes of (fact 53). */
    Duration sweepEvery();

    /** How long somebody who asks for a tenant's data waits for its coming at the most. */
    Duration waitForSync();

    /** Products compared in one step where they are read by their ids, or have landed. */
    int batchSize();

    /** How long until the bulk operations that a platform works on are looked at again. */
    Duration bulkPollInterval();

    /** How long until a job looks itself at its bulk operation, of which nobody told. */
    Duration bulkLookInterval();

    /** Lines of a bulk operation landed in one transaction. */
    int landingBatch();

    /** The wait after the platform did not answer. */
    Duration unavailableWait();

    /** The wait after a job broke; it doubles with each try. */
    Duration retryDelay();

    /** The longest such wait. */
    Duration retryAtMost();

    /** Tries before a job that breaks is given up. */
    int maxTries();

    /** How long jobs and rows of the push queue are kept after they ended. */
    Duration keep();

    /** When what ended longer ago is deleted, as a Quartz cron expression. */
    String cleanupCron();

    /** So many rows are deleted in one transaction. */
    int cleanupBatch();
}
