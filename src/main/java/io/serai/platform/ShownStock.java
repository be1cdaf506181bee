package io.serai.platform;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * The figure of one item at one place of a shop, as a delivery shows it. By which of the two ids the item is known is the
 * platform's matter.
 *
 * @param externalVariantId null where the delivery names none
 * @param inventoryItemId null where the platform has no such thing
 * @param locationId as the shop's places are listed
 * @param quantity null where the shop does not count it
 * @param at when it became so by the platform's clock, null where nothing tells; a delivery may be late
 */
public record ShownStock(
        String externalVariantId, String inventoryItemId, String locationId, Long quantity, Instant at) {

    public ShownStock {
        requireNonNull(locationId, "locationId is null");
    }
}
