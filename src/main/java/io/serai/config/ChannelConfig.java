package io.serai.config;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** What holds for all channels unless one says otherwise. */
@ConfigMapping(prefix = "serai.channel")
public interface ChannelConfig {

    /** How long deliveries signed with the secret from before are still taken. */
    Duration previousSecretValid();

    /** How often to look for disconnected channels whose platform was not told so, milliseconds. */
    long letGoIntervalMs();

    /** How long telling a platform may take before it is begun again. */
    Duration letGoAgainAfter();
}
