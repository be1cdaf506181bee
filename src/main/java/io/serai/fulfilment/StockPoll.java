package io.serai.fulfilment;

import java.time.Instant;
import java.util.UUID;

/**
 * How far the reading of a fulfilment platform's goods and stock has come. A full pass asks for everything, the usual one for what
 * changed since the last.
 *
 * @param worker who reads; nobody else does until the lease ends
 * @param stage what is asked next
 * @param next the rest of what was asked before, null to ask anew
 * @param since where the asking for changes begins, by the platform's clock; null as long as that clock was not asked
 * @param itemsSince the same for what happened to goods
 * @param isFull whether all goods and every level are asked for, changed or not
 * @param begunAt by Serai's clock
 * @param until everything that happened before it has been told or will be before the end, by the platform's clock; null before
 *     outbounds were asked for
 */
public record StockPoll(
        String channelId,
        UUID worker,
        Stage stage,
        String next,
        Instant since,
        Instant itemsSince,
        boolean isFull,
        Instant begunAt,
        Instant until) {

    /** In this order: goods are known before their levels, an outbound before the level that has its reservation. */
    public enum Stage {
        CLOCK,
        WAREHOUSES,
        ITEMS,
        ITEM_CHANGES,
        OUTBOUNDS,
        LEVELS,
        CHANGES,
        DONE
    }

    /** Nobody is to read anything now. */
    static StockPoll none(String channelId, UUID worker, Instant now) {
        return new StockPoll(channelId, worker, Stage.DONE, null, null, null, false, now, null);
    }

    /** The rest of the same stage. */
    StockPoll with(String rest) {
        return new StockPoll(channelId, worker, stage, rest, since, itemsSince, isFull, begunAt, until);
    }

    /** Asks for changes from there on, unless it is known from where. */
    StockPoll knowing(Instant platformTime) {
        return new StockPoll(
                channelId,
                worker,
                stage,
                next,
                since == null ? platformTime : since,
                itemsSince == null ? platformTime : itemsSince,
                isFull,
                begunAt,
                until);
    }

    /** Outbounds were told until then; what happens to them while levels are read is asked for the next time. */
    StockPoll told(Instant outboundsUntil) {
        return new StockPoll(channelId, worker, stage, next, since, itemsSince, isFull, begunAt, outboundsUntil);
    }

    /** The moment until which all is known, once changes were told until the given one. */
    Instant knownUntil(Instant changesUntil) {
        return until == null || changesUntil.isBefore(until) ? changesUntil : until;
    }

    /** The stage after this one. */
    StockPoll onward() {
        Stage after =
                switch (stage) {
                    case CLOCK -> Stage.WAREHOUSES;
                    case WAREHOUSES -> isFull ? Stage.ITEMS : Stage.ITEM_CHANGES;
                    case ITEMS -> Stage.ITEM_CHANGES;
                    case ITEM_CHANGES -> Stage.OUTBOUNDS;
                    case OUTBOUNDS -> isFull ? Stage.LEVELS : Stage.CHANGES;
                    case LEVELS -> Stage.CHANGES;
                    case CHANGES, DONE -> Stage.DONE;
                };
        return new StockPoll(channelId, worker, after, null, since, itemsSince, isFull, begunAt, until);
    }
}
