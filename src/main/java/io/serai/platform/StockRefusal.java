package io.serai.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A line that was not applied, and why. */
public record StockRefusal(StockLine line, List<Reason> reasons) {

    public StockRefusal {
        reasons = List.copyOf(reasons);
    }

    /** The lines of a refused call that its reasons name; empty if the platform named none. */
    public static List<StockRefusal> named(StockSet set, List<Reason> reasons) {
        SortedMap<Integer, List<Reason>> byLine = new TreeMap<>();
        for (Reason reason : reasons) {
            reason.item().filter(item -> item < set.lines().size()).ifPresent(item -> byLine.computeIfAbsent(
                            item, none -> new ArrayList<>())
                    .add(reason));
        }
        return byLine.entrySet().stream()
                .map(line -> new StockRefusal(set.lines().get(line.getKey()), line.getValue()))
                .toList();
    }
}
