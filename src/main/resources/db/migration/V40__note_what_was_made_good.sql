-- That a failure was made good is kept with the job: what made it good may be deleted before it, and the job may be tried again after.

ALTER TABLE public.sync_jobs
    ADD COLUMN made_good  boolean NOT NULL DEFAULT false,
    ADD COLUMN retried_at timestamptz;
COMMENT ON COLUMN public.sync_jobs.made_good IS 'of a job that failed: whether what it did not do was done by another since';
COMMENT ON COLUMN public.sync_jobs.retried_at IS 'when somebody last took it up again after it had ended';

WITH resources (all_of_it, part) AS (VALUES
    ('bulk_orders', 'recent_sync'), ('bulk_orders', 'incremental_orders'),
    ('bulk_customers', 'incremental_customers'), ('bulk_products', 'incremental_products'))
UPDATE public.sync_jobs failed SET made_good = true
WHERE status = 'failed' AND EXISTS (
    SELECT FROM public.sync_jobs later
    WHERE later.integration_id = failed.integration_id AND later.status = 'completed'
      AND later.completed_at >= coalesce(failed.started_at, failed.created_at)
      AND (later.type = failed.type OR (later.type, failed.type) IN (SELECT all_of_it, part FROM resources)));

-- As with all of a kind: what was completed before the channel was disconnected is to be fetched again.
ALTER TABLE control.channels ADD COLUMN recent_orders_at timestamptz;
COMMENT ON COLUMN control.channels.recent_orders_at IS 'when the orders of the last days were last fetched, null where they never were since the channel was connected';

UPDATE control.channels c
SET recent_orders_at = (
    SELECT max(completed_at) FROM public.sync_jobs
    WHERE integration_id = c.id AND type = 'recent_sync' AND status = 'completed')
WHERE status <> 'disconnected';

CREATE OR REPLACE FUNCTION control.forget_what_was_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.recent_orders_at := NULL;
    NEW.all_orders_at := NULL;
    NEW.all_customers_at := NULL;
    NEW.all_products_at := NULL;
    NEW.sync_status := 'pending';
    RETURN NEW;
END
$$;
