-- Everything before it is known of what a fulfilment platform's goods are called and like; NULL: nothing.
ALTER TABLE control.stock_cursors ADD COLUMN items_until timestamptz;

-- Others of its SKU may take its place.
ALTER TABLE control.warehouse_items ADD COLUMN is_gone boolean NOT NULL DEFAULT false;

ALTER TABLE control.conflicts DROP CONSTRAINT conflicts_kind_check;
ALTER TABLE control.conflicts ADD CONSTRAINT conflicts_kind_check
    CHECK (kind IN ('shared_field', 'first_link', 'sku_taken', 'last_variant', 'removed_there', 'alternating'));

-- Its products were never read.
UPDATE control.channels SET must_read_since = coalesce(must_read_since, now()) WHERE platform = 'jtl';
