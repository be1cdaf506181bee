-- That all of a kind was fetched is kept by itself: the marks of the last read move before that, and jobs are deleted after a while.

ALTER TABLE control.channels
    ADD COLUMN all_orders_at    timestamptz,
    ADD COLUMN all_customers_at timestamptz,
    ADD COLUMN all_products_at  timestamptz;
COMMENT ON COLUMN control.channels.all_orders_at IS 'when all orders were last fetched, null where they never were since the channel was connected';
COMMENT ON COLUMN control.channels.all_customers_at IS 'when all customers were last fetched, null where they never were since the channel was connected';
COMMENT ON COLUMN control.channels.all_products_at IS 'when all products were last fetched, null where they never were since the channel was connected';

-- A mark is not enough where the job that fetches all has not come to its end.
WITH unfinished AS (
    SELECT integration_id, type FROM public.sync_jobs
    GROUP BY integration_id, type
    HAVING bool_or(status <> 'completed') AND NOT bool_or(status = 'completed'))
UPDATE control.channels c
SET all_orders_at = CASE WHEN (id, 'bulk_orders') IN (SELECT * FROM unfinished) THEN NULL ELSE last_order_sync_at END,
    all_customers_at = CASE WHEN (id, 'bulk_customers') IN (SELECT * FROM unfinished) THEN NULL ELSE last_customer_sync_at END,
    all_products_at = CASE WHEN (id, 'bulk_products') IN (SELECT * FROM unfinished) THEN NULL ELSE last_product_sync_at END
WHERE status <> 'disconnected';

UPDATE control.channels SET sync_status = 'pending' WHERE status = 'disconnected';

-- Whatever the shop did while it was disconnected nobody knows, and what a worker still ends of then is not all. By this name it comes
-- after follow_status.
CREATE FUNCTION control.forget_what_was_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.all_orders_at := NULL;
    NEW.all_customers_at := NULL;
    NEW.all_products_at := NULL;
    NEW.sync_status := 'pending';
    RETURN NEW;
END
$$;

CREATE TRIGGER forget_what_was_whole BEFORE UPDATE OF status, is_active ON control.channels
    FOR EACH ROW WHEN (OLD.status <> NEW.status AND 'disconnected' IN (OLD.status, NEW.status))
    EXECUTE FUNCTION control.forget_what_was_whole();
