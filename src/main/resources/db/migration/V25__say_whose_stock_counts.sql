-- Whose figures count of a variant, in one place.

-- Whether a channel that is connected counts these goods. Goods are a network's own wherever they lie: two merchants' may share a
-- warehouse, and a merchant who is connected anew has the goods he had.
CREATE FUNCTION control.is_counted_elsewhere(variant uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM control.warehouse_items i
        JOIN control.channels c ON c.id = i.channel_id AND c.status <> 'disconnected'
        JOIN control.stock_levels s ON s.tenant_id = i.tenant_id AND s.item_id = i.item_id
        WHERE i.variant_id = variant)
$$;

-- A channel that was disconnected is believed as long as nobody else keeps the goods: what it counted last, and what was sold since,
-- is the best that is known. Of two that knew the same goods one is enough.
CREATE VIEW control.counted_items AS
SELECT i.channel_id, i.item_id, i.tenant_id, i.variant_id
FROM control.warehouse_items i
JOIN control.channels c ON c.id = i.channel_id
WHERE i.variant_id IS NOT NULL
  AND (c.status <> 'disconnected'
       OR EXISTS (SELECT FROM control.stock_levels s WHERE s.tenant_id = i.tenant_id AND s.item_id = i.item_id)
       AND NOT control.is_counted_elsewhere(i.variant_id)
       AND NOT EXISTS (
           SELECT FROM control.warehouse_items other
           WHERE other.variant_id = i.variant_id AND other.item_id = i.item_id AND other.channel_id < i.channel_id));

-- The tenant's own warehouse stands in for those it has not got: what another counts, that one does not.
CREATE VIEW control.counted_stock AS
SELECT i.variant_id, i.tenant_id, s.warehouse_id, s.level, s.reserved, s.blocked, s.announced, s.changed_at
FROM control.counted_items i
JOIN control.stock_levels s ON s.tenant_id = i.tenant_id AND s.item_id = i.item_id AND s.warehouse_id <> 'hub'
UNION ALL
SELECT v.id, v.organization_id, s.warehouse_id, s.level, s.reserved, s.blocked, s.announced, s.changed_at
FROM public.product_variants v
JOIN control.stock_levels s ON s.tenant_id = v.organization_id AND s.warehouse_id = 'hub' AND s.item_id = v.id::text
WHERE NOT EXISTS (
    SELECT FROM control.warehouse_items i
    JOIN control.stock_levels there ON there.tenant_id = i.tenant_id AND there.item_id = i.item_id
        AND there.warehouse_id <> 'hub'
    WHERE i.variant_id = v.id);

-- Figures that are too low, which are few.
CREATE INDEX shop_stock_low ON control.shop_stock (channel_id)
    WHERE due_at IS NULL AND push_key IS NULL AND is_counted AND NOT must_read AND floor(target) > coalesce(held, 0);

-- Variants that were removed and may have left goods behind, and goods that look for their variant by its SKU.
CREATE INDEX product_variants_removed ON public.product_variants (organization_id) WHERE deleted_at IS NOT NULL;
DROP INDEX control.warehouse_items_unlinked;
CREATE INDEX warehouse_items_unlinked ON control.warehouse_items (tenant_id, left(btrim(sku), 255))
    WHERE variant_id IS NULL AND NOT is_gone;
