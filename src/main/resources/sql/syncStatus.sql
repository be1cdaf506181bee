SELECT json_build_object(
    'success', true,
    'data', json_build_object(
        'total', count(*),
        'synced', count(*) FILTER (WHERE sync_status = 'SYNCED'),
        'pending', count(*) FILTER (WHERE sync_status = 'PENDING'),
        'conflict', count(*) FILTER (WHERE sync_status = 'CONFLICT'),
        'error', count(*) FILTER (WHERE sync_status = 'ERROR'),
        'lastSyncAt', to_char(max(last_synced_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')))::text AS answer
FROM products
WHERE organization_id = :?clientId
