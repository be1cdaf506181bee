package io.serai.platform.shopify;

import static io.serai.platform.JsonValues.decimal;
import static io.serai.platform.JsonValues.isNull;
import static io.serai.platform.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.merge.Observation;
import io.serai.merge.Observation.Source;
import io.serai.merge.ObservedImage;
import io.serai.merge.ObservedVariant;
import io.serai.product.Field;
import io.serai.product.Value;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** What Shopify delivers of a product, REST-shaped (fact 12), in the hub's words. It is a hint, not the whole (rule 2). */
final class ShopifyDelivery {

    /** Up to so many variants stand in a delivery; of the others it carries only ids. */
    private static final int FULL_VARIANTS = 100;

    private static final int FULL_MEDIA = 100;

    private ShopifyDelivery() {}

    static Observation observe(JsonNode body, Instant receivedAt) {
        return new Observation(
                Source.DELIVERY,
                body.path("id").asText(),
                version(body),
                receivedAt,
                0,
                fields(body),
                variants(body),
                areComplete(body),
                null,
                images(body),
                isNull(body.get("handle"))
                        ? Map.of()
                        : Map.of("handle", body.get("handle").asText()));
    }

    /** A deletion's body has no time; it shows nothing that a version could cover. */
    private static Instant version(JsonNode body) {
        JsonNode updated = body.get("updated_at");
        return isNull(updated)
                ? Instant.EPOCH
                : OffsetDateTime.parse(updated.asText()).toInstant();
    }

    private static Map<Field, Value> fields(JsonNode body) {
        Map<Field, Value> fields = new EnumMap<>(Field.class);
        put(fields, Field.NAME, body, "title", text(body.get("title")));
        put(fields, Field.DESCRIPTION, body, "body_html", text(body.get("body_html")));
        put(fields, Field.PRODUCT_TYPE, body, "product_type", text(body.get("product_type")));
        put(fields, Field.VENDOR, body, "vendor", text(body.get("vendor")));
        put(
                fields,
                Field.IS_ACTIVE,
                body,
                "status",
                ShopifyProductMapper.isActive(body.path("status").asText()));
        put(fields, Field.TAGS, body, "tags", tags(body.path("tags").asText()));
        return fields;
    }

    private static void put(Map<Field, Value> fields, Field field, JsonNode body, String key, Value value) {
        if (body.has(key)) {
            fields.put(field, value);
        }
    }

    private static Value tags(String list) {
        return Value.terms(Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .toList());
    }

    private static List<ObservedVariant> variants(JsonNode body) {
        List<String> options = new ArrayList<>();
        body.path("options").forEach(option -> options.add(option.path("name").asText()));
        List<ObservedVariant> variants = new ArrayList<>();
        body.path("variants").forEach(variant -> variants.add(variant(variant, options)));
        return variants;
    }

    private static ObservedVariant variant(JsonNode variant, List<String> options) {
        Map<Field, Value> fields = new EnumMap<>(Field.class);
        put(fields, Field.NET_SALES_PRICE, variant, "price", decimal(variant.get("price")));
        put(fields, Field.COMPARE_AT_PRICE, variant, "compare_at_price", decimal(variant.get("compare_at_price")));
        put(
                fields,
                Field.TAXABLE,
                variant,
                "taxable",
                Value.flag(variant.path("taxable").asBoolean()));
        put(fields, Field.SKU, variant, "sku", text(variant.get("sku")));
        put(fields, Field.GTIN, variant, "barcode", text(variant.get("barcode")));
        if (!options.isEmpty()) {
            fields.put(Field.OPTIONS, options(variant, options));
        }
        Map<String, String> data = new HashMap<>();
        if (!isNull(variant.get("inventory_item_id"))) {
            data.put("inventoryItemId", variant.get("inventory_item_id").asText());
        }
        return new ObservedVariant(variant.path("id").asText(), fields, data);
    }

    private static Value options(JsonNode variant, List<String> names) {
        var options = new TreeMap<String, String>();
        for (int i = 0; i < names.size(); i++) {
            JsonNode value = variant.get("option" + (i + 1));
            if (!isNull(value)) {
                options.put(names.get(i), value.asText());
            }
        }
        return ShopifyProductMapper.options(options);
    }

    /** What is no image stands among the media too. A long list may have been cut, as that of the variants is. */
    private static List<ObservedImage> images(JsonNode body) {
        JsonNode media = body.path("media");
        if (!media.isArray() || media.size() >= FULL_MEDIA) {
            return null;
        }
        return StreamSupport.stream(media.spliterator(), false)
                .filter(image -> image.path("media_content_type").asText().equals("IMAGE"))
                .map(image -> new ObservedImage(
                        image.path("id").asText(),
                        image.path("preview_image").path("src").asText(null),
                        ShopifyProductMapper.altText(image)))
                .toList();
    }

    private static boolean areComplete(JsonNode body) {
        int variants = body.path("variants").size();
        JsonNode all = body.path("variant_gids");
        return body.path("variants").isArray()
                && variants > 0
                && (all.isArray() ? all.size() == variants : variants < FULL_VARIANTS);
    }
}
