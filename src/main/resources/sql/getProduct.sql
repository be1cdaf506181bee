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
                'leftOut', control.left_out(l.product_id, l.channel_id))
                    ORDER BY l.channel_id), '[]')
                FROM control.listings l
                WHERE l.product_id = p.id)))::text AS answer,
    '"' || p.version || '"' AS etag
FROM products p
WHERE p.id = cast(:?productId AS uuid)
