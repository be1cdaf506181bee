package io.serai.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.channel.Platform;
import io.serai.listing.Difference;
import io.serai.merge.HubProduct;
import io.serai.merge.Listing;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** A platform that refuses every call with a cell it does not like. */
@Label("What a platform refuses in part")
class BisectionProperties {

    private static final Listing LISTING = Listing.found("channel", Platform.SHOPIFY, "1");

    private int calls;

    @Property(tries = 300)
    @Label("D5 arrives but for exactly the cells that are refused alone, whichever and however many they are")
    void theRestArrives(
            @ForAll @IntRange(min = 1, max = 40) int variants,
            @ForAll @Size(max = 12) Set<@IntRange(max = 79) Integer> bad) {
        List<Cell> cells = List.copyOf(changed(variants).keySet());
        Set<Cell> refused = new HashSet<>();
        bad.stream().filter(index -> index < cells.size()).map(cells::get).forEach(refused::add);

        assertThat(left(changed(variants), refused).keySet()).isEqualTo(refused);
    }

    @Property(tries = 100)
    @Label("D5 costs at most log2(n) + 3 calls in all where one of n is refused")
    void costsFewCalls(@ForAll @IntRange(min = 1, max = 125) int variants, @ForAll @IntRange(max = 249) int bad) {
        List<Cell> cells = List.copyOf(changed(variants).keySet());

        left(changed(variants), Set.of(cells.get(bad % cells.size())));

        double log2 = Math.log(cells.size()) / Math.log(2);
        assertThat(calls).isLessThanOrEqualTo((int) Math.ceil(log2) + 3);
    }

    @Property(tries = 50)
    @Label("D5 is made whole or not at all where it is a variant")
    void aNewVariantIsOneThing(@ForAll @IntRange(min = 1, max = 20) int made, @ForAll @IntRange(max = 19) int bad) {
        Map<Cell, Value> cells = changed(3);
        for (int i = 0; i < made; i++) {
            UUID variant = new UUID(9, i);
            cells.put(Cell.of(variant, Field.EXISTS), Value.flag(true));
            cells.put(Cell.of(variant, Field.SKU), Value.text("new " + i));
        }
        UUID refused = new UUID(9, bad % made);

        Map<Cell, Value> left = left(cells, Set.of(Cell.of(refused, Field.SKU)));

        assertThat(left.keySet())
                .containsExactlyInAnyOrder(Cell.of(refused, Field.EXISTS), Cell.of(refused, Field.SKU));
    }

    @Property(tries = 50)
    @Label("rule 17 both prices of a variant are sent together or not at all")
    void bothPricesAreOneThing(@ForAll @IntRange(min = 1, max = 20) int variants, @ForAll @IntRange(max = 19) int bad) {
        Map<Cell, Value> cells = changed(variants);
        for (int i = 0; i < variants; i++) {
            cells.put(Cell.of(new UUID(2, i), Field.COMPARE_AT_PRICE), Value.decimal("3." + i));
        }
        UUID refused = new UUID(2, bad % variants);

        Map<Cell, Value> left = left(cells, Set.of(Cell.of(refused, Field.COMPARE_AT_PRICE)));

        assertThat(left.keySet())
                .containsExactlyInAnyOrder(
                        Cell.of(refused, Field.COMPARE_AT_PRICE), Cell.of(refused, Field.NET_SALES_PRICE));
    }

    /** What was not sent, when there is nothing else to ask for. */
    private Map<Cell, Value> left(Map<Cell, Value> cells, Set<Cell> bad) {
        calls = 0;
        Bisection bisection = Bisection.NONE;
        Difference difference = difference(cells);
        for (Set<Cell> asked = asked(bisection, difference); !asked.isEmpty(); asked = asked(bisection, difference)) {
            calls++;
            if (asked.stream().anyMatch(bad::contains)) {
                bisection = bisection.refusing(difference, asked, "no");
            } else {
                Map<Cell, Value> rest = new TreeMap<>(difference.cells());
                rest.keySet().removeAll(asked);
                difference = difference(rest);
                bisection = bisection.taken();
            }
        }
        return difference.cells();
    }

    private static Set<Cell> asked(Bisection bisection, Difference difference) {
        return new TreeSet<>(bisection.asks(difference).cells().keySet());
    }

    private static Difference difference(Map<Cell, Value> cells) {
        return new Difference(HubProduct.unset(new UUID(1, 1)), LISTING, cells);
    }

    private static Map<Cell, Value> changed(int variants) {
        Map<Cell, Value> cells = new TreeMap<>();
        for (int i = 0; i < variants; i++) {
            cells.put(Cell.of(new UUID(2, i), Field.NET_SALES_PRICE), Value.decimal("1." + i));
            cells.put(Cell.of(new UUID(2, i), Field.WEIGHT_IN_KG), Value.decimal("2." + i));
        }
        return cells;
    }
}
