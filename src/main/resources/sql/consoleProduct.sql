WITH fields AS (
    SELECT f ->> 'key' AS key, f ->> 'column' AS col, f ->> 'level' AS level, place
    FROM jsonb_array_elements(cast(:?fields AS jsonb)) WITH ORDINALITY AS given(f, place)
), product AS (
    SELECT * FROM products WHERE id = cast(:?productId AS uuid) AND organization_id = :?tenant
), owners AS (
    SELECT cast(NULL AS uuid) AS variant_id, 0 AS position, 'PRODUCT' AS level, to_jsonb(p) AS held,
           p.last_field_updates AS stamps, cast(NULL AS timestamptz) AS deleted_at
    FROM product p
    UNION ALL
    SELECT v.id, v.position, 'VARIANT',
           to_jsonb(v) || jsonb_build_object('exists', v.deleted_at IS NULL), v.last_field_updates, v.deleted_at
    FROM product_variants v JOIN product p ON p.id = v.product_id
), cells AS (
    SELECT o.variant_id, f.key, f.place, o.held -> f.col AS hub, o.stamps -> f.key AS stamp,
           CASE WHEN o.variant_id IS NULL THEN f.key ELSE o.variant_id || '/' || f.key END AS cell
    FROM owners o JOIN fields f ON f.level = o.level
), listed AS (
    SELECT l.*, c.name AS channel_name
    FROM control.listings l
    JOIN product p ON p.id = l.product_id
    JOIN control.channels c ON c.id = l.channel_id
), lines AS (
    SELECT c.variant_id, c.place, json_build_object(
            'field', c.key,
            'hub', c.hub,
            'setBy', CASE WHEN c.stamp IS NOT NULL THEN json_build_object(
                'origin', c.stamp ->> 'origin',
                'channelId', c.stamp ->> 'channel',
                'at', c.stamp ->> 'until',
                'rule', c.stamp ->> 'rule',
                'sentence', cast(:?sentences AS jsonb) ->> (c.stamp ->> 'rule')) END,
            'sides', (
                SELECT coalesce(json_object_agg(l.channel_id, json_build_object(
                    'held', l.shadow -> c.cell -> 'held',
                    'meant', l.shadow -> c.cell -> 'meant',
                    'withheld', l.shadow -> c.cell -> 'withheld')), '{}')
                FROM listed l WHERE jsonb_exists(l.shadow, c.cell))) AS line
    FROM cells c
)
SELECT json_build_object(
    'id', p.id,
    'name', p.name,
    'version', p.version,
    'syncStatus', p.sync_status,
    'changedBy', p.last_updated_by,
    'changedAt', p.updated_at,
    'currency', p.currency,
    'channels', (
        SELECT coalesce(json_agg(json_build_object(
                'channelId', l.channel_id,
                'name', l.channel_name,
                'platform', l.platform,
                'state', l.state,
                'externalId', l.external_id,
                'syncStatus', l.sync_status,
                'error', l.last_error,
                'lastPushedAt', l.last_pushed_at,
                'leftOut', control.left_out(l.product_id, l.channel_id))
            ORDER BY l.platform, l.channel_name, l.channel_id), '[]')
        FROM listed l),
    'conflicts', (
        SELECT coalesce(json_agg(json_build_object(
                'id', c.id,
                'cell', c.cell,
                'channelId', c.channel_id,
                'kind', c.kind,
                'local', c.local_value,
                'localOrigin', c.local_origin,
                'remote', c.remote_value,
                'remoteOrigin', c.remote_origin,
                'applied', c.applied,
                'at', c.detected_at)
            ORDER BY c.detected_at DESC, c.id), '[]')
        FROM control.conflicts c
        WHERE c.product_id = p.id AND c.status = 'open'),
    'fields', (SELECT json_agg(line ORDER BY place) FROM lines WHERE variant_id IS NULL),
    'variants', (
        SELECT coalesce(json_agg(json_build_object(
                'id', o.variant_id,
                'title', o.held -> 'options',
                'sku', o.held ->> 'sku',
                'deletedAt', o.deleted_at,
                'stock', json_build_object(
                    'available', o.held -> 'available',
                    'reserved', o.held -> 'reserved',
                    'announced', o.held -> 'announced',
                    'warehouses', (
                        SELECT coalesce(json_agg(json_build_object(
                                'warehouseId', w.warehouse_id,
                                'name', w.name,
                                'level', k.level,
                                'reserved', k.reserved,
                                'blocked', k.blocked,
                                'announced', k.announced)
                            ORDER BY w.name, w.warehouse_id), '[]')
                        FROM control.counted_stock k
                        JOIN control.warehouses w ON w.tenant_id = k.tenant_id AND w.warehouse_id = k.warehouse_id
                        WHERE k.variant_id = o.variant_id),
                    'places', (
                        SELECT coalesce(json_agg(json_build_object(
                                'channelId', s.channel_id,
                                'locationId', s.location_id,
                                'name', t.name,
                                'target', s.target,
                                'held', s.held,
                                'isDue', s.due_at IS NOT NULL,
                                'error', s.last_error)
                            ORDER BY s.channel_id, t.position, s.location_id), '[]')
                        FROM control.shop_stock s
                        LEFT JOIN control.locations t ON t.channel_id = s.channel_id AND t.location_id = s.location_id
                        WHERE s.variant_id = o.variant_id)),
                'fields', (SELECT json_agg(line ORDER BY place) FROM lines WHERE lines.variant_id = o.variant_id))
            ORDER BY o.position, o.variant_id), '[]')
        FROM owners o WHERE o.variant_id IS NOT NULL))::text AS answer
FROM product p
