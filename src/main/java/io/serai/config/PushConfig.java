package io.serai.config;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** How differences get to the platforms (D5). */
@ConfigMapping(prefix = "serai.push")
public interface PushConfig {

    /** Rows claimed at once. */
    int batchSize();

    /** Rows of one channel claimed at once, so that no channel takes all workers. */
    int perChannel();

    /** How long a worker may hold a row before another takes it for dead. */
    Duration lease();

    /** Tries before a row is given up and shown as failed. Only a refusal by the platform is a try. */
    int maxRetries();

    /** Wait before the second try. */
    Duration retryDelay();

    /** Each further wait is this many times the one before. */
    int retryMultiplier();

    /** How long a channel is left alone after its platform did not answer. */
    Duration unavailableWait();

    /** Claims worked on at once. */
    int workers();

    /** Time between two looks at the queue when nothing woke the worker. */
    long pollIntervalMs();

    /** Time from the start to the first look. */
    long firstPollAfterMs();
}
