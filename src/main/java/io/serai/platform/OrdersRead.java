package io.serai.platform;

import java.util.List;

/**
 * Orders read by their ids.
 *
 * @param missing the ids that the platform does not know (any more)
 * @param written those that were found, as they land
 */
public record OrdersRead(List<ObservedOrder> found, List<String> missing, List<String> written) {

    public OrdersRead {
        found = List.copyOf(found);
        missing = List.copyOf(missing);
        written = List.copyOf(written);
    }
}
