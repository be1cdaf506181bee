WITH found AS (
    SELECT p.* FROM products p
    WHERE (:?tenant = '' OR p.organization_id = :?tenant)
      AND (:?state = '' OR p.sync_status = :?state)
      AND (:?sku = '' OR EXISTS (
          SELECT FROM product_variants v
          WHERE v.product_id = p.id AND v.deleted_at IS NULL AND btrim(v.sku) = btrim(:?sku)))
      AND (:?q = '' OR position(lower(:?q) IN lower(p.name)) > 0 OR EXISTS (
          SELECT FROM product_variants v
          WHERE v.product_id = p.id AND v.deleted_at IS NULL AND position(lower(:?q) IN lower(v.sku)) > 0))
), page AS (
    SELECT * FROM found
    ORDER BY lower(name), id
    LIMIT cast(:?limit AS integer) OFFSET cast(:?offset AS integer)
)
SELECT json_build_object(
    'success', true,
    'data', json_build_object(
        'total', (SELECT count(*) FROM found),
        'limit', cast(:?limit AS integer),
        'offset', cast(:?offset AS integer),
        'products', coalesce(json_agg(
            json_build_object(
                'id', p.id,
                'clientId', p.organization_id,
                'name', p.name,
                'isActive', p.is_active,
                'syncStatus', p.sync_status,
                'lastUpdatedBy', p.last_updated_by,
                'lastUpdatedAt', to_char(p.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                'lastSyncedAt', to_char(p.last_synced_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                'version', p.version,
                'variants', (
                    SELECT coalesce(json_agg(
                        json_build_object('id', v.id, 'sku', v.sku, 'netSalesPrice', v.net_sales_price)
                        ORDER BY v.position, v.id), '[]')
                    FROM product_variants v
                    WHERE v.product_id = p.id AND v.deleted_at IS NULL),
                'channels', (
                    SELECT coalesce(json_agg(
            json_build_object(
                'channelId', l.channel_id,
                'platform', l.platform,
                'state', lower(l.state),
                'externalId', l.external_id,
                'syncStatus', l.sync_status,
                'lastPushedAt', to_char(l.last_pushed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                'errorMessage', l.last_error,
                'platformData', l.platform_data)
                        ORDER BY l.channel_id), '[]')
                    FROM control.listings l
                    WHERE l.product_id = p.id))
            ORDER BY lower(p.name), p.id), '[]')))::text AS answer
FROM page p
