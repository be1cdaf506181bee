WITH found AS (
    SELECT * FROM control.api_tokens
    WHERE revoked_at IS NULL AND (:?tenant = '' OR tenant_id = :?tenant)
), page AS (
    SELECT * FROM found
    ORDER BY created_at, name, sha256
    LIMIT cast(:?limit AS integer) OFFSET cast(:?offset AS integer)
)
SELECT json_build_object(
    'success', true,
    'data', json_build_object(
        'total', (SELECT count(*) FROM found),
        'limit', cast(:?limit AS integer),
        'offset', cast(:?offset AS integer),
        'tokens', coalesce(json_agg(
            json_build_object(
                'id', encode(sha256, 'hex'),
                'name', name,
                'role', role,
                'clientId', tenant_id,
                'createdAt', to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                'expiresAt', to_char(expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
            ORDER BY created_at, name), '[]')))::text AS answer
FROM page
