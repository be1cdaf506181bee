package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.platform.Conversation;
import io.serai.platform.Reason;
import io.serai.platform.Rejected;
import io.serai.platform.StockLine;
import io.serai.platform.StockOutcome;
import io.serai.platform.StockSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Sets up to {@value #AT_ONCE} figures in one call, all or none. Each is compared with what is expected, so that a sale that
 * Serai does not know of yet is never undone (fact 37). Of a call that failed the reasons name the lines; the rest of them is
 * as it was: a bundle for instance has no stock of its own (fact 39). An item that is not counted at its location yet is
 * counted there first.
 *
 * <p>All that is sent follows from the set alone, so that a try after an unknown outcome is the same call (fact 38).
 */
public final class ShopifySetStock extends Conversation<ShopifyQuestion, ShopifyAnswer> {

    /** The longest list there is (fact 26). */
    public static final int AT_ONCE = 250;

    /** As the schema says of {@code INVALID_QUANTITY_TOO_HIGH}; beyond it not even the line would be named. */
    private static final long MOST = 1_000_000_000;

    private static final int BEGUN_AT_ONCE = 10;

    private static final String LIST = "input.quantities.";

    private final StockSet set;

    /**
     * @throws IllegalArgumentException if there are more lines than one call takes
     * @throws Rejected if a line is beyond what Shopify counts
     */
    public ShopifySetStock(StockSet set) {
        if (set.lines().size() > AT_ONCE) {
            throw new IllegalArgumentException(set.lines().size() + " lines are more than " + AT_ONCE);
        }
        this.set = set;
        checkSize(set);
        for (int i = 0; i < set.lines().size(); i++) {
            StockLine line = set.lines().get(i);
            if (line.startsCounting()) {
                track(line, LIST + i);
            }
            if (line.changeFrom() == null) {
                activate(line, LIST + i);
            }
        }
        if (!set.lines().isEmpty()) {
            ask(
                    ShopifyQuestion.mutation("InventorySetQuantities", variables(set)),
                    answer -> ShopifyErrors.checkUserErrors(answer.payload("inventorySetQuantities")));
        }
    }

    private static void checkSize(StockSet set) {
        List<Reason> reasons = new ArrayList<>();
        for (int i = 0; i < set.lines().size(); i++) {
            if (Math.abs(set.lines().get(i).quantity()) > MOST) {
                reasons.add(Reason.invalid(LIST + i + ".quantity", "Shopify counts to " + MOST));
            }
        }
        if (!reasons.isEmpty()) {
            throw new Rejected(reasons);
        }
    }

    /** How many lines, from the first on, can be told with few calls: what is not counted yet costs one or two of its own. */
    static int atOnce(List<StockLine> lines) {
        int begun = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).changeFrom() == null && ++begun > BEGUN_AT_ONCE) {
                return i;
            }
        }
        return lines.size();
    }

    private void track(StockLine line, String place) {
        ObjectNode variables = JsonNodeFactory.instance.objectNode();
        variables.put("item", ShopifyId.inventoryItem(line.inventoryItemId()));
        ask(
                ShopifyQuestion.mutation("InventoryTrack", variables),
                answer -> ShopifyErrors.checkUserErrors(answer.data().path("inventoryItemUpdate"), place));
    }

    private void activate(StockLine line, String place) {
        ObjectNode variables = JsonNodeFactory.instance.objectNode();
        variables.put("item", ShopifyId.inventoryItem(line.inventoryItemId()));
        variables.put("location", ShopifyId.location(line.locationId()));
        variables.put("key", key(set.key() + " " + line.inventoryItemId() + " " + line.locationId()));
        ask(
                ShopifyQuestion.mutation("InventoryActivate", variables),
                answer -> ShopifyErrors.checkUserErrors(answer.payload("inventoryActivate"), place));
    }

    private static String key(String of) {
        return UUID.nameUUIDFromBytes(of.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static JsonNode variables(StockSet set) {
        ObjectNode variables = JsonNodeFactory.instance.objectNode();
        ObjectNode input = variables.putObject("input");
        input.put("name", "available");
        input.put("reason", "correction");
        input.put("referenceDocumentUri", "serai://stock/" + set.key());
        ArrayNode quantities = input.putArray("quantities");
        set.lines().forEach(line -> quantities
                .addObject()
                .put("inventoryItemId", ShopifyId.inventoryItem(line.inventoryItemId()))
                .put("locationId", ShopifyId.location(line.locationId()))
                .put("quantity", line.quantity())
                .put("changeFromQuantity", line.expected()));
        variables.put("key", set.key());
        return variables;
    }

    @Override
    public StockOutcome result() {
        return new StockOutcome(
                set.lines().stream().map(line -> line.applied(line.quantity())).toList(), List.of());
    }
}
