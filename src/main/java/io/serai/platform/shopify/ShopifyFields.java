package io.serai.platform.shopify;

import static io.serai.platform.FieldPlace.read;
import static io.serai.platform.FieldPlace.readWrite;

import io.serai.platform.FieldPlace;
import io.serai.product.Field;
import java.util.Map;
import java.util.Set;

/** Where Shopify keeps the hub's fields. What is not here has no place there. */
final class ShopifyFields {

    static final Map<Field, FieldPlace> PLACES = Map.ofEntries(
            Map.entry(Field.NAME, readWrite("title")),
            Map.entry(Field.DESCRIPTION, readWrite("descriptionHtml")),
            Map.entry(Field.IMAGES, readWrite("media, the images among them")),
            Map.entry(Field.IMAGE_ORDER, readWrite("the order of media")),
            Map.entry(Field.IS_ACTIVE, readWrite("status: ACTIVE, else DRAFT")),
            Map.entry(Field.SEO_TITLE, readWrite("seo.title")),
            Map.entry(Field.SEO_DESCRIPTION, readWrite("seo.description")),
            Map.entry(Field.TAGS, readWrite("tags")),
            Map.entry(Field.COLLECTIONS, read("collections, by title")),
            Map.entry(Field.PRODUCT_TYPE, readWrite("productType")),
            Map.entry(Field.VENDOR, readWrite("vendor")),
            Map.entry(Field.EXISTS, readWrite("the variant itself")),
            Map.entry(Field.OPTIONS, readWrite("selectedOptions")),
            Map.entry(Field.NET_SALES_PRICE, readWrite("price, in the shop's currency")),
            Map.entry(Field.COMPARE_AT_PRICE, readWrite("compareAtPrice, in the shop's currency")),
            Map.entry(Field.TAXABLE, readWrite("taxable")),
            Map.entry(Field.SKU, readWrite("inventoryItem.sku")),
            Map.entry(Field.GTIN, readWrite("barcode")),
            Map.entry(Field.WEIGHT_IN_KG, readWrite("inventoryItem.measurement.weight, with its unit")),
            Map.entry(Field.CUSTOMS_CODE, readWrite("inventoryItem.harmonizedSystemCode")),
            Map.entry(Field.COUNTRY_OF_ORIGIN, readWrite("inventoryItem.countryCodeOfOrigin, ISO 3166 alpha-2")));

    /** What a delivery cannot carry, so that it must be read (rule 2). */
    static final Set<Field> NOT_DELIVERED = Set.of(
            Field.SEO_TITLE,
            Field.SEO_DESCRIPTION,
            Field.COLLECTIONS,
            Field.WEIGHT_IN_KG,
            Field.CUSTOMS_CODE,
            Field.COUNTRY_OF_ORIGIN);

    private ShopifyFields() {}

    static boolean writes(Field field) {
        FieldPlace place = PLACES.get(field);
        return place != null && place.access().writes();
    }
}
