package io.serai.config;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** How products that were only hinted at are read. */
@ConfigMapping(prefix = "serai.read")
public interface ReadConfig {

    /** Products read from one channel at once; Shopify takes at most 250 ids. */
    int batchSize();

    /** How long a reader may hold a hint before another takes it for dead. */
    Duration lease();

    /** Wait before a product whose read was overtaken or parked is read again; what broke waits twice as long each time. */
    Duration againAfter();

    /** The longest of these waits. */
    Duration againAtMost();

    /** How long a channel is left alone after its platform did not answer, and an order that came while a job took over others. */
    Duration unavailableWait();

    /** Batches read at once. */
    int workers();
}
