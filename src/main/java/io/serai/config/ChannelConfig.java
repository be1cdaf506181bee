package io.serai.config;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** What holds for all channels unless one says otherwise. */
@ConfigMapping(prefix = "serai.channel")
public interface ChannelConfig {

    /** How long deliveries signed with the secret from before are still taken. */
    Duration previousSecretValid();

    /** How often to look for channels whose platform is still to be told how things are, milliseconds. */
    long settleIntervalMs();

    /** How many channels are told at the same time. */
    int settleWorkers();

    /** How long telling one platform may take before somebody else takes it up. */
    Duration settleLease();

    /** The wait after a platform could not be told; it doubles with each try. */
    Duration settleDelay();

    /** The longest such wait. */
    Duration settleDelayAtMost();

    /** After so many tries a platform that cannot be told that its channel is gone is left as it is. */
    int letGoTries();
}
