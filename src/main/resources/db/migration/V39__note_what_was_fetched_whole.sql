-- That all of a kind was fetched once is kept by itself: the marks of the last read move before that, and jobs are deleted after a
-- while.

ALTER TABLE control.channels
    ADD COLUMN all_orders_at    timestamptz,
    ADD COLUMN all_customers_at timestamptz,
    ADD COLUMN all_products_at  timestamptz;
COMMENT ON COLUMN control.channels.all_orders_at IS 'when all orders were last fetched, null where they never were since the channel was connected';
COMMENT ON COLUMN control.channels.all_customers_at IS 'when all customers were last fetched, null where they never were since the channel was connected';
COMMENT ON COLUMN control.channels.all_products_at IS 'when all products were last fetched, null where they never were since the channel was connected';

-- No mark of orders or customers stood there before all of them had been fetched; that of products may have.
UPDATE control.channels c
SET all_orders_at = last_order_sync_at,
    all_customers_at = last_customer_sync_at,
    all_products_at = CASE
        WHEN EXISTS (
            SELECT FROM public.sync_jobs j
            WHERE j.integration_id = c.id AND j.type = 'bulk_products' AND j.status <> 'completed'
              AND NOT EXISTS (
                  SELECT FROM public.sync_jobs other
                  WHERE other.integration_id = c.id AND other.type = 'bulk_products' AND other.status = 'completed')) THEN NULL
        ELSE last_product_sync_at END
WHERE status <> 'disconnected';
