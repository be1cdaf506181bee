SELECT json_build_object(
    'success', true,
    'data', json_build_object(
        'tenants', coalesce(json_agg(
            json_build_object('id', id, 'name', name, 'createdAt', to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY id), '[]')))::text AS answer
FROM control.tenants
WHERE :?tenant = '' OR id = :?tenant
