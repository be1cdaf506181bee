WITH types (type) AS (VALUES ('orders'), ('customers'), ('products')),
week AS (
    SELECT * FROM sync_logs WHERE tenant_id = :?tenant AND created_at > now() - interval '7 days'
), subscribed AS (
    SELECT c.id, c.platform, c.name, c.status,
           coalesce(json_agg(json_build_object(
                   'topic', s.topic,
                   'status', s.status,
                   'checkedAt', to_char(s.checked_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
               ORDER BY s.topic) FILTER (WHERE s.topic IS NOT NULL), '[]') AS topics,
           count(s.topic) AS number,
           count(s.topic) FILTER (WHERE s.status = 'active') AS active
    FROM control.channels c
    LEFT JOIN control.subscriptions s ON s.channel_id = c.id
    WHERE c.tenant_id = :?tenant
    GROUP BY c.id
)
SELECT json_build_object(
    'success', true,
    'tenantId', cast(:?tenant AS text),
    'syncStatus', (
        SELECT json_object_agg(t.type, json_build_object(
            'success', last.success,
            'recordsProcessed', coalesce(last.records_processed, 0),
            'lastSync', to_char(last.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
        FROM types t
        LEFT JOIN LATERAL (
            SELECT * FROM sync_logs l
            WHERE l.tenant_id = :?tenant AND l.sync_type = t.type
            ORDER BY l.created_at DESC, l.id
            LIMIT 1) last ON true),
    'successRates', (
        SELECT json_object_agg(r.type, json_build_object(
            'runs', r.runs,
            'failures', r.failures,
            'percent', round(100.0 * (r.runs - r.failures) / nullif(r.runs, 0), 1),
            'averageMilliseconds', r.took,
            'lastSuccess', to_char(r.last_success AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
            'lastError', r.last_error))
        FROM (
            SELECT t.type, count(w.id) AS runs, count(w.id) FILTER (WHERE NOT w.success) AS failures,
                   round(avg(w.duration)) AS took, max(w.created_at) FILTER (WHERE w.success) AS last_success,
                   (array_agg(w.error ORDER BY w.created_at DESC) FILTER (WHERE NOT w.success))[1] AS last_error
            FROM types t LEFT JOIN week w ON w.sync_type = t.type
            GROUP BY t.type) r),
    'errors', (
        SELECT coalesce(json_agg(json_build_object(
                'syncType', e.sync_type,
                'error', e.error,
                'at', to_char(e.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
            ORDER BY e.created_at DESC, e.id), '[]')
        FROM (SELECT * FROM week WHERE NOT success ORDER BY created_at DESC, id LIMIT 20) e),
    'recentLogs', (
        SELECT coalesce(json_agg(json_build_object(
                'id', l.id,
                'syncType', l.sync_type,
                'success', l.success,
                'recordsProcessed', coalesce(l.records_processed, 0),
                'duration', l.duration,
                'error', l.error,
                'createdAt', to_char(l.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
            ORDER BY l.created_at DESC, l.id), '[]')
        FROM (SELECT * FROM sync_logs WHERE tenant_id = :?tenant ORDER BY created_at DESC, id LIMIT 50) l),
    'webhooks', (
        SELECT coalesce(json_agg(json_build_object(
                'channelId', id,
                'platform', platform,
                'name', name,
                'channelStatus', status,
                'status', CASE
                    WHEN number = 0 THEN 'none'
                    WHEN active = number THEN 'active'
                    ELSE 'degraded' END,
                'topics', topics)
            ORDER BY platform, name, id), '[]')
        FROM subscribed))::text AS answer
