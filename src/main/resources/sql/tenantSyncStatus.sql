WITH kinds (milestone, place, type) AS (VALUES
    ('recent_sync', 1, 'recent_sync'),
    ('orders', 2, 'bulk_orders'),
    ('customers', 3, 'bulk_customers'),
    ('products', 4, 'bulk_products')
), own AS (
    SELECT * FROM control.channels WHERE tenant_id = :?tenant AND status <> 'disconnected'
), latest AS (
    SELECT DISTINCT ON (j.integration_id, k.milestone) k.milestone, k.place, j.integration_id AS channel_id, j.id, j.type,
           j.status, j.processed_items, j.total_items, j.percent, j.started_at, j.completed_at, j.error_message
    FROM sync_jobs j
    JOIN kinds k ON k.type = j.type
    JOIN own c ON c.id = j.integration_id
    -- what became of jobs before the channel was disconnected says nothing of now
    WHERE j.connection = c.connection OR j.status IN ('pending', 'running', 'paused')
    ORDER BY j.integration_id, k.milestone, j.status IN ('pending', 'running', 'paused') DESC, j.created_at DESC, j.id
), earlier AS (
    SELECT milestone, place, channel_id, min(at) AS at
    FROM (
        SELECT k.milestone, k.place, done.channel_id, done.at
        FROM control.completions done JOIN kinds k USING (type) JOIN own ON own.id = done.channel_id
        UNION ALL
        -- who has all orders has the last ones
        SELECT l.milestone, l.place, l.channel_id, done.at
        FROM control.completions done JOIN latest l USING (channel_id)
        WHERE done.type = 'bulk_orders' AND l.milestone = 'recent_sync'
    ) done
    GROUP BY milestone, place, channel_id
), milestones AS (
    SELECT l.*
    FROM latest l
    -- nor does what became of later jobs once all is there
    WHERE (l.status = 'completed') = EXISTS (
              SELECT FROM earlier e WHERE e.channel_id = l.channel_id AND e.milestone = l.milestone)
    UNION ALL
    SELECT e.milestone, e.place, e.channel_id, NULL, NULL, 'completed', NULL, NULL, 100, NULL, e.at, NULL
    FROM earlier e
    WHERE NOT EXISTS (
        SELECT FROM latest l
        WHERE l.channel_id = e.channel_id AND l.milestone = e.milestone AND l.status = 'completed')
    UNION ALL
    -- products that no job fetches are read before anything is pushed there; what nobody has signed in to waits for no reader
    SELECT 'products', 4, own.id, NULL, NULL, CASE WHEN is_active THEN 'running' ELSE 'paused' END,
           (SELECT cast(count(*) AS integer) FROM control.listings l
            WHERE l.channel_id = own.id AND l.state = 'LINKED' AND l.seen_at >= must_read_since),
           NULL, 0, must_read_since, NULL, NULL
    FROM own
    WHERE must_read_since IS NOT NULL
      AND (is_active OR EXISTS (SELECT FROM latest l WHERE l.channel_id = own.id))
      AND NOT EXISTS (SELECT FROM earlier e WHERE e.channel_id = own.id AND e.milestone = 'products')
      AND NOT EXISTS (
          SELECT FROM latest l WHERE l.channel_id = own.id AND l.milestone = 'products' AND l.status <> 'completed')
), sums AS (
    SELECT channel_id,
           CASE
               WHEN bool_or(status = 'running') OR bool_or(status = 'pending') AND bool_or(status = 'completed') THEN 'running'
               WHEN bool_or(status = 'pending') THEN 'pending'
               WHEN bool_or(status = 'failed') THEN 'failed'
               WHEN bool_or(status = 'paused') THEN 'paused'
               WHEN bool_or(status = 'cancelled') THEN 'cancelled'
               WHEN bool_and(status = 'completed') THEN 'completed'
               ELSE 'none'
           END AS status,
           coalesce(cast(floor(avg(percent)) AS integer), 0) AS percent,
           coalesce(sum(processed_items), 0) AS processed,
           CASE WHEN bool_and(total_items IS NOT NULL OR status = 'completed') THEN sum(total_items) END AS total,
           grouping(channel_id) AS is_all
    FROM milestones
    GROUP BY GROUPING SETS ((channel_id), ())
)
SELECT json_build_object(
    'success', true,
    'brandId', cast(:?tenant AS text),
    'status', (SELECT status FROM sums WHERE is_all = 1),
    'percent', (SELECT percent FROM sums WHERE is_all = 1),
    'processedItems', (SELECT processed FROM sums WHERE is_all = 1),
    'totalItems', (SELECT total FROM sums WHERE is_all = 1),
    'milestones', (
        SELECT coalesce(json_agg(json_build_object(
                'milestone', m.milestone,
                'channelId', m.channel_id,
                'syncJobId', m.id,
                'type', m.type,
                'status', m.status,
                'processedItems', coalesce(m.processed_items, 0),
                'totalItems', m.total_items,
                'percent', m.percent,
                'startedAt', to_char(m.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                'completedAt', to_char(m.completed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                'errorMessage', m.error_message)
            ORDER BY c.platform, c.name, c.id, m.place), '[]')
        FROM milestones m JOIN own c ON c.id = m.channel_id),
    'channels', (
        SELECT coalesce(json_agg(json_build_object(
                'channelId', c.id,
                'platform', c.platform,
                'name', c.name,
                'syncStatus', c.sync_status,
                'v2Architecture', coalesce(c.metadata -> 'v2_architecture' = 'true', false),
                'status', coalesce(s.status, 'none'),
                'percent', coalesce(s.percent, 0),
                'processedItems', coalesce(s.processed, 0),
                'totalItems', s.total)
            ORDER BY c.platform, c.name, c.id), '[]')
        FROM own c LEFT JOIN sums s ON s.channel_id = c.id AND s.is_all = 0))::text AS answer
