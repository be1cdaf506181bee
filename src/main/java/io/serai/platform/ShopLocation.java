package io.serai.platform;

/**
 * A place where a shop counts stock.
 *
 * @param externalId as {@link StockLine#locationId} has it
 */
public record ShopLocation(String externalId, String name) {}
