WITH failed AS (
    SELECT q.*
    FROM product_sync_queue q
    WHERE q.tenant_id = :?tenant AND q.status = 'failed' AND NOT EXISTS (
        SELECT FROM product_sync_queue later
        WHERE later.product_id = q.product_id AND later.channel_id = q.channel_id AND later.created_at > q.created_at)
), jobs AS (
    SELECT channel_id,
           count(*) FILTER (WHERE status = 'pending') AS pending,
           count(*) FILTER (WHERE status = 'processing') AS processing,
           min(created_at) AS oldest
    FROM product_sync_queue
    WHERE tenant_id = :?tenant AND status IN ('pending', 'processing')
    GROUP BY channel_id
), listed AS (
    SELECT channel_id,
           count(*) FILTER (WHERE state = 'LINKED') AS linked,
           count(*) FILTER (WHERE state = 'WANTED') AS wanted,
           count(*) FILTER (WHERE state = 'REMOVED') AS removed
    FROM control.listings
    WHERE tenant_id = :?tenant
    GROUP BY channel_id
), disputed AS (
    SELECT channel_id, count(*) AS conflicts
    FROM control.conflicts
    WHERE tenant_id = :?tenant AND status = 'open'
    GROUP BY channel_id
), newest AS (
    SELECT id, name FROM products
    WHERE organization_id = :?tenant
    ORDER BY updated_at DESC, id
    LIMIT 12
), edits AS (
    SELECT e.product_id, n.name, e.origin, e.channel_id, e.rule, e.recorded_at, count(*) AS fields,
           (array_agg(e.cell ORDER BY e.id))[1] AS cell,
           (array_agg(e.value ORDER BY e.id))[1] AS value,
           (array_agg(e.previous ORDER BY e.id))[1] AS previous,
           (array_agg(e.outcome ORDER BY e.id))[1] AS outcome,
           max(e.id) AS last
    FROM newest n
    JOIN control.provenance e ON e.product_id = n.id
    GROUP BY e.product_id, n.name, e.origin, e.channel_id, e.rule, e.recorded_at
    ORDER BY last DESC
    LIMIT 6
)
SELECT json_build_object(
    'now', now(),
    'tenant', (SELECT json_build_object('id', id, 'name', name) FROM control.tenants WHERE id = :?tenant),
    'tenants', (
        SELECT coalesce(json_agg(json_build_object('id', id, 'name', name) ORDER BY name, id), '[]')
        FROM control.tenants WHERE :?mine = '' OR id = :?mine),
    'totals', (
        SELECT json_build_object(
            'all', count(*),
            'SYNCED', count(*) FILTER (WHERE sync_status = 'SYNCED'),
            'PENDING', count(*) FILTER (WHERE sync_status = 'PENDING'),
            'CONFLICT', count(*) FILTER (WHERE sync_status = 'CONFLICT'),
            'ERROR', count(*) FILTER (WHERE sync_status = 'ERROR'))
        FROM products WHERE organization_id = :?tenant),
    'channels', (
        SELECT coalesce(json_agg(json_build_object(
                'id', c.id,
                'name', c.name,
                'platform', c.platform,
                'shop', coalesce(c.shop_domain, c.url),
                'status', c.status,
                'pauseReason', c.pause_reason,
                'stockError', (SELECT k.last_error FROM control.stock_cursors k WHERE k.channel_id = c.id),
                'needsSignIn', c.platform = 'jtl' AND c.status <> 'disconnected' AND (
                    c.pause_reason LIKE '%Somebody must sign in%' OR NOT EXISTS (
                        SELECT FROM control.authorization_tokens t WHERE t.channel_id = c.id)),
                'waitsUntil', CASE WHEN c.waits_until > now() THEN c.waits_until END,
                'mustReadSince', c.must_read_since,
                'clockSkewMs', c.clock_skew_ms,
                'lastDeliveryAt', delivery.received_at,
                'refused', refused.number,
                'lastRefusal', refused.reason,
                'failedDeliveries', given_up.number,
                'lastFailedDelivery', given_up.reason,
                'lastCatchUpAt', c.last_product_sync_at,
                'linked', coalesce(l.linked, 0),
                'wanted', coalesce(l.wanted, 0),
                'removed', coalesce(l.removed, 0),
                'conflicts', coalesce(d.conflicts, 0),
                'pending', coalesce(j.pending, 0),
                'processing', coalesce(j.processing, 0),
                'failed', (SELECT count(*) FROM failed f WHERE f.channel_id = c.id),
                'oldest', j.oldest)
            ORDER BY c.platform, c.name, c.id), '[]')
        FROM control.channels c
        LEFT JOIN listed l ON l.channel_id = c.id
        LEFT JOIN disputed d ON d.channel_id = c.id
        LEFT JOIN jobs j ON j.channel_id = c.id
        LEFT JOIN LATERAL (
            SELECT w.received_at FROM webhook_log w
            WHERE w.tenant_id = c.tenant_id AND w.channel_id = c.id
            ORDER BY w.received_at DESC
            LIMIT 1) delivery ON true
        LEFT JOIN LATERAL (
            SELECT count(*) AS number,
                   (array_agg(w.topic || ': ' || w.error ORDER BY w.received_at DESC))[1] AS reason
            FROM webhook_log w
            WHERE w.channel_id = c.id AND w.status = 'refused' AND w.received_at > now() - interval '24 hours') refused ON true
        LEFT JOIN LATERAL (
            SELECT count(*) AS number,
                   (array_agg(w.topic || ': ' || w.error ORDER BY w.received_at DESC))[1] AS reason
            FROM webhook_log w
            WHERE w.channel_id = c.id AND w.status = 'failed' AND w.received_at > now() - interval '7 days') given_up ON true
        WHERE c.tenant_id = :?tenant),
    'queue', json_build_object(
        'pending', (SELECT coalesce(sum(pending), 0) FROM jobs),
        'processing', (SELECT coalesce(sum(processing), 0) FROM jobs),
        'oldest', (SELECT min(oldest) FROM jobs),
        'failed', (SELECT count(*) FROM failed),
        'failures', (
            SELECT coalesce(json_agg(json_build_object(
                    'id', f.id,
                    'productId', f.product_id,
                    'product', p.name,
                    'channelId', f.channel_id,
                    'reason', f.last_error,
                    'attempts', f.attempts,
                    'at', f.completed_at)
                ORDER BY f.completed_at DESC, f.id), '[]')
            FROM (SELECT * FROM failed ORDER BY completed_at DESC, id LIMIT 20) f
            JOIN products p ON p.id = f.product_id)),
    'edits', (
        SELECT coalesce(json_agg(json_build_object(
                'id', last,
                'productId', product_id,
                'product', name,
                'origin', origin,
                'channelId', channel_id,
                'cell', cell,
                'fields', fields,
                'value', value,
                'previous', previous -> 'value',
                'outcome', outcome,
                'at', recorded_at)
            ORDER BY last DESC), '[]')
        FROM edits))::text AS answer
