package io.serai.twin.shopify;

import java.util.SplittableRandom;

/**
 * What the lot decided for one order of a {@link History}: whole numbers and nothing derived from them, in the minor unit of the
 * shop's currency and in hundredths of a percent. Order and sums are both made of it, each on its own way.
 *
 * @param goods which of the history's goods, line by line
 * @param currency which of the history's currencies
 * @param discount of the goods by a code; 0 for none
 * @param refunded which line units were refunded of; -1 for none
 * @param shipped 0 nothing, 1 the first line, 2 all
 */
record Sale(
        int[] goods,
        int[] quantities,
        int currency,
        int discount,
        int tax,
        long shipping,
        int refunded,
        int refundedUnits,
        boolean shippingRefunded,
        boolean cancelled,
        boolean paid,
        int shipped) {

    private static final int[] DISCOUNTS = {500, 1000, 1250, 1500, 2000, 3333};
    private static final int[] TAXES = {1900, 700, 1900, 2000};
    private static final int[] SHIPPING = {0, 390, 490, 690, 1290};
    private static final int MOST_UNITS = 4;

    /** @param goods how many there are */
    static Sale draw(long seed, int index, int lines, int goods, int currencies) {
        SplittableRandom lot = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + index * 0xBF58476D1CE4E5B9L);
        int[] which = new int[lines];
        int[] units = new int[lines];
        for (int i = 0; i < lines; i++) {
            which[i] = lot.nextInt(goods);
            units[i] = 1 + lot.nextInt(MOST_UNITS);
        }
        boolean paid = lot.nextInt(20) > 0;
        boolean cancelled = lot.nextInt(40) == 0;
        int refunded = !cancelled && paid && lot.nextInt(12) == 0 ? lot.nextInt(lines) : -1;
        return new Sale(
                which,
                units,
                lot.nextInt(currencies),
                lot.nextInt(3) == 0 ? DISCOUNTS[lot.nextInt(DISCOUNTS.length)] : 0,
                TAXES[lot.nextInt(TAXES.length)],
                SHIPPING[lot.nextInt(SHIPPING.length)],
                refunded,
                refunded < 0 ? 0 : 1 + lot.nextInt(units[refunded]),
                refunded >= 0 && lot.nextBoolean(),
                cancelled,
                paid,
                cancelled ? 0 : lot.nextInt(8) == 0 ? lot.nextInt(2) : 2);
    }
}
