package io.serai.platform;

import java.util.List;

/**
 * Orders read by their ids.
 *
 * @param missing the ids that the platform does not know (any more)
 */
public record OrdersRead(List<ObservedOrder> found, List<String> missing) {

    public OrdersRead {
        found = List.copyOf(found);
        missing = List.copyOf(missing);
    }
}
