package io.serai.platform;

import java.util.List;

/**
 * A part of a channel's orders, those first that were changed longest ago.
 *
 * @param nextCursor where the next page begins, null after the last
 */
public record OrderPage(List<ObservedOrder> orders, String nextCursor) {

    public OrderPage {
        orders = List.copyOf(orders);
    }
}
