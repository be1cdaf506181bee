package io.serai.listing;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.product.Cell;
import io.serai.product.Value;
import java.util.Map;

/**
 * One small call that brings a platform nearer to what it should hold. A difference that needs several calls is planned
 * anew after each.
 *
 * @param operation the platform's own name for it, such as {@code productUpdate} or {@code PUT /products/{id}}
 * @param path where it goes, below the channel's URL; null where the operation alone says so
 * @param body variables or body, in the platform's spelling
 * @param meant every cell it sets, with the hub's value
 * @param create whether it creates the product there
 */
public record PlannedCall(String operation, String path, JsonNode body, Map<Cell, Value> meant, boolean create) {

    public PlannedCall {
        requireNonNull(operation, "operation is null");
        requireNonNull(body, "body is null");
        meant = Map.copyOf(meant);
    }
}
