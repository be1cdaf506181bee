package io.serai.platform;

import java.util.List;

/**
 * What became of a call's lines: each is in one of the two.
 *
 * @param applied what the shop holds now
 * @param refused the lines that left the shop as it was; one with {@link Reason#STALE} is worth another try after a read
 */
public record StockOutcome(List<StockFigure> applied, List<StockRefusal> refused) {

    public StockOutcome {
        applied = List.copyOf(applied);
        refused = List.copyOf(refused);
    }
}
