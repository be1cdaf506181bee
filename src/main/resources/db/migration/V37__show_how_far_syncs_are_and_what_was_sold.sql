-- How far a sync is, as a share that never falls while it lasts; and what was sold on each day.

-- A job that begins anew counts its items again from nothing, and a shop that sells meanwhile has more of them in the end: who
-- watches sees neither.
ALTER TABLE public.sync_jobs ADD COLUMN percent integer NOT NULL DEFAULT 0 CHECK (percent BETWEEN 0 AND 100);

CREATE FUNCTION control.keep_percent() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    reached integer := 0;
BEGIN
    IF NEW.status = 'completed' THEN
        NEW.percent := 100;
        RETURN NEW;
    END IF;
    IF NEW.total_items > 0 THEN
        reached := least(99, 100 * CAST(NEW.processed_items AS bigint) / NEW.total_items);
    END IF;
    IF TG_OP = 'UPDATE' THEN
        reached := greatest(reached, least(99, OLD.percent));
    END IF;
    NEW.percent := greatest(0, reached);
    RETURN NEW;
END
$$;

CREATE TRIGGER keep_percent BEFORE INSERT OR UPDATE OF status, processed_items, total_items ON public.sync_jobs
    FOR EACH ROW EXECUTE FUNCTION control.keep_percent();

UPDATE public.sync_jobs SET status = status;

-- The path of a tenant's own status would be the one of a job.
ALTER TABLE control.tenants ADD CONSTRAINT not_a_word_of_a_path CHECK (id <> 'jobs') NOT VALID;

-- Newest first, whatever was synced.
CREATE INDEX sync_logs_of_tenant ON public.sync_logs (tenant_id, created_at DESC);
