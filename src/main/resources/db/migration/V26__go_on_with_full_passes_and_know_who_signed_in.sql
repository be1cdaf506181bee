-- How far a pass over everything has come: what it asks next, and the rest of what it asked before. NULL: none is under way.
ALTER TABLE control.stock_cursors
    ADD COLUMN full_stage    text,
    ADD COLUMN full_next     text,
    ADD COLUMN full_begun_at timestamptz;

-- Which sign-in the tokens are of, and whether it is known that it was for the user whose channel it is.
ALTER TABLE control.authorization_tokens
    ADD COLUMN sign_in  bigint,
    ADD COLUMN is_known boolean NOT NULL DEFAULT false;

UPDATE control.authorization_tokens t
SET sign_in = t.generation, is_known = c.shop_identity IS NOT NULL
FROM control.channels c WHERE c.id = t.channel_id;

ALTER TABLE control.authorization_tokens ALTER COLUMN sign_in SET NOT NULL;

-- When a pass over all goods has last shown it. What such a pass does not show may be gone.
ALTER TABLE control.warehouse_items ADD COLUMN seen_at timestamptz;
ALTER TABLE control.warehouse_items ALTER COLUMN seen_at SET DEFAULT now();

-- What of a product has no place on a channel, by variant and field; no field: the whole variant.
CREATE OR REPLACE FUNCTION control.left_out(product uuid, channel text) RETURNS json LANGUAGE sql STABLE AS $$
    SELECT coalesce(json_agg(
        json_build_object('variantId', o.variant_id, 'field', o.field, 'reason', o.reason)
        ORDER BY o.variant_id NULLS FIRST, o.field NULLS FIRST), '[]')
    FROM (
        -- Where nothing stands above variants: those that cannot be known there, and those that cannot be removed.
        SELECT v.id AS variant_id, CAST(NULL AS text) AS field,
               CASE WHEN v.deleted_at IS NULL AND btrim(coalesce(v.sku, '')) = ''
                    THEN 'the variant has no SKU, by which alone it is known there'
                    WHEN v.deleted_at IS NULL
                    THEN 'the variant has a SKU of more than 255 characters, by which alone it is known there'
                    ELSE 'the variant was removed, and the platform lets no program remove it there' END AS reason
        FROM control.listings l
        JOIN public.product_variants v ON v.product_id = l.product_id
        LEFT JOIN control.listing_variants lv ON lv.channel_id = l.channel_id AND lv.variant_id = v.id
        WHERE l.product_id = product AND l.channel_id = channel AND l.platform = 'jtl'
          AND CASE WHEN v.deleted_at IS NULL
                   THEN lv.variant_id IS NULL
                        AND (btrim(coalesce(v.sku, '')) = '' OR length(btrim(v.sku)) > 255)
                   ELSE lv.variant_id IS NOT NULL END
        UNION ALL
        SELECT CAST(substring(s.key FROM '^(.*)/') AS uuid), regexp_replace(s.key, '^.*/', ''),
               CASE WHEN t.is_too_long THEN 'the value is longer than the platform holds'
                    ELSE 'the platform has no way to hold the value' END
        FROM control.listings l
        CROSS JOIN LATERAL jsonb_each(l.shadow) s
        CROSS JOIN LATERAL (
            SELECT l.platform = 'jtl' AND jsonb_typeof(s.value -> 'meant') = 'string'
                   AND length(btrim(s.value ->> 'meant'))
                       > CASE WHEN s.key LIKE '%/warehouseNotes' THEN 4096 ELSE 255 END AS is_too_long) t
        WHERE l.product_id = product AND l.channel_id = channel
          AND (jsonb_typeof(s.value -> 'held') = 'null' OR t.is_too_long) AND jsonb_exists(s.value, 'meant')
          AND jsonb_typeof(s.value -> 'meant') <> 'null') o
$$;
