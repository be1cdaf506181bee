package io.serai.store;

import io.serai.order.Promise;
import io.serai.platform.StockPage.Outbound;
import io.serai.stock.OrderNumber;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
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

/** What orders have promised, line by line, and how much of it those who keep the stock have taken note of. */
@ApplicationScoped
public class ReservationRepository {

    private final Jdbi jdbi;

    public ReservationRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * An order of a shop.
     *
     * @param number as people know it
     * @param version when it last changed, by the shop's clock
     */
    public record Order(String tenantId, String channelId, String id, String number, Instant version) {}

    /**
     * What a line of an order promises.
     *
     * @param variantId null as long as the hub does not know what was sold
     * @param externalVariantId as the shop calls it, null where it has it no longer
     * @param version of the order it was read in, null for a line that was not kept yet
     */
    public record Line(String id, UUID variantId, String externalVariantId, Promise promise, Instant version) {

        public Line with(Promise other) {
            return new Line(id, variantId, externalVariantId, other, version);
        }
    }

    /** Keeps everybody else from changing this order's promises until the transaction ends. */
    public void lock(String channelId, String orderId) {
        jdbi.useHandle(handle -> handle.createQuery("SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(:order, 1))")
                .bind("order", channelId + " " + orderId)
                .mapTo(Integer.class)
                .one());
    }

    /** What the order's lines are known to promise, by their ids; empty if nothing is known of it. */
    public Map<String, Line> of(String channelId, String orderId) {
        return of(channelId, List.of(orderId)).getOrDefault(orderId, Map.of());
    }

    /** The same of several orders, by their ids; those of which nothing is known are left out. */
    public Map<String, Map<String, Line>> of(String channelId, Collection<String> orderIds) {
        Map<String, Map<String, Line>> orders = new HashMap<>();
        jdbi.useHandle(handle -> handle.createQuery(
                        """
                        SELECT * FROM control.reservations
                        WHERE channel_id = :channel AND order_id = ANY (CAST(:orders AS text[]))
                        """)
                .bind("channel", channelId)
                .bindArray("orders", String.class, orderIds.toArray())
                .map((row, context) -> Map.entry(row.getString("order_id"), line(row)))
                .forEach(line -> orders.computeIfAbsent(line.getKey(), id -> new HashMap<>())
                        .put(line.getValue().id(), line.getValue())));
        return orders;
    }

    private static Line line(ResultSet row) throws SQLException {
        return new Line(
                row.getString("line_id"),
                row.getObject("variant_id", UUID.class),
                row.getString("external_variant_id"),
                new Promise(
                        row.getBigDecimal("wanted"),
                        row.getBigDecimal("shipped"),
                        row.getBigDecimal("taken_over"),
                        row.getBigDecimal("counted")),
                Times.read(row, "order_version"));
    }

    /** The order promises this now; what a warehouse has taken over of it is not asked here. */
    public void put(Order order, Collection<Line> lines, Instant now) {
        if (lines.isEmpty()) {
            return;
        }
        jdbi.useHandle(handle -> {
            PreparedBatch batch = handle.prepareBatch(
                    """
                    INSERT INTO control.reservations AS known (channel_id, order_id, line_id, tenant_id, order_number,
                        variant_id, external_variant_id, wanted, shipped, counted, shipped_at, order_version, reserved_at)
                    VALUES (:channel, :order, :line, :tenant, :number, CAST(:variant AS uuid), CAST(:variantThere AS text),
                        :wanted, :shipped, :counted, CASE WHEN :shipped > 0 THEN CAST(:now AS timestamptz) END, :version,
                        :now)
                    ON CONFLICT (channel_id, order_id, line_id) DO UPDATE
                    SET wanted = excluded.wanted, shipped = excluded.shipped, counted = excluded.counted,
                        shipped_at = CASE WHEN excluded.shipped > known.shipped THEN excluded.shipped_at
                                          ELSE known.shipped_at END,
                        variant_id = coalesce(known.variant_id, excluded.variant_id),
                        external_variant_id = coalesce(excluded.external_variant_id, known.external_variant_id),
                        order_version = excluded.order_version
                    """);
            lines.forEach(line -> batch.bind("channel", order.channelId())
                    .bind("order", order.id())
                    .bind("line", line.id())
                    .bind("tenant", order.tenantId())
                    .bind("number", OrderNumber.plain(Json.withoutNul(order.number())))
                    .bind("variant", line.variantId())
                    .bind("variantThere", line.externalVariantId())
                    .bind("wanted", line.promise().wanted())
                    .bind("shipped", line.promise().shipped())
                    .bind("counted", line.promise().counted())
                    .bind("version", order.version())
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
                    INSERT INTO control.outbounds AS known (channel_id, outbound_id, tenant_id, order_number, status, items)
                    VALUES (:channel, :outbound, :tenant, :number, :status, CAST(:items AS jsonb))
                    ON CONFLICT (channel_id, outbound_id) DO UPDATE
                    SET order_number = excluded.order_number, status = excluded.status, items = excluded.items,
                        is_counted = known.is_counted AND known.items = excluded.items
                            AND (known.status = 'Preparation') = (excluded.status = 'Preparation')
                    """);
            outbounds.forEach(outbound -> batch.bind("channel", channelId)
                    .bind("outbound", outbound.id())
                    .bind("tenant", tenantId)
                    .bind("number", OrderNumber.plain(Json.withoutNul(outbound.number())))
                    .bind("status", outbound.status())
                    .bind("items", Json.write(outbound.items()))
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
     * How much of a line the figures of warehouses have by now: reserved, or sent. An outbound counts once the levels are as new as
     * it, or a change of the item's level names it. A number that orders of two shops have says nothing.
     */
    private static final String TAKEN_OVER =
            """
            greatest(0, least(r.wanted, coalesce((
                SELECT sum(CAST(i.quantity AS numeric)) FROM control.outbounds o
                CROSS JOIN LATERAL jsonb_each_text(o.items) AS i(item_id, quantity)
                JOIN control.counted_items w ON w.channel_id = o.channel_id AND w.item_id = i.item_id
                    AND w.variant_id = r.variant_id
                WHERE o.tenant_id = r.tenant_id AND o.order_number IN (r.order_number, r.order_id)
                  AND o.status NOT IN ('Preparation', 'Canceled')
                  AND (o.is_counted
                       OR EXISTS (SELECT FROM control.stock_changes c
                                  WHERE c.tenant_id = o.tenant_id AND c.outbound_id = o.outbound_id
                                    AND c.item_id = i.item_id))
                  AND NOT EXISTS (SELECT FROM control.reservations other
                                  WHERE other.tenant_id = r.tenant_id AND other.channel_id <> r.channel_id
                                    AND (other.order_number IN (r.order_number, r.order_id)
                                         OR other.order_id IN (r.order_number, r.order_id)))), 0)
                - coalesce((
                    SELECT sum(before.wanted) FROM control.reservations before
                    WHERE before.channel_id = r.channel_id AND before.order_id = r.order_id
                      AND before.variant_id = r.variant_id AND before.line_id < r.line_id), 0)))
            """;

    /**
     * Lines of which goods have left, by the shop's word, before the last reading of all who keep them began: their figures have
     * it, whoever's goods it were.
     */
    private static final String LEFT =
            """
            r.shipped > r.counted AND r.shipped_at < coalesce(
                (SELECT min(coalesce(k.read_from, '-infinity')) FROM control.counted_items i
                 LEFT JOIN control.stock_cursors k ON k.channel_id = i.channel_id
                 WHERE i.variant_id = r.variant_id), 'infinity')
            """;

    /** The variants of whose lines those who keep the stock have more or less in their figures than is known here. */
    public Set<UUID> toRelease(String tenantId, int atMost) {
        return jdbi.withHandle(handle -> new HashSet<>(handle.createQuery(
                        "SELECT DISTINCT r.variant_id FROM control.reservations r WHERE r.variant_id IS NOT NULL AND"
                                + " r.tenant_id = :tenant AND (r.wanted > r.counted OR r.shipped > r.counted) AND (r.taken_over <> "
                                + TAKEN_OVER + " OR (" + LEFT + ")) LIMIT :atMost")
                .bind("tenant", tenantId)
                .bind("atMost", atMost)
                .mapTo(UUID.class)
                .list()));
    }

    /**
     * Counts here what is not in the figures of those who keep these variants, and nothing else.
     *
     * @return the variants of which that is more or less than before
     */
    public Set<UUID> release(Collection<UUID> variantIds) {
        return jdbi.withHandle(handle -> {
            Set<UUID> changed =
                    new HashSet<>(handle.createQuery("UPDATE control.reservations r SET taken_over = " + TAKEN_OVER
                                    + " WHERE r.variant_id = ANY (CAST(:variants AS uuid[])) AND r.wanted > r.counted"
                                    + " AND r.taken_over <> " + TAKEN_OVER + " RETURNING r.variant_id")
                            .bindArray("variants", UUID.class, variantIds.toArray())
                            .mapTo(UUID.class)
                            .list());
            changed.addAll(handle.createQuery("UPDATE control.reservations r SET counted = shipped"
                            + " WHERE r.variant_id = ANY (CAST(:variants AS uuid[])) AND " + LEFT
                            + " RETURNING r.variant_id")
                    .bindArray("variants", UUID.class, variantIds.toArray())
                    .mapTo(UUID.class)
                    .list());
            return changed;
        });
    }

    /** What has left of these variants is missing in the figures of those who keep them, since somebody has counted. */
    public void countAllThatLeft(Collection<UUID> variantIds) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE control.reservations SET counted = shipped
                        WHERE variant_id = ANY (CAST(:variants AS uuid[])) AND shipped > counted
                        """)
                .bindArray("variants", UUID.class, variantIds.toArray())
                .execute());
    }

    /** Goods of a tenant that have left and are in no count. */
    public record Left(String tenantId, UUID variantId, BigDecimal quantity) {}

    /**
     * Counts what has left of these variants. What left before the hub had the variant is in the first count of it.
     *
     * @return how much of each has left since
     */
    public List<Left> countOut(Collection<UUID> variantIds) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        WITH gone AS (
                            SELECT r.ctid, r.tenant_id, r.variant_id,
                                   CASE WHEN r.shipped_at > v.created_at THEN r.shipped - r.counted ELSE 0 END AS quantity
                            FROM control.reservations r
                            JOIN public.product_variants v ON v.id = r.variant_id
                            WHERE r.variant_id = ANY (CAST(:variants AS uuid[])) AND r.shipped > r.counted
                            FOR UPDATE OF r),
                        counted AS (
                            UPDATE control.reservations r SET counted = r.shipped FROM gone WHERE r.ctid = gone.ctid)
                        SELECT tenant_id, variant_id, sum(quantity) AS quantity FROM gone
                        GROUP BY tenant_id, variant_id HAVING sum(quantity) > 0
                        """)
                .bindArray("variants", UUID.class, variantIds.toArray())
                .map((row, context) -> new Left(
                        row.getString("tenant_id"),
                        row.getObject("variant_id", UUID.class),
                        row.getBigDecimal("quantity")))
                .list());
    }

    /** A line whose variant the hub did not know when it was seen, and knows now. */
    public record Recognised(String channelId, UUID variantId) {}

    /** Lines that can be told what they are about. */
    public Set<Recognised> recognised(int atMost) {
        return jdbi.withHandle(handle -> new HashSet<>(handle.createQuery(
                        """
                        SELECT DISTINCT r.channel_id, v.variant_id FROM control.reservations r
                        JOIN control.listing_variants v ON v.channel_id = r.channel_id
                            AND v.external_variant_id = r.external_variant_id
                        WHERE r.variant_id IS NULL AND r.wanted > r.counted
                        LIMIT :atMost
                        """)
                .bind("atMost", atMost)
                .map((row, context) ->
                        new Recognised(row.getString("channel_id"), row.getObject("variant_id", UUID.class)))
                .list()));
    }

    /** @return how much of it the lines have promised that are about it from now on */
    public BigDecimal recognise(Recognised line) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        WITH known AS (
                            UPDATE control.reservations r SET variant_id = :variant
                            FROM control.listing_variants v
                            WHERE r.channel_id = :channel AND r.variant_id IS NULL AND r.wanted > r.counted
                              AND v.channel_id = r.channel_id AND v.variant_id = :variant
                              AND v.external_variant_id = r.external_variant_id
                            RETURNING r.wanted - r.counted AS reserved)
                        SELECT coalesce(sum(reserved), 0) FROM known
                        """)
                .bind("channel", line.channelId())
                .bind("variant", line.variantId())
                .mapTo(BigDecimal.class)
                .one());
    }

    /** What is promised of each of these variants and in nobody's figures yet; none is left out. */
    public Map<UUID, BigDecimal> promised(Collection<UUID> variantIds) {
        Map<UUID, BigDecimal> promised = new HashMap<>();
        jdbi.useHandle(handle -> {
            List<Map.Entry<UUID, BigDecimal>> sums = handle.createQuery(
                            """
                            SELECT variant_id, sum(greatest(wanted - greatest(taken_over, counted), 0)) AS reserved
                            FROM control.reservations
                            WHERE variant_id = ANY (CAST(:variants AS uuid[])) AND wanted > counted
                            GROUP BY variant_id
                            """)
                    .bindArray("variants", UUID.class, variantIds.toArray())
                    .map((row, context) ->
                            Map.entry(row.getObject("variant_id", UUID.class), row.getBigDecimal("reserved")))
                    .list();
            variantIds.forEach(id -> promised.put(id, BigDecimal.ZERO));
            sums.forEach(sum -> promised.put(sum.getKey(), sum.getValue()));
        });
        return promised;
    }
}
