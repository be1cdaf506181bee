-- Every platform's data lands in one table: a bulk operation's lines, or what pages brought.

ALTER TABLE stage.shopify_lines RENAME TO lines;
ALTER TABLE stage.lines RENAME CONSTRAINT shopify_lines_pkey TO lines_pkey;

DO $$
BEGIN
    EXECUTE replace(pg_get_functiondef('stage.promote_shopify_orders'::regproc), 'stage.shopify_lines', 'stage.lines');
END
$$;

-- Until when a shop's customers are known, beside its products and orders.
ALTER TABLE control.channels ADD COLUMN last_customer_sync_at timestamptz;
