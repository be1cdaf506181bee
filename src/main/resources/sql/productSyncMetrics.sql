WITH pushes AS (
    SELECT status, count(*) AS number,
           count(*) FILTER (WHERE status = 'pending' AND scheduled_for <= now()) AS due,
           min(created_at) AS oldest
    FROM product_sync_queue
    WHERE :?tenant = '' OR tenant_id = :?tenant
    GROUP BY status
), ended AS (
    SELECT status, extract(epoch FROM completed_at - created_at) * 1000 AS took
    FROM product_sync_queue
    WHERE completed_at > now() - interval '1 hour' AND (:?tenant = '' OR tenant_id = :?tenant)
), received AS (
    SELECT status, duplicates, extract(epoch FROM processed_at - received_at) * 1000 AS took
    FROM webhook_log
    WHERE received_at > now() - interval '1 hour' AND (:?tenant = '' OR tenant_id = :?tenant)
), unfinished AS (
    SELECT count(*) AS number, min(received_at) AS oldest
    FROM webhook_log
    WHERE status IN ('received', 'parked') AND (:?tenant = '' OR tenant_id = :?tenant)
), reads AS (
    SELECT count(*) AS number, min(r.requested_at) AS oldest
    FROM control.pending_reads r
    JOIN control.channels c ON c.id = r.channel_id
    WHERE :?tenant = '' OR c.tenant_id = :?tenant
), figures AS (
    SELECT count(*) AS number, min(due_at) AS oldest
    FROM control.shop_stock
    WHERE due_at IS NOT NULL AND (:?tenant = '' OR tenant_id = :?tenant)
)
SELECT json_build_object(
    'success', true,
    'data', json_build_object(
        'clientId', nullif(cast(:?tenant AS text), ''),
        'measuredAt', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'products', (
            SELECT json_build_object(
                'total', count(*),
                'synced', count(*) FILTER (WHERE sync_status = 'SYNCED'),
                'pending', count(*) FILTER (WHERE sync_status = 'PENDING'),
                'conflict', count(*) FILTER (WHERE sync_status = 'CONFLICT'),
                'error', count(*) FILTER (WHERE sync_status = 'ERROR'))
            FROM products
            WHERE :?tenant = '' OR organization_id = :?tenant),
        'queue', (
            SELECT json_build_object(
                'pending', coalesce(sum(number) FILTER (WHERE status = 'pending'), 0),
                'due', coalesce(sum(due), 0),
                'processing', coalesce(sum(number) FILTER (WHERE status = 'processing'), 0),
                'completed', coalesce(sum(number) FILTER (WHERE status = 'completed'), 0),
                'failed', coalesce(sum(number) FILTER (WHERE status = 'failed'), 0),
                'skipped', coalesce(sum(number) FILTER (WHERE status = 'skipped'), 0),
                'oldestSeconds', round(extract(epoch FROM now() - min(oldest) FILTER (
                    WHERE status IN ('pending', 'processing')))))
            FROM pushes),
        'lastHour', json_build_object(
            'pushes', (
                SELECT json_build_object(
                    'completed', count(*) FILTER (WHERE status = 'completed'),
                    'failed', count(*) FILTER (WHERE status = 'failed'),
                    'skipped', count(*) FILTER (WHERE status = 'skipped'),
                    'p50Milliseconds', round(percentile_cont(0.5) WITHIN GROUP (ORDER BY took)
                        FILTER (WHERE status = 'completed')),
                    'p95Milliseconds', round(percentile_cont(0.95) WITHIN GROUP (ORDER BY took)
                        FILTER (WHERE status = 'completed')))
                FROM ended),
            'deliveries', (
                SELECT json_build_object(
                    'received', count(*),
                    'duplicates', coalesce(sum(duplicates), 0),
                    'refused', count(*) FILTER (WHERE status = 'refused'),
                    'failed', count(*) FILTER (WHERE status = 'failed'),
                    'p50Milliseconds', round(percentile_cont(0.5) WITHIN GROUP (ORDER BY took)
                        FILTER (WHERE status = 'processed')),
                    'p95Milliseconds', round(percentile_cont(0.95) WITHIN GROUP (ORDER BY took)
                        FILTER (WHERE status = 'processed')))
                FROM received)),
        'deliveries', (
            SELECT json_build_object('unfinished', number, 'oldestSeconds', round(extract(epoch FROM now() - oldest)))
            FROM unfinished),
        'reads', (
            SELECT json_build_object('pending', number, 'oldestSeconds', round(extract(epoch FROM now() - oldest)))
            FROM reads),
        'stock', (
            SELECT json_build_object(
                'pending', number, 'oldestSeconds', greatest(0, round(extract(epoch FROM now() - oldest))))
            FROM figures),
        'conflicts', (
            SELECT count(*) FROM control.conflicts
            WHERE status = 'open' AND (:?tenant = '' OR tenant_id = :?tenant)),
        'channels', (
            SELECT coalesce(json_agg(
                json_build_object(
                    'channelId', c.id,
                    'clientId', c.tenant_id,
                    'platform', c.platform,
                    'status', c.status,
                    'waitsUntil', CASE WHEN c.waits_until > now()
                        THEN to_char(c.waits_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') END,
                    'pending', (SELECT count(*) FROM product_sync_queue q
                                WHERE q.channel_id = c.id AND q.status IN ('pending', 'processing')),
                    'failed', (SELECT count(*) FROM product_sync_queue q
                               WHERE q.channel_id = c.id AND q.status = 'failed'))
                ORDER BY c.id), '[]')
            FROM control.channels c
            WHERE :?tenant = '' OR c.tenant_id = :?tenant)))::text AS answer
