package io.serai.twin.shopify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * A sorted, filtered list of things that are held and things that are computed, read from any place on in either direction. It
 * holds none of those it computes.
 */
final class Listing<T> {

    /** A place between two things: after the one of this value and id. */
    record Place(long value, long id) {}

    private final List<T> held;
    private final Computed<T> computed;
    private final LongPredicate hidden;
    private final int from;
    private final int to;
    private final ToLongFunction<T> id;
    private final ToLongFunction<T> value;
    private final Predicate<T> wanted;

    /**
     * @param held in any order
     * @param hidden ids of the computed that are not to be listed, since they are held
     * @param from first place of the computed that can be wanted
     * @param to place after the last of the computed that can be wanted
     */
    Listing(
            List<T> held,
            Computed<T> computed,
            LongPredicate hidden,
            int from,
            int to,
            ToLongFunction<T> id,
            ToLongFunction<T> value,
            Predicate<T> wanted) {
        this.held = new ArrayList<>(held);
        this.held.sort(Comparator.comparingLong(value).thenComparingLong(id));
        this.computed = computed;
        this.hidden = hidden;
        this.from = from;
        this.to = Math.max(from, to);
        this.id = id;
        this.value = value;
        this.wanted = wanted;
    }

    long id(T thing) {
        return id.applyAsLong(thing);
    }

    long value(T thing) {
        return value.applyAsLong(thing);
    }

    /** Negative before the place, zero at it. */
    int compare(T thing, Place place) {
        return compare(value(thing), id(thing), place);
    }

    private static int compare(long value, long id, Place place) {
        int byValue = Long.compare(value, place.value());
        return byValue != 0 ? byValue : Long.compare(id, place.id());
    }

    /** @param after null for from the end that the direction begins at */
    Iterator<T> iterator(Place after, boolean reverse) {
        return reverse ? new Backward(after) : new Forward(after);
    }

    private abstract class Merge implements Iterator<T> {
        private T next;

        /** The next of all, wanted or not, or null. */
        abstract T step();

        @Override
        public boolean hasNext() {
            while (next == null) {
                T candidate = step();
                if (candidate == null) {
                    return false;
                }
                next = wanted.test(candidate) ? candidate : null;
            }
            return true;
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            T now = next;
            next = null;
            return now;
        }
    }

    /** @return how many of {@code size} ascending places are before the place or, if so wanted, at it */
    private static int before(int size, int first, java.util.function.IntPredicate isBefore) {
        int low = first;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (isBefore.test(middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private final class Forward extends Merge {
        private int atHeld;
        private int atComputed;

        Forward(Place after) {
            atHeld = after == null ? 0 : before(held.size(), 0, i -> compare(held.get(i), after) <= 0);
            atComputed = after == null
                    ? from
                    : before(to, from, i -> compare(computed.value(i), computed.id(i), after) <= 0);
        }

        @Override
        T step() {
            while (atComputed < to && hidden.test(computed.id(atComputed))) {
                atComputed++;
            }
            if (atHeld >= held.size()) {
                return atComputed < to ? computed.at(atComputed++) : null;
            }
            T one = held.get(atHeld);
            if (atComputed < to
                    && compare(one, new Place(computed.value(atComputed), computed.id(atComputed))) > 0) {
                return computed.at(atComputed++);
            }
            atHeld++;
            return one;
        }
    }

    private final class Backward extends Merge {
        private int atHeld;
        private int atComputed;

        Backward(Place before) {
            atHeld = (before == null ? held.size() : before(held.size(), 0, i -> compare(held.get(i), before) < 0)) - 1;
            atComputed = (before == null
                            ? to
                            : before(to, from, i -> compare(computed.value(i), computed.id(i), before) < 0))
                    - 1;
        }

        @Override
        T step() {
            while (atComputed >= from && hidden.test(computed.id(atComputed))) {
                atComputed--;
            }
            if (atHeld < 0) {
                return atComputed >= from ? computed.at(atComputed--) : null;
            }
            T one = held.get(atHeld);
            if (atComputed >= from
                    && compare(one, new Place(computed.value(atComputed), computed.id(atComputed))) < 0) {
                return computed.at(atComputed--);
            }
            atHeld--;
            return one;
        }
    }
}
