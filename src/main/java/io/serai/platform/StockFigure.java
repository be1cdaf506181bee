package io.serai.platform;

/**
 * The stock that a shop holds of one variant at one of its places.
 *
 * @param inventoryItemId null for WooCommerce
 * @param locationId null for WooCommerce
 * @param quantity null where the shop does not count it there; negative where more was sold than there was (W8)
 * @param tracked whether the shop counts the variant's stock at all; one it does not count, or does not have, is left alone
 */
public record StockFigure(
        String externalVariantId, String inventoryItemId, String locationId, Long quantity, boolean tracked) {}
