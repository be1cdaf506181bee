SELECT json_build_object(
    'success', true,
    'data', json_build_object(
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
        'completedAt', to_char(j.completed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'log', (
            SELECT coalesce(json_agg(
                json_build_object('at', to_char(l.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'message', l.message)
                ORDER BY l.id), '[]')
            FROM control.sync_job_logs l WHERE l.job_id = j.id)))::text AS answer
FROM sync_jobs j WHERE j.id = cast(:?syncJobId AS uuid)
