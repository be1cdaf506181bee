SELECT json_build_object(
    'success', true,
    'data', json_build_object('id', id, 'name', name, 'createdAt', to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))::text AS answer
FROM control.tenants
WHERE id = :?clientId
