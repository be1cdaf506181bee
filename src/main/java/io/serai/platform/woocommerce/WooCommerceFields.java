package io.serai.platform.woocommerce;

import static io.serai.platform.FieldPlace.read;
import static io.serai.platform.FieldPlace.readWrite;

import io.serai.platform.FieldPlace;
import io.serai.product.Field;
import java.util.Map;

/** Where WooCommerce keeps the hub's fields. What is not here has no place there. */
final class WooCommerceFields {

    static final Map<Field, FieldPlace> PLACES = Map.ofEntries(
            Map.entry(Field.NAME, readWrite("name")),
            Map.entry(Field.DESCRIPTION, readWrite("description")),
            Map.entry(Field.IMAGES, readWrite("images, by their ids")),
            Map.entry(Field.IMAGE_ORDER, readWrite("the order of images")),
            Map.entry(Field.IS_ACTIVE, readWrite("status: publish, else draft")),
            Map.entry(Field.TAGS, readWrite("tags, by name")),
            Map.entry(Field.CATEGORIES, read("categories, by name")),
            Map.entry(Field.EXISTS, readWrite("the variation itself")),
            Map.entry(Field.OPTIONS, readWrite("attributes with variation=true")),
            Map.entry(Field.NET_SALES_PRICE, readWrite("sale_price if there is one, else regular_price")),
            Map.entry(Field.COMPARE_AT_PRICE, readWrite("regular_price where there is a sale_price")),
            Map.entry(Field.TAXABLE, readWrite("tax_status: taxable, else none; of all variations at once")),
            Map.entry(Field.SKU, readWrite("sku, unique in the shop")),
            Map.entry(Field.GTIN, readWrite("global_unique_id, digits and hyphens only")),
            Map.entry(Field.WEIGHT_IN_KG, readWrite("weight, in the shop's weight unit")),
            Map.entry(Field.HEIGHT_IN_CM, readWrite("dimensions.height, in the shop's dimension unit")),
            Map.entry(Field.LENGTH_IN_CM, readWrite("dimensions.length, in the shop's dimension unit")),
            Map.entry(Field.WIDTH_IN_CM, readWrite("dimensions.width, in the shop's dimension unit")));

    private WooCommerceFields() {}

    static boolean writes(Field field) {
        FieldPlace place = PLACES.get(field);
        return place != null && place.access().writes();
    }
}
