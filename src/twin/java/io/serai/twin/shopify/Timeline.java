package io.serai.twin.shopify;

import java.time.Instant;
import java.util.SplittableRandom;

/**
 * When each of many things was created and last changed, known without a list of them: created at even steps one after
 * another, and changed in another order, that within blocks is shuffled. No two times are equal.
 */
final class Timeline {

    /** No thing is further than this from its place by creation when they stand by change. */
    static final int BLOCK = 64;

    private static final int FACTOR = 37;
    /** {@code FACTOR * INVERSE} is 1 modulo the block. */
    private static final int INVERSE = 45;

    private final int size;
    private final long start;
    private final long step;
    private final int shift;

    /** @throws IllegalArgumentException if there are more things than seconds */
    Timeline(long seed, int size, Instant from, Instant to) {
        this.size = size;
        this.start = from.getEpochSecond();
        this.step = (to.getEpochSecond() - start) / (size + BLOCK);
        this.shift = new SplittableRandom(seed).nextInt(BLOCK);
        if (step < 1) {
            throw new IllegalArgumentException("more than one thing a second between " + from + " and " + to);
        }
    }

    int size() {
        return size;
    }

    /** Of the {@code index}-th to be created, in seconds. */
    long created(int index) {
        return start + index * step;
    }

    /** Of the {@code index}-th to be created, in seconds; after all of its block are created. */
    long updated(int index) {
        return updatedAt(rank(index));
    }

    /** When the {@code rank}-th by change was changed. */
    long updatedAt(int rank) {
        return start + (rank + BLOCK) * step;
    }

    /** The place by change of the {@code index}-th to be created. */
    int rank(int index) {
        return isShuffled(index) ? block(index) + (FACTOR * (index % BLOCK) + shift) % BLOCK : index;
    }

    /** The place by creation of the {@code rank}-th by change. */
    int index(int rank) {
        return isShuffled(rank) ? block(rank) + INVERSE * (rank % BLOCK - shift + BLOCK) % BLOCK : rank;
    }

    private boolean isShuffled(int place) {
        return block(place) + BLOCK <= size;
    }

    private static int block(int place) {
        return place / BLOCK * BLOCK;
    }

    /** The first created not before; {@link #size} if none is. */
    int firstCreated(Instant from) {
        return first(from.getEpochSecond() + (from.getNano() > 0 ? 1 : 0) - start);
    }

    /** The first place by change not before; {@link #size} if none is. */
    int firstUpdated(Instant from) {
        return first(from.getEpochSecond() + (from.getNano() > 0 ? 1 : 0) - start - BLOCK * step);
    }

    private int first(long offset) {
        return (int) Math.max(0, Math.min(size, -Math.floorDiv(-offset, step)));
    }
}
