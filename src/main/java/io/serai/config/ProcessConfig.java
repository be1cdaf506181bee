package io.serai.config;

import io.smallrye.config.ConfigMapping;

/** What this process is and how it is reached. */
@ConfigMapping(prefix = "serai.process")
public interface ProcessConfig {

    /** What this process does, see {@link WorkerMode#parse}. */
    String workerMode();

    /** Where browsers and the platforms' webhooks reach Serai, without a slash at the end. */
    String publicUrl();

    /** How often what waits is counted for Prometheus, milliseconds. */
    long figuresIntervalMs();
}
