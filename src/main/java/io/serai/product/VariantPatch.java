package io.serai.product;

import java.util.Map;
import java.util.UUID;

/**
 * What changes of one variant.
 *
 * @param id null for a new variant
 * @param fields with their new values; {@link Field#EXISTS} false takes the variant away
 */
public record VariantPatch(UUID id, Map<Field, Value> fields) {

    public VariantPatch {
        fields = Map.copyOf(fields);
        if (id == null && Value.flag(false).equals(fields.get(Field.EXISTS))) {
            throw new IllegalArgumentException("a new variant is not taken away");
        }
    }
}
