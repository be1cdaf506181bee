package io.serai.stock;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/**
 * What a warehouse counts of one item. Quantities are decimal (fact 72).
 *
 * @param level in the warehouse and good, the reserved part included
 * @param reserved promised to orders the warehouse knows
 * @param blocked in the warehouse and not for sale; no part of the level
 * @param announced on its way to the warehouse
 */
public record StockLevel(BigDecimal level, BigDecimal reserved, BigDecimal blocked, BigDecimal announced) {

    public static final StockLevel NONE =
            new StockLevel(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    public StockLevel {
        requireNonNull(level, "level is null");
        requireNonNull(reserved, "reserved is null");
        requireNonNull(blocked, "blocked is null");
        requireNonNull(announced, "announced is null");
    }

    /** What can be sold (fact 71; which reading JTL means is the channel's setting, applied where its answer is read). */
    public BigDecimal available() {
        return level.subtract(reserved);
    }

    public StockLevel plus(StockLevel other) {
        return new StockLevel(
                level.add(other.level),
                reserved.add(other.reserved),
                blocked.add(other.blocked),
                announced.add(other.announced));
    }
}
