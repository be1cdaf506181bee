package io.serai.reconciliation;

import io.serai.channel.Platform;
import java.time.Instant;

/**
 * One pass over a channel's products.
 *
 * @param since only products changed since then, null for all
 * @param startedAt by Serai's clock, taken before the first page
 */
public record CatchUpRun(String channel, Platform platform, Instant since, Instant startedAt) {

    /** Whether every product is looked at, so that one not seen is gone. */
    public boolean isFull() {
        return since == null;
    }
}
