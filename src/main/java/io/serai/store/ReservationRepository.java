package io.serai.store;

import io.serai.platform.StockPage.Outbound;
import io.serai.stock.OrderNumber;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What orders have promised, line by line, and whether a warehouse has taken the promise over. */
@ApplicationScoped
public class ReservationRepository {

    private final Jdbi jdbi;

    public ReservationRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * What a line of an order promises.
     *
     * @param variantId null if the hub does not know what was sold
     * @param quantity still owed to the customer
     */
    public record Promise(String lineId, UUID variantId, BigDecimal quantity) {}

    /** An order's promises as they are known, by line; and whether a warehouse has them. */
    public record Known(Map<String, Promise> promises, boolean isHandedOver, Instant version) {}

    /** Keeps everybody else from changing this order's promises until the transaction ends. */
    public void lock(String channelId, String orderId) {
        jdbi.useHandle(handle -> handle.createQuery("SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(:order, 1))")
                .bind("order", channelId + " " + orderId)
                .mapTo(Integer.class)
                .one());
    }

    /** @return empty promises and no version if nothing is known of the order */
    public Known of(String channelId, String orderId) {
        Map<String, Promise> promises = new HashMap<>();
        Instant[] version = {null};
        boolean[] handedOver = {false};
        jdbi.useHandle(handle -> handle.createQuery(
                        """
                        SELECT line_id, variant_id, quantity, handed_over, order_version FROM control.reservations
                        WHERE channel_id = :channel AND order_id = :order
                        """)
                .bind("channel", channelId)
                .bind("order", orderId)
                .map((row, context) -> {
                    promises.put(
                            row.getString("line_id"),
                            new Promise(
                                    row.getString("line_id"),
                                    row.getObject("variant_id", UUID.class),
                                    row.getBigDecimal("quantity")));
                    version[0] = Times.read(row, "order_version");
                    handedOver[0] |= row.getBoolean("handed_over");
                    return true;
                })
                .list());
        return new Known(Map.copyOf(promises), handedOver[0], version[0]);
    }

    /** The order promises this now. */
    public void put(
            String tenantId,
            String channelId,
            String orderId,
            String orderNumber,
            Collection<Promise> promises,
            boolean handedOver,
            Instant version,
            Instant now) {
        jdbi.useHandle(handle -> {
            PreparedBatch batch = handle.prepareBatch(
                    """
                    INSERT INTO control.reservations (channel_id, order_id, line_id, tenant_id, order_number, variant_id,
                        quantity, handed_over, order_version, reserved_at)
                    VALUES (:channel, :order, :line, :tenant, :number, CAST(:variant AS uuid), :quantity, :handedOver,
                        :version, :now)
                    ON CONFLICT (channel_id, order_id, line_id) DO UPDATE
                    SET quantity = excluded.quantity, order_version = excluded.order_version,
                        variant_id = coalesce(reservations.variant_id, excluded.variant_id),
                        handed_over = reservations.handed_over OR excluded.handed_over
                    """);
            promises.forEach(promise -> batch.bind("channel", channelId)
                    .bind("order", orderId)
                    .bind("line", promise.lineId())
                    .bind("tenant", tenantId)
                    .bind("number", OrderNumber.plain(Json.withoutNul(orderNumber)))
                    .bind("variant", promise.variantId())
                    .bind("quantity", promise.quantity())
                    .bind("handedOver", handedOver)
                    .bind("version", version)
                    .bind("now", now)
                    .add());
            batch.execute();
        });
    }

    /** Makes outbounds known, or known in another status. */
    public void putOutbounds(String tenantId, String channelId, Collection<Outbound> outbounds) {
        jdbi.useHandle(handle -> {
            PreparedBatch batch = handle.prepareBatch(
                    """
                    INSERT INTO control.outbounds (channel_id, outbound_id, tenant_id, order_number, status)
                    VALUES (:channel, :outbound, :tenant, :number, :status)
                    ON CONFLICT (channel_id, outbound_id) DO UPDATE
                    SET order_number = excluded.order_number, status = excluded.status
                    """);
            outbounds.forEach(outbound -> batch.bind("channel", channelId)
                    .bind("outbound", outbound.id())
                    .bind("tenant", tenantId)
                    .bind("number", OrderNumber.plain(Json.withoutNul(outbound.number())))
                    .bind("status", outbound.status())
                    .add());
            batch.execute();
        });
    }

    /** The levels that are known have what every outbound that is known reserves. */
    public void countOutbounds(String channelId) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE control.outbounds SET is_counted = true WHERE channel_id = :channel AND NOT is_counted
                        """)
                .bind("channel", channelId)
                .execute());
    }

    /**
     * Promises that a warehouse's own figure has by now. An outbound counts once the levels are as new as it, or a change of
     * the item's level names it. A number that orders of two shops have says nothing.
     */
    private static final String TAKEN_OVER =
            """
            FROM control.outbounds o
            WHERE r.tenant_id = o.tenant_id AND o.order_number IN (r.order_number, r.order_id) AND NOT r.handed_over
              AND o.status NOT IN ('Preparation', 'Canceled')
              AND (o.is_counted
                   OR EXISTS (SELECT FROM control.stock_changes c
                              JOIN control.warehouse_items i ON i.channel_id = o.channel_id AND i.item_id = c.item_id
                              WHERE c.tenant_id = o.tenant_id AND c.outbound_id = o.outbound_id
                                AND i.variant_id = r.variant_id))
              AND NOT EXISTS (SELECT FROM control.reservations other
                              WHERE other.tenant_id = r.tenant_id AND other.order_number = r.order_number
                                AND other.channel_id <> r.channel_id AND NOT other.handed_over)
            """;

    /** The variants of which warehouses have taken promises over that are still counted here. */
    public Set<UUID> toHandOver(String tenantId) {
        return jdbi.withHandle(handle -> new HashSet<>(handle.createQuery(
                        "SELECT DISTINCT r.variant_id FROM control.reservations r WHERE r.variant_id IS NOT NULL AND"
                                + " r.tenant_id = :tenant AND EXISTS (SELECT " + TAKEN_OVER + ")")
                .bind("tenant", tenantId)
                .mapTo(UUID.class)
                .list()));
    }

    /** Leaves to the warehouses what they have taken over of these variants. */
    public void handOver(Collection<UUID> variantIds) {
        jdbi.useHandle(handle -> handle.createUpdate("UPDATE control.reservations r SET handed_over = true "
                        + TAKEN_OVER + " AND r.variant_id = ANY (CAST(:variants AS uuid[]))")
                .bindArray("variants", UUID.class, variantIds.toArray())
                .execute());
    }

    /** What is promised of each of these variants and not yet taken over by a warehouse; none is left out. */
    public Map<UUID, BigDecimal> promised(Collection<UUID> variantIds) {
        Map<UUID, BigDecimal> promised = new HashMap<>();
        jdbi.useHandle(handle -> {
            List<Map.Entry<UUID, BigDecimal>> sums = handle.createQuery(
                            """
                            SELECT variant_id, sum(quantity) AS quantity FROM control.reservations
                            WHERE variant_id = ANY (CAST(:variants AS uuid[])) AND quantity > 0 AND NOT handed_over
                            GROUP BY variant_id
                            """)
                    .bindArray("variants", UUID.class, variantIds.toArray())
                    .map((row, context) ->
                            Map.entry(row.getObject("variant_id", UUID.class), row.getBigDecimal("quantity")))
                    .list();
            variantIds.forEach(id -> promised.put(id, BigDecimal.ZERO));
            sums.forEach(sum -> promised.put(sum.getKey(), sum.getValue()));
        });
        return promised;
    }
}
