WITH asked AS (
    SELECT type, place FROM unnest(string_to_array(:?types, ',')) WITH ORDINALITY AS asked (type, place)
), begun AS (
    SELECT j.*, regexp_replace(j.type, '^(bulk|incremental)_', '') AS resource
    FROM sync_jobs j WHERE j.id = ANY (cast(string_to_array(nullif(:?jobs, ''), ',') AS uuid[]))
), of_type AS (
    SELECT a.type, a.place, count(b.id) AS jobs, coalesce(sum(b.processed_items), 0) AS records,
           coalesce(bool_and(b.status NOT IN ('failed', 'cancelled') AND b.error_message IS NULL), true) AS success,
           bool_or(b.status NOT IN ('completed', 'failed', 'cancelled')) AS under_way,
           coalesce(round(extract(epoch FROM max(coalesce(b.completed_at, clock_timestamp())) - cast(:?begunAt AS timestamptz)) * 1000), 0)
               AS duration,
           string_agg(b.error_message, '; ') AS error,
           json_agg(b.id ORDER BY b.integration_id) FILTER (WHERE b.id IS NOT NULL) AS ids
    FROM asked a LEFT JOIN begun b ON b.resource = a.type
    GROUP BY a.type, a.place
)
SELECT json_build_object(
    'success', bool_and(success),
    'tenantId', cast(:?clientId AS text),
    'totalRecords', sum(records),
    'totalDuration', round(extract(epoch FROM clock_timestamp() - cast(:?begunAt AS timestamptz)) * 1000),
    'results', json_object_agg(type, json_build_object(
        'success', success,
        'status', CASE WHEN jobs = 0 THEN 'fresh' WHEN under_way THEN 'running' WHEN success THEN 'completed' ELSE 'failed' END,
        'recordsProcessed', records,
        'duration', duration,
        'error', error,
        'syncJobIds', coalesce(ids, '[]')) ORDER BY place),
    'leftOut', (
        SELECT coalesce(json_agg(json_build_object('channelId', c.id, 'reason', coalesce(c.pause_reason, 'it is paused')) ORDER BY c.id),
            '[]')
        FROM control.channels c WHERE c.tenant_id = cast(:?clientId AS text) AND c.status = 'paused'))::text AS answer
FROM of_type
