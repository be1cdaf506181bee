package io.serai.twin.jtlffn;

import java.math.BigDecimal;
import java.util.stream.Stream;

/**
 * Goods of one product in one warehouse, or how they changed.
 *
 * @param good what is there and not blocked, reserved or not
 * @param reserved for outbounds
 * @param blocked there, but not for shipment
 * @param announced on its way
 */
record Levels(BigDecimal good, BigDecimal reserved, BigDecimal blocked, BigDecimal announced) {

    static final Levels NONE = new Levels(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    Levels good(BigDecimal quantity) {
        return new Levels(quantity, reserved, blocked, announced);
    }

    Levels reserved(BigDecimal quantity) {
        return new Levels(good, quantity, blocked, announced);
    }

    Levels blocked(BigDecimal quantity) {
        return new Levels(good, reserved, quantity, announced);
    }

    Levels announced(BigDecimal quantity) {
        return new Levels(good, reserved, blocked, quantity);
    }

    Levels plus(Levels other) {
        return new Levels(
                good.add(other.good),
                reserved.add(other.reserved),
                blocked.add(other.blocked),
                announced.add(other.announced));
    }

    Levels negated() {
        return new Levels(good.negate(), reserved.negate(), blocked.negate(), announced.negate());
    }

    /** What may still be promised to somebody. */
    BigDecimal free() {
        return good.subtract(reserved);
    }

    boolean isWhole() {
        return Stream.of(good, reserved, blocked, announced)
                .allMatch(each -> each.stripTrailingZeros().scale() <= 0);
    }
}
