package io.serai.schedule;

import io.serai.product.Field;
import io.serai.product.Value;
import java.util.Map;

/**
 * What a person wants to change of a product.
 *
 * @param variant the variant it is about, by the id that the person's side has for it; null for the product itself and
 *     for a new variant
 * @param fields the new values; of a new variant its options are among them
 */
public record Wish(Kind kind, String variant, Map<Field, Value> fields) {

    /** Kinds of wishes. */
    public enum Kind {
        SET,
        ADD_VARIANT,
        REMOVE_VARIANT
    }

    public Wish {
        fields = Map.copyOf(fields);
    }
}
