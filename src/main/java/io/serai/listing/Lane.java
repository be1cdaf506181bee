package io.serai.listing;

import java.util.Locale;

/** How soon a piece of work must be done. What is in an earlier lane never waits for what is in a later one. */
public enum Lane {
    /** Somebody just changed something. */
    LIVE,
    /** A check found something amiss. */
    RECONCILE,
    /** A whole shop is read or written. */
    BACKFILL;

    /** The lane's name in stored rows. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such lane */
    public static Lane of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT));
    }
}
