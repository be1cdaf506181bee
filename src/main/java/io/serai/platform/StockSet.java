package io.serai.platform;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The stock figures of one call. Sent again after an unknown outcome it must be the same to the letter (fact 36): what goes
 * to the platform depends on nothing else.
 *
 * @param key goes with every try as its idempotency key
 */
public record StockSet(String key, List<StockLine> lines) {

    public StockSet {
        requireNonNull(key, "key is null");
        lines = List.copyOf(lines);
    }
}
