package io.serai.fulfilment;

import java.time.Instant;
import java.util.UUID;

/**
 * How far the reading of a fulfilment platform's stock has come. A full pass asks for everything, the usual one for what
 * changed since the last.
 *
 * @param worker who reads; nobody else does until the lease ends
 * @param stage what is asked next
 * @param next the rest of what was asked before, null to ask anew
 * @param since where the asking for changes begins, by the platform's clock; null as long as that clock was not asked
 * @param isFull whether every level is asked for, changed or not
 */
public record StockPoll(String channelId, UUID worker, Stage stage, String next, Instant since, boolean isFull) {

    /** In this order: an outbound is known before the level that has its reservation. */
    public enum Stage {
        CLOCK,
        WAREHOUSES,
        OUTBOUNDS,
        LEVELS,
        CHANGES,
        DONE
    }

    /** The rest of the same stage. */
    StockPoll with(String rest) {
        return new StockPoll(channelId, worker, stage, rest, since, isFull);
    }

    StockPoll knowing(Instant platformTime) {
        return new StockPoll(channelId, worker, stage, next, platformTime, isFull);
    }

    /** The stage after this one. */
    StockPoll onward() {
        Stage after =
                switch (stage) {
                    case CLOCK -> Stage.WAREHOUSES;
                    case WAREHOUSES -> Stage.OUTBOUNDS;
                    case OUTBOUNDS -> isFull ? Stage.LEVELS : Stage.CHANGES;
                    case LEVELS -> Stage.CHANGES;
                    case CHANGES, DONE -> Stage.DONE;
                };
        return new StockPoll(channelId, worker, after, null, since, isFull);
    }
}
