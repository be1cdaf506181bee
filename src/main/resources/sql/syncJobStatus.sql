SELECT json_build_object(
    'success', true,
    'syncJobId', id,
    'organizationId', organization_id,
    'integrationId', integration_id,
    'type', type,
    'status', status,
    'processedItems', processed_items,
    'totalItems', total_items,
    'errorMessage', error_message,
    'notice', notice,
    'createdAt', to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'startedAt', to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'heartbeatAt', to_char(heartbeat_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'completedAt', to_char(completed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))::text AS answer
FROM sync_jobs WHERE id = cast(:?syncJobId AS uuid)
