package io.serai.config;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** The first read of a channel, before anything is pushed to it. Defaults and units stand in application.properties. */
@ConfigMapping(prefix = "serai.catch-up")
public interface CatchUpConfig {

    /** How often to look for channels that must be read before anything is pushed to them, milliseconds. */
    long unreadIntervalMs();

    /** How long such a read may take before it is begun again. */
    Duration retryUnreadAfter();
}
