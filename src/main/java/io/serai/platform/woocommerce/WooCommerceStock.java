package io.serai.platform.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.platform.Conversation;
import io.serai.platform.JsonValues;
import io.serai.platform.StockFigure;
import io.serai.platform.StockLine;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What all conversations about stock share. Simple products are one list, the variations of each product another (fact 53);
 * of either a hundred go into one request (facts 51 and 56).
 */
abstract class WooCommerceStock extends Conversation<WooCommerceQuestion, WooCommerceAnswer> {

    static final String MANAGED = "manage_stock";
    static final String QUANTITY = "stock_quantity";

    private static final int AT_ONCE = 100;

    /** Each costs a read and a write. */
    private static final int LISTS_AT_ONCE = 2;

    /**
     * Lines that go into one request.
     *
     * @param resource the list they are in
     */
    record Part(String resource, List<StockLine> lines) {}

    static List<Part> parts(List<StockLine> lines) {
        Map<String, List<StockLine>> byResource = lines.stream()
                .collect(Collectors.groupingBy(WooCommerceStock::resource, LinkedHashMap::new, Collectors.toList()));
        List<Part> parts = new ArrayList<>();
        byResource.forEach((resource, all) -> {
            for (int from = 0; from < all.size(); from += AT_ONCE) {
                parts.add(new Part(resource, all.subList(from, Math.min(all.size(), from + AT_ONCE))));
            }
        });
        return parts;
    }

    /** How many lines, from the first on, are of so few lists that half a second of calls is enough. */
    static int atOnce(List<StockLine> lines) {
        Set<String> lists = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lists.add(resource(lines.get(i))) && lists.size() > LISTS_AT_ONCE) {
                return i;
            }
        }
        return lines.size();
    }

    /** A simple product is its own and only variant. */
    private static String resource(StockLine line) {
        return line.externalProductId().equals(line.externalVariantId())
                ? "products"
                : "products/" + line.externalProductId() + "/variations";
    }

    /** Hands on what the shop has of these lines, by id; what it does not have, or has in the trash, is left out. */
    final void askHeld(Part part, Consumer<Map<String, JsonNode>> then) {
        WooCommerceQuestion question = WooCommerceQuestion.get(
                part.resource(),
                "include",
                part.lines().stream().map(StockLine::externalVariantId).collect(Collectors.joining(",")),
                "per_page",
                String.valueOf(AT_ONCE),
                "status",
                "any",
                "_fields",
                String.join(",", "id", MANAGED, QUANTITY));
        ask(question, answer -> {
            Map<String, JsonNode> held = new HashMap<>();
            answer.list().forEach(item -> held.put(item.path("id").asText(), item));
            then.accept(held);
        });
    }

    /** Where a variation says {@code "parent"}, the shop counts its product's stock and not the variation's. */
    static boolean isTracked(JsonNode item) {
        return item != null
                && item.path(MANAGED).isBoolean()
                && item.path(MANAGED).booleanValue();
    }

    /** Whole units; plugins that sell by weight hold decimals. No figure is none of it (W8). */
    static long quantity(JsonNode item) {
        JsonNode quantity = item.path(QUANTITY);
        return JsonValues.isNull(quantity)
                ? 0
                : new BigDecimal(quantity.asText())
                        .setScale(0, RoundingMode.FLOOR)
                        .longValue();
    }

    static StockFigure figure(StockLine line, JsonNode item) {
        return isTracked(item) ? line.applied(quantity(item)) : line.uncounted(false);
    }
}
