package io.serai.twin.woocommerce;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Lists rows that are computed one by one together with those that are held in memory, in one order. Nothing but the ids of
 * what is found is kept.
 *
 * @param computed how many rows are computed
 * @param inOrder the n-th computed row, by the order when it ascends
 * @param order how rows are sorted when they ascend
 */
record Overlay<R>(int computed, IntFunction<R> inOrder, Comparator<R> order, ToLongFunction<R> id) {

    /** @param held what is held, wanted or not, in any order */
    List<Long> ids(List<R> held, Predicate<R> wanted, Predicate<R> replaced, boolean ascending) {
        Comparator<R> direction = ascending ? order : order.reversed();
        List<R> kept = held.stream().filter(wanted).sorted(direction).toList();
        Ids found = new Ids();
        int next = 0;
        for (int rank = 0; rank < computed; rank++) {
            R row = inOrder.apply(ascending ? rank : computed - 1 - rank);
            if (wanted.test(row) && !replaced.test(row)) {
                while (next < kept.size() && direction.compare(kept.get(next), row) < 0) {
                    found.append(id.applyAsLong(kept.get(next++)));
                }
                found.append(id.applyAsLong(row));
            }
        }
        kept.subList(next, kept.size()).forEach(row -> found.append(id.applyAsLong(row)));
        return found;
    }

    private static final class Ids extends AbstractList<Long> implements RandomAccess {

        private static final int FIRST_SIZE = 64;
        private long[] ids = new long[FIRST_SIZE];
        private int size;

        void append(long id) {
            ids = size == ids.length ? Arrays.copyOf(ids, 2 * size) : ids;
            ids[size++] = id;
        }

        @Override
        public Long get(int index) {
            if (index >= size) {
                throw new IndexOutOfBoundsException(index);
            }
            return ids[index];
        }

        @Override
        public int size() {
            return size;
        }
    }
}
