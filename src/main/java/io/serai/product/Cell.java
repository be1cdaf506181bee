package io.serai.product;

import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsFirst;
import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;

/**
 * The smallest thing that is merged: one field of the product, or one field of one of its variants. A platform may keep a
 * field of the product with each variant; such a cell has both, and stands for what that variant shows of its product.
 *
 * @param variant the hub's id of the variant, null for a field of the product itself
 */
public record Cell(UUID variant, Field field) implements Comparable<Cell> {

    private static final Comparator<Cell> ORDER =
            Comparator.comparing(Cell::variant, nullsFirst(naturalOrder())).thenComparing(Cell::field);

    public Cell {
        requireNonNull(field, "field is null");
        if (field.level() == Field.Level.VARIANT && variant == null) {
            throw new IllegalArgumentException(field.key() + " is a field of a variant");
        }
    }

    public static Cell of(Field field) {
        return new Cell(null, field);
    }

    public static Cell of(UUID variant, Field field) {
        return new Cell(variant, field);
    }

    /** Whether it is what a variant shows of its product, so that the hub has no value of its own for it. */
    public boolean isDerived() {
        return variant != null && field.level() == Field.Level.PRODUCT;
    }

    /** The cell's name in stored JSON and in the API: {@code name}, or {@code <variant id>/sku}. */
    public String key() {
        return variant == null ? field.key() : variant + "/" + field.key();
    }

    /** @return empty if no such field exists (any more) */
    public static Optional<Cell> parse(String key) {
        int slash = key.indexOf('/');
        if (slash < 0) {
            return Field.find(key)
                    .filter(field -> field.level() == Field.Level.PRODUCT)
                    .map(Cell::of);
        }
        UUID variant = UUID.fromString(key.substring(0, slash));
        return Field.find(key.substring(slash + 1)).map(field -> of(variant, field));
    }

    @Override
    public int compareTo(Cell other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return key();
    }
}
