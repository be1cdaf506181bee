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
                                'name', w.name,
                                'level', c.level,
                                'reserved', c.reserved,
                                'blocked', c.blocked,
                                'announced', c.announced,
                                'changedAt', to_char(c.changed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
                            ORDER BY c.warehouse_id)
                        FROM control.counted_stock c
                        JOIN control.warehouses w ON w.tenant_id = c.tenant_id AND w.warehouse_id = c.warehouse_id
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
