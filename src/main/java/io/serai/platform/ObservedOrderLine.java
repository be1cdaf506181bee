package io.serai.platform;

import java.math.BigDecimal;

/**
 * What was bought of one variant in an order.
 *
 * @param externalProductId null where the shop has the product no longer
 * @param externalVariantId null where the shop has the variant no longer
 * @param sku null or empty for none
 * @param quantity what is still owed to the customer: neither cancelled, refunded nor shipped
 */
public record ObservedOrderLine(
        String externalId, String externalProductId, String externalVariantId, String sku, BigDecimal quantity) {}
