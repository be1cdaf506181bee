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

-- What each channel sold on each day, in each currency: never added up across them. Orders that were cancelled or are gone,
-- and tests, are not in it.
CREATE TABLE public.order_analytics (
    tenant_id     text NOT NULL REFERENCES control.tenants,
    -- NULL: the channel is gone, its orders are not.
    channel_id    text REFERENCES control.channels ON DELETE CASCADE,
    -- By the channel's clock.
    day           date NOT NULL,
    -- NULL: the shop did not say.
    currency      text,
    orders        integer NOT NULL,
    -- What was sold, taxes and shipping included, before anything was given back.
    revenue       numeric NOT NULL,
    average_order numeric NOT NULL,
    -- What was given back of it, whenever that was.
    refunded      numeric NOT NULL,
    updated_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT order_analytics_key UNIQUE NULLS NOT DISTINCT (tenant_id, channel_id, day, currency)
);

CREATE INDEX order_analytics_newest ON public.order_analytics (tenant_id, day DESC);

-- Days whose orders changed since they were last added up. Written in the transaction that changes the orders: what takes hours to
-- commit, and was begun before the last time, is not missed. A day stands here as often as it was touched.
CREATE TABLE control.touched_days (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id  text NOT NULL REFERENCES control.tenants,
    channel_id text,
    day        date NOT NULL
);

CREATE INDEX touched_days_of_tenant ON control.touched_days (tenant_id);

-- The time zone that a channel's days begin in. A name that the database does not know is UTC: no order is refused for it.
CREATE FUNCTION control.zone_of(settings jsonb) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    zone text := settings ->> 'timeZone';
BEGIN
    IF zone IS NULL THEN
        RETURN 'UTC';
    END IF;
    PERFORM now() AT TIME ZONE zone;
    RETURN zone;
EXCEPTION WHEN invalid_parameter_value THEN
    RETURN 'UTC';
END
$$;

CREATE FUNCTION control.day_of(moment timestamptz, zone text) RETURNS date
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CAST(moment AT TIME ZONE zone AS date);

-- The plan of the first change that a connection sees stays: one made for a single order must not go through all of a shop's for each.
CREATE FUNCTION control.touch_days() RETURNS trigger LANGUAGE plpgsql SET enable_nestloop = off AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO control.touched_days (tenant_id, channel_id, day)
        WITH zones AS MATERIALIZED (
            SELECT c.id, control.zone_of(c.settings) AS zone FROM control.channels c
            WHERE c.id IN (SELECT channel_id FROM after_it))
        SELECT DISTINCT o.organization_id, o.channel_id, control.day_of(o.order_date, coalesce(z.zone, 'UTC'))
        FROM after_it o LEFT JOIN zones z ON z.id = o.channel_id;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO control.touched_days (tenant_id, channel_id, day)
        WITH zones AS MATERIALIZED (
            SELECT c.id, control.zone_of(c.settings) AS zone FROM control.channels c
            WHERE c.id IN (SELECT channel_id FROM before_it))
        SELECT DISTINCT o.organization_id, o.channel_id, control.day_of(o.order_date, coalesce(z.zone, 'UTC'))
        FROM before_it o LEFT JOIN zones z ON z.id = o.channel_id;
    ELSE
        INSERT INTO control.touched_days (tenant_id, channel_id, day)
        WITH changed AS MATERIALIZED (
            SELECT o.organization_id AS old_tenant, o.channel_id AS old_channel, o.order_date AS old_date,
                   n.organization_id AS new_tenant, n.channel_id AS new_channel, n.order_date AS new_date
            FROM before_it o JOIN after_it n ON n.id = o.id
            WHERE (o.organization_id, o.channel_id, o.order_date, o.currency, o.status, o.cancelled_at, o.deleted_at, o.is_test,
                   o.total, o.refunded)
                IS DISTINCT FROM
                  (n.organization_id, n.channel_id, n.order_date, n.currency, n.status, n.cancelled_at, n.deleted_at, n.is_test,
                   n.total, n.refunded)
        ), sides (tenant_id, channel_id, order_date) AS (
            SELECT old_tenant, old_channel, old_date FROM changed
            UNION ALL
            SELECT new_tenant, new_channel, new_date FROM changed
        ), zones AS MATERIALIZED (
            SELECT c.id, control.zone_of(c.settings) AS zone FROM control.channels c
            WHERE c.id IN (SELECT channel_id FROM sides))
        SELECT DISTINCT s.tenant_id, s.channel_id, control.day_of(s.order_date, coalesce(z.zone, 'UTC'))
        FROM sides s LEFT JOIN zones z ON z.id = s.channel_id;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER touch_days_of_new AFTER INSERT ON public.orders
    REFERENCING NEW TABLE AS after_it FOR EACH STATEMENT EXECUTE FUNCTION control.touch_days();
CREATE TRIGGER touch_days_of_changed AFTER UPDATE ON public.orders
    REFERENCING OLD TABLE AS before_it NEW TABLE AS after_it FOR EACH STATEMENT EXECUTE FUNCTION control.touch_days();
CREATE TRIGGER touch_days_of_deleted AFTER DELETE ON public.orders
    REFERENCING OLD TABLE AS before_it FOR EACH STATEMENT EXECUTE FUNCTION control.touch_days();

-- In another time zone each day begins elsewhere.
CREATE FUNCTION control.touch_all_days() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    zone text := control.zone_of(NEW.settings);
BEGIN
    INSERT INTO control.touched_days (tenant_id, channel_id, day)
    SELECT tenant_id, channel_id, day FROM public.order_analytics WHERE tenant_id = NEW.tenant_id AND channel_id = NEW.id
    UNION
    SELECT organization_id, channel_id, control.day_of(order_date, zone) FROM public.orders
    WHERE organization_id = NEW.tenant_id AND channel_id = NEW.id;
    RETURN NULL;
END
$$;

CREATE TRIGGER touch_all_days AFTER UPDATE OF settings ON control.channels
    FOR EACH ROW WHEN (OLD.settings ->> 'timeZone' IS DISTINCT FROM NEW.settings ->> 'timeZone')
    EXECUTE FUNCTION control.touch_all_days();

-- Adds up the days of a tenant that were touched, and takes away what they have no more. Done twice it is done once.
CREATE FUNCTION control.roll_up_orders(tenant text) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    days integer;
BEGIN
    -- Two at once would each put older sums over newer ones.
    PERFORM pg_advisory_xact_lock(hashtextextended('roll up ' || tenant, 0));

    CREATE TEMPORARY TABLE rolled_up (
        channel_id text, day date NOT NULL, begins timestamptz, ends timestamptz) ON COMMIT DROP;
    WITH touched AS (
        DELETE FROM control.touched_days t WHERE t.tenant_id = tenant RETURNING t.channel_id, t.day
    ), zones AS MATERIALIZED (
        SELECT c.id, control.zone_of(c.settings) AS zone FROM control.channels c WHERE c.tenant_id = tenant)
    INSERT INTO rolled_up
    SELECT DISTINCT t.channel_id, t.day,
           CAST(t.day AS timestamp) AT TIME ZONE coalesce(z.zone, 'UTC'),
           CAST(t.day + 1 AS timestamp) AT TIME ZONE coalesce(z.zone, 'UTC')
    FROM touched t LEFT JOIN zones z ON z.id = t.channel_id;
    GET DIAGNOSTICS days = ROW_COUNT;
    ANALYZE rolled_up;

    -- A statement of its own: it sees what was committed until the days above were taken, and what comes later touches them again.
    WITH sums AS MATERIALIZED (
        SELECT r.channel_id, r.day, o.currency, count(*) AS orders, sum(coalesce(o.total, 0)) AS revenue,
               sum(coalesce(o.refunded, 0)) AS refunded
        FROM rolled_up r
        JOIN public.orders o ON o.organization_id = tenant AND o.channel_id IS NOT DISTINCT FROM r.channel_id
            AND o.order_date >= r.begins AND o.order_date < r.ends
        WHERE o.status <> 'cancelled' AND o.cancelled_at IS NULL AND o.deleted_at IS NULL AND NOT o.is_test
        GROUP BY r.channel_id, r.day, o.currency
    ), stale AS (
        DELETE FROM public.order_analytics a USING rolled_up r
        WHERE a.tenant_id = tenant AND a.channel_id IS NOT DISTINCT FROM r.channel_id AND a.day = r.day
          AND NOT EXISTS (
              SELECT FROM sums s
              WHERE s.channel_id IS NOT DISTINCT FROM a.channel_id AND s.day = a.day
                AND s.currency IS NOT DISTINCT FROM a.currency))
    INSERT INTO public.order_analytics AS known
        (tenant_id, channel_id, day, currency, orders, revenue, average_order, refunded, updated_at)
    SELECT tenant, s.channel_id, s.day, s.currency, s.orders, s.revenue, round(s.revenue / s.orders, 4), s.refunded, now()
    FROM sums s
    ON CONFLICT ON CONSTRAINT order_analytics_key DO UPDATE
    SET orders = excluded.orders, revenue = excluded.revenue, average_order = excluded.average_order,
        refunded = excluded.refunded, updated_at = excluded.updated_at
    WHERE (known.orders, known.revenue, known.refunded) IS DISTINCT FROM (excluded.orders, excluded.revenue, excluded.refunded);

    DROP TABLE rolled_up;
    RETURN days;
END
$$;

INSERT INTO control.touched_days (tenant_id, channel_id, day)
SELECT DISTINCT o.organization_id, o.channel_id, control.day_of(o.order_date, coalesce(control.zone_of(c.settings), 'UTC'))
FROM public.orders o LEFT JOIN control.channels c ON c.id = o.channel_id;
