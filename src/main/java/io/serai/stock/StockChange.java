package io.serai.stock;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A warehouse's word that the stock of one item has changed. It carries the whole level after the change, so the change with
 * the greatest version says all; those before it are history (facts 73 to 75).
 *
 * @param warehouseId the warehouse's id on its platform
 * @param itemId the item's id on the platform, JTL's jfsku
 * @param sku the merchant's own number of the item
 * @param version ascending per warehouse and item
 * @param type in the platform's words, such as {@code Inbound}
 * @param level after the change
 * @param outboundId the outbound that reserved, released or took the goods; null if none did
 * @param happenedAt by the platform's clock
 */
public record StockChange(
        String warehouseId,
        String itemId,
        String sku,
        long version,
        String type,
        StockLevel level,
        String outboundId,
        Instant happenedAt) {

    public StockChange {
        requireNonNull(warehouseId, "warehouseId is null");
        requireNonNull(itemId, "itemId is null");
        requireNonNull(sku, "sku is null");
        requireNonNull(type, "type is null");
        requireNonNull(level, "level is null");
        requireNonNull(happenedAt, "happenedAt is null");
    }
}
