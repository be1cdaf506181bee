SELECT json_build_object(
    'success', true,
    'data', json_build_object(
        'tokens', coalesce(json_agg(
            json_build_object(
                'id', encode(sha256, 'hex'),
                'name', name,
                'role', role,
                'clientId', tenant_id,
                'createdAt', to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                'expiresAt', to_char(expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
            ORDER BY created_at, name), '[]')))::text AS answer
FROM control.api_tokens
WHERE revoked_at IS NULL AND (:?tenant = '' OR tenant_id = :?tenant)
