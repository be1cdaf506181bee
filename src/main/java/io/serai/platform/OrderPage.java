package io.serai.platform;

import java.time.Instant;
import java.util.List;

/**
 * A part of a channel's orders, those first that were changed longest ago.
 *
 * @param completeUntil every order that was changed before it is on this page or one before, by the platform's clock; null if
 *     nothing is known of that
 * @param nextCursor where the next page begins, null after the last
 */
public record OrderPage(List<ObservedOrder> orders, Instant completeUntil, String nextCursor) {

    public OrderPage {
        orders = List.copyOf(orders);
    }
}
