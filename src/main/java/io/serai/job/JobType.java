package io.serai.job;

import java.util.Locale;

/** What a job does. */
public enum JobType {
    /** Holds every product of a channel against the hub, and pushes what differs. */
    FULL_SYNC,
    /** Fetches all orders of a shop (C1). */
    BULK_ORDERS,
    /** Fetches the orders of a shop that changed since it was last read. */
    INCREMENTAL_ORDERS;

    /** The type's name in stored rows and in answers. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
