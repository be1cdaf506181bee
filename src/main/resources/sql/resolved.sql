SELECT json_build_object(
    'success', true,
    'data', json_build_object(
        'productId', cast(:?productId AS uuid),
        'resolution', cast(:?resolution AS text),
        'resolved', cast(:?resolved AS integer),
        'queued', coalesce(json_agg(
            json_build_object(
                'id', q.id,
                'operation', q.operation,
                'status', q.status,
                'attempts', q.attempts,
                'scheduledFor', to_char(q.scheduled_for AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
            ORDER BY q.scheduled_for, q.id) FILTER (WHERE q.id IS NOT NULL), '[]')))::text AS answer
FROM product_sync_queue q
WHERE q.product_id = cast(:?productId AS uuid) AND q.status IN ('pending', 'processing')
