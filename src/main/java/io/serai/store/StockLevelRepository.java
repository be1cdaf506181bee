package io.serai.store;

import io.serai.stock.StockChange;
import io.serai.stock.StockLevel;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What warehouses count, and which of the hub's variants it is. */
@ApplicationScoped
public class StockLevelRepository {

    /** The tenant's own warehouse, which the hub itself counts. */
    public static final String HUB = "hub";

    private final Jdbi jdbi;

    public StockLevelRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Makes the warehouse known, or known by another name; what a disconnected channel had is another's that knows it too. */
    public void putWarehouse(String tenantId, String warehouseId, String channelId, String name) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        INSERT INTO control.warehouses AS known (tenant_id, warehouse_id, channel_id, name)
                        VALUES (:tenant, :warehouse, CAST(:channel AS text), :name)
                        ON CONFLICT (tenant_id, warehouse_id) DO UPDATE
                        SET name = CASE WHEN excluded.name = excluded.warehouse_id THEN known.name ELSE excluded.name END,
                            channel_id = excluded.channel_id
                        WHERE known.name <> excluded.name AND excluded.name <> excluded.warehouse_id
                              AND known.channel_id = excluded.channel_id
                           OR known.channel_id <> excluded.channel_id
                              AND EXISTS (SELECT FROM control.channels former
                                          WHERE former.id = known.channel_id AND former.status = 'disconnected')
                        """)
                .bind("tenant", tenantId)
                .bind("warehouse", warehouseId)
                .bind("channel", channelId)
                .bind("name", Json.withoutNul(name))
                .execute());
    }

    /**
     * Links items that belong to nobody yet, or to a variant that was removed, to the one living variant with their SKU; blank
     * and doubled SKUs never link (rule 12), and what is linked to a living one stays so (rule 13). Goods that are gone leave
     * their place to others.
     *
     * @param atMost so many at once
     * @return the variants that have got one
     */
    public Set<UUID> link(String tenantId, int atMost) {
        return jdbi.withHandle(handle -> new HashSet<>(handle.createQuery(
                        """
                        WITH free AS (
                            SELECT i.channel_id, i.item_id, i.sku FROM control.warehouse_items i
                            WHERE i.tenant_id = :tenant AND i.variant_id IS NULL AND NOT i.is_gone
                            UNION ALL
                            SELECT i.channel_id, i.item_id, i.sku FROM public.product_variants removed
                            JOIN control.warehouse_items i ON i.variant_id = removed.id AND NOT i.is_gone
                            WHERE removed.organization_id = :tenant AND removed.deleted_at IS NOT NULL),
                        alone AS (
                            SELECT f.channel_id, min(f.item_id) AS item_id, min(v.id::text)::uuid AS variant_id
                            FROM free f
                            JOIN public.product_variants v ON v.organization_id = :tenant AND v.deleted_at IS NULL
                                AND left(btrim(v.sku), 255) = left(btrim(f.sku), 255)
                                AND btrim(v.sku) = btrim(f.sku) AND btrim(v.sku) <> ''
                            GROUP BY f.channel_id, btrim(v.sku)
                            HAVING count(DISTINCT v.id) = 1 AND count(DISTINCT f.item_id) = 1),
                        placed AS (
                            SELECT a.* FROM alone a
                            WHERE NOT EXISTS (
                                SELECT FROM control.warehouse_items other
                                WHERE other.channel_id = a.channel_id AND other.item_id <> a.item_id
                                  AND other.variant_id = a.variant_id AND NOT other.is_gone)
                            LIMIT :atMost),
                        linked AS (
                            UPDATE control.warehouse_items i SET variant_id = p.variant_id
                            FROM placed p
                            WHERE i.channel_id = p.channel_id AND i.item_id = p.item_id
                            RETURNING i.variant_id)
                        SELECT variant_id FROM linked
                        """)
                .bind("tenant", tenantId)
                .bind("atMost", atMost)
                .mapTo(UUID.class)
                .list()));
    }

    /** The ids of a tenant's warehouses. */
    public Set<String> warehouses(String tenantId) {
        return jdbi.withHandle(handle -> new HashSet<>(
                handle.createQuery("SELECT warehouse_id FROM control.warehouses WHERE tenant_id = :tenant")
                        .bind("tenant", tenantId)
                        .mapTo(String.class)
                        .list()));
    }

    /** Tenants of whose goods anything is counted. */
    public List<String> tenantsWithStock() {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT DISTINCT tenant_id FROM control.warehouses ORDER BY tenant_id")
                        .mapTo(String.class)
                        .list());
    }

    /** The hub's variants that these items are; those that are none are left out. */
    public Map<String, UUID> variants(String channelId, Collection<String> itemIds) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT item_id, variant_id FROM control.warehouse_items
                        WHERE channel_id = :channel AND item_id = ANY (CAST(:items AS text[])) AND variant_id IS NOT NULL
                        """)
                .bind("channel", channelId)
                .bindArray("items", String.class, itemIds.toArray())
                .reduceRows(new HashMap<>(), (found, row) -> {
                    found.put(row.getColumn("item_id", String.class), row.getColumn("variant_id", UUID.class));
                    return found;
                }));
    }

    /**
     * Keeps changes that are news; those that are older than what is known become history only.
     *
     * @return the items whose level is another now
     */
    public Set<String> apply(String tenantId, List<StockChange> changes, Instant receivedAt) {
        return jdbi.withHandle(handle -> {
            PreparedBatch history = handle.prepareBatch(
                    """
                    INSERT INTO control.stock_changes (tenant_id, warehouse_id, item_id, stock_version, change_type, level,
                        reserved, outbound_id, happened_at, received_at)
                    VALUES (:tenant, :warehouse, :item, :version, :type, :level, :reserved, CAST(:outbound AS text),
                        :happenedAt, :receivedAt)
                    ON CONFLICT DO NOTHING
                    """);
            changes.forEach(change -> history.bind("tenant", tenantId)
                    .bind("warehouse", change.warehouseId())
                    .bind("item", change.itemId())
                    .bind("version", change.version())
                    .bind("type", change.type())
                    .bind("level", change.level().level())
                    .bind("reserved", change.level().reserved())
                    .bind("outbound", change.outboundId())
                    .bind("happenedAt", change.happenedAt())
                    .bind("receivedAt", receivedAt)
                    .add());
            history.execute();
            PreparedBatch levels = handle.prepareBatch(
                    """
                    INSERT INTO control.stock_levels (tenant_id, warehouse_id, item_id, stock_version, level, reserved, blocked,
                        announced, changed_at)
                    VALUES (:tenant, :warehouse, :item, :version, :level, :reserved, :blocked, :announced, :happenedAt)
                    ON CONFLICT (tenant_id, warehouse_id, item_id) DO UPDATE
                    SET stock_version = excluded.stock_version, level = excluded.level, reserved = excluded.reserved,
                        blocked = excluded.blocked, announced = excluded.announced, changed_at = excluded.changed_at
                    WHERE stock_levels.stock_version < excluded.stock_version
                    """);
            Set<String> changed = new HashSet<>();
            List<StockChange> newest = newest(changes);
            newest.forEach(change -> bindLevel(levels, tenantId, change));
            int[] written = newest.isEmpty() ? new int[0] : levels.execute();
            for (int i = 0; i < written.length; i++) {
                if (written[i] > 0) {
                    changed.add(newest.get(i).itemId());
                }
            }
            return changed;
        });
    }

    private static List<StockChange> newest(List<StockChange> changes) {
        Map<String, StockChange> newest = new TreeMap<>();
        changes.forEach(change -> newest.merge(
                change.warehouseId() + " " + change.itemId(),
                change,
                (one, other) -> one.version() >= other.version() ? one : other));
        return List.copyOf(newest.values());
    }

    private static void bindLevel(PreparedBatch batch, String tenantId, StockChange change) {
        batch.bind("tenant", tenantId)
                .bind("warehouse", change.warehouseId())
                .bind("item", change.itemId())
                .bind("version", change.version())
                .bind("level", change.level().level())
                .bind("reserved", change.level().reserved())
                .bind("blocked", change.level().blocked())
                .bind("announced", change.level().announced())
                .bind("happenedAt", change.happenedAt())
                .add();
    }

    /** Changes what the tenant's own warehouse counts of a variant by so much, or sets it where {@code sets} says so. */
    public void countInHub(String tenantId, UUID variantId, BigDecimal quantity, boolean sets, Instant at) {
        putWarehouse(tenantId, HUB, null, HUB);
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        INSERT INTO control.stock_levels AS own (tenant_id, warehouse_id, item_id, stock_version, level,
                            reserved, blocked, announced, changed_at)
                        VALUES (:tenant, :hub, :item, 1, :quantity, 0, 0, 0, :at)
                        ON CONFLICT (tenant_id, warehouse_id, item_id) DO UPDATE
                        SET stock_version = own.stock_version + 1, changed_at = excluded.changed_at,
                            level = excluded.level + CASE WHEN :sets THEN 0 ELSE own.level END
                        """)
                .bind("tenant", tenantId)
                .bind("hub", HUB)
                .bind("item", variantId.toString())
                .bind("quantity", quantity)
                .bind("sets", sets)
                .bind("at", at)
                .execute());
    }

    /** The product's variants that are not removed. */
    public Set<UUID> variantsOf(UUID productId) {
        return jdbi.withHandle(handle -> new HashSet<>(handle.createQuery(
                        "SELECT id FROM public.product_variants WHERE product_id = :product AND deleted_at IS NULL")
                .bind("product", productId)
                .mapTo(UUID.class)
                .list()));
    }

    /** A connected channel that counts any of these variants; empty if none does. */
    public Optional<String> keeper(Collection<UUID> variantIds) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT i.channel_id FROM control.warehouse_items i
                        JOIN control.channels c ON c.id = i.channel_id AND c.status <> 'disconnected'
                        JOIN control.stock_levels s ON s.tenant_id = i.tenant_id AND s.item_id = i.item_id
                        WHERE i.variant_id = ANY (CAST(:variants AS uuid[]))
                        ORDER BY i.channel_id LIMIT 1
                        """)
                .bindArray("variants", UUID.class, variantIds.toArray())
                .mapTo(String.class)
                .findOne());
    }

    /** What warehouses counted last of these variants is no more. */
    public void forget(Collection<UUID> variantIds) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        DELETE FROM control.stock_levels s
                        USING control.warehouse_items i
                        WHERE i.variant_id = ANY (CAST(:variants AS uuid[]))
                          AND s.tenant_id = i.tenant_id AND s.item_id = i.item_id
                        """)
                .bindArray("variants", UUID.class, variantIds.toArray())
                .execute());
    }

    /**
     * What a disconnected channel counted last of goods that another counts by now is no more: it would count again as soon as
     * that one is gone too, or this one is back and has not been asked.
     */
    public void forgetSuperseded(String tenantId) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        DELETE FROM control.stock_levels s
                        USING control.warehouse_items i, control.channels c
                        WHERE c.tenant_id = :tenant AND c.status = 'disconnected' AND i.channel_id = c.id
                          AND s.tenant_id = i.tenant_id AND s.item_id = i.item_id AND s.warehouse_id <> 'hub'
                          AND control.is_counted_elsewhere(i.variant_id)
                          AND NOT EXISTS (
                              SELECT FROM control.warehouse_items same
                              JOIN control.channels there ON there.id = same.channel_id AND there.status <> 'disconnected'
                              WHERE same.tenant_id = i.tenant_id AND same.item_id = i.item_id)
                        """)
                .bind("tenant", tenantId)
                .execute());
    }

    /** Those of these variants that the tenant's own warehouse counts, and no other. */
    public Set<UUID> countedInHub(Collection<UUID> variantIds) {
        Set<UUID> counted = new HashSet<>();
        levels(variantIds).forEach((variant, levels) -> {
            if (levels.containsKey(HUB)) {
                counted.add(variant);
            }
        });
        return counted;
    }

    /** What each warehouse counts of each of these variants, all its goods together; a variant nobody counts is left out. */
    public Map<UUID, Map<String, StockLevel>> levels(Collection<UUID> variantIds) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT variant_id, warehouse_id, level, reserved, blocked, announced FROM control.counted_stock
                        WHERE variant_id = ANY (CAST(:variants AS uuid[]))
                        """)
                .bindArray("variants", UUID.class, variantIds.toArray())
                .reduceRows(new HashMap<>(), (found, row) -> {
                    found.computeIfAbsent(row.getColumn("variant_id", UUID.class), id -> new TreeMap<>())
                            .merge(
                                    row.getColumn("warehouse_id", String.class),
                                    new StockLevel(
                                            row.getColumn("level", BigDecimal.class),
                                            row.getColumn("reserved", BigDecimal.class),
                                            row.getColumn("blocked", BigDecimal.class),
                                            row.getColumn("announced", BigDecimal.class)),
                                    StockLevel::plus);
                    return found;
                }));
    }

    /** Keeps everybody else from changing these variants' products, and so their stock, until the transaction ends. */
    public void lock(Collection<UUID> variantIds) {
        jdbi.useHandle(handle -> handle.createQuery(
                        """
                        SELECT p.id FROM public.products p
                        WHERE p.id IN (
                            SELECT v.product_id FROM public.product_variants v WHERE v.id = ANY (CAST(:variants AS uuid[])))
                        ORDER BY p.id FOR NO KEY UPDATE
                        """)
                .bindArray("variants", UUID.class, variantIds.toArray())
                .mapTo(UUID.class)
                .list());
    }

    /** What can be sold of a variant, is promised, and is on its way, for whoever looks. */
    public record Total(UUID variantId, BigDecimal available, BigDecimal reserved, BigDecimal announced) {}

    /** Shows these figures with the variants, and with their products the sums. */
    public void show(Collection<Total> totals) {
        jdbi.useHandle(handle -> {
            PreparedBatch batch = handle.prepareBatch(
                    """
                    UPDATE public.product_variants
                    SET available = :available, reserved = :reserved, announced = :announced
                    WHERE id = :variant
                    """);
            totals.forEach(total -> batch.bind("variant", total.variantId())
                    .bind("available", total.available())
                    .bind("reserved", total.reserved())
                    .bind("announced", total.announced())
                    .add());
            batch.execute();
            handle.createUpdate(
                            """
                            UPDATE public.products p
                            SET available = sums.available, reserved = sums.reserved, announced = sums.announced
                            FROM (SELECT v.product_id, sum(v.available) AS available, sum(v.reserved) AS reserved,
                                         sum(v.announced) AS announced
                                  FROM public.product_variants v
                                  WHERE v.deleted_at IS NULL AND v.product_id IN (
                                      SELECT changed.product_id FROM public.product_variants changed
                                      WHERE changed.id = ANY (CAST(:variants AS uuid[])))
                                  GROUP BY v.product_id) sums
                            WHERE p.id = sums.product_id
                            """)
                    .bindArray(
                            "variants",
                            UUID.class,
                            totals.stream().map(Total::variantId).toArray())
                    .execute();
        });
    }
}
