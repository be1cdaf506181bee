package io.serai.platform.jtlffn;

import static io.serai.platform.JsonValues.decimal;
import static io.serai.platform.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.merge.ObservedVariant;
import io.serai.platform.Units;
import io.serai.product.Field;
import io.serai.product.Value;
import java.util.EnumMap;
import java.util.Map;

/** JTL-FFN's products in the hub's words: each is one variant. The way there is {@link JtlInput}'s. */
final class JtlProductMapper {

    private static final String METRES = "m";

    private JtlProductMapper() {}

    /** @throws io.serai.platform.Unavailable if it is no product as Serai knows them */
    static ObservedVariant variant(JsonNode product) {
        JsonNode dimensions = product.path("dimensions");
        Map<Field, Value> fields = new EnumMap<>(Field.class);
        fields.put(Field.SKU, Value.text(JtlShape.text(product, "merchantSku")));
        fields.put(Field.NAME, Value.text(JtlShape.text(product, "name")));
        fields.put(Field.MANUFACTURER, text(product.get("manufacturer")));
        fields.put(Field.WAREHOUSE_NOTES, text(product.get("note")));
        fields.put(Field.GTIN, text(product.at("/identifier/ean")));
        fields.put(Field.HAN, text(product.at("/identifier/mpn/partNumber")));
        fields.put(Field.WEIGHT_IN_KG, decimal(product.get("weight")));
        fields.put(Field.HEIGHT_IN_CM, Units.toCentimetres(decimal(dimensions.get("height")), METRES));
        fields.put(Field.LENGTH_IN_CM, Units.toCentimetres(decimal(dimensions.get("length")), METRES));
        fields.put(Field.WIDTH_IN_CM, Units.toCentimetres(decimal(dimensions.get("width")), METRES));
        fields.put(Field.CUSTOMS_CODE, text(product.at("/specifications/taric")));
        fields.put(Field.COUNTRY_OF_ORIGIN, text(product.get("originCountry")));
        return new ObservedVariant(JtlShape.text(product, "jfsku"), fields, Map.of());
    }
}
