package io.serai.platform.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.platform.Reason;
import io.serai.platform.StockFigure;
import io.serai.platform.StockLine;
import io.serai.platform.StockOutcome;
import io.serai.platform.StockRefusal;
import io.serai.platform.StockSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Sets figures, a batch at a time. WooCommerce compares nothing and knows no idempotency keys (fact 58): so the figures are
 * read directly before they are written, and a line whose figure is not the expected one is left alone. Only a sale in the
 * moment between can be lost. A line that holds its figure already, after a try whose outcome is unknown for instance, is
 * not written again. Stock that the shop does not count is left alone, unless the line says that it is to be counted from now on.
 */
public final class WooCommerceSetStock extends WooCommerceStock {

    private final List<StockFigure> applied = new ArrayList<>();
    private final List<StockRefusal> refused = new ArrayList<>();

    public WooCommerceSetStock(StockSet set) {
        parts(set.lines()).forEach(part -> askHeld(part, held -> write(part, held)));
    }

    private void write(Part part, Map<String, JsonNode> held) {
        List<StockLine> due = new ArrayList<>();
        for (StockLine line : part.lines()) {
            JsonNode item = held.get(line.externalVariantId());
            if (item == null) {
                refuse(line, Reason.NOT_FOUND, "The shop has no " + line.externalVariantId());
            } else if (!isTracked(item) && line.startsCounting()) {
                due.add(line);
            } else if (!isTracked(item)) {
                refuse(line, Reason.NOT_TRACKED, "The shop does not count the stock of " + line.externalVariantId());
            } else if (quantity(item) == line.quantity()) {
                applied.add(line.applied(line.quantity()));
            } else if (quantity(item) != line.expected()) {
                refuse(line, Reason.STALE, "The shop holds %d, not %d".formatted(quantity(item), line.expected()));
            } else {
                due.add(line);
            }
        }
        if (!due.isEmpty()) {
            askFirst(
                    WooCommerceQuestion.post(part.resource() + "/batch", body(due)),
                    answer -> collect(due, answer.batch("update", due.size())));
        }
    }

    private static JsonNode body(List<StockLine> lines) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode update = body.putArray("update");
        for (StockLine line : lines) {
            ObjectNode item = update.addObject()
                    .put("id", Long.parseLong(line.externalVariantId()))
                    .put(QUANTITY, line.quantity());
            if (line.startsCounting()) {
                item.put(MANAGED, true);
            }
        }
        return body;
    }

    /** A batch answers 200 and an error for each item that was refused (fact 56); the others are done. */
    private void collect(List<StockLine> lines, JsonNode items) {
        tookEffect();
        for (int i = 0; i < lines.size(); i++) {
            StockLine line = lines.get(i);
            JsonNode item = items.path(i);
            if (item.has("error")) {
                refused.add(
                        new StockRefusal(line, List.of(WooCommerceErrors.reason("update." + i, item.get("error")))));
            } else {
                applied.add(figure(line, item));
            }
        }
    }

    private void refuse(StockLine line, String code, String message) {
        refused.add(new StockRefusal(line, List.of(new Reason(null, message, code, null))));
    }

    @Override
    public StockOutcome result() {
        return new StockOutcome(applied, refused);
    }
}
