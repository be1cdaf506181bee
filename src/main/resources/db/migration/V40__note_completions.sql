-- What jobs of a channel came to is kept by itself, of every type: jobs are deleted after a while, and tried again by people.

CREATE TABLE control.completions (
    channel_id text NOT NULL REFERENCES control.channels ON DELETE CASCADE,
    type       text NOT NULL,
    at         timestamptz NOT NULL,
    PRIMARY KEY (channel_id, type)
);
COMMENT ON TABLE control.completions IS 'when what a type of job does was last done on a channel since it was connected, by a job or without';

INSERT INTO control.completions
SELECT c.id, done.type, done.at
FROM control.channels c, LATERAL (VALUES
    ('bulk_orders', all_orders_at), ('bulk_customers', all_customers_at), ('bulk_products', all_products_at)) done (type, at)
WHERE done.at IS NOT NULL;

INSERT INTO control.completions
SELECT c.id, j.type, max(j.completed_at)
FROM control.channels c JOIN public.sync_jobs j ON j.integration_id = c.id
WHERE c.status <> 'disconnected' AND j.status = 'completed'
  AND j.type IN ('recent_sync', 'incremental_orders', 'incremental_customers', 'incremental_products', 'full_sync')
GROUP BY c.id, j.type;

ALTER TABLE control.channels
    DROP COLUMN all_orders_at,
    DROP COLUMN all_customers_at,
    DROP COLUMN all_products_at,
    ADD COLUMN connection integer NOT NULL DEFAULT 1;
COMMENT ON COLUMN control.channels.connection IS 'which time it is that the channel is connected';

ALTER TABLE public.sync_jobs
    ADD COLUMN connection integer NOT NULL DEFAULT 1,
    ADD COLUMN retried_at timestamptz;
COMMENT ON COLUMN public.sync_jobs.connection IS 'the connection of the channel that the job was begun in';
COMMENT ON COLUMN public.sync_jobs.retried_at IS 'when somebody last took it up again after it had ended';

CREATE FUNCTION control.belong_to_connection() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.connection := coalesce((SELECT connection FROM control.channels WHERE id = NEW.integration_id), 1);
    RETURN NEW;
END
$$;

CREATE TRIGGER belong_to_connection BEFORE INSERT ON public.sync_jobs
    FOR EACH ROW EXECUTE FUNCTION control.belong_to_connection();

CREATE OR REPLACE FUNCTION control.forget_what_was_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM control.completions WHERE channel_id = NEW.id;
    NEW.sync_status := 'pending';
    IF OLD.status = 'disconnected' THEN
        NEW.connection := OLD.connection + 1;
    END IF;
    RETURN NEW;
END
$$;
