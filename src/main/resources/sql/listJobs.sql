WITH found AS (
    SELECT * FROM sync_jobs
    WHERE (:?tenant = '' OR organization_id = :?tenant)
      AND (:?channelId = '' OR integration_id = :?channelId)
      AND (:?type = '' OR type = :?type)
      AND (:?status = '' OR status = :?status)
), page AS (
    SELECT * FROM found
    ORDER BY created_at DESC, id
    LIMIT cast(:?limit AS integer) OFFSET cast(:?offset AS integer)
)
SELECT json_build_object(
    'success', true,
    'data', json_build_object(
        'total', (SELECT count(*) FROM found),
        'limit', cast(:?limit AS integer),
        'offset', cast(:?offset AS integer),
        'jobs', coalesce(json_agg(
            json_build_object(
                'syncJobId', j.id,
                'clientId', j.organization_id,
                'channelId', j.integration_id,
                'type', j.type,
                'status', j.status,
                'processedItems', j.processed_items,
                'totalItems', j.total_items,
                'attempts', j.attempts,
                'requestedBy', j.requested_by,
                'errorMessage', j.error_message,
                'notice', j.notice,
                'createdAt', to_char(j.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                'startedAt', to_char(j.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                'heartbeatAt', to_char(j.heartbeat_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                'completedAt', to_char(j.completed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
            ORDER BY j.created_at DESC, j.id), '[]')))::text AS answer
FROM page j
