WITH found AS (
    SELECT * FROM control.tenants
    WHERE :?tenant = '' OR id = :?tenant
), page AS (
    SELECT * FROM found
    ORDER BY id
    LIMIT cast(:?limit AS integer) OFFSET cast(:?offset AS integer)
)
SELECT json_build_object(
    'success', true,
    'data', json_build_object(
        'total', (SELECT count(*) FROM found),
        'limit', cast(:?limit AS integer),
        'offset', cast(:?offset AS integer),
        'tenants', coalesce(json_agg(
            json_build_object('id', id, 'name', name, 'createdAt', to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY id), '[]')))::text AS answer
FROM page
