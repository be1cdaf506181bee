package io.serai.platform.woocommerce;

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
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jsoup.parser.Parser;

/** WooCommerce's products and variations in the hub's words. The way there is {@link WooCommerceInput}'s. */
final class WooCommerceProductMapper {

    static final String VARIATION = "variation";
    static final String VARIATIONS = "variations";

    private final ShopUnits units;

    WooCommerceProductMapper(Map<String, String> settings) {
        this.units = ShopUnits.of(settings);
    }

    /** @param variations all of them; a simple product has none and is its own variant */
    Observation read(JsonNode product, List<JsonNode> variations, Source source, Instant receivedAt) {
        return whole(product, fields(product), variations, source, receivedAt);
    }

    private Observation whole(
            JsonNode product, Map<Field, Value> fields, List<JsonNode> variations, Source source, Instant receivedAt) {
        List<ObservedVariant> variants =
                isVariable(product) ? variations.stream().map(this::variation).toList() : List.of(simple(product));
        Instant version = version(product);
        for (JsonNode variation : variations) {
            Instant changed = version(variation);
            version = changed.isAfter(version) ? changed : version;
        }
        return new Observation(
                source,
                product.path("id").asText(),
                version,
                receivedAt,
                0,
                fields,
                variants,
                true,
                null,
                images(product),
                platformData(product));
    }

    /**
     * A delivery's body: a simple product is the whole, a variable one comes without its variations, and a variation comes
     * alone and shows nothing of its parent. Its description is left out: deliveries are rendered for the shop's
     * pages, with paragraphs that nobody wrote, so what was written is read.
     */
    Observation delivered(JsonNode body, Instant receivedAt) {
        if (body.path("type").asText().equals(VARIATION)) {
            return partial(body, body.path("parent_id").asText(), receivedAt, Map.of(), List.of(variation(body)), null);
        }
        Map<Field, Value> fields = fields(body);
        fields.remove(Field.DESCRIPTION);
        if (isVariable(body) || !body.has("type")) {
            return partial(body, body.path("id").asText(), receivedAt, fields, List.of(), images(body));
        }
        return whole(body, fields, List.of(), Source.DELIVERY, receivedAt);
    }

    private static Observation partial(
            JsonNode body,
            String product,
            Instant receivedAt,
            Map<Field, Value> fields,
            List<ObservedVariant> variants,
            List<ObservedImage> images) {
        Map<String, String> data = fields.isEmpty() ? Map.of() : platformData(body);
        return new Observation(
                Source.DELIVERY,
                product,
                version(body),
                receivedAt,
                0,
                fields,
                variants,
                false,
                isVariable(body) ? ids(body.path(VARIATIONS)) : null,
                images,
                data);
    }

    private static Set<String> ids(JsonNode ids) {
        return StreamSupport.stream(ids.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    static boolean isVariable(JsonNode product) {
        return product.path("type").asText().startsWith("variable");
    }

    /** A deletion's body has no time; it shows nothing that a version could cover. */
    private static Instant version(JsonNode body) {
        JsonNode changed =
                isNull(body.get("date_modified_gmt")) ? body.get("date_created_gmt") : body.get("date_modified_gmt");
        return isNull(changed)
                ? Instant.EPOCH
                : LocalDateTime.parse(changed.asText()).toInstant(ZoneOffset.UTC);
    }

    private static Map<Field, Value> fields(JsonNode product) {
        Map<Field, Value> fields = new EnumMap<>(Field.class);
        if (!product.has("name")) {
            return fields;
        }
        fields.put(Field.NAME, decoded(product.path("name")));
        fields.put(Field.DESCRIPTION, text(product.get("description")));
        fields.put(Field.IS_ACTIVE, Value.flag(product.path("status").asText().equals("publish")));
        fields.put(Field.TAGS, names(product.path("tags")));
        fields.put(Field.CATEGORIES, names(product.path("categories")));
        return fields;
    }

    /** What has no id is WooCommerce's placeholder for a product without images. */
    private static List<ObservedImage> images(JsonNode product) {
        if (!product.path("images").isArray()) {
            return null;
        }
        return StreamSupport.stream(product.path("images").spliterator(), false)
                .filter(image -> image.path("id").asLong() != 0)
                .map(image -> new ObservedImage(
                        image.path("id").asText(), image.path("src").asText(null), altText(image)))
                .toList();
    }

    private static String altText(JsonNode image) {
        String text = JsonValues.string(decoded(image.path("alt")));
        return text.isBlank() ? null : text;
    }

    private ObservedVariant simple(JsonNode product) {
        Map<Field, Value> fields = goods(product);
        fields.put(Field.OPTIONS, Value.options(new TreeMap<>()));
        return new ObservedVariant(product.path("id").asText(), fields, Map.of());
    }

    private ObservedVariant variation(JsonNode variation) {
        Map<Field, Value> fields = goods(variation);
        TreeMap<String, String> options = new TreeMap<>();
        variation
                .path("attributes")
                .forEach(attribute -> options.put(
                        JsonValues.string(decoded(attribute.path("name"))),
                        JsonValues.string(decoded(attribute.path("option")))));
        fields.put(Field.OPTIONS, Value.options(options));
        return new ObservedVariant(variation.path("id").asText(), fields, Map.of());
    }

    /** What a simple product and a variation have in common. */
    private Map<Field, Value> goods(JsonNode goods) {
        Map<Field, Value> fields = new EnumMap<>(Field.class);
        Value regular = decimal(goods.get("regular_price"));
        Value sale = decimal(goods.get("sale_price"));
        fields.put(Field.NET_SALES_PRICE, sale.isNone() ? regular : sale);
        fields.put(Field.COMPARE_AT_PRICE, sale.isNone() ? Value.NONE : regular);
        fields.put(Field.TAXABLE, Value.flag(goods.path("tax_status").asText().equals("taxable")));
        fields.put(Field.SKU, decoded(goods.path("sku")));
        if (goods.has("global_unique_id")) {
            fields.put(Field.GTIN, text(goods.get("global_unique_id")));
        }
        JsonNode dimensions = goods.path("dimensions");
        fields.put(Field.WEIGHT_IN_KG, Units.toKilograms(decimal(goods.get("weight")), units.weight()));
        fields.put(Field.HEIGHT_IN_CM, Units.toCentimetres(decimal(dimensions.get("height")), units.dimension()));
        fields.put(Field.LENGTH_IN_CM, Units.toCentimetres(decimal(dimensions.get("length")), units.dimension()));
        fields.put(Field.WIDTH_IN_CM, Units.toCentimetres(decimal(dimensions.get("width")), units.dimension()));
        return fields;
    }

    private static Map<String, String> platformData(JsonNode product) {
        Map<String, String> data = new HashMap<>();
        for (String key : List.of("slug", "permalink", "status", "type")) {
            if (!isNull(product.get(key))) {
                data.put(key, product.get(key).asText());
            }
        }
        if (isVariable(product)) {
            data.put(VARIATIONS, String.join(",", ids(product.path(VARIATIONS))));
        }
        return data;
    }

    private static Value names(JsonNode terms) {
        return Value.terms(StreamSupport.stream(terms.spliterator(), false)
                .map(term -> JsonValues.string(decoded(term.path("name"))))
                .toList());
    }

    /** WooCommerce stores names with HTML entities and shows them so. */
    static Value decoded(JsonNode text) {
        return isNull(text) ? Value.NONE : Value.text(Parser.unescapeEntities(text.asText(), true));
    }
}
