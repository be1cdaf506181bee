package io.serai.platform;

import java.math.BigDecimal;

/**
 * What was bought of one variant in an order.
 *
 * @param externalProductId null where the shop has the product no longer
 * @param externalVariantId null where the shop has the variant no longer
 * @param sku null or empty for none
 * @param quantity what is still owed to the customer: neither cancelled, refunded nor shipped
 * @param shipped what has left and was not refunded since
 */
public record ObservedOrderLine(
        String externalId,
        String externalProductId,
        String externalVariantId,
        String sku,
        BigDecimal quantity,
        BigDecimal shipped) {

    /** What the customer shall get or has got. */
    public BigDecimal wanted() {
        return quantity.add(shipped);
    }
}
