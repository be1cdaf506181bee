package io.serai.listing;

import io.serai.merge.HubProduct;
import io.serai.merge.Listing;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What a platform should hold and does not (idea 1 of the design: computed when the worker runs, never queued).
 *
 * @param hub the product, whole: a create needs more of it than what differs
 * @param cells the hub's value of every cell that differs and is to be sent now
 * @param whole the hub's value of every cell that differs
 */
public record Difference(HubProduct hub, Listing listing, Map<Cell, Value> cells, Map<Cell, Value> whole) {

    public Difference {
        cells = Collections.unmodifiableMap(new TreeMap<>(cells));
        whole = Collections.unmodifiableMap(new TreeMap<>(whole));
    }

    /** All that differs is to be sent. */
    public Difference(HubProduct hub, Listing listing, Map<Cell, Value> cells) {
        this(hub, listing, cells, cells);
    }

    public boolean isEmpty() {
        return cells.isEmpty();
    }

    public Optional<Value> of(Field field) {
        return Optional.ofNullable(cells.get(Cell.of(field)));
    }

    /** Variants with at least one differing cell. */
    public Set<UUID> variants() {
        Set<UUID> variants = new TreeSet<>();
        cells.keySet().stream()
                .map(Cell::variant)
                .filter(variant -> variant != null)
                .forEach(variants::add);
        return variants;
    }

    /** The cells of one variant that are to be sent. */
    public Map<Field, Value> of(UUID variant) {
        return of(variant, cells);
    }

    /** All differing cells of one variant: what is made comes whole, whatever else is sent with it. */
    public Map<Field, Value> whole(UUID variant) {
        return of(variant, whole);
    }

    private static Map<Field, Value> of(UUID variant, Map<Cell, Value> cells) {
        Map<Field, Value> fields = new TreeMap<>();
        cells.forEach((cell, value) -> {
            if (variant.equals(cell.variant())) {
                fields.put(cell.field(), value);
            }
        });
        return fields;
    }

    /** The part of it that is about these cells. */
    public Difference only(Set<Cell> some) {
        Map<Cell, Value> part = new TreeMap<>(cells);
        part.keySet().retainAll(some);
        return new Difference(hub, listing, part, whole);
    }
}
