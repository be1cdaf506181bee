package io.serai.platform.woocommerce;

import io.serai.platform.ObservedOrder;
import io.serai.platform.OrderPage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one page of the orders that were changed since a moment, for what they owe. Changed lines may leave the order's date as it
 * was (fact 55); such a change is known by its webhook or a full read only.
 */
public final class WooCommerceOrderPage extends WooCommerceOrders {

    private final List<ObservedOrder> orders = new ArrayList<>();
    private final WooCommerceSweep sweep;

    /**
     * @param cursor null for the first page
     * @param updatedSince null for all orders; of no effect with a cursor
     */
    public WooCommerceOrderPage(String cursor, Instant updatedSince) {
        this.sweep = new WooCommerceSweep(
                WooCommerceSweep.Kind.ORDERS,
                FIELDS,
                cursor,
                updatedSince,
                this::ask,
                page -> page.forEach(order -> complete(order, orders::add)));
    }

    @Override
    public OrderPage result() {
        return new OrderPage(orders, sweep.completeUntil(), sweep.next());
    }
}
