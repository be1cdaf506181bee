WITH edits AS (
    SELECT *,
           regexp_replace(cell, '^.*/', '') AS field,
           substring(cell FROM '^(.*)/') AS variant_id,
           cast(:?sentences AS jsonb) ->> rule AS sentence
    FROM control.provenance
    WHERE product_id = cast(:?productId AS uuid)
), wanted AS (
    SELECT * FROM edits
    WHERE (:?field = '' OR field = :?field)
      AND (:?variantId = '' OR variant_id = lower(:?variantId))
), fields AS (
    SELECT cell,
           field,
           variant_id,
           json_agg(
               json_build_object(
                   'value', value,
                   'previous', CASE WHEN previous IS NOT NULL THEN json_build_object(
                       'value', previous -> 'value',
                       'origin', previous ->> 'origin',
                       'channelId', previous ->> 'channel',
                       'until', previous ->> 'until',
                       'rule', previous ->> 'rule') END,
                   'outcome', outcome,
                   'origin', origin,
                   'channelId', channel_id,
                   'after', to_char(edited_after AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                   'until', to_char(edited_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                   'receivedAt', to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                   'rule', rule,
                   'sentence', sentence,
                   'decidedAt', to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
               ORDER BY id DESC) AS history
    FROM wanted
    GROUP BY cell, field, variant_id
)
SELECT json_build_object(
    'success', true,
    'data', json_build_object(
        'productId', cast(:?productId AS uuid),
        'fields', coalesce(json_agg(
            json_build_object(
                'field', f.field,
                'variantId', f.variant_id,
                'value', standing.value,
                'setBy', CASE WHEN standing.id IS NOT NULL THEN json_build_object(
                    'origin', standing.origin,
                    'channelId', standing.channel_id,
                    'after', to_char(standing.edited_after AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                    'until', to_char(standing.edited_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                    'receivedAt', to_char(standing.received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                    'rule', standing.rule,
                    'sentence', standing.sentence) END,
                'history', f.history)
            ORDER BY f.variant_id NULLS FIRST, f.field), '[]')))::text AS answer
FROM fields f
LEFT JOIN LATERAL (
    SELECT * FROM wanted w
    WHERE w.cell = f.cell AND w.outcome = 'won'
    ORDER BY w.id DESC
    LIMIT 1) standing ON true
