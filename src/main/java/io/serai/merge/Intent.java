package io.serai.merge;

import io.serai.product.Cell;
import io.serai.product.Value;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * What Serai is about to write on a platform, stored before the call (rule 5).
 *
 * @param key the idempotency key that goes with every try of this intent
 * @param meant the hub's values that are sent
 * @param create whether the listing does not exist there yet
 */
public record Intent(UUID key, Map<Cell, Value> meant, Instant openedAt, boolean create) {

    public Intent {
        meant = Map.copyOf(meant);
    }
}
