package io.serai.platform.jtlffn;

import static io.serai.platform.FieldPlace.readWrite;
import static io.serai.platform.FieldPlace.write;

import io.serai.platform.FieldPlace;
import io.serai.product.Field;
import java.util.Map;
import java.util.Set;

/** Where JTL-FFN keeps the hub's fields; a product there is one variant of the hub. What is not here has no place there. */
final class JtlFields {

    static final Map<Field, FieldPlace> PLACES = Map.ofEntries(
            Map.entry(Field.NAME, write("name, with the options behind it")),
            Map.entry(Field.MANUFACTURER, write("manufacturer")),
            Map.entry(Field.WAREHOUSE_NOTES, write("note")),
            Map.entry(Field.EXISTS, write("the product itself; made there, never removed")),
            Map.entry(Field.SKU, readWrite("merchantSku")),
            Map.entry(Field.GTIN, readWrite("identifier.ean")),
            Map.entry(Field.HAN, readWrite("identifier.mpn.partNumber")),
            Map.entry(Field.WEIGHT_IN_KG, readWrite("weight, in kg")),
            Map.entry(Field.HEIGHT_IN_CM, readWrite("dimensions.height, in metres")),
            Map.entry(Field.LENGTH_IN_CM, readWrite("dimensions.length, in metres")),
            Map.entry(Field.WIDTH_IN_CM, readWrite("dimensions.width, in metres")),
            Map.entry(Field.CUSTOMS_CODE, readWrite("specifications.taric")),
            Map.entry(Field.COUNTRY_OF_ORIGIN, readWrite("originCountry, ISO 3166 alpha-2")));

    /** There are dimensions with a length and a height, or none. */
    static final Set<Field> DIMENSIONS = Set.of(Field.HEIGHT_IN_CM, Field.LENGTH_IN_CM, Field.WIDTH_IN_CM);

    private JtlFields() {}

    static boolean writes(Field field) {
        FieldPlace place = PLACES.get(field);
        return place != null && place.access().writes();
    }
}
