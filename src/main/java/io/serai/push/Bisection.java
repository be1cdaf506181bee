package io.serai.push;

import io.serai.listing.Difference;
import io.serai.product.Cell;
import io.serai.product.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a platform takes of a difference of which it refused a part: what was refused together is asked for in halves, until
 * the cells that are refused alone are known and everything else was sent. The one bad among n costs at most log2 n calls
 * more than the refused one, and one for what is left. A variant that is not there yet comes whole or not at all.
 * Immutable.
 *
 * @param suspects cells that were refused together and of which no part was refused since: at least one is bad
 * @param part those of them that are asked for next; empty to ask for all that is left
 * @param refused the cells that are not sent in this try of the job, since the platform refused them alone
 * @param reasons what the platform said, of those and of what they were refused with
 */
record Bisection(Set<Cell> suspects, Set<Cell> part, Set<Cell> refused, Set<String> reasons) {

    static final Bisection NONE = new Bisection(Set.of(), Set.of(), Set.of(), Set.of());

    Bisection {
        suspects = Set.copyOf(suspects);
        part = Set.copyOf(part);
        refused = Set.copyOf(refused);
        reasons = Set.copyOf(reasons);
    }

    /** What to send of it; empty if all that is left was refused. */
    Difference asks(Difference difference) {
        Set<Cell> open = open(difference);
        Set<Cell> narrowed = new TreeSet<>(open);
        narrowed.retainAll(part);
        return difference.only(narrowed.isEmpty() ? open : narrowed);
    }

    private Set<Cell> open(Difference difference) {
        Set<Cell> open = new TreeSet<>(difference.cells().keySet());
        open.removeAll(refused);
        return open;
    }

    /** The platform took what was asked for: what is bad is among the other suspects. */
    Bisection taken() {
        Set<Cell> others = new TreeSet<>(suspects);
        others.removeAll(part);
        return suspecting(others);
    }

    private Bisection suspecting(Set<Cell> cells) {
        return new Bisection(cells, half(cells), refused, reasons);
    }

    /** No call can say this part by itself. */
    Bisection givingUp(Difference asked) {
        Set<Cell> known = new TreeSet<>(refused);
        known.addAll(asked.cells().keySet());
        return new Bisection(Set.of(), Set.of(), known, reasons);
    }

    /** Whether the platform has refused anything so far. */
    boolean hasRefusal() {
        return !reasons.isEmpty();
    }

    /**
     * The platform refused a call. Where the call says more than was asked for, half of it cannot be asked for either: its
     * cells only go together.
     *
     * @param difference what differs now
     * @param meant the cells of the call
     */
    Bisection refusing(Difference difference, Set<Cell> meant, String reason) {
        Set<String> said = new TreeSet<>(reasons);
        said.add(reason);
        Set<Cell> bad = open(difference);
        bad.retainAll(meant);
        if (bad.isEmpty()) {
            return new Bisection(Set.of(), Set.of(), refused, said).givingUp(asks(difference));
        }
        boolean goTogether = !asks(difference).cells().keySet().containsAll(bad);
        if (units(bad).size() > 1 && !goTogether) {
            return new Bisection(bad, half(bad), refused, said);
        }
        Set<Cell> known = new TreeSet<>(refused);
        known.addAll(bad);
        return new Bisection(Set.of(), Set.of(), known, said);
    }

    private static Set<Cell> half(Set<Cell> cells) {
        List<Set<Cell>> units = units(cells);
        Set<Cell> half = new TreeSet<>();
        units.subList(0, (units.size() + 1) / 2).forEach(half::addAll);
        return half;
    }

    /** Each cell by itself, but all of a variant that is to be made, and both prices of one: each means nothing alone. */
    private static List<Set<Cell>> units(Set<Cell> cells) {
        Map<Object, Set<Cell>> units = new LinkedHashMap<>();
        for (Cell cell : cells) {
            boolean isOfNew = cell.variant() != null && cells.contains(Cell.of(cell.variant(), Field.EXISTS));
            Cell alone = cell.field() == Field.COMPARE_AT_PRICE ? Cell.of(cell.variant(), Field.NET_SALES_PRICE) : cell;
            units.computeIfAbsent(isOfNew ? cell.variant() : alone, any -> new TreeSet<>())
                    .add(cell);
        }
        return List.copyOf(units.values());
    }
}
