package io.serai.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.product.Field;
import io.serai.product.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One product as one side shows it to a person, read without any of Serai's own code but its values.
 *
 * @param id the side's own id of the product
 * @param fields those that the side has a place for
 * @param variants by the side's own ids
 */
record Side(String id, Map<Field, Value> fields, Map<String, Map<Field, Value>> variants) {

    private static final BigDecimal GRAMS = new BigDecimal("0.001");

    static Side shopify(JsonNode product) {
        Map<Field, Value> fields = new EnumMap<>(Field.class);
        fields.put(Field.NAME, text(product.path("title")));
        fields.put(Field.DESCRIPTION, text(product.path("body_html")));
        fields.put(Field.IS_ACTIVE, Value.flag(product.path("status").asText().equals("active")));
        fields.put(Field.SEO_TITLE, text(product.path("seo_title")));
        fields.put(Field.VENDOR, text(product.path("vendor")));
        fields.put(Field.PRODUCT_TYPE, text(product.path("product_type")));
        String tags = product.path("tags").asText();
        fields.put(Field.TAGS, tags.isEmpty() ? Value.NONE : Value.terms(List.of(tags.split(", "))));
        Map<String, Map<Field, Value>> variants = new TreeMap<>();
        for (JsonNode variant : product.path("variants")) {
            Map<Field, Value> of = new EnumMap<>(Field.class);
            of.put(Field.OPTIONS, size(variant.path("option1").asText()));
            of.put(Field.NET_SALES_PRICE, number(variant.path("price")));
            of.put(Field.SKU, text(variant.path("sku")));
            of.put(Field.GTIN, text(variant.path("barcode")));
            of.put(Field.WEIGHT_IN_KG, weight(variant));
            variants.put(variant.path("id").asText(), of);
        }
        return new Side(product.path("id").asText(), fields, variants);
    }

    private static Value weight(JsonNode variant) {
        BigDecimal weight = new BigDecimal(variant.path("weight").asText());
        return weight.signum() == 0
                ? Value.NONE
                : Value.decimal(variant.path("weight_unit").asText().equals("GRAMS") ? weight.multiply(GRAMS) : weight);
    }

    static Side woocommerce(JsonNode product, List<JsonNode> variations) {
        Map<Field, Value> fields = new EnumMap<>(Field.class);
        fields.put(Field.NAME, text(product.path("name")));
        fields.put(Field.DESCRIPTION, text(product.path("description")));
        fields.put(Field.IS_ACTIVE, Value.flag(product.path("status").asText().equals("publish")));
        List<String> tags = new ArrayList<>();
        product.path("tags").forEach(tag -> tags.add(tag.path("name").asText()));
        fields.put(Field.TAGS, tags.isEmpty() ? Value.NONE : Value.terms(tags));
        Map<String, Map<Field, Value>> variants = new TreeMap<>();
        for (JsonNode variation : variations) {
            Map<Field, Value> of = new EnumMap<>(Field.class);
            of.put(Field.OPTIONS, size(variation.at("/attributes/0/option").asText()));
            of.put(Field.NET_SALES_PRICE, number(variation.path("regular_price")));
            of.put(Field.SKU, text(variation.path("sku")));
            of.put(Field.GTIN, text(variation.path("global_unique_id")));
            of.put(Field.WEIGHT_IN_KG, number(variation.path("weight")));
            variants.put(variation.path("id").asText(), of);
        }
        return new Side(product.path("id").asText(), fields, variants);
    }

    /** What a warehouse knows of one variant. */
    static Map<Field, Value> goods(JsonNode product) {
        Map<Field, Value> of = new EnumMap<>(Field.class);
        of.put(Field.SKU, text(product.path("merchantSku")));
        of.put(Field.GTIN, text(product.at("/identifier/ean")));
        of.put(Field.WEIGHT_IN_KG, number(product.path("weight")));
        return of;
    }

    /** What the API says of a product, a conflict or an explanation is in the same words. */
    static Side hub(JsonNode product) {
        Map<String, Map<Field, Value>> variants = new TreeMap<>();
        for (JsonNode variant : product.path("variants")) {
            variants.put(variant.path("id").asText(), fields(variant, Field.Level.VARIANT));
        }
        return new Side(product.path("id").asText(), fields(product, Field.Level.PRODUCT), variants);
    }

    private static Map<Field, Value> fields(JsonNode json, Field.Level level) {
        Map<Field, Value> fields = new EnumMap<>(Field.class);
        Field.of(level).stream()
                .filter(field -> json.has(field.key()))
                .forEach(field -> fields.put(field, field.kind().fromJson(json.get(field.key()))));
        return fields;
    }

    /** The variants with their options, as a person sees them who wants to edit one. */
    Map<String, Value> options() {
        Map<String, Value> options = new TreeMap<>();
        variants.forEach((variant, of) -> options.put(variant, of.get(Field.OPTIONS)));
        return options;
    }

    Value at(String variant, Field field) {
        Map<Field, Value> of = variant == null ? fields : variants.getOrDefault(variant, Map.of());
        return of.getOrDefault(field, Value.NONE);
    }

    private static Value size(String value) {
        return Value.options(new TreeMap<>(Map.of("Size", value)));
    }

    private static Value text(JsonNode json) {
        return json.asText("").isEmpty() ? Value.NONE : Value.text(json.asText());
    }

    private static Value number(JsonNode json) {
        return Value.decimal(json.asText(""));
    }
}
