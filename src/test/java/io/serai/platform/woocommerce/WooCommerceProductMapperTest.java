package io.serai.platform.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.channel.Platform;
import io.serai.merge.HubProduct;
import io.serai.merge.Listing;
import io.serai.merge.Observation;
import io.serai.merge.Observation.Source;
import io.serai.merge.ObservedImage;
import io.serai.merge.Shadow;
import io.serai.platform.ShopDescription;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import io.serai.support.HubProducts;
import io.serai.support.Payloads;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WooCommerceProductMapperTest {

    private static final Instant NOW = Instant.parse("2026-11-20T16:31:00Z");
    private static final Map<String, String> POUNDS =
            Map.of(ShopDescription.WEIGHT_UNIT, "lbs", ShopDescription.DIMENSION_UNIT, "in");

    private final WooCommerceAdapter adapter = new WooCommerceAdapter();

    @Test
    @DisplayName("a simple product is its own variant; names come without HTML entities, weights in the hub's units")
    void readsASimpleProduct() {
        Observation seen = delivered("simple", POUNDS);

        assertThat(seen.version()).isEqualTo("2026-11-19T11:00:01Z");
        assertThat(seen.fields())
                .containsEntry(Field.NAME, Value.text("Teapot “Nord” & lid"))
                .containsEntry(Field.IS_ACTIVE, Value.flag(false))
                .containsEntry(Field.TAGS, Value.terms(List.of("kitchen & more")))
                .doesNotContainKey(Field.DESCRIPTION);
        assertThat(seen.variantsComplete()).isTrue();
        assertThat(seen.variants()).singleElement().satisfies(variant -> {
            assertThat(variant.externalId()).isEqualTo("31");
            assertThat(variant.fields())
                    .containsEntry(Field.OPTIONS, HubProducts.options())
                    .containsEntry(Field.NET_SALES_PRICE, Value.decimal("39.90"))
                    .containsEntry(Field.COMPARE_AT_PRICE, Value.decimal("49.90"))
                    .containsEntry(Field.WEIGHT_IN_KG, Value.decimal("0.997903"))
                    .containsEntry(Field.LENGTH_IN_CM, Value.decimal("25.4"))
                    .containsEntry(Field.HEIGHT_IN_CM, Value.NONE);
        });
    }

    @Test
    @DisplayName("a variation delivered alone is seen of its parent, and shows nothing else of it")
    void readsAVariationAlone() {
        Observation seen = delivered("variation", Map.of());

        assertThat(seen.externalId()).isEqualTo("50");
        assertThat(seen.fields()).isEmpty();
        assertThat(seen.variantsComplete()).isFalse();
        assertThat(seen.variants()).singleElement().satisfies(variant -> {
            assertThat(variant.externalId()).isEqualTo("52");
            assertThat(variant.fields())
                    .containsEntry(Field.OPTIONS, HubProducts.options("Colour", "Green"))
                    .containsEntry(Field.TAXABLE, Value.flag(false));
        });
    }

    @Test
    @DisplayName("a variable product is delivered without its variations, but names them")
    void readsAVariableProduct() {
        Observation seen = delivered("variable", Map.of());

        assertThat(seen.variants()).isEmpty();
        assertThat(seen.variantsComplete()).isFalse();
        assertThat(seen.platformData()).containsEntry("variations", "52,53");
    }

    @Test
    @DisplayName("a deletion names the product and shows nothing")
    void readsADeletion() {
        assertThat(delivered("deleted", Map.of()).fields()).isEmpty();
        assertThat(adapter.productOf("product.deleted", Payloads.of("woocommerce/product/deleted.json")))
                .contains("50");
    }

    @Test
    @DisplayName("rule 14: images are known by their ids, in their order; a variation alone shows none")
    void readsImages() {
        ObjectNode product = (ObjectNode) Payloads.of("woocommerce/product/variable.json");
        product.set(
                "images",
                Payloads.json(
                        "[{'id': 102, 'src': 'https://shop.example/b-scaled.jpg', 'name': 'b', 'alt': 'Back &amp; side'},"
                                + "{'id': 101, 'src': 'https://shop.example/a.jpg', 'name': 'a', 'alt': ''},"
                                + "{'id': 0, 'src': 'https://shop.example/placeholder.png', 'name': 'Placeholder', 'alt': ''}]"));

        assertThat(adapter.delivered("product.updated", product, NOW, Map.of()).images())
                .containsExactly(
                        new ObservedImage("102", "https://shop.example/b-scaled.jpg", "Back & side"),
                        new ObservedImage("101", "https://shop.example/a.jpg", null));
        assertThat(delivered("variation", Map.of()).images()).isNull();
        assertThat(adapter.delivered("product.deleted", Payloads.json("{'id': 5}"), NOW, Map.of())
                        .images())
                .isNull();
    }

    private Observation delivered(String file, Map<String, String> settings) {
        return adapter.delivered(
                "product.updated", Payloads.of("woocommerce/product/" + file + ".json"), NOW, settings);
    }

    @ParameterizedTest
    @CsvSource({
        "20.00, 30.00, 30.00, 20.00",
        "20.00,      , 20.00, ''",
        "20.00, 20.00, 20.00, ''",
        "20.00, 10.00, 20.00, ''",
        "     , 10.00, ''   , ''"
    })
    @DisplayName("rule 17: the higher price is the regular one, and only a lower one is a sale")
    void writesPrices(BigDecimal price, BigDecimal compareAt, String regular, String sale) {
        Map<Field, Value> fields = new EnumMap<>(Field.class);
        fields.put(Field.NET_SALES_PRICE, Value.decimal(price));
        fields.put(Field.COMPARE_AT_PRICE, Value.decimal(compareAt));

        JsonNode body = new WooCommerceInput(Map.of()).goods(fields);

        assertThat(body.path("regular_price").asText()).isEqualTo(regular);
        assertThat(body.path("sale_price").asText()).isEqualTo(sale);
    }

    @Test
    @DisplayName(
            "W8: a GTIN that WooCommerce would silently cripple is replaced by none and can be named; blanks around one are not sent")
    void leavesOutAGtinThatCannotBeSent() {
        Value gtin = Value.text("ABC-123");

        WooCommerceInput input = new WooCommerceInput(Map.of());
        assertThat(input.goods(Map.of(Field.GTIN, gtin))
                        .path("global_unique_id")
                        .asText("-"))
                .isEmpty();
        assertThat(input.goods(Map.of(Field.GTIN, Value.text("4006381333931 ")))
                        .path("global_unique_id")
                        .asText())
                .isEqualTo("4006381333931");
        assertThat(leaves(gtin, Value.NONE)).isTrue();
        assertThat(leaves(gtin, Value.text("4006381333930"))).isFalse();
        assertThat(leaves(Value.text("4006381333931"), Value.NONE)).isFalse();
    }

    private boolean leaves(Value wanted, Value held) {
        UUID variant = UUID.randomUUID();
        HubProduct hub = HubProducts.with(
                HubProducts.withVariant(HubProducts.empty(), variant, "M-1", "1.00"), variant, Field.GTIN, wanted);
        Cell cell = Cell.of(variant, Field.GTIN);
        Listing listing =
                Listing.found("channel", Platform.WOOCOMMERCE, "5").with(cell, Shadow.of(held, Instant.EPOCH));
        return adapter.leaves(HubProducts.difference(hub, listing), cell);
    }

    @Property(tries = 200)
    @Label("what is written to a simple product and read back means the same, in any units")
    void goodsComeBack(@ForAll("tenths") BigDecimal number, @ForAll boolean imperial, @ForAll boolean on) {
        Map<String, String> settings = imperial ? POUNDS : Map.of();
        Map<Field, Value> fields = Map.of(
                Field.NET_SALES_PRICE, Value.decimal(number),
                Field.COMPARE_AT_PRICE, on ? Value.decimal(number.add(BigDecimal.ONE)) : Value.NONE,
                Field.TAXABLE, Value.flag(on),
                Field.GTIN, Value.text(on ? "4006381333931" : ""),
                Field.WEIGHT_IN_KG, Value.decimal(number),
                Field.LENGTH_IN_CM, Value.decimal(number));
        ObjectNode body = new WooCommerceInput(settings).goods(fields);
        body.put("id", 7).put("type", "simple");

        Map<Field, Value> read = new WooCommerceProductMapper(settings)
                .read(body, List.of(), Source.READ, NOW)
                .variants()
                .get(0)
                .fields();

        fields.forEach((field, value) -> {
            if (imperial && field.key().matches(".*In(Kg|Cm)")) {
                BigDecimal back = ((Value.Decimal) read.get(field)).number();
                assertThat(back.subtract(number).abs()).isLessThan(new BigDecimal("0.00001"));
            } else {
                assertThat(field.same(read.get(field), value)).as(field.key()).isTrue();
            }
        });
    }

    @Provide
    Arbitrary<BigDecimal> tenths() {
        return Arbitraries.bigDecimals()
                .between(new BigDecimal("0.1"), new BigDecimal("9999"))
                .ofScale(1);
    }

    @Property(tries = 200)
    @Label("names with special characters come back as they were, whether the shop encodes them or not")
    void namesComeBack(@ForAll("names") String name, @ForAll boolean encodes) {
        ObjectNode body = new WooCommerceInput(Map.of()).product(Map.of(Field.NAME, Value.text(name)));
        String stored = encodes
                ? body.path("name").asText().replace("&", "&amp;")
                : body.path("name").asText();
        body.put("id", 7).put("type", "simple").put("name", stored);

        Observation read = new WooCommerceProductMapper(Map.of()).read(body, List.of(), Source.READ, NOW);

        assertThat(Field.NAME.same(read.fields().get(Field.NAME), Value.text(name)))
                .isTrue();
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .withChars("aäZß <>\"'é中🍵1-")
                .ofMaxLength(20)
                .map(name -> name + " & co");
    }
}
