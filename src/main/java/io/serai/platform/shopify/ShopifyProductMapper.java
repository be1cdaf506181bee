package io.serai.platform.shopify;

import static io.serai.platform.JsonValues.decimal;
import static io.serai.platform.JsonValues.isNull;
import static io.serai.platform.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.merge.Observation;
import io.serai.merge.Observation.Source;
import io.serai.merge.ObservedImage;
import io.serai.merge.ObservedVariant;
import io.serai.platform.JsonValues;
import io.serai.platform.Units;
import io.serai.product.Field;
import io.serai.product.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Shopify's products, as GraphQL answers them, in the hub's words. Deliveries are {@link ShopifyDelivery}'s. */
final class ShopifyProductMapper {

    private static final String NO_OPTION = "Title";
    private static final String NO_OPTION_VALUE = "Default Title";

    private ShopifyProductMapper() {}

    /**
     * @param product as the fragment ProductFields selects it
     * @param variants all its variants, from as many pages as it took
     * @param media all its media; those that are no images are empty
     */
    static Observation read(
            JsonNode product, List<JsonNode> variants, List<JsonNode> media, Source source, Instant receivedAt) {
        return new Observation(
                source,
                ShopifyId.number(product.path("id").asText()),
                Instant.parse(product.path("updatedAt").asText()),
                receivedAt,
                0,
                fields(product),
                variants.stream().map(ShopifyProductMapper::variant).toList(),
                true,
                null,
                images(media),
                platformData(product));
    }

    private static List<ObservedImage> images(List<JsonNode> media) {
        return media.stream()
                .filter(image -> image.has("id"))
                .map(image -> new ObservedImage(
                        ShopifyId.number(image.path("id").asText()),
                        image.path("image").path("url").asText(null),
                        altText(image)))
                .toList();
    }

    static String altText(JsonNode image) {
        String text = image.path("alt").asText("");
        return text.isBlank() ? null : text;
    }

    private static Map<Field, Value> fields(JsonNode product) {
        Map<Field, Value> fields = new EnumMap<>(Field.class);
        fields.put(Field.NAME, text(product.get("title")));
        fields.put(Field.DESCRIPTION, text(product.get("descriptionHtml")));
        fields.put(Field.IS_ACTIVE, isActive(product.path("status").asText()));
        fields.put(Field.TAGS, Value.terms(texts(product.path("tags"))));
        fields.put(Field.PRODUCT_TYPE, text(product.get("productType")));
        fields.put(Field.VENDOR, text(product.get("vendor")));
        fields.put(Field.SEO_TITLE, text(product.path("seo").get("title")));
        fields.put(Field.SEO_DESCRIPTION, text(product.path("seo").get("description")));
        JsonNode collections = product.path("collections");
        if (!collections.path("pageInfo").path("hasNextPage").asBoolean()) {
            fields.put(Field.COLLECTIONS, Value.terms(JsonValues.each(collections.path("nodes"), "title")));
        }
        return fields;
    }

    /** An unlisted product can be bought by who has its link; archived and draft ones cannot be bought. */
    static Value isActive(String status) {
        return Value.flag(status.equalsIgnoreCase("ACTIVE") || status.equalsIgnoreCase("UNLISTED"));
    }

    private static ObservedVariant variant(JsonNode variant) {
        JsonNode item = variant.path("inventoryItem");
        Map<Field, Value> fields = new EnumMap<>(Field.class);
        fields.put(Field.NET_SALES_PRICE, decimal(variant.get("price")));
        fields.put(Field.COMPARE_AT_PRICE, decimal(variant.get("compareAtPrice")));
        fields.put(Field.TAXABLE, Value.flag(variant.path("taxable").asBoolean()));
        fields.put(Field.SKU, text(item.get("sku")));
        fields.put(Field.GTIN, text(variant.get("barcode")));
        fields.put(Field.WEIGHT_IN_KG, weight(item.path("measurement").path("weight")));
        fields.put(Field.CUSTOMS_CODE, text(item.get("harmonizedSystemCode")));
        fields.put(Field.COUNTRY_OF_ORIGIN, text(item.get("countryCodeOfOrigin")));
        SortedMap<String, String> options = new TreeMap<>();
        variant.path("selectedOptions")
                .forEach(option -> options.put(
                        option.path("name").asText(), option.path("value").asText()));
        fields.put(Field.OPTIONS, options(options));
        return new ObservedVariant(ShopifyId.number(variant.path("id").asText()), fields, inventoryItem(item));
    }

    /** Shopify's way of saying that a product has no options is one option of this name with this value. */
    static Value options(SortedMap<String, String> options) {
        boolean none = options.equals(Map.of(NO_OPTION, NO_OPTION_VALUE));
        return Value.options(none ? new TreeMap<>() : options);
    }

    static SortedMap<String, String> selectedOptions(Value options) {
        SortedMap<String, String> selected =
                options instanceof Value.Options some ? new TreeMap<>(some.options()) : new TreeMap<>();
        if (selected.isEmpty()) {
            selected.put(NO_OPTION, NO_OPTION_VALUE);
        }
        return selected;
    }

    /** Shopify holds 0 where nobody entered a weight. */
    private static Value weight(JsonNode weight) {
        Value value = decimal(weight.get("value"));
        if (value.isNone() || JsonValues.number(value).signum() == 0) {
            return Value.NONE;
        }
        return Units.toKilograms(value, weight.path("unit").asText());
    }

    private static Map<String, String> platformData(JsonNode product) {
        Map<String, String> data = new HashMap<>();
        for (String key : List.of("handle", "status")) {
            if (!isNull(product.get(key))) {
                data.put(key, product.get(key).asText());
            }
        }
        return data;
    }

    private static Map<String, String> inventoryItem(JsonNode item) {
        return isNull(item.get("id"))
                ? Map.of()
                : Map.of("inventoryItemId", ShopifyId.number(item.get("id").asText()));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(entry -> texts.add(entry.asText()));
        return texts;
    }
}
