package io.serai.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A line of an order")
class PromiseTest {

    private static BigDecimal units(int units) {
        return BigDecimal.valueOf(units);
    }

    private static Promise line(int wanted, int shipped) {
        return Promise.NONE.seen(units(wanted), units(shipped));
    }

    @Test
    @DisplayName("Rule 16 reserves what is wanted until somebody else has it in his figures")
    void reserves() {
        assertThat(line(3, 0).reserved()).isEqualTo(units(3));
        assertThat(line(3, 1).reserved()).isEqualTo(units(3));
        assertThat(line(3, 1).countedOut().reserved()).isEqualTo(units(2));
        assertThat(line(3, 0).takenOver(units(2)).reserved()).isEqualTo(units(1));
    }

    @Test
    @DisplayName("Rule 16 reserves again what the warehouse lets go of")
    void letGo() {
        assertThat(line(3, 0).takenOver(units(3)).takenOver(units(0)).reserved())
                .isEqualTo(units(3));
    }

    @Test
    @DisplayName("Rule 16 reserves what is wanted beyond what was taken over, and nothing of what is wanted less")
    void grows() {
        Promise takenOver = line(3, 0).takenOver(units(3));
        assertThat(takenOver.seen(units(5), units(0)).reserved()).isEqualTo(units(2));
        assertThat(takenOver.seen(units(1), units(0)).reserved()).isEqualTo(units(0));
    }

    @Test
    @DisplayName("Rule 16 counts what has left once, whether or not it was taken over before")
    void leaves() {
        assertThat(line(3, 2).uncounted()).isEqualTo(units(2));
        assertThat(line(3, 2).countedOut().uncounted()).isEqualTo(units(0));
        assertThat(line(3, 2).takenOver(units(3)).uncounted()).isEqualTo(units(0));
    }

    @Test
    @DisplayName("Rule 16 what a shop sold or took back is its own, and what it ships is not")
    void own() {
        assertThat(line(3, 0).ownSince(Promise.NONE)).isEqualTo(units(-3));
        assertThat(line(1, 0).ownSince(line(3, 0))).isEqualTo(units(2));
        assertThat(line(3, 3).ownSince(line(3, 0))).isEqualTo(units(0));
    }

    @Test
    @DisplayName("Rule 16 of an order from before, what has left is nobody's news")
    void old() {
        Promise old = Promise.ofOldOrder(units(3), units(1));
        assertThat(old.reserved()).isEqualTo(units(2));
        assertThat(old.uncounted()).isEqualTo(units(0));
    }

    @Test
    @DisplayName("Rule 16 what has left and is refunded takes nothing from what is still owed")
    void refunded() {
        Promise line = line(3, 2).countedOut().seen(units(2), units(1));
        assertThat(line.reserved()).isEqualTo(units(1));
        assertThat(line.seen(units(2), units(2)).uncounted()).isEqualTo(units(1));
    }
}
