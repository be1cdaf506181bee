package io.serai.platform.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.merge.Observation;
import io.serai.merge.Observation.Source;
import io.serai.merge.ObservedImage;
import io.serai.product.Field;
import io.serai.product.Value;
import io.serai.support.HubProducts;
import io.serai.support.Payloads;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ShopifyProductMapperTest {

    private static final Instant NOW = Instant.parse("2026-11-20T16:31:00Z");

    @Test
    @DisplayName("rule 2: a delivery shows what it carries and nothing of what it cannot")
    void readsADelivery() {
        Observation seen = new ShopifyAdapter()
                .delivered("products/update", Payloads.of("shopify/product/products-update.json"), NOW, Map.of());

        assertThat(seen.externalId()).isEqualTo("9007199254740993123");
        assertThat(seen.version()).isEqualTo("2026-11-20T16:30:05Z");
        assertThat(seen.fields())
                .containsEntry(Field.IS_ACTIVE, Value.flag(false))
                .containsEntry(Field.TAGS, Value.terms(List.of("kitchen", "Enamel", "camping")))
                .containsEntry(Field.VENDOR, Value.text("Kiln & Co"));
        assertThat(seen.variantsComplete()).isTrue();
        assertThat(seen.variants().get(1).fields())
                .containsEntry(Field.OPTIONS, HubProducts.options("Colour", "Red", "Size", "S"))
                .containsEntry(Field.COMPARE_AT_PRICE, Value.decimal("15.00"))
                .containsEntry(Field.GTIN, Value.NONE);
        assertThat(seen.variants().get(0).platformData()).containsEntry("inventoryItemId", "71");
        for (Field field : ShopifyFields.NOT_DELIVERED) {
            assertThat(seen.fields()).doesNotContainKey(field);
            assertThat(seen.variants()).noneMatch(variant -> variant.fields().containsKey(field));
        }
    }

    @Test
    @DisplayName("K12: of more than a hundred variants a delivery carries a hundred, and so is not complete")
    void knowsThatVariantsAreMissing() {
        ObjectNode body = Payloads.of("shopify/product/products-update.json").deepCopy();
        body.withArrayProperty("variant_gids")
                .addObject()
                .put("admin_graphql_api_id", "gid://shopify/ProductVariant/43");

        assertThat(ShopifyDelivery.observe(body, NOW).variantsComplete()).isFalse();
    }

    @Test
    @DisplayName("rule 14: a delivery shows images among the media by the ids that GraphQL knows them by")
    void readsDeliveredImages() {
        JsonNode body =
                Payloads.json("{'id': 1, 'updated_at': '2026-11-20T16:30:05Z', 'images': [{'id': 9}], 'media': ["
                        + "{'id': 12, 'media_content_type': 'IMAGE', 'alt': 'Back',"
                        + " 'preview_image': {'src': 'https://cdn.shopify.com/b.png?v=1'}},"
                        + "{'id': 13, 'media_content_type': 'VIDEO', 'preview_image': {'src': 'https://cdn.shopify.com/v.png'}},"
                        + "{'id': 11, 'media_content_type': 'IMAGE', 'alt': '', 'preview_image': null}]}");

        assertThat(ShopifyDelivery.observe(body, NOW).images())
                .containsExactly(
                        new ObservedImage("12", "https://cdn.shopify.com/b.png?v=1", "Back"),
                        new ObservedImage("11", null, null));
        assertThat(ShopifyDelivery.observe(Payloads.json("{'id': 1}"), NOW).images())
                .isNull();
    }

    @Test
    @DisplayName("rule 14: what is read shows images by their ids, also those that are still being made")
    void readsImages() {
        JsonNode product = Payloads.json("{'id': 'gid://shopify/Product/1', 'updatedAt': '2026-11-20T16:30:05Z'}");
        List<JsonNode> media = List.of(
                Payloads.json(
                        "{'id': 'gid://shopify/MediaImage/12', 'alt': 'Back', 'image': {'url': 'https://c/b.png'}}"),
                Payloads.json("{}"),
                Payloads.json("{'id': 'gid://shopify/MediaImage/11', 'alt': null, 'image': null}"));

        assertThat(ShopifyProductMapper.read(product, List.of(), media, Source.READ, NOW)
                        .images())
                .containsExactly(
                        new ObservedImage("12", "https://c/b.png", "Back"), new ObservedImage("11", null, null));
    }

    @Test
    @DisplayName("a deletion names the product and shows nothing")
    void readsADeletion() {
        JsonNode body = Payloads.of("shopify/product/products-delete.json");

        assertThat(new ShopifyAdapter().deletes("products/delete")).isTrue();
        assertThat(new ShopifyAdapter().productOf("products/delete", body)).contains("9007199254740993123");
        assertThat(ShopifyDelivery.observe(body, NOW).fields()).isEmpty();
    }

    @Property(tries = 200)
    @Label("what is written to a product and read back means the same")
    void productFieldsComeBack(@ForAll("fields") Field field, @ForAll("texts") String text, @ForAll boolean on) {
        Value value = value(field, text, on);
        ObjectNode product = ShopifyInput.product(Map.of(field, value));
        product.put("id", "gid://shopify/Product/1").put("updatedAt", "2026-11-20T16:30:05Z");

        Observation read = ShopifyProductMapper.read(product, List.of(), List.of(), Source.READ, NOW);

        assertThat(field.same(read.fields().get(field), value)).isTrue();
    }

    private static Value value(Field field, String text, boolean on) {
        return switch (field.kind()) {
            case FLAG -> Value.flag(on);
            case TERMS -> Value.terms(List.of(text, text + " too"));
            default -> Value.text(text);
        };
    }

    @Provide
    Arbitrary<Field> fields() {
        return Arbitraries.of(ShopifyFields.PLACES.keySet().stream()
                .filter(field -> field.level() == Field.Level.PRODUCT && ShopifyFields.writes(field))
                .filter(field -> field != Field.IMAGES && field != Field.IMAGE_ORDER)
                .toList());
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("aäZß &<>\"'é中🍵1-").ofMaxLength(20);
    }

    @Property(tries = 200)
    @Label("what is written to a variant and read back means the same")
    void variantFieldsComeBack(@ForAll("cents") BigDecimal number, @ForAll boolean on, @ForAll("texts") String text) {
        Map<Field, Value> fields = Map.of(
                Field.NET_SALES_PRICE, Value.decimal(number),
                Field.COMPARE_AT_PRICE, on ? Value.decimal(number) : Value.NONE,
                Field.TAXABLE, Value.flag(on),
                Field.SKU, Value.text(text),
                Field.GTIN, Value.text(text),
                Field.WEIGHT_IN_KG, Value.decimal(number),
                Field.CUSTOMS_CODE, Value.text(text),
                Field.COUNTRY_OF_ORIGIN, Value.text("DE"));
        ObjectNode variant = ShopifyInput.variant(fields).put("id", "gid://shopify/ProductVariant/2");
        ObjectNode product = JsonNodeFactory.instance.objectNode();
        product.put("id", "gid://shopify/Product/1").put("updatedAt", "2026-11-20T16:30:05Z");

        Map<Field, Value> read = ShopifyProductMapper.read(product, List.of(variant), List.of(), Source.READ, NOW)
                .variants()
                .get(0)
                .fields();

        fields.forEach((field, value) ->
                assertThat(field.same(read.get(field), value)).as(field.key()).isTrue());
    }

    @Provide
    Arbitrary<BigDecimal> cents() {
        return Arbitraries.bigDecimals()
                .between(new BigDecimal("0.01"), new BigDecimal("99999"))
                .ofScale(2);
    }

    @Test
    @DisplayName("rule 15: a weight in another unit is the same weight, and Shopify's 0 is no weight")
    void convertsWeights() {
        assertThat(weight("500", "GRAMS")).isEqualTo(Value.decimal("0.5"));
        assertThat(weight("2", "POUNDS")).isEqualTo(Value.decimal("0.907185"));
        assertThat(weight("0", "KILOGRAMS")).isEqualTo(Value.NONE);
    }

    private static Value weight(String value, String unit) {
        JsonNode variant = Payloads.json("{'id': 'gid://shopify/ProductVariant/2', 'inventoryItem': {'measurement': "
                + "{'weight': {'value': " + value + ", 'unit': '" + unit + "'}}}}");
        JsonNode product = Payloads.json("{'id': 'gid://shopify/Product/1', 'updatedAt': '2026-11-20T16:30:05Z'}");
        return ShopifyProductMapper.read(product, List.of(variant), List.of(), Source.READ, NOW)
                .variants()
                .get(0)
                .fields()
                .get(Field.WEIGHT_IN_KG);
    }

    @Test
    @DisplayName("Shopify's one option Title with Default Title is a product without options")
    void knowsNoOptions() {
        assertThat(ShopifyProductMapper.options(new TreeMap<>(Map.of("Title", "Default Title"))))
                .isEqualTo(HubProducts.options());
        assertThat(ShopifyInput.optionValues(HubProducts.options()).toString())
                .isEqualTo("[{\"optionName\":\"Title\",\"name\":\"Default Title\"}]");
        assertThat(Set.of("ACTIVE", "unlisted"))
                .allMatch(status -> ShopifyProductMapper.isActive(status).equals(Value.flag(true)));
    }
}
