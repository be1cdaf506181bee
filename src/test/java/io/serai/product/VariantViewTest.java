package io.serai.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A variant")
class VariantViewTest {

    private static final UUID VARIANT = new UUID(2, 1);

    private static Value shown(Field field, Value ofProduct, Map<String, String> options) {
        Map<Cell, Value> values = new HashMap<>();
        values.put(Cell.of(field), ofProduct);
        values.put(Cell.of(VARIANT, Field.OPTIONS), Value.options(new TreeMap<>(options)));
        return VariantView.of(Cell.of(VARIANT, field), cell -> values.getOrDefault(cell, Value.NONE));
    }

    @Test
    @DisplayName("D18 shows its product's name with its options behind it, by the order of their names")
    void name() {
        assertThat(shown(Field.NAME, Value.text(" Mug "), Map.of("Size", "L", "Colour", "Blue")))
                .isEqualTo(Value.text("Mug - Blue / L"));
        assertThat(shown(Field.NAME, Value.text("Mug"), Map.of())).isEqualTo(Value.text("Mug"));
        assertThat(shown(Field.NAME, Value.NONE, Map.of("Size", "L"))).isEqualTo(Value.NONE);
    }

    @Test
    @DisplayName("D18 shows its product's other fields as they are")
    void others() {
        assertThat(shown(Field.MANUFACTURER, Value.text("Meissen"), Map.of("Size", "L")))
                .isEqualTo(Value.text("Meissen"));
    }

    @Property
    void neverShowsMoreThanFits(
            @ForAll @StringLength(max = 400) String name, @ForAll @StringLength(max = 300) String option) {
        Value shown = shown(Field.NAME, Value.text(name), Map.of("Size", option));
        if (shown instanceof Value.Text text && !name.isBlank()) {
            assertThat(text.text().length()).isLessThanOrEqualTo(VariantView.LONGEST_NAME);
            if (!option.isBlank() && option.length() < 200) {
                assertThat(text.text()).endsWith(" - " + option);
            }
        }
    }
}
