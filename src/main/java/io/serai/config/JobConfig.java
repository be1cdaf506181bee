package io.serai.config;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** Runs over a whole channel. Defaults and units stand in application.properties. */
@ConfigMapping(prefix = "serai.job")
public interface JobConfig {

    /** How often to look for jobs that nobody works on, milliseconds; work starts at once. */
    long pollIntervalMs();

    /** Jobs worked on at once. */
    int workers();

    /** How long one step of a job may take before another worker goes on with it. */
    Duration lease();

    /** Products compared in one step where they are read by their ids. */
    int batchSize();

    /** How long until a bulk operation that the platform works on is looked at again. */
    Duration bulkPollInterval();

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
