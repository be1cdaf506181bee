SELECT json_build_object(
        'success', true,
        'data', json_build_object(
            'productId', p.id,
            'version', p.version,
            'queued', queue.jobs))::text AS answer,
    '"' || p.version || '"' AS etag
FROM products p
CROSS JOIN LATERAL (
    SELECT coalesce(json_agg(
            json_build_object(
                'id', q.id,
                'operation', q.operation,
                'status', q.status,
                'attempts', q.attempts,
                'scheduledFor', to_char(q.scheduled_for AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
            ORDER BY q.scheduled_for, q.id), '[]') AS jobs
    FROM product_sync_queue q
    WHERE q.product_id = p.id AND q.status IN ('pending', 'processing')) queue
WHERE p.id = cast(:?productId AS uuid)
