WITH open AS (
    SELECT * FROM control.conflicts
    WHERE tenant_id = :?clientId
      AND status = 'open'
      AND (:?productId = '' OR product_id = cast(nullif(:?productId, '') AS uuid))
      AND (:?channelId = '' OR channel_id = :?channelId)
), page AS (
    SELECT * FROM open
    ORDER BY detected_at DESC, id
    LIMIT cast(:?limit AS integer) OFFSET cast(:?offset AS integer)
)
SELECT json_build_object(
    'success', true,
    'data', json_build_object(
        'total', (SELECT count(*) FROM open),
        'limit', cast(:?limit AS integer),
        'offset', cast(:?offset AS integer),
        'conflicts', coalesce(json_agg(
            json_build_object(
                'id', c.id,
                'productId', c.product_id,
                'productName', p.name,
                'field', regexp_replace(c.cell, '^.*/', ''),
                'variantId', substring(c.cell FROM '^(.*)/'),
                'channelId', c.channel_id,
                'platform', ch.platform,
                'localValue', c.local_value,
                'localOrigin', c.local_origin,
                'remoteValue', c.remote_value,
                'remoteOrigin', c.remote_origin,
                'kind', c.kind,
                'explanation', CASE c.kind
                    WHEN 'shared_field' THEN 'edited in two places within five minutes: the later value stands'
                    WHEN 'first_link' THEN 'hub and shop differed when they were linked: nothing is pushed until decided'
                    WHEN 'sku_taken' THEN 'another product there has this SKU: the shop refuses it for this one'
                    WHEN 'last_variant' THEN 'the shop removed the last variant the product has: it stays elsewhere until decided'
                    WHEN 'removed_there' THEN 'somebody removed the variant there: it is not made again until decided'
                    WHEN 'alternating' THEN 'it alternated between two values without a person: frozen until decided'
                END,
                'applied', c.applied,
                'otherProductId', c.other_product_id,
                'createdAt', to_char(c.detected_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
            ORDER BY c.detected_at DESC, c.id) FILTER (WHERE c.id IS NOT NULL), '[]')))::text AS answer
FROM page c
JOIN products p ON p.id = c.product_id
JOIN control.channels ch ON ch.id = c.channel_id
