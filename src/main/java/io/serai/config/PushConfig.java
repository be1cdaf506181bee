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

    /** Tries before a row is given up and shown as failed. A refusal and a lost compare-and-set are tries. */
    int maxRetries();

    /** Wait before the second try. */
    Duration retryDelay();

    /** Wait before a write whose compare-and-set was lost is made anew. */
    Duration staleDelay();

    /** The longest wait before a write whose outcome stayed unknown, and whose rows failed, is recovered once more. */
    Duration recoverAtMost();

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
