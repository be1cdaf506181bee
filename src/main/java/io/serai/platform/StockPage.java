package io.serai.platform;

import io.serai.stock.StockChange;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A part of what a fulfilment platform tells of its stock.
 *
 * @param warehouses as they are called now
 * @param outbounds orders that the platform has, by the merchant's numbers
 * @param changes levels after their changes
 * @param next what to ask for the rest, empty if this was all
 * @param until everything before this moment of the platform's clock was told, once there is no rest; null where the answer
 *     says no such thing
 */
public record StockPage(
        List<Warehouse> warehouses,
        List<Outbound> outbounds,
        List<StockChange> changes,
        Optional<String> next,
        Instant until) {

    /** A warehouse by its id and name on the platform. */
    public record Warehouse(String id, String name) {}

    /**
     * An order at the fulfilment platform.
     *
     * @param number the merchant's own, {@code merchantOutboundNumber} at JTL
     * @param status in the platform's words
     * @param items how much of each item it is about
     */
    public record Outbound(String id, String number, String status, Map<String, BigDecimal> items) {

        public Outbound {
            items = Map.copyOf(items);
        }
    }
}
