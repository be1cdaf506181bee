package io.serai.platform;

import io.serai.product.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;

/** Weights to kilograms, lengths to centimetres and back. */
public final class Units {

    /** Finer than any shop shows, coarse enough that there and back gives the same. */
    private static final int SCALE = 6;

    private static final Map<String, BigDecimal> KILOGRAMS = Map.of(
            "kg", BigDecimal.ONE,
            "kilograms", BigDecimal.ONE,
            "g", new BigDecimal("0.001"),
            "grams", new BigDecimal("0.001"),
            "lbs", new BigDecimal("0.45359237"),
            "lb", new BigDecimal("0.45359237"),
            "pounds", new BigDecimal("0.45359237"),
            "oz", new BigDecimal("0.028349523125"),
            "ounces", new BigDecimal("0.028349523125"));
    private static final Map<String, BigDecimal> CENTIMETRES = Map.of(
            "cm", BigDecimal.ONE,
            "m", new BigDecimal("100"),
            "mm", new BigDecimal("0.1"),
            "in", new BigDecimal("2.54"),
            "yd", new BigDecimal("91.44"));

    private Units() {}

    public static Value toKilograms(Value weight, String unit) {
        return scaled(weight, factor(KILOGRAMS, unit), false);
    }

    public static Value fromKilograms(Value weight, String unit) {
        return scaled(weight, factor(KILOGRAMS, unit), true);
    }

    public static Value toCentimetres(Value length, String unit) {
        return scaled(length, factor(CENTIMETRES, unit), false);
    }

    public static Value fromCentimetres(Value length, String unit) {
        return scaled(length, factor(CENTIMETRES, unit), true);
    }

    private static BigDecimal factor(Map<String, BigDecimal> factors, String unit) {
        BigDecimal factor = factors.get(unit.toLowerCase(Locale.ROOT));
        if (factor == null) {
            throw new IllegalArgumentException("no unit is called " + unit);
        }
        return factor;
    }

    private static Value scaled(Value value, BigDecimal factor, boolean divide) {
        BigDecimal number = JsonValues.number(value);
        if (number == null || factor.compareTo(BigDecimal.ONE) == 0) {
            return value;
        }
        BigDecimal scaled = divide
                ? number.divide(factor, SCALE, RoundingMode.HALF_UP)
                : number.multiply(factor).setScale(SCALE, RoundingMode.HALF_UP);
        BigDecimal plain = scaled.stripTrailingZeros();
        return Value.decimal(plain.scale() < 0 ? plain.setScale(0) : plain);
    }
}
