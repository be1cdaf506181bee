package io.serai.config;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** The slow read that finds what no webhook told. */
@ConfigMapping(prefix = "serai.catch-up")
public interface CatchUpConfig {

    /** At least this long between two passes over all products of a channel; deletions are found by these alone. */
    Duration fullEvery();

    /** How far each pass reaches back before the start of the one before: search indexes lag (fact 29). */
    Duration overlap();

    /** When to look, as a Quartz cron expression. */
    String cron();

    /** How often to look for channels that must be read before anything is pushed to them. */
    long unreadIntervalMs();

    /** How long such a read may take before it is begun again. */
    Duration retryUnreadAfter();
}
