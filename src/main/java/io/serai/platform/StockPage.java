package io.serai.platform;

import io.serai.stock.StockChange;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A part of what a fulfilment platform tells of its goods and their stock.
 *
 * @param warehouses as they are called now
 * @param outbounds orders that the platform has, by the merchant's numbers
 * @param items goods, as they are called now
 * @param changes levels after their changes
 * @param next what to ask for the rest, empty if this was all
 * @param until everything before this moment of the platform's clock was told, once there is no rest; null where the answer
 *     says no such thing
 */
public record StockPage(
        List<Warehouse> warehouses,
        List<Outbound> outbounds,
        List<Item> items,
        List<StockChange> changes,
        Optional<String> next,
        Instant until) {

    /** A warehouse by its id and name on the platform. */
    public record Warehouse(String id, String name) {}

    /**
     * One kind of goods.
     *
     * @param sku the merchant's own
     * @param changedAt by the platform's clock
     * @param isDeleted whether it is gone
     */
    public record Item(String id, String sku, Instant changedAt, boolean isDeleted) {}

    /**
     * An order at the fulfilment platform.
     *
     * @param number the merchant's own, {@code merchantOutboundNumber} at JTL
     * @param status in the platform's words
     * @param items how much of each item it is about
     * @param skus the same of those that the platform names by their SKUs alone
     */
    public record Outbound(
            String id, String number, String status, Map<String, BigDecimal> items, Map<String, BigDecimal> skus) {

        public Outbound {
            items = Map.copyOf(items);
            skus = Map.copyOf(skus);
        }

        /** All by the ids of the items, as far as somebody knows which items have the SKUs. */
        public Outbound identified(Function<String, Optional<String>> itemOfSku) {
            Map<String, BigDecimal> all = new HashMap<>(items);
            skus.forEach((sku, quantity) ->
                    itemOfSku.apply(sku).ifPresent(item -> all.merge(item, quantity, BigDecimal::add)));
            return new Outbound(id, number, status, all, Map.of());
        }
    }
}
