WITH counted AS (
    SELECT i.variant_id, w.tenant_id, w.warehouse_id, w.name, i.item_id
    FROM product_variants v
    JOIN control.warehouse_items i ON i.variant_id = v.id
    JOIN control.warehouses w ON w.channel_id = i.channel_id
    WHERE v.product_id = cast(:?productId AS uuid)
    UNION ALL
    SELECT v.id, w.tenant_id, w.warehouse_id, w.name, v.id::text
    FROM product_variants v
    JOIN control.warehouses w ON w.tenant_id = v.organization_id AND w.channel_id IS NULL
    WHERE v.product_id = cast(:?productId AS uuid)
)
SELECT json_build_object(
    'success', true,
    'data', json_build_object(
        'productId', p.id,
        'variants', coalesce((
            SELECT json_agg(
                json_build_object(
                    'variantId', v.id,
                    'sku', v.sku,
                    'available', v.available,
                    'reserved', v.reserved,
                    'announced', v.announced,
                    'warehouseStock', coalesce((
                        SELECT json_agg(
                            json_build_object(
                                'warehouseId', c.warehouse_id,
                                'name', c.name,
                                'level', s.level,
                                'reserved', s.reserved,
                                'blocked', s.blocked,
                                'announced', s.announced,
                                'changedAt', to_char(s.changed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
                            ORDER BY c.warehouse_id)
                        FROM counted c
                        JOIN control.stock_levels s ON s.tenant_id = c.tenant_id AND s.warehouse_id = c.warehouse_id
                            AND s.item_id = c.item_id
                        WHERE c.variant_id = v.id), '[]'),
                    'channels', coalesce((
                        SELECT json_agg(
                            json_build_object(
                                'channelId', s.channel_id,
                                'locationId', s.location_id,
                                'name', l.name,
                                'target', s.target,
                                'held', s.held,
                                'heldAt', to_char(s.held_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                                'isCounted', s.is_counted,
                                'isDue', s.due_at IS NOT NULL,
                                'lastError', s.last_error)
                            ORDER BY s.channel_id, l.position, s.location_id)
                        FROM control.shop_stock s
                        LEFT JOIN control.locations l ON l.channel_id = s.channel_id AND l.location_id = s.location_id
                        WHERE s.variant_id = v.id), '[]'))
                ORDER BY v.position, v.id)
            FROM product_variants v
            WHERE v.product_id = p.id AND v.deleted_at IS NULL), '[]')))::text AS answer
FROM products p
WHERE p.id = cast(:?productId AS uuid)
