package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.platform.FetchedPage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Fetches one page of the orders that were changed since a moment, those first that were changed longest ago: what is changed between
 * two pages moves behind them, and nothing is skipped. Where a search shows no more (fact 26) another goes on with the last moment seen.
 */
public final class ShopifyFetchOrders extends ShopifyOrders {

    /** A search ends after 25,000 (fact 26); some of the next one's were in the one before. */
    private static final int PER_SEARCH = 20_000;

    /**
     * @param shown how many this search has shown
     * @param since it asks for, null for all
     * @param after Shopify's cursor, null for the beginning
     */
    private record Place(int shown, String since, String after) {

        static Place of(String cursor) {
            String[] parts = cursor.split(" ", 3);
            return new Place(Integer.parseInt(parts[0]), parts[1].equals("-") ? null : parts[1], parts[2]);
        }

        String cursor() {
            return shown + " " + (since == null ? "-" : since) + " " + after;
        }
    }

    private final List<String> lines = new ArrayList<>();
    private final Place place;
    private int items;
    private String next;

    /**
     * @param cursor null for the first page
     * @param updatedSince by Shopify's clock, null for all orders
     */
    public ShopifyFetchOrders(String cursor, Instant updatedSince) {
        place = cursor == null
                ? new Place(0, updatedSince == null ? null : updatedSince.toString(), null)
                : Place.of(cursor);
        ObjectNode variables = JsonNodeFactory.instance.objectNode();
        variables.put("after", place.after() == null || place.after().isEmpty() ? null : place.after());
        variables.put("search", place.since() == null ? null : "updated_at:>='" + place.since() + "'");
        ask(ShopifyQuestion.query("RecentOrders", variables), this::heard);
    }

    private void heard(ShopifyAnswer answer) {
        JsonNode page = answer.page("orders");
        JsonNode nodes = page.path("nodes");
        items = nodes.size();
        nodes.forEach(order -> complete(order, (whole, children) -> lines.addAll(written(whole, children))));
        if (page.path("pageInfo").path("hasNextPage").asBoolean()) {
            String last = updatedAt(nodes.path(items - 1)).toString();
            int shown = place.shown() + items;
            boolean searchesAnew = shown >= PER_SEARCH && !last.equals(place.since());
            next = searchesAnew
                    ? new Place(0, last, "").cursor()
                    : new Place(
                                    shown,
                                    place.since(),
                                    page.path("pageInfo").path("endCursor").asText())
                            .cursor();
        }
    }

    @Override
    public FetchedPage result() {
        return new FetchedPage(lines, items, null, next);
    }
}
