package io.serai.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CellTest {

    @Property
    void keyIsReadBack(@ForAll Field field, @ForAll long id) {
        Cell cell = field.level() == Field.Level.VARIANT ? Cell.of(new UUID(1, id), field) : Cell.of(field);
        assertThat(Cell.parse(cell.key())).contains(cell);
    }

    @Property
    void orderAgreesWithEquality(@ForAll Field one, @ForAll Field two, @ForAll long id) {
        Cell first = one.level() == Field.Level.VARIANT ? Cell.of(new UUID(1, id), one) : Cell.of(one);
        Cell second = two.level() == Field.Level.VARIANT ? Cell.of(new UUID(1, 1), two) : Cell.of(two);
        assertThat(first.compareTo(second) == 0).isEqualTo(first.equals(second));
        assertThat(Integer.signum(first.compareTo(second))).isEqualTo(-Integer.signum(second.compareTo(first)));
    }

    @Test
    @DisplayName("a field that no longer exists, or stands at the wrong level, is passed over")
    void unknown() {
        assertThat(Cell.parse("colour")).isEmpty();
        assertThat(Cell.parse("sku")).isEmpty();
        assertThat(Cell.parse(new UUID(1, 1) + "/colour")).isEmpty();
    }

    @Test
    @DisplayName("a field of variants has a variant; one of the product has one only where a variant shows it")
    void level() {
        assertThatThrownBy(() -> Cell.of(Field.SKU)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Cell.of(new UUID(1, 1), Field.SKU).isDerived()).isFalse();
        assertThat(Cell.of(Field.NAME).isDerived()).isFalse();
        Cell shown = Cell.of(new UUID(1, 1), Field.NAME);
        assertThat(shown.isDerived()).isTrue();
        assertThat(Cell.parse(shown.key())).contains(shown);
    }
}
