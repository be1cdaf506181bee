package io.serai.twin.shopify;

import java.time.Instant;
import java.util.SplittableRandom;

/**
 * When each of many things was created and last changed, known without a list of them: created at even steps one after
 * another, and changed in another order, that within blocks is shuffled. No two times are equal.
 */
final class Timeline {

    /** No thing is as far as this from its place by creation when they stand by change. */
    static final int BLOCK = 64;

    private static final int SMALLEST = 8;
    /** Less than one in so many is created too late to have been changed by the end. */
    private static final int BLOCKS = 50;

    private static final int FACTOR = 37;
    /** {@code FACTOR * INVERSE} is 1 modulo every block. */
    private static final int INVERSE = 45;

    private final int size;
    private final long start;
    private final long step;
    private final int block;
    private final int shift;

    /** @throws IllegalArgumentException if there are more things than seconds */
    Timeline(long seed, int size, Instant from, Instant to) {
        this.size = size;
        this.block = block(size);
        this.start = from.getEpochSecond();
        this.step = (to.getEpochSecond() - start) / (size + block);
        this.shift = new SplittableRandom(seed).nextInt(block);
        if (step < 1) {
            throw new IllegalArgumentException("more than one thing a second between " + from + " and " + to);
        }
    }

    private static int block(int size) {
        int block = BLOCK;
        while (block > SMALLEST && block * BLOCKS > size) {
            block /= 2;
        }
        return block;
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
        return start + (rank + block) * step;
    }

    /** The place by change of the {@code index}-th to be created. */
    int rank(int index) {
        return isShuffled(index) ? first(index) + (FACTOR * (index % block) + shift) % block : index;
    }

    /** The place by creation of the {@code rank}-th by change. */
    int index(int rank) {
        return isShuffled(rank) ? first(rank) + INVERSE * (rank % block - shift + block) % block : rank;
    }

    private boolean isShuffled(int place) {
        return first(place) + block <= size;
    }

    /** The first place of the same block. */
    private int first(int place) {
        return place / block * block;
    }

    /** The first created not before; {@link #size} if none is. */
    int firstCreated(Instant from) {
        return firstAfter(from.getEpochSecond() + (from.getNano() > 0 ? 1 : 0) - start);
    }

    /** The first place by change not before; {@link #size} if none is. */
    int firstUpdated(Instant from) {
        return firstAfter(from.getEpochSecond() + (from.getNano() > 0 ? 1 : 0) - start - block * step);
    }

    private int firstAfter(long offset) {
        return (int) Math.max(0, Math.min(size, -Math.floorDiv(-offset, step)));
    }
}
