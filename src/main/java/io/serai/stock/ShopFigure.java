package io.serai.stock;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What one place of a shop says can be sold of one item, and what Serai knows about it (rule 16). The figure is never an edit:
 * the shop lowers it by its own sales and raises it by what it takes back itself; Serai moves it by everything else, and never
 * above the target. So a sale that nobody has told of yet is not undone by a change from elsewhere.
 *
 * @param held what the shop is known to show
 * @param target what may be sold there by all that is known; below zero after an oversale
 * @param owed what has changed since the shop was last right, its own sales and returns left out; decimals stay until they
 *     make a whole
 */
public record ShopFigure(long held, BigDecimal target, BigDecimal owed) {

    /** More than any shop counts to; a warehouse that tells more is not to stop the figures of others. */
    private static final BigDecimal MOST = new BigDecimal("1000000000000000");

    public ShopFigure {
        requireNonNull(target, "target is null");
        requireNonNull(owed, "owed is null");
    }

    /** First met: the shop is lowered at once where it shows too much, and raised once its orders are known. */
    public static ShopFigure met(long held, BigDecimal target) {
        return new ShopFigure(held, target, BigDecimal.ZERO).read(held);
    }

    /**
     * What the shop should show: whole, since shops count no parts (fact W8), and never below zero because of Serai; a shop
     * that sells what it has not counts below zero itself.
     */
    public long next() {
        BigDecimal most = target.min(BigDecimal.valueOf(held).add(owed));
        BigDecimal least = BigDecimal.valueOf(Math.min(held, 0));
        return most.setScale(0, RoundingMode.FLOOR).max(least).min(MOST).longValue();
    }

    public boolean isRight() {
        return next() == held;
    }

    /**
     * The target has changed.
     *
     * @param own the part of the change that is the shop's own: below zero for its sales, above for what its customers gave
     *     back. The shop has counted that already, or will, without Serai.
     */
    public ShopFigure aimedAt(BigDecimal next, BigDecimal own) {
        return new ShopFigure(held, next, owed.add(next.subtract(target)).subtract(own));
    }

    /**
     * The shop was read. What it shows less than before is its own sales, what it shows more somebody's guess. What it shows too much is
     * owed from then on: when it has sold that much before it is told, it still has to be told, or the sale would go unseen.
     */
    public ShopFigure read(long shown) {
        return new ShopFigure(shown, target, owed.min(room(shown)));
    }

    /** The shop shows the quantity because Serai said so. */
    public ShopFigure written(long quantity) {
        BigDecimal left = owed.subtract(BigDecimal.valueOf(quantity - held));
        return new ShopFigure(quantity, target, left.min(room(quantity)));
    }

    /**
     * Nobody knows whether the shop has taken the quantity. It counts as told where that was more than before, and as not told where
     * it was less: wrong either way the shop shows too little for a while, and never too much.
     */
    public ShopFigure maybeWritten(long quantity) {
        return new ShopFigure(held, target, owed.min(owed.subtract(BigDecimal.valueOf(quantity - held))));
    }

    /** Nothing is to be said to the shop: what it was owed beyond the target is forgotten. */
    public ShopFigure confirmed() {
        return new ShopFigure(held, target, owed.min(room(held)));
    }

    /** All of the shop's orders up to its last reading are known: no sale is hidden in what it shows too little. */
    public ShopFigure settled() {
        return new ShopFigure(held, target, room(held));
    }

    private BigDecimal room(long shown) {
        return target.subtract(BigDecimal.valueOf(shown));
    }
}
