package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.platform.Conversation;
import io.serai.platform.JsonValues;
import io.serai.platform.StockFigure;
import io.serai.platform.StockLine;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads what can be sold of each line's item at its location. */
public final class ShopifyReadStock extends Conversation<ShopifyQuestion, ShopifyAnswer> {

    /** The longest list there is (fact 26). Each costs three points: the item, its level and that one's figure (fact 24). */
    private static final int AT_ONCE = 250;

    private record Place(String item, String location) {}

    private final List<StockLine> lines;
    private final Map<Place, JsonNode> items = new HashMap<>();

    public ShopifyReadStock(List<StockLine> lines) {
        this.lines = List.copyOf(lines);
        Map<String, List<String>> byLocation = lines.stream()
                .collect(Collectors.groupingBy(
                        StockLine::locationId,
                        LinkedHashMap::new,
                        Collectors.mapping(StockLine::inventoryItemId, Collectors.toList())));
        byLocation.forEach(this::ask);
    }

    private void ask(String location, List<String> wanted) {
        List<String> each = wanted.stream().distinct().toList();
        for (int from = 0; from < each.size(); from += AT_ONCE) {
            List<String> part = each.subList(from, Math.min(each.size(), from + AT_ONCE));
            ObjectNode variables = JsonNodeFactory.instance.objectNode();
            ArrayNode ids = variables.putArray("ids");
            part.forEach(item -> ids.add(ShopifyId.inventoryItem(item)));
            variables.put("location", ShopifyId.location(location));
            ask(ShopifyQuestion.query("StockLevels", variables), answer -> {
                JsonNode nodes = answer.nodes(part.size());
                for (int i = 0; i < part.size(); i++) {
                    items.put(new Place(part.get(i), location), nodes.path(i));
                }
            });
        }
    }

    /** In the order of the lines. */
    @Override
    public List<StockFigure> result() {
        return lines.stream()
                .map(line -> figure(line, items.get(new Place(line.inventoryItemId(), line.locationId()))))
                .toList();
    }

    private static StockFigure figure(StockLine line, JsonNode item) {
        boolean tracked = item.path("tracked").asBoolean();
        JsonNode quantity =
                item.path("inventoryLevel").path("quantities").path(0).path("quantity");
        return !tracked || JsonValues.isNull(quantity) ? line.uncounted(tracked) : line.applied(quantity.asLong());
    }
}
