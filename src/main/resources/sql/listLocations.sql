SELECT json_build_object(
    'success', true,
    'data', json_build_object(
        'locations', coalesce((
            SELECT json_agg(
                json_build_object(
                    'locationId', l.location_id,
                    'name', l.name,
                    'isActive', l.is_active,
                    'warehouses', l.warehouses)
                ORDER BY l.position, l.location_id)
            FROM control.locations l WHERE l.channel_id = c.id), '[]'),
        'warehouses', coalesce((
            SELECT json_agg(
                json_build_object('warehouseId', w.warehouse_id, 'name', w.name, 'channelId', w.channel_id)
                ORDER BY w.warehouse_id)
            FROM control.warehouses w WHERE w.tenant_id = c.tenant_id), '[]')))::text AS answer
FROM control.channels c
WHERE c.id = :?channelId
