package io.serai.product;

import java.math.BigDecimal;
import java.util.Map;

/**
 * A variant to be created.
 *
 * @param fields of the variant; one that is absent is not set
 * @param quantity what is in the hub's own stock, null if nobody said
 */
public record NewVariant(Map<Field, Value> fields, BigDecimal quantity) {

    public NewVariant {
        fields = Map.copyOf(fields);
        if (quantity != null && quantity.signum() < 0) {
            throw new IllegalArgumentException("quantity is negative");
        }
    }

    Value at(Field field) {
        return fields.getOrDefault(field, Value.NONE);
    }
}
