package io.serai.merge;

import static java.util.Objects.requireNonNull;

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
 * A product as the hub holds it: its cells. A cell that is absent was never set; one that holds {@link Value#NONE} was
 * set to nothing. Immutable.
 */
public record HubProduct(UUID id, Map<Cell, Stamped> cells) {

    public HubProduct {
        requireNonNull(id, "id is null");
        cells = Collections.unmodifiableMap(new TreeMap<>(cells));
    }

    public static HubProduct unset(UUID id) {
        return new HubProduct(id, Map.of());
    }

    public Optional<Stamped> at(Cell cell) {
        return Optional.ofNullable(cells.get(cell));
    }

    /** {@link Value#NONE} also for a cell that was never set. */
    public Value value(Cell cell) {
        return at(cell).map(Stamped::value).orElse(Value.NONE);
    }

    /** Every variant the hub ever knew of this product, tombstones included. */
    public Set<UUID> variants() {
        Set<UUID> variants = new TreeSet<>();
        cells.keySet().stream()
                .map(Cell::variant)
                .filter(variant -> variant != null)
                .forEach(variants::add);
        return variants;
    }

    /** The variants that exist now. */
    public Set<UUID> livingVariants() {
        Set<UUID> living = variants();
        living.removeIf(variant -> !exists(variant));
        return living;
    }

    public boolean exists(UUID variant) {
        return value(Cell.of(variant, Field.EXISTS)).equals(Value.flag(true));
    }

    public HubProduct with(Cell cell, Stamped stamped) {
        Map<Cell, Stamped> changed = new TreeMap<>(cells);
        changed.put(cell, stamped);
        return new HubProduct(id, changed);
    }
}
