package io.serai.config;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** How deliveries are taken in (B9) and finished (E1). */
@ConfigMapping(prefix = "serai.intake")
public interface IntakeConfig {

    /** Deliveries that one shop may send in a second, as a lasting average; more are answered 429. */
    int sourceRate();

    /** Deliveries that one shop may send at once before that average counts. */
    int sourceBurst();

    /** How long a worker may hold a delivery before another takes it for dead. */
    Duration lease();

    /** How long a delivery waits at most for the end of a write to its product (rule 5). */
    Duration parked();

    /** Wait before a delivery that could not be worked on is tried again; twice as long after each further try. */
    Duration retryDelay();

    /** The longest of these waits. */
    Duration retryAtMost();

    /** Tries before a delivery is given up and shown as failed. */
    int maxTries();

    /** Deliveries that one worker takes at once. */
    int batchSize();

    /** Deliveries worked on at once. */
    int workers();

    /** Transactions at once that store deliveries. */
    int writers();
}
