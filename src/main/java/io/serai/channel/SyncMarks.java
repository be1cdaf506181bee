package io.serai.channel;

import java.time.Instant;

/** Up to when a channel was read: taken before the read began, null if it never was. */
public record SyncMarks(Instant products, Instant orders, Instant customers) {

    public static final SyncMarks NEVER = new SyncMarks(null, null, null);
}
