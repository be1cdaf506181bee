package io.serai.order;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/**
 * What one line of an order takes of a stock that its shop does not keep (rule 16). It counts against what can be sold until the
 * figures of those who keep the stock have it: since they have reserved it themselves, or since it has left.
 *
 * @param wanted units the customer shall get or has got: neither cancelled, removed nor refunded
 * @param shipped units of these that have left, by the shop's word
 * @param takenOver units that a warehouse has reserved for it, or has sent; it may let go of them again
 * @param counted units that have left and are missing in the figures of those who kept them
 */
public record Promise(BigDecimal wanted, BigDecimal shipped, BigDecimal takenOver, BigDecimal counted) {

    /** A line nobody has seen. */
    public static final Promise NONE = new Promise(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    public Promise {
        requireNonNull(wanted, "wanted is null");
        requireNonNull(shipped, "shipped is null");
        requireNonNull(takenOver, "takenOver is null");
        requireNonNull(counted, "counted is null");
    }

    /** A line of an order that is older than what Serai knows of the shop: what has left of it was counted long ago. */
    public static Promise ofOldOrder(BigDecimal wanted, BigDecimal shipped) {
        return new Promise(wanted, shipped, BigDecimal.ZERO, shipped);
    }

    /** The line was read. What had left and is wanted no more, since it was refunded, is counted no more either. */
    public Promise seen(BigDecimal wantedNow, BigDecimal shippedNow) {
        BigDecimal refunded =
                wanted.subtract(wantedNow).min(shipped.subtract(shippedNow)).max(BigDecimal.ZERO);
        return new Promise(
                wantedNow, shippedNow, takenOver, counted.subtract(refunded).max(BigDecimal.ZERO));
    }

    /** A warehouse has so much reserved for it, or sent, by its own figures. */
    public Promise takenOver(BigDecimal quantity) {
        return new Promise(wanted, shipped, quantity, counted);
    }

    /** What has left is missing in the figures of those who kept it. */
    public Promise countedOut() {
        return new Promise(wanted, shipped, takenOver, counted.max(shipped));
    }

    /** What is to be taken off the figures of those who keep the stock. */
    public BigDecimal reserved() {
        return wanted.subtract(takenOver.max(counted)).max(BigDecimal.ZERO);
    }

    /** What has left and is in nobody's figures yet. */
    public BigDecimal uncounted() {
        return shipped.subtract(takenOver.max(counted)).max(BigDecimal.ZERO);
    }

    /**
     * What the shop did to its own figure on the way from the promise before to this one: below zero for what it sold, above for
     * what it took back. Whether it can be sold again there nobody knows; then it shows too little until its orders are all known.
     */
    public BigDecimal ownSince(Promise before) {
        return before.wanted.subtract(wanted);
    }
}
