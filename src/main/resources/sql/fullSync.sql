WITH latest AS (
    SELECT DISTINCT ON (j.integration_id) j.*, c.platform, c.status AS channel_status
    FROM sync_jobs j
    JOIN control.channels c ON c.id = j.integration_id
    WHERE j.organization_id = :?clientId AND j.type = 'full_sync'
    ORDER BY j.integration_id, j.created_at DESC, j.id
), waiting AS (
    SELECT (SELECT count(*) FROM product_sync_queue
            WHERE tenant_id = :?clientId AND status IN ('pending', 'processing')) AS pushes,
           (SELECT count(*) FROM control.pending_reads r JOIN control.channels c ON c.id = r.channel_id
            WHERE c.tenant_id = :?clientId AND r.resource = 'products') AS reads
)
SELECT json_build_object(
    'success', true,
    'data', json_build_object(
        'clientId', cast(:?clientId AS text),
        'status', CASE
            WHEN bool_or(status = 'running') THEN 'running'
            WHEN bool_or(status = 'pending') THEN 'pending'
            WHEN bool_or(status = 'paused') THEN 'paused'
            WHEN bool_or(status = 'failed') THEN 'failed'
            WHEN bool_or(status = 'cancelled') THEN 'cancelled'
            ELSE 'completed' END,
        'processed', sum(processed_items),
        'total', sum(total_items),
        'different', sum(different_items),
        'percent', CASE
            WHEN bool_and(status = 'completed') THEN 100
            WHEN sum(total_items) > 0 THEN least(99, floor(100.0 * sum(processed_items) / sum(total_items)))
            ELSE 0 END,
        'pendingPushes', max(waiting.pushes),
        'pendingReads', max(waiting.reads),
        'jobs', json_agg(
            json_build_object(
                'jobId', id,
                'channelId', integration_id,
                'platform', platform,
                'status', status,
                'processedItems', processed_items,
                'totalItems', total_items,
                'differentItems', different_items,
                'createMissing', create_missing,
                'requestedBy', requested_by,
                'errorMessage', error_message,
                'createdAt', to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                'startedAt', to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                'completedAt', to_char(completed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
            ORDER BY integration_id)))::text AS answer
FROM latest CROSS JOIN waiting
HAVING count(*) > 0
