package io.serai.platform;

import io.serai.merge.Observation;
import java.util.List;

/**
 * Products read by their ids.
 *
 * @param missing the ids that the platform does not know (any more)
 */
public record ProductsRead(List<Observation> found, List<String> missing) {

    public ProductsRead {
        found = List.copyOf(found);
        missing = List.copyOf(missing);
    }
}
