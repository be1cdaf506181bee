package io.serai.reconciliation;

import java.time.Instant;
import java.util.UUID;

/**
 * One pass over a shop's orders.
 *
 * @param worker who looks; nobody else does until the lease ends
 * @param begunAt by Serai's clock, before the first page
 * @param since only orders changed since then, null for all
 * @param cursor where the next page begins, null for the first
 * @param hasEnded whether there is nothing more to be read
 */
public record OrderPass(
        String channelId, UUID worker, Instant begunAt, Instant since, String cursor, boolean hasEnded) {

    OrderPass onward(String nextCursor) {
        return new OrderPass(channelId, worker, begunAt, since, nextCursor, false);
    }

    OrderPass ended() {
        return new OrderPass(channelId, worker, begunAt, since, null, true);
    }
}
