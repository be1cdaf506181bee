package io.serai.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.serai.problem.Flaw;
import io.serai.problem.InvalidRequest;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rule 12: no two variants of a product have the same options. */
class ProductPatchTest {

    private static final UUID SMALL = new UUID(2, 1);
    private static final UUID MEDIUM = new UUID(2, 2);
    private static final UUID DOUBLE = new UUID(2, 3);
    private static final Map<UUID, Value> LIVING = Map.of(SMALL, size("S"), MEDIUM, size("M"));

    private static Value size(String size) {
        return Value.options(new TreeMap<>(Map.of("Size", size)));
    }

    private static VariantPatch variant(UUID id, String size) {
        return new VariantPatch(id, Map.of(Field.OPTIONS, size(size)));
    }

    private static VariantPatch removed(UUID id) {
        return new VariantPatch(id, Map.of(Field.EXISTS, Value.flag(false)));
    }

    private static ProductPatch patch(VariantPatch... variants) {
        return new ProductPatch(Map.of(), Map.of(), List.of(variants));
    }

    private static void assertRefused(ProductPatch patch, String... pointers) {
        InvalidRequest refused = catchThrowableOfType(InvalidRequest.class, () -> patch.requireDistinctOptions(LIVING));
        assertThat(refused).isNotNull();
        assertThat(refused.flaws()).extracting(Flaw::pointer).containsExactly(pointers);
        assertThat(refused.flaws()).extracting(Flaw::detail).containsOnly("Two variants have these options");
    }

    private static void assertTaken(Map<UUID, Value> living, ProductPatch patch) {
        assertThatCode(() -> patch.requireDistinctOptions(living)).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("a new variant with the options of a living one is refused, however they are spelled")
    void newOne() {
        assertRefused(patch(variant(null, "L"), variant(null, " s ")), "#/variants/1/options");
    }

    @Test
    @DisplayName("a price that is there is not taken away; one that is not there may be left so")
    void prices() {
        Map<UUID, Value> prices = Map.of(SMALL, Value.decimal(BigDecimal.TEN), MEDIUM, Value.NONE);
        VariantPatch small = new VariantPatch(SMALL, Map.of(Field.NET_SALES_PRICE, Value.NONE));
        VariantPatch medium = new VariantPatch(MEDIUM, Map.of(Field.NET_SALES_PRICE, Value.NONE));
        VariantPatch added = new VariantPatch(null, Map.of(Field.NET_SALES_PRICE, Value.NONE));
        InvalidRequest refused = catchThrowableOfType(
                InvalidRequest.class, () -> patch(medium, small, added).requirePrices(prices));
        assertThat(refused.flaws()).extracting(Flaw::pointer).containsExactly("#/variants/1/netSalesPrice");
        assertThatCode(() -> patch(medium, added).requirePrices(prices)).doesNotThrowAnyException();
        ProductPatch only = new ProductPatch(Map.of(), Map.of(Field.NET_SALES_PRICE, Value.NONE), List.of());
        assertThatThrownBy(() -> only.requirePrices(Map.of(SMALL, Value.decimal(BigDecimal.ONE))))
                .isInstanceOf(InvalidRequest.class);
    }

    @Test
    @DisplayName("options given twice in the patch are refused, none at all among them")
    void twice() {
        VariantPatch plain = new VariantPatch(null, Map.of());
        assertRefused(
                patch(variant(null, "L"), variant(null, "L"), plain, plain),
                "#/variants/1/options",
                "#/variants/3/options");
    }

    @Test
    @DisplayName("a variant that is given the options of another is refused")
    void changed() {
        assertRefused(patch(variant(SMALL, "M")), "#/variants/0/options");
    }

    @Test
    @DisplayName("two variants may swap their options, and one may take those of a variant that goes")
    void swapped() {
        assertTaken(LIVING, patch(variant(SMALL, "M"), variant(MEDIUM, "S")));
        assertTaken(LIVING, patch(removed(SMALL), variant(null, "S")));
    }

    @Test
    @DisplayName("what was doubled before can be edited, and told apart again")
    void doubledBefore() {
        Map<UUID, Value> doubled = Map.of(SMALL, size("S"), MEDIUM, size("M"), DOUBLE, size("S"));
        assertTaken(doubled, patch(new VariantPatch(DOUBLE, Map.of(Field.SKU, Value.text("A")))));
        assertTaken(doubled, patch(variant(DOUBLE, "S")));
        assertTaken(doubled, patch(variant(DOUBLE, "L")));
    }

    @Test
    @DisplayName("a variant without the options of the others, or with others, is refused")
    void otherOptions() {
        for (Map<Field, Value> given : List.of(
                Map.<Field, Value>of(), Map.of(Field.OPTIONS, Value.options(new TreeMap<>(Map.of("Colour", "red")))))) {
            ProductPatch patch = patch(variant(null, "L"), new VariantPatch(null, given));
            assertThatThrownBy(() -> patch.requireSameOptions(LIVING))
                    .isInstanceOfSatisfying(InvalidRequest.class, refused -> assertThat(refused.flaws())
                            .extracting(Flaw::pointer)
                            .containsExactly("#/variants/1/options"));
        }
    }

    @Test
    @DisplayName("all variants at once may get other options, and what was mixed before can be edited")
    void allRenamed() {
        Value red = Value.options(new TreeMap<>(Map.of("Colour", "red")));
        Value blue = Value.options(new TreeMap<>(Map.of("Colour", "blue")));
        ProductPatch all = patch(
                new VariantPatch(SMALL, Map.of(Field.OPTIONS, red)),
                new VariantPatch(MEDIUM, Map.of(Field.OPTIONS, blue)));
        assertThatCode(() -> all.requireSameOptions(LIVING)).doesNotThrowAnyException();
        Map<UUID, Value> mixed = Map.of(SMALL, red, MEDIUM, size("M"));
        assertThatCode(() -> patch(variant(null, "L")).requireSameOptions(mixed))
                .doesNotThrowAnyException();
    }
}
