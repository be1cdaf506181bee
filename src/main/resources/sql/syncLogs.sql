SELECT json_build_object(
    'success', true,
    'data', json_build_object(
        'total', (SELECT count(*) FROM product_sync_logs WHERE product_id = cast(:?productId AS uuid)),
        'limit', cast(:?limit AS integer),
        'offset', cast(:?offset AS integer),
        'logs', coalesce(json_agg(
            json_build_object(
                'id', l.id,
                'action', l.action,
                'origin', l.origin,
                'targetPlatform', l.target_platform,
                'changedFields', l.changed_fields,
                'oldValues', l.old_values,
                'newValues', l.new_values,
                'success', l.success,
                'errorMessage', l.error_message,
                'createdAt', to_char(l.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
            ORDER BY l.created_at DESC, l.id), '[]')))::text AS answer
FROM (
    SELECT * FROM product_sync_logs
    WHERE product_id = cast(:?productId AS uuid)
    ORDER BY created_at DESC, id
    LIMIT cast(:?limit AS integer) OFFSET cast(:?offset AS integer)) l
