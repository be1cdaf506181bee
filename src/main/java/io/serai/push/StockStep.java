package io.serai.push;

import io.serai.platform.StockLine;
import io.serai.platform.StockSet;
import java.time.Instant;
import java.util.List;

/**
 * What to do next about a shop's stock.
 *
 * @param kind read figures, set figures, or nothing
 * @param lines what to read; empty unless figures are read
 * @param set what to say to the shop; null unless figures are set
 * @param suspects how many of the figures that come first were refused together although none was named: at least one of
 *     them is bad; 0 if none is looked for
 * @param askedAt when this was asked of the shop, or first was
 */
public record StockStep(Kind kind, List<StockLine> lines, StockSet set, int suspects, Instant askedAt) {

    /** The kinds of steps. */
    public enum Kind {
        READ,
        SET,
        DONE
    }

    public StockStep {
        lines = List.copyOf(lines);
    }

    static StockStep reading(List<StockLine> lines, int suspects, Instant askedAt) {
        return new StockStep(Kind.READ, lines, null, suspects, askedAt);
    }

    static StockStep setting(StockSet set, int suspects, Instant askedAt) {
        return new StockStep(Kind.SET, List.of(), set, suspects, askedAt);
    }

    static StockStep done() {
        return new StockStep(Kind.DONE, List.of(), null, 0, null);
    }
}
