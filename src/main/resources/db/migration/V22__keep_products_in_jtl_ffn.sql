-- Everything before it is known of what a fulfilment platform's goods are called and like; NULL: nothing.
ALTER TABLE control.stock_cursors ADD COLUMN items_until timestamptz;

-- Others of its SKU may take its place.
ALTER TABLE control.warehouse_items ADD COLUMN is_gone boolean NOT NULL DEFAULT false;

ALTER TABLE control.conflicts DROP CONSTRAINT conflicts_kind_check;
ALTER TABLE control.conflicts ADD CONSTRAINT conflicts_kind_check
    CHECK (kind IN ('shared_field', 'first_link', 'sku_taken', 'last_variant', 'removed_there', 'alternating'));

-- Its products were never read.
UPDATE control.channels SET must_read_since = coalesce(must_read_since, now()) WHERE platform = 'jtl';

-- What of a product has no place on a channel, by variant and field; no field: the whole variant.
CREATE FUNCTION control.left_out(product uuid, channel text) RETURNS json LANGUAGE sql STABLE AS $$
    SELECT coalesce(json_agg(
        json_build_object('variantId', o.variant_id, 'field', o.field, 'reason', o.reason)
        ORDER BY o.variant_id NULLS FIRST, o.field NULLS FIRST), '[]')
    FROM (
        -- Where nothing stands above variants: those that cannot be known there, and those that cannot be removed.
        SELECT v.id AS variant_id, CAST(NULL AS text) AS field,
               CASE WHEN v.deleted_at IS NULL
                    THEN 'the variant has no SKU, by which alone it is known there'
                    ELSE 'the variant was removed, and the platform lets no program remove it there' END AS reason
        FROM control.listings l
        JOIN public.product_variants v ON v.product_id = l.product_id
        LEFT JOIN control.listing_variants lv ON lv.channel_id = l.channel_id AND lv.variant_id = v.id
        WHERE l.product_id = product AND l.channel_id = channel AND l.platform = 'jtl'
          AND CASE WHEN v.deleted_at IS NULL
                   THEN lv.variant_id IS NULL AND btrim(coalesce(v.sku, '')) = ''
                   ELSE lv.variant_id IS NOT NULL END
        UNION ALL
        SELECT CAST(substring(s.key FROM '^(.*)/') AS uuid), regexp_replace(s.key, '^.*/', ''),
               'the platform has no way to hold the value'
        FROM control.listings l
        CROSS JOIN LATERAL jsonb_each(l.shadow) s
        WHERE l.product_id = product AND l.channel_id = channel
          AND jsonb_typeof(s.value -> 'held') = 'null' AND jsonb_exists(s.value, 'meant')
          AND jsonb_typeof(s.value -> 'meant') <> 'null') o
$$;
