package io.serai.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What happens around one product, in which order: the same for the same seed, whoever carries it out. A step says what
 * kind of thing happens in which shop; the choices within it are drawn from {@link Step#draw}, so that what one step finds
 * to do changes nothing for the next.
 *
 * @param beginning who has the product when Serai comes
 * @param draw seed of the product as it is then
 */
public record Schedule(long seed, Beginning beginning, int firstShop, long draw, List<Step> steps) {

    /** Shops that take part, Shopify's first. */
    public static final int SHOPS = 2;

    /** Who has the product when Serai comes. */
    public enum Beginning {
        HUB,
        ONE_SHOP,
        BOTH_SHOPS
    }

    /** Kinds of steps. */
    public enum Kind {
        /** The shop's staff edits. */
        STAFF,
        /** Somebody edits in the hub. */
        HUB,
        /** A person decides a conflict. */
        RESOLVE,
        /** Somebody buys in the shop, changes or cancels an order, or its staff ships one. */
        CUSTOMER,
        /** The warehouse's people receive, count, reserve or ship; or they are asked what they did. */
        WAREHOUSE,
        /** A delivery of the shop arrives. */
        DELIVER,
        /** The shop is read, or what was read arrives. */
        READ,
        /** The worker that pushes to the shop does its next step, or dies in it. */
        WORK
    }

    /**
     * @param shop which of the shops it is about
     * @param pause what passes before it
     */
    public record Step(Kind kind, int shop, Duration pause, long draw) {

        /** The choices of this step. */
        public Random random() {
            return new Random(draw);
        }
    }

    public static Schedule of(long seed, int length) {
        Random random = new Random(seed);
        Beginning beginning =
                switch (random.nextInt(4)) {
                    case 0 -> Beginning.HUB;
                    case 1, 2 -> Beginning.ONE_SHOP;
                    default -> Beginning.BOTH_SHOPS;
                };
        int firstShop = random.nextInt(SHOPS);
        long draw = random.nextLong();
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            Duration pause = pause(random);
            steps.add(new Step(kind(random.nextInt(100)), random.nextInt(SHOPS), pause, random.nextLong()));
        }
        return new Schedule(seed, beginning, firstShop, draw, List.copyOf(steps));
    }

    private static Kind kind(int drawn) {
        if (drawn < 13) {
            return Kind.STAFF;
        }
        if (drawn < 21) {
            return Kind.HUB;
        }
        if (drawn < 24) {
            return Kind.RESOLVE;
        }
        if (drawn < 36) {
            return Kind.CUSTOMER;
        }
        if (drawn < 46) {
            return Kind.WAREHOUSE;
        }
        if (drawn < 65) {
            return Kind.DELIVER;
        }
        return drawn < 74 ? Kind.READ : Kind.WORK;
    }

    private static Duration pause(Random random) {
        int kind = random.nextInt(20);
        if (kind < 14) {
            return Duration.ofMillis(20 + random.nextInt(1500));
        }
        return kind < 19 ? Duration.ofSeconds(random.nextInt(240)) : Duration.ofSeconds(random.nextInt(7200));
    }
}
