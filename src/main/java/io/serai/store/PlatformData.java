package io.serai.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.merge.Observation;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a platform told of a product and its variants besides the fields, as it is stored: {@code {"handle": …, "variants":
 * {"4711": {…}}}}.
 *
 * @param data of the product, JSON
 * @param variants of its variants, by the platform's ids, JSON
 * @param inventoryItems the ids by which the platform tells the stock of variants, by the variants' ids there
 */
record PlatformData(String data, String variants, Map<String, String> inventoryItems) {

    /** Under this name adapters hand over the id by which the platform tells a variant's stock. */
    private static final String INVENTORY_ITEM = "inventoryItemId";

    static PlatformData of(Observation seen) {
        ObjectNode variants = Json.object();
        Map<String, String> items = new TreeMap<>();
        seen.variants().forEach(variant -> {
            if (!variant.platformData().isEmpty()) {
                ObjectNode data = variants.putObject(variant.externalId());
                variant.platformData().forEach(data::put);
            }
            String item = variant.platformData().get(INVENTORY_ITEM);
            if (item != null) {
                items.put(variant.externalId(), item);
            }
        });
        return new PlatformData(Json.write(seen.platformData()), Json.write(variants), items);
    }
}
