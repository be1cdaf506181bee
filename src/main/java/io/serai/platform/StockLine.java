package io.serai.platform;

import static java.util.Objects.requireNonNull;

/**
 * The stock of one variant at one place of a shop, as it should be. Ids are the platform's, as listings hold them.
 *
 * @param inventoryItemId by which Shopify knows the variant's stock; null for WooCommerce
 * @param locationId Shopify's location; null for WooCommerce, which has one place
 * @param quantity what can be sold there, whole units
 * @param changeFrom what the shop is expected to hold, else the line is not applied; null where it counts none there yet
 * @param startsCounting whether the shop does not count the variant's stock at all and is to begin
 */
public record StockLine(
        String externalProductId,
        String externalVariantId,
        String inventoryItemId,
        String locationId,
        long quantity,
        Long changeFrom,
        boolean startsCounting) {

    /** A line of what the shop counts already. */
    public StockLine(
            String externalProductId,
            String externalVariantId,
            String inventoryItemId,
            String locationId,
            long quantity,
            Long changeFrom) {
        this(externalProductId, externalVariantId, inventoryItemId, locationId, quantity, changeFrom, false);
    }

    public StockLine {
        requireNonNull(externalProductId, "externalProductId is null");
        requireNonNull(externalVariantId, "externalVariantId is null");
    }

    /** What the shop must hold for the line to be applied. What is not counted yet begins with none. */
    public long expected() {
        return changeFrom == null ? 0 : changeFrom;
    }

    /** What the shop holds once the line is applied. */
    public StockFigure applied(long held) {
        return new StockFigure(externalVariantId, inventoryItemId, locationId, held, true);
    }

    /** What is said of a line whose stock the shop does not count. */
    public StockFigure uncounted(boolean tracked) {
        return new StockFigure(externalVariantId, inventoryItemId, locationId, null, tracked);
    }
}
