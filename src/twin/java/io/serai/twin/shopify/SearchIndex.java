package io.serai.twin.shopify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a search finds, which is behind what is stored (fact 29). */
final class SearchIndex<T> {

    /** A thing as the index knows it since {@code at}; null when it is gone. */
    private record Indexed<T>(long at, T thing) {}

    private final Map<Long, Deque<Indexed<T>>> history = new HashMap<>();

    void clear() {
        history.clear();
    }

    /**
     * Notes what is stored under an id from now on.
     *
     * @param thing null if it is gone
     * @param lag how far the index is behind, in milliseconds
     */
    void put(long id, T thing, long lag) {
        Deque<Indexed<T>> versions = history.computeIfAbsent(id, k -> new ArrayDeque<>());
        long now = System.nanoTime() / 1_000_000;
        while (versions.size() > 1 && secondOldest(versions).at() + lag <= now) {
            versions.removeFirst();
        }
        if (lag == 0) {
            versions.clear();
        }
        if (lag > 0 || thing != null) {
            versions.addLast(new Indexed<>(now, thing));
        }
    }

    private static <T> Indexed<T> secondOldest(Deque<Indexed<T>> versions) {
        var all = versions.iterator();
        all.next();
        return all.next();
    }

    /** All as the index has them now, by id. */
    List<T> all(long lag) {
        long upTo = System.nanoTime() / 1_000_000 - lag;
        List<T> found = new ArrayList<>();
        new TreeMap<>(history).values().forEach(versions -> {
            Indexed<T> newest = null;
            for (Indexed<T> version : versions) {
                newest = version.at() <= upTo ? version : newest;
            }
            if (newest != null && newest.thing() != null) {
                found.add(newest.thing());
            }
        });
        return found;
    }
}
