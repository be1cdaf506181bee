package io.serai.flow;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;

/** A shop whose customers and staff never rest: what happens to which order the lot decides. Used by one thread. */
abstract class BusyShop {

    /** What may happen to an order. */
    enum Change {
        BUY,
        MORE_OR_LESS,
        ONE_LINE_MORE,
        REFUND_A_PART,
        REFUND_A_SUM,
        REFUND_ALL,
        CANCEL,
        PAY,
        SHIP,
        NOTE,
        THROW_AWAY,
        BRING_BACK
    }

    /** So often, of all, that many orders are changed several times. */
    private static final int BOUGHT_OF_TEN = 3;

    final Random random;
    private final List<String> orders;
    private final Map<Change, Integer> done = new EnumMap<>(Change.class);
    private int number;

    /** @param orders ids of those that there are */
    BusyShop(Random random, List<String> orders) {
        this.random = random;
        this.orders = new ArrayList<>(orders);
    }

    /** Makes one change; what the shop does not let happen is none. */
    final void change() {
        boolean isDone = false;
        while (!isDone) {
            isDone = tried();
        }
    }

    /** What happened how often. */
    final Map<Change, Integer> done() {
        return done;
    }

    private boolean tried() {
        Change change = random.nextInt(10) < BOUGHT_OF_TEN || orders.isEmpty()
                ? Change.BUY
                : Change.values()[random.nextInt(Change.values().length)];
        number++;
        try {
            if (change == Change.BUY) {
                orders.add(buy());
            } else if (!change(change, one(orders))) {
                return false;
            }
        } catch (IllegalArgumentException | NoSuchElementException refused) {
            return false;
        }
        done.merge(change, 1, Integer::sum);
        return true;
    }

    /** @return the order's id */
    abstract String buy();

    /**
     * Changes an order.
     *
     * @return whether such a thing can be done to this order
     * @throws IllegalArgumentException if the shop refuses it
     * @throws NoSuchElementException if what is to be changed is not there
     */
    abstract boolean change(Change change, String order);

    final <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** A text that was not there before. */
    final String text() {
        return "Notiz " + number + " 👒";
    }
}
