package io.serai.platform.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.platform.StockFigure;
import io.serai.platform.StockLine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the stock of each line's product or variation. */
public final class WooCommerceReadStock extends WooCommerceStock {

    private final List<StockLine> lines;
    private final Map<String, JsonNode> held = new HashMap<>();

    public WooCommerceReadStock(List<StockLine> lines) {
        this.lines = List.copyOf(lines);
        parts(lines).forEach(part -> askHeld(part, held::putAll));
    }

    /** In the order of the lines. */
    @Override
    public List<StockFigure> result() {
        return lines.stream()
                .map(line -> figure(line, held.get(line.externalVariantId())))
                .toList();
    }
}
