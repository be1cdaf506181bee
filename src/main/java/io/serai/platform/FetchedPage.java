package io.serai.platform;

import java.util.List;

/**
 * A part of what a platform holds, as it lands.
 *
 * @param lines documents of JSON, one each, as the platform wrote them; what belongs to another one names it, as the lines of
 *     Shopify's bulk operations do
 * @param items how many orders, customers or products these are
 * @param total how many there are on all pages, null if this one does not tell
 * @param nextCursor where the next page begins, null after the last
 */
public record FetchedPage(List<String> lines, int items, Long total, String nextCursor) {

    public FetchedPage {
        lines = List.copyOf(lines);
    }
}
