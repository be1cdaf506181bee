-- Whose figures count of a variant, in one place.

-- A channel that was disconnected is believed as long as nobody else keeps the goods: what it counted last, and what was sold since,
-- is the best that is known. As soon as another counts them, its figures are old.
CREATE VIEW control.counted_items AS
SELECT i.channel_id, i.item_id, i.tenant_id, i.variant_id
FROM control.warehouse_items i
JOIN control.channels c ON c.id = i.channel_id
WHERE i.variant_id IS NOT NULL
  AND (c.status <> 'disconnected'
       OR EXISTS (
           SELECT FROM control.warehouses w
           JOIN control.stock_levels s ON s.tenant_id = w.tenant_id AND s.warehouse_id = w.warehouse_id
               AND s.item_id = i.item_id
           WHERE w.channel_id = i.channel_id)
       AND NOT EXISTS (
           SELECT FROM control.warehouse_items other
           JOIN control.channels there ON there.id = other.channel_id AND there.status <> 'disconnected'
           JOIN control.warehouses w ON w.channel_id = other.channel_id
           JOIN control.stock_levels s ON s.tenant_id = w.tenant_id AND s.warehouse_id = w.warehouse_id
               AND s.item_id = other.item_id
           WHERE other.variant_id = i.variant_id));

-- The tenant's own warehouse stands in for those it has not got: what another counts, that one does not.
CREATE VIEW control.counted_stock AS
SELECT i.variant_id, i.tenant_id, s.warehouse_id, s.level, s.reserved, s.blocked, s.announced, s.changed_at
FROM control.counted_items i
JOIN control.warehouses w ON w.channel_id = i.channel_id
JOIN control.stock_levels s ON s.tenant_id = w.tenant_id AND s.warehouse_id = w.warehouse_id AND s.item_id = i.item_id
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
