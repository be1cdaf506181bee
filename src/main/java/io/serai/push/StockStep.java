package io.serai.push;

import io.serai.platform.StockLine;
import io.serai.platform.StockSet;
import java.util.List;

/**
 * What to do next about a shop's stock.
 *
 * @param kind read figures, set figures, or nothing
 * @param lines what to read; empty unless figures are read
 * @param set what to say to the shop; null unless figures are set
 * @param halving how large a part is sent while a line that the shop refuses without naming it is looked for; 0 if none is
 */
public record StockStep(Kind kind, List<StockLine> lines, StockSet set, int halving) {

    /** The kinds of steps. */
    public enum Kind {
        READ,
        SET,
        DONE
    }

    public StockStep {
        lines = List.copyOf(lines);
    }

    static StockStep reading(List<StockLine> lines, int halving) {
        return new StockStep(Kind.READ, lines, null, halving);
    }

    static StockStep setting(StockSet set, int halving) {
        return new StockStep(Kind.SET, List.of(), set, halving);
    }

    static StockStep done() {
        return new StockStep(Kind.DONE, List.of(), null, 0);
    }
}
