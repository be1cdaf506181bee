package io.serai.fulfilment;

import java.time.Instant;
import java.util.UUID;

/**
 * How far the reading of a fulfilment platform's goods and stock has come.
 *
 * @param worker who reads; nobody else does until the lease ends
 * @param pass what is read
 * @param stage what is asked next
 * @param next the rest of what was asked before, null to ask anew
 * @param since where the asking for changes begins, by the platform's clock; null as long as that clock was not asked
 * @param itemsSince the same for what happened to goods
 * @param rest of a pass over everything, what is left of it once the news are read; null for none
 * @param begunAt when the pass began, by Serai's clock
 * @param until everything that happened before it has been told or will be before the end, by the platform's clock; null before
 *     outbounds were asked for
 */
public record StockPoll(
        String channelId,
        UUID worker,
        Pass pass,
        Stage stage,
        String next,
        Instant since,
        Instant itemsSince,
        Rest rest,
        Instant begunAt,
        Instant until) {

    /**
     * What is read: everything and the news for the first time; the news; everything, which is never waited for by the news.
     */
    public enum Pass {
        FIRST,
        USUAL,
        FULL
    }

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

    /**
     * What is left of a pass over everything, which may take more than one turn.
     *
     * @param next the rest of what was asked before, null to ask anew
     * @param begunAt when the pass began
     * @param turnEnds from then on nothing more of it is asked before the news are read again
     */
    public record Rest(Stage stage, String next, Instant begunAt, Instant turnEnds) {}

    /** Nobody is to read anything now. */
    static StockPoll none(String channelId, UUID worker, Instant now) {
        return new StockPoll(channelId, worker, Pass.USUAL, Stage.DONE, null, null, null, null, now, null);
    }

    /** Whether all goods and every level are asked for, changed or not. */
    public boolean isFull() {
        return pass != Pass.USUAL;
    }

    /** Whether something that was read for this pass is read once more, should this question never be answered. */
    public boolean hasMuchToLose() {
        return next != null || isFull() && stage.compareTo(Stage.WAREHOUSES) > 0;
    }

    /** The rest of the same stage. */
    StockPoll with(String remaining) {
        return new StockPoll(channelId, worker, pass, stage, remaining, since, itemsSince, rest, begunAt, until);
    }

    /** Asks for changes from there on, unless it is known from where. */
    StockPoll knowing(Instant platformTime) {
        return new StockPoll(
                channelId,
                worker,
                pass,
                stage,
                next,
                since == null ? platformTime : since,
                itemsSince == null ? platformTime : itemsSince,
                rest,
                begunAt,
                until);
    }

    /** Outbounds were told until then; what happens to them while levels are read is asked for the next time. */
    StockPoll told(Instant outboundsUntil) {
        return new StockPoll(channelId, worker, pass, stage, next, since, itemsSince, rest, begunAt, outboundsUntil);
    }

    /** The moment until which all is known, once changes were told until the given one. */
    Instant knownUntil(Instant changesUntil) {
        return until == null || changesUntil.isBefore(until) ? changesUntil : until;
    }

    /** Nothing more is asked in this turn of a pass over everything. */
    StockPoll interrupted(Instant now) {
        boolean isOver = pass == Pass.FULL && now.isAfter(rest.turnEnds());
        return isOver ? none(channelId, worker, now) : this;
    }

    /** The stage after this one; after the news, what is left of a pass over everything. */
    StockPoll onward() {
        if (stage == Stage.CHANGES && pass == Pass.USUAL && rest != null) {
            return new StockPoll(
                    channelId,
                    worker,
                    Pass.FULL,
                    rest.stage(),
                    rest.next(),
                    since,
                    itemsSince,
                    rest,
                    rest.begunAt(),
                    null);
        }
        Stage after =
                switch (stage) {
                    case CLOCK -> Stage.WAREHOUSES;
                    case WAREHOUSES -> Stage.ITEMS;
                    case ITEMS -> Stage.ITEM_CHANGES;
                    case ITEM_CHANGES -> Stage.OUTBOUNDS;
                    case OUTBOUNDS -> isFull() ? Stage.LEVELS : Stage.CHANGES;
                    case LEVELS -> pass == Pass.FIRST ? Stage.CHANGES : Stage.DONE;
                    case CHANGES, DONE -> Stage.DONE;
                };
        return new StockPoll(channelId, worker, pass, after, null, since, itemsSince, rest, begunAt, until);
    }
}
