package io.serai.stock;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** How what is promised already is taken from the places of a shop. Pure. */
public final class Allocation {

    private Allocation() {}

    /**
     * What may be sold at each place. What is promised is taken from the first place that still has something, so that the
     * places together never offer more than there is; what none of them has is missing at the last.
     *
     * @param counted what can be sold at each place by its warehouses' figures, in the places' order
     * @param promised reservations and the buffer, at least zero
     */
    public static List<BigDecimal> of(List<BigDecimal> counted, BigDecimal promised) {
        List<BigDecimal> offered = new ArrayList<>();
        BigDecimal left = promised;
        for (int i = 0; i < counted.size(); i++) {
            boolean isLast = i == counted.size() - 1;
            BigDecimal taken = isLast ? left : left.min(counted.get(i).max(BigDecimal.ZERO));
            offered.add(counted.get(i).subtract(taken));
            left = left.subtract(taken);
        }
        return List.copyOf(offered);
    }
}
