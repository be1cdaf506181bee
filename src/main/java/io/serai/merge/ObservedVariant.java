package io.serai.merge;

import static java.util.Objects.requireNonNull;

import io.serai.product.Field;
import io.serai.product.Value;
import java.util.EnumMap;
import java.util.Map;

/**
 * A variant as seen on a platform. A product without options has one, with empty {@link Field#OPTIONS}.
 *
 * @param externalId the variant's id there; WooCommerce's simple product is its own variant
 * @param fields what was seen, without {@link Field#EXISTS}
 */
public record ObservedVariant(String externalId, Map<Field, Value> fields, Map<String, String> platformData) {

    public ObservedVariant {
        requireNonNull(externalId, "externalId is null");
        fields = fields.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(fields));
        platformData = Map.copyOf(platformData);
    }
}
