package io.serai.platform;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.serai.channel.ChannelSettings;
import io.serai.product.Value;
import java.math.BigDecimal;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Every unit that a channel may be set to")
class UnitsTest {

    private static final Value TWO = Value.decimal(new BigDecimal("2"));

    static Set<String> weights() {
        return ChannelSettings.WEIGHT_UNITS;
    }

    static Set<String> lengths() {
        return ChannelSettings.DIMENSION_UNITS;
    }

    @ParameterizedTest
    @MethodSource("weights")
    @DisplayName("H3 is known for weights")
    void knowsWeights(String unit) {
        assertThatCode(() -> Units.toKilograms(TWO, unit)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("lengths")
    @DisplayName("H3 is known for lengths")
    void knowsLengths(String unit) {
        assertThatCode(() -> Units.toCentimetres(TWO, unit)).doesNotThrowAnyException();
    }
}
