package io.serai.store;

import io.serai.platform.StockPage.Item;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What warehouses keep goods of, where a variant of the hub is one thing of its own and nothing stands above it. */
@ApplicationScoped
public class WarehouseItemRepository {

    private final Jdbi jdbi;

    public WarehouseItemRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * How a product of the hub is to be found in a warehouse.
     *
     * @param items that are known to be its variants
     * @param skus of its other variants, where only one variant of the tenant has that SKU
     */
    public record Known(Set<String> items, Set<String> skus) {}

    /** By product; one that is not there (any more) is left out. */
    public Map<UUID, Known> known(String channelId, Collection<UUID> productIds) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT v.product_id, lv.external_variant_id AS item,
                               CASE WHEN lv.external_variant_id IS NULL AND v.deleted_at IS NULL AND btrim(v.sku) <> ''
                                        AND NOT EXISTS (
                                            SELECT FROM public.product_variants other
                                            WHERE other.organization_id = v.organization_id AND other.id <> v.id
                                              AND other.deleted_at IS NULL
                                              AND left(btrim(other.sku), 255) = left(btrim(v.sku), 255)
                                              AND btrim(other.sku) <> '' AND btrim(other.sku) = btrim(v.sku))
                                    THEN btrim(v.sku) END AS sku
                        FROM public.product_variants v
                        LEFT JOIN control.listing_variants lv ON lv.channel_id = :channel AND lv.variant_id = v.id
                        WHERE v.product_id = ANY (CAST(:products AS uuid[]))
                        """)
                .bind("channel", channelId)
                .bindArray("products", UUID.class, productIds.toArray())
                .reduceRows(new HashMap<>(), (found, row) -> {
                    Known known = found.computeIfAbsent(
                            row.getColumn("product_id", UUID.class), id -> new Known(new TreeSet<>(), new TreeSet<>()));
                    String item = row.getColumn("item", String.class);
                    String sku = row.getColumn("sku", String.class);
                    if (item != null) {
                        known.items().add(item);
                    }
                    if (sku != null) {
                        known.skus().add(sku);
                    }
                    return found;
                }));
    }

    /** The products whose variants these items are. */
    public Map<String, UUID> owners(String channelId, Collection<String> itemIds) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT external_variant_id, product_id FROM control.listing_variants
                        WHERE channel_id = :channel AND external_variant_id = ANY (CAST(:items AS text[]))
                        """)
                .bind("channel", channelId)
                .bindArray("items", String.class, itemIds.toArray())
                .reduceRows(new TreeMap<>(), (found, row) -> {
                    found.put(
                            row.getColumn("external_variant_id", String.class),
                            row.getColumn("product_id", UUID.class));
                    return found;
                }));
    }

    /** Makes items known, under the SKUs they have now. */
    public void put(String tenantId, String channelId, Map<String, String> skus) {
        if (skus.isEmpty()) {
            return;
        }
        jdbi.useHandle(handle -> {
            PreparedBatch batch = handle.prepareBatch(
                    """
                    INSERT INTO control.warehouse_items (channel_id, item_id, tenant_id, sku)
                    VALUES (:channel, :item, :tenant, :sku)
                    ON CONFLICT (channel_id, item_id) DO UPDATE SET sku = excluded.sku
                    WHERE warehouse_items.sku <> excluded.sku
                    """);
            new TreeMap<>(skus).forEach((item, sku) -> batch.bind("channel", channelId)
                    .bind("item", item)
                    .bind("tenant", tenantId)
                    .bind("sku", Json.withoutNul(sku))
                    .add());
            batch.execute();
        });
    }

    /** Their levels are what the last changes said; others of their SKU may take their place. */
    public void gone(String channelId, Collection<String> itemIds) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE control.warehouse_items SET is_gone = true
                        WHERE channel_id = :channel AND item_id = ANY (CAST(:items AS text[]))
                        """)
                .bind("channel", channelId)
                .bindArray("items", String.class, itemIds.toArray())
                .execute());
    }

    /** The items that have these SKUs, in whatever spelling. */
    public Map<String, String> bySku(String channelId, Collection<String> skus) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT told.sku, min(i.item_id) AS item_id
                        FROM unnest(CAST(:skus AS text[])) AS told (sku)
                        JOIN control.warehouse_items i ON i.channel_id = :channel AND NOT i.is_gone
                            AND lower(btrim(i.sku)) = lower(btrim(told.sku))
                        GROUP BY told.sku
                        HAVING count(*) = 1
                        """)
                .bind("channel", channelId)
                .bindArray("skus", String.class, skus.toArray())
                .reduceRows(new TreeMap<>(), (found, row) -> {
                    found.put(row.getColumn("sku", String.class), row.getColumn("item_id", String.class));
                    return found;
                }));
    }

    /** A pass that began then shows them. */
    public void seen(String channelId, Collection<String> itemIds, Instant passBegunAt) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE control.warehouse_items SET seen_at = greatest(seen_at, :begun), is_gone = false
                        WHERE channel_id = :channel AND item_id = ANY (CAST(:items AS text[]))
                        """)
                .bind("channel", channelId)
                .bind("begun", passBegunAt)
                .bindArray("items", String.class, itemIds.toArray())
                .execute());
    }

    /** What a pass that began then did not show and no variant is, is gone. */
    public void goneUnlinked(String channelId, Instant passBegunAt) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE control.warehouse_items i SET is_gone = true
                        WHERE i.channel_id = :channel AND NOT i.is_gone AND i.variant_id IS NULL
                          AND coalesce(i.seen_at < :begun, true)
                          AND NOT EXISTS (
                              SELECT FROM control.listing_variants lv
                              WHERE lv.channel_id = i.channel_id AND lv.external_variant_id = i.item_id)
                        """)
                .bind("channel", channelId)
                .bind("begun", passBegunAt)
                .execute());
    }

    /** The products of which a pass that began then did not show an item. */
    public List<OnChannel> unseen(String channelId, Instant passBegunAt) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT DISTINCT v.product_id
                        FROM control.warehouse_items i
                        LEFT JOIN control.listing_variants lv
                            ON lv.channel_id = i.channel_id AND lv.external_variant_id = i.item_id
                        JOIN public.product_variants v ON v.id = coalesce(lv.variant_id, i.variant_id)
                        WHERE i.channel_id = :channel AND NOT i.is_gone AND coalesce(i.seen_at < :begun, true)
                        ORDER BY v.product_id
                        """)
                .bind("channel", channelId)
                .bind("begun", passBegunAt)
                .map((row, context) -> new OnChannel(channelId, row.getObject("product_id", UUID.class)))
                .list());
    }

    /**
     * The products that something is to be learnt of: those of which an item was changed later than it is known, is not known
     * as theirs yet, or is gone; and those that are on the channel no more than by their SKU.
     *
     * @param all whether it matters not what is known
     */
    public List<OnChannel> toRead(String channelId, Collection<Item> items, boolean all) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT DISTINCT v.product_id
                        FROM unnest(CAST(:items AS text[]), CAST(:changed AS text[]), CAST(:gone AS boolean[]))
                            AS told (item_id, changed_at, is_gone)
                        LEFT JOIN control.warehouse_items i ON i.channel_id = :channel AND i.item_id = told.item_id
                        LEFT JOIN control.listing_variants lv
                            ON lv.channel_id = :channel AND lv.external_variant_id = told.item_id
                        JOIN public.product_variants v ON v.id = coalesce(lv.variant_id, i.variant_id)
                        LEFT JOIN control.listings l ON l.channel_id = :channel AND l.product_id = v.product_id
                        WHERE :all OR told.is_gone OR lv.variant_id IS NULL
                           OR coalesce(CAST(l.shadow -> (v.id || '/exists') ->> 'version' AS timestamptz)
                                       < CAST(told.changed_at AS timestamptz), true)
                        ORDER BY v.product_id
                        """)
                .bind("channel", channelId)
                .bindArray("items", String.class, items.stream().map(Item::id).toArray())
                .bindArray(
                        "changed",
                        String.class,
                        items.stream().map(item -> item.changedAt().toString()).toArray())
                .bindArray(
                        "gone",
                        Boolean.class,
                        items.stream().map(Item::isDeleted).toArray())
                .bind("all", all)
                .map((row, context) -> new OnChannel(channelId, row.getObject("product_id", UUID.class)))
                .list());
    }

    /** A product of the hub on a channel. */
    public record OnChannel(String channelId, UUID productId) {}

    /** Where goods that are these variants are not known to their listings yet. */
    public List<OnChannel> unlisted(Collection<UUID> variantIds) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT DISTINCT i.channel_id, v.product_id
                        FROM control.warehouse_items i
                        JOIN public.product_variants v ON v.id = i.variant_id
                        WHERE i.variant_id = ANY (CAST(:variants AS uuid[])) AND NOT i.is_gone
                          AND NOT EXISTS (
                              SELECT FROM control.listing_variants lv
                              WHERE lv.channel_id = i.channel_id AND lv.external_variant_id = i.item_id)
                        ORDER BY i.channel_id, v.product_id
                        """)
                .bindArray("variants", UUID.class, variantIds.toArray())
                .map((row, context) ->
                        new OnChannel(row.getString("channel_id"), row.getObject("product_id", UUID.class)))
                .list());
    }

    /**
     * Keeps everybody else from changing the products of these variants, and those that are on no such channel yet.
     *
     * @return the products
     */
    public Set<UUID> lockUnlisted(Collection<OnChannel> places, Collection<UUID> variantIds) {
        return jdbi.withHandle(handle -> new HashSet<>(handle.createQuery(
                        """
                        SELECT p.id FROM public.products p
                        WHERE p.id IN (
                            SELECT v.product_id FROM public.product_variants v WHERE v.id = ANY (CAST(:variants AS uuid[]))
                            UNION
                            SELECT told.product_id
                            FROM unnest(CAST(:channels AS text[]), CAST(:products AS uuid[]))
                                AS told (channel_id, product_id)
                            WHERE NOT EXISTS (
                                SELECT FROM control.listings l
                                WHERE l.channel_id = told.channel_id AND l.product_id = told.product_id))
                        ORDER BY p.id FOR NO KEY UPDATE
                        """)
                .bindArray("variants", UUID.class, variantIds.toArray())
                .bindArray(
                        "channels",
                        String.class,
                        places.stream().map(OnChannel::channelId).toArray())
                .bindArray(
                        "products",
                        UUID.class,
                        places.stream().map(OnChannel::productId).toArray())
                .mapTo(UUID.class)
                .list()));
    }
}
