-- Whether a shop counts what its staff made is their choice. What Serai made there counts as soon as the hub knows its stock,
-- once: should a person switch that off, it stays off.

ALTER TABLE control.shop_stock ADD COLUMN must_count boolean NOT NULL DEFAULT false;

-- A channel whose stock cannot be read says so.
ALTER TABLE control.stock_cursors
    ADD COLUMN failed_since timestamptz,
    ADD COLUMN last_error   text;
