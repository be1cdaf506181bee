SELECT json_build_object(
    'success', true,
    'data', json_build_object(
        'pending', counts.pending,
        'processing', counts.processing,
        'completed', counts.completed,
        'failed', counts.failed,
        'jobs', latest.jobs))::text AS answer
FROM (
    SELECT count(*) FILTER (WHERE status = 'pending') AS pending,
           count(*) FILTER (WHERE status = 'processing') AS processing,
           count(*) FILTER (WHERE status = 'completed') AS completed,
           count(*) FILTER (WHERE status = 'failed') AS failed
    FROM product_sync_queue
    WHERE product_id = cast(:?productId AS uuid)) counts
CROSS JOIN (
    SELECT coalesce(json_agg(
            json_build_object(
                'id', q.id,
                'operation', q.operation,
                'status', q.status,
                'attempts', q.attempts,
                'scheduledFor', to_char(q.scheduled_for AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
            ORDER BY q.created_at DESC, q.id), '[]') AS jobs
    FROM (
        SELECT * FROM product_sync_queue
        WHERE product_id = cast(:?productId AS uuid)
        ORDER BY created_at DESC, id
        LIMIT 50) q) latest
