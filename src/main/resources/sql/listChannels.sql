WITH found AS (
    SELECT * FROM control.channels
    WHERE :?tenant = '' OR tenant_id = :?tenant
), page AS (
    SELECT * FROM found
    ORDER BY id
    LIMIT cast(:?limit AS integer) OFFSET cast(:?offset AS integer)
)
SELECT json_build_object(
    'success', true,
    'data', json_build_object(
        'total', (SELECT count(*) FROM found),
        'limit', cast(:?limit AS integer),
        'offset', cast(:?offset AS integer),
        'channels', coalesce(json_agg(
            json_build_object(
                'id', c.id,
                'clientId', c.tenant_id,
                'platform', c.platform,
                'name', c.name,
                'url', c.url,
                'shopDomain', c.shop_domain,
                'apiVersion', c.api_version,
                'currency', c.currency,
                'pricesIncludeTax', c.prices_include_tax,
                'isActive', c.is_active,
                'status', c.status,
                'statusReason', coalesce(c.pause_reason, (
                    SELECT 'Its stock cannot be read since '
                           || to_char(k.failed_since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || ': ' || k.last_error
                    FROM control.stock_cursors k WHERE k.channel_id = c.id AND k.last_error IS NOT NULL)),
                'syncStatus', c.sync_status,
                'webhooks', (SELECT count(*) FROM control.subscriptions s WHERE s.channel_id = c.id AND s.status = 'active'),
                'lastProductSyncAt', to_char(c.last_product_sync_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                'settings', c.settings,
                'listings', (
                    SELECT json_build_object(
                        'wanted', count(*) FILTER (WHERE l.state = 'WANTED'),
                        'linked', count(*) FILTER (WHERE l.state = 'LINKED'),
                        'removed', count(*) FILTER (WHERE l.state = 'REMOVED'),
                        'conflicts', (
                            SELECT count(*) FROM control.conflicts o
                            WHERE o.channel_id = c.id AND o.tenant_id = c.tenant_id AND o.status = 'open'))
                    FROM control.listings l
                    WHERE l.channel_id = c.id),
                'createdAt', to_char(c.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
            ORDER BY c.id), '[]')))::text AS answer
FROM page c
