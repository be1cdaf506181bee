package io.serai.config;

import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** How stock is read from warehouses and told to shops. Defaults and units stand in application.properties. */
@ConfigMapping(prefix = "serai.stock")
public interface StockConfig {

    /** How long one part of a warehouse's answer may take before somebody else reads on. */
    Duration pollLease();

    /** At least this long between two passes over all levels of a warehouse. */
    Duration fullEvery();

    /** How long such a pass goes on before changes are read again. */
    Duration fullTurn();

    /** How far each poll reaches back before the end of the one before: a change may show later than it happened. */
    Duration updatesOverlap();

    /** How far back a full pass asks for outbounds, such as those from before the network was connected. */
    Duration outboundsReachBack();

    /** How often to look for figures that are still to be told, milliseconds; work starts at once. */
    long sweepIntervalMs();

    /** How many channels are told at the same time. */
    int workers();

    /** How long one call to a shop may take before somebody else takes the channel up. */
    Duration pushLease();

    /** The wait after a shop has refused a figure; it doubles with each try. */
    Duration retryDelay();

    /** The longest such wait. */
    Duration retryAtMost();

    /** The wait after a shop did not answer. */
    Duration unavailableWait();

    /** How long it is remembered what happened to stock. */
    Duration keep();

    /** When what is too old is forgotten, as a Quartz cron expression. */
    String forgetCron();

    /** So many changes, and calls to shops, are forgotten in one transaction. */
    int forgetBatch();
}
