package io.serai.platform.shopify;

import static io.serai.platform.JsonValues.putPlain;
import static io.serai.platform.JsonValues.string;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.platform.JsonValues;
import io.serai.product.Field;
import io.serai.product.Value;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/** The hub's values in the spelling of Shopify's inputs. The way back is {@link ShopifyProductMapper}'s. */
final class ShopifyInput {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ShopifyInput() {}

    /** What ProductUpdateInput and ProductSetInput have in common. */
    static ObjectNode product(Map<Field, Value> fields) {
        ObjectNode input = JSON.objectNode();
        new TreeMap<>(fields).forEach((field, value) -> {
            switch (field) {
                case NAME -> input.put("title", string(value));
                case DESCRIPTION -> input.put("descriptionHtml", string(value));
                case IS_ACTIVE -> input.put("status", JsonValues.isOn(value) ? "ACTIVE" : "DRAFT");
                case TAGS -> {
                    ArrayNode tags = input.putArray("tags");
                    JsonValues.terms(value).forEach(tags::add);
                }
                case PRODUCT_TYPE -> input.put("productType", string(value));
                case VENDOR -> input.put("vendor", string(value));
                case SEO_TITLE -> input.withObjectProperty("seo").put("title", string(value));
                case SEO_DESCRIPTION -> input.withObjectProperty("seo").put("description", string(value));
                default -> {
                    // images go by themselves, collections are only read, and the rest has no place in a product of
                    // Shopify
                }
            }
        });
        return input;
    }

    /** What ProductVariantsBulkInput and ProductVariantSetInput have in common. */
    static ObjectNode variant(Map<Field, Value> fields) {
        ObjectNode input = JSON.objectNode();
        new TreeMap<>(fields).forEach((field, value) -> {
            switch (field) {
                case OPTIONS -> input.set("optionValues", optionValues(value));
                case NET_SALES_PRICE -> price(input, value);
                case COMPARE_AT_PRICE -> putPlain(input, "compareAtPrice", value);
                case TAXABLE -> input.put("taxable", JsonValues.isOn(value));
                case GTIN -> input.put("barcode", string(value));
                case SKU -> item(input).put("sku", string(value));
                case WEIGHT_IN_KG -> item(input).set("measurement", measurement(value));
                case CUSTOMS_CODE -> putOrNull(item(input), "harmonizedSystemCode", value);
                case COUNTRY_OF_ORIGIN -> putOrNull(item(input), "countryCodeOfOrigin", value);
                default -> {
                    // the rest has no place in a variant of Shopify
                }
            }
        });
        return input;
    }

    static ArrayNode optionValues(Value options) {
        ArrayNode values = JSON.arrayNode();
        ShopifyProductMapper.selectedOptions(options)
                .forEach((name, value) ->
                        values.addObject().put("optionName", name).put("name", value));
        return values;
    }

    /** A variant of Shopify always has a price. */
    private static void price(ObjectNode input, Value value) {
        BigDecimal price = JsonValues.number(value);
        input.put("price", price == null ? "0" : price.toPlainString());
    }

    private static ObjectNode measurement(Value kilograms) {
        BigDecimal weight = JsonValues.number(kilograms);
        ObjectNode measurement = JSON.objectNode();
        measurement
                .putObject("weight")
                .put("value", weight == null ? BigDecimal.ZERO : weight)
                .put("unit", "KILOGRAMS");
        return measurement;
    }

    private static ObjectNode item(ObjectNode input) {
        return input.withObjectProperty("inventoryItem");
    }

    private static void putOrNull(ObjectNode node, String key, Value value) {
        String text = string(value);
        node.put(key, text.isBlank() ? null : text);
    }
}
