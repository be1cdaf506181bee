package io.serai.config;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** How orders are followed that no webhook told of. Defaults and units stand in application.properties. */
@ConfigMapping(prefix = "serai.order")
public interface OrderConfig {

    /** How often to look for them, milliseconds. */
    long catchUpIntervalMs();

    /** How long one page may take before somebody else begins again. */
    Duration passLease();

    /** How far the first pass reaches back before the shop's orders are followed. */
    Duration firstLookBack();

    /** How far each pass reaches back before what the one before it is known to have seen. */
    Duration overlap();

    /** How old an order must be to be shown by a search for sure (fact 29). */
    Duration lag();
}
