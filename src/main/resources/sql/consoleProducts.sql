WITH found AS (
    SELECT p.* FROM products p
    WHERE p.organization_id = :?tenant
      AND (:?state = '' OR p.sync_status = :?state)
      AND (:?q = '' OR position(lower(:?q) IN lower(p.name)) > 0 OR EXISTS (
          SELECT FROM product_variants v
          WHERE v.product_id = p.id AND v.deleted_at IS NULL AND position(lower(:?q) IN lower(v.sku)) > 0))
), page AS (
    SELECT row_number() OVER (
               ORDER BY CASE WHEN :?order = 'changed' THEN updated_at END DESC, lower(name), id) AS place,
           found.*
    FROM found
    ORDER BY place
    LIMIT cast(:?limit AS integer) OFFSET cast(:?offset AS integer)
)
SELECT json_build_object(
    'total', (SELECT count(*) FROM found),
    'limit', cast(:?limit AS integer),
    'offset', cast(:?offset AS integer),
    'products', coalesce(json_agg(
        json_build_object(
            'id', p.id,
            'name', p.name,
            'isActive', p.is_active,
            'syncStatus', p.sync_status,
            'version', p.version,
            'changedBy', p.last_updated_by,
            'changedAt', p.updated_at,
            'currency', p.currency,
            'sku', v.sku,
            'variants', v.number,
            'lowest', v.lowest,
            'highest', v.highest,
            'available', v.available,
            'reserved', v.reserved,
            'announced', v.announced,
            'channels', (
                SELECT coalesce(json_agg(
                    json_build_object(
                        'channelId', l.channel_id,
                        'state', l.state,
                        'syncStatus', l.sync_status,
                        'error', l.last_error)
                    ORDER BY c.platform, c.name, c.id), '[]')
                FROM control.listings l
                JOIN control.channels c ON c.id = l.channel_id
                WHERE l.product_id = p.id))
        ORDER BY p.place) FILTER (WHERE p.id IS NOT NULL), '[]'))::text AS answer
FROM page p
LEFT JOIN LATERAL (
    SELECT count(*) AS number,
           (array_agg(sku ORDER BY position, id))[1] AS sku,
           min(net_sales_price) AS lowest,
           max(net_sales_price) AS highest,
           sum(available) AS available,
           sum(reserved) AS reserved,
           sum(announced) AS announced
    FROM product_variants
    WHERE product_id = p.id AND deleted_at IS NULL) v ON true
