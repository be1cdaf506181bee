SELECT json_build_object(
        'success', true,
        'data', json_build_object(
            'id', p.id,
            'clientId', p.organization_id,
            'version', p.version,
            'syncStatus', p.sync_status,
            'lastUpdatedBy', p.last_updated_by,
            'lastUpdatedAt', to_char(p.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
            'lastSyncedAt', to_char(p.last_synced_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
            'createdAt', to_char(p.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
            'name', p.name,
            'description', p.description,
            'images', p.images,
            'imageOrder', p.image_order,
            'isActive', p.is_active,
            'seoTitle', p.seo_title,
            'seoDescription', p.seo_description,
            'tags', p.tags,
            'collections', p.collections,
            'categories', p.categories,
            'productType', p.product_type,
            'vendor', p.vendor,
            'manufacturer', p.manufacturer,
            'packagingUnit', p.packaging_unit,
            'packagingQty', p.packaging_qty,
            'hazmat', p.hazmat,
            'hazmatClass', p.hazmat_class,
            'warehouseNotes', p.warehouse_notes,
            'storageLocation', p.storage_location,
            'minStockLevel', p.min_stock_level,
            'reorderPoint', p.reorder_point,
            'imageUrl', p.image_url,
            'imageFiles', (
                SELECT coalesce(json_agg(
                    json_build_object('id', i.id, 'url', i.url, 'altText', i.alt_text) ORDER BY i.created_at, i.id), '[]')
                FROM product_images i
                WHERE i.product_id = p.id),
            'variants', (
                SELECT coalesce(json_agg(
                    json_build_object(
                        'id', v.id,
                        'options', v.options,
                        'netSalesPrice', v.net_sales_price,
                        'compareAtPrice', v.compare_at_price,
                        'taxable', v.taxable,
                        'sku', v.sku,
                        'gtin', v.gtin,
                        'han', v.han,
                        'weightInKg', v.weight_in_kg,
                        'heightInCm', v.height_in_cm,
                        'lengthInCm', v.length_in_cm,
                        'widthInCm', v.width_in_cm,
                        'customsCode', v.customs_code,
                        'countryOfOrigin', v.country_of_origin,
                        'available', v.available,
                        'reserved', v.reserved,
                        'announced', v.announced)
                    ORDER BY v.position, v.id), '[]')
                FROM product_variants v
                WHERE v.product_id = p.id AND v.deleted_at IS NULL),
            'channels', (
                SELECT coalesce(json_agg(
            json_build_object(
                'channelId', l.channel_id,
                'platform', l.platform,
                'state', lower(l.state),
                'externalId', l.external_id,
                'syncStatus', l.sync_status,
                'lastPushedAt', to_char(l.last_pushed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                'errorMessage', l.last_error,
                'platformData', l.platform_data,
                'leftOut', (
                    SELECT coalesce(json_agg(
                        json_build_object('variantId', o.variant_id, 'field', o.field, 'reason', o.reason)
                        ORDER BY o.variant_id NULLS FIRST, o.field NULLS FIRST), '[]')
                    FROM (
                        -- what a platform that knows nothing above variants has no variant for, or one too many
                        SELECT v.id AS variant_id, cast(NULL AS text) AS field,
                               CASE WHEN v.deleted_at IS NULL
                                    THEN 'the variant has no SKU, by which alone it is known there'
                                    ELSE 'the variant was removed, and the platform lets no program remove it there'
                               END AS reason
                        FROM product_variants v
                        LEFT JOIN control.listing_variants lv
                            ON lv.channel_id = l.channel_id AND lv.variant_id = v.id
                        WHERE l.platform = 'jtl' AND v.product_id = p.id
                          AND CASE WHEN v.deleted_at IS NULL
                                   THEN lv.variant_id IS NULL AND btrim(coalesce(v.sku, '')) = ''
                                   ELSE lv.variant_id IS NOT NULL END
                        UNION ALL
                        SELECT cast(substring(s.key FROM '^(.*)/') AS uuid), regexp_replace(s.key, '^.*/', ''),
                               'the platform has no way to hold the value'
                        FROM jsonb_each(l.shadow) s
                        WHERE jsonb_typeof(s.value -> 'held') = 'null' AND jsonb_exists(s.value, 'meant')
                          AND jsonb_typeof(s.value -> 'meant') <> 'null') o))
                    ORDER BY l.channel_id), '[]')
                FROM control.listings l
                WHERE l.product_id = p.id)))::text AS answer,
    '"' || p.version || '"' AS etag
FROM products p
WHERE p.id = cast(:?productId AS uuid)
