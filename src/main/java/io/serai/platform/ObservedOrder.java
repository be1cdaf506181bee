package io.serai.platform;

import java.time.Instant;
import java.util.List;

/**
 * An order as a shop shows it, as far as it matters for stock.
 *
 * @param number as people know it, such as {@code #1001}
 * @param updatedAt by the platform's clock; the platforms do not raise it with every change of the lines (fact 55)
 * @param lines all of them, also those of which nothing is owed
 */
public record ObservedOrder(
        String externalId,
        String number,
        Instant createdAt,
        Instant updatedAt,
        State state,
        List<ObservedOrderLine> lines) {

    /** What an order comes to. */
    public enum State {
        /** Something may still be owed to the customer. */
        OPEN,
        /** Nothing is owed, and what was not shipped before will not be. */
        CANCELLED,
        /** Nothing is owed, since it was shipped. */
        FULFILLED
    }

    public ObservedOrder {
        lines = List.copyOf(lines);
    }
}
