package io.serai.platform;

import io.serai.merge.Observation;
import java.util.List;

/**
 * A part of all products of a channel.
 *
 * @param nextCursor where the next page begins, null after the last
 * @param total how many products there are on all pages, -1 where the platform does not say
 */
public record ProductPage(List<Observation> products, String nextCursor, long total) {

    public static final long UNKNOWN = -1;

    public ProductPage {
        products = List.copyOf(products);
    }
}
