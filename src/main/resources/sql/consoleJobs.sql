WITH own AS (
    SELECT * FROM sync_jobs WHERE organization_id = :?tenant
), found AS (
    SELECT * FROM own
    WHERE :?state = '' OR status = :?state OR :?state = 'active' AND status IN ('running', 'pending', 'paused')
), page AS (
    SELECT * FROM found
    ORDER BY status IN ('running', 'pending', 'paused') DESC, coalesce(completed_at, created_at) DESC, id
    LIMIT cast(:?limit AS integer) OFFSET cast(:?offset AS integer)
)
SELECT json_build_object(
    'now', now(),
    'tenant', (SELECT json_build_object('id', id, 'name', name) FROM control.tenants WHERE id = :?tenant),
    'tenants', (
        SELECT coalesce(json_agg(json_build_object('id', id, 'name', name) ORDER BY name, id), '[]')
        FROM control.tenants WHERE :?mine = '' OR id = :?mine),
    'counts', (
        SELECT json_build_object(
            'all', count(*),
            'active', count(*) FILTER (WHERE status IN ('running', 'pending', 'paused')),
            'running', count(*) FILTER (WHERE status = 'running'),
            'pending', count(*) FILTER (WHERE status = 'pending'),
            'paused', count(*) FILTER (WHERE status = 'paused'),
            'completed', count(*) FILTER (WHERE status = 'completed'),
            'failed', count(*) FILTER (WHERE status = 'failed'),
            'cancelled', count(*) FILTER (WHERE status = 'cancelled'))
        FROM own),
    'retryable', (
        SELECT coalesce(json_agg(id), '[]')
        FROM (
            SELECT DISTINCT ON (integration_id, type) id, status FROM own
            WHERE integration_id IS NOT NULL
            ORDER BY integration_id, type, created_at DESC, id) latest
        WHERE status = 'failed'),
    'total', (SELECT count(*) FROM found),
    'limit', cast(:?limit AS integer),
    'offset', cast(:?offset AS integer),
    'jobs', (
        SELECT coalesce(json_agg(json_build_object(
                'id', p.id,
                'type', p.type,
                'status', p.status,
                'channelId', p.integration_id,
                'channel', c.name,
                'platform', c.platform,
                'paused', CASE WHEN c.status = 'paused' THEN coalesce(c.pause_reason, '') END,
                'processed', p.processed_items,
                'total', p.total_items,
                'percent', p.percent,
                'attempts', p.attempts,
                'requestedBy', p.requested_by,
                'error', p.error_message,
                'notice', p.notice,
                'createdAt', p.created_at,
                'startedAt', p.started_at,
                'heartbeatAt', p.heartbeat_at,
                'completedAt', p.completed_at,
                'lines', (SELECT count(*) FROM control.sync_job_logs l WHERE l.job_id = p.id))
            ORDER BY p.status IN ('running', 'pending', 'paused') DESC, coalesce(p.completed_at, p.created_at) DESC, p.id), '[]')
        FROM page p LEFT JOIN control.channels c ON c.id = p.integration_id))::text AS answer
