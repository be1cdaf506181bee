-- Which products differ on which channels, and what was done about it.

CREATE TABLE public.product_sync_queue (
    id               uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    operation        text NOT NULL,
    priority         integer NOT NULL DEFAULT 0,
    trigger_origin   text NOT NULL CHECK (trigger_origin IN ('SHOPIFY', 'WOOCOMMERCE', 'NOLIMITS', 'JTL', 'SYSTEM')),
    trigger_event_id text,
    status           text NOT NULL DEFAULT 'pending'
        CHECK (status IN ('pending', 'processing', 'completed', 'failed', 'skipped')),
    attempts         integer NOT NULL DEFAULT 0,
    max_attempts     integer NOT NULL DEFAULT 3,
    scheduled_for    timestamptz NOT NULL DEFAULT now(),
    tenant_id        text NOT NULL REFERENCES control.tenants,
    product_id       uuid NOT NULL REFERENCES public.products ON DELETE CASCADE,
    channel_id       text NOT NULL REFERENCES control.channels ON DELETE CASCADE,
    lane             text NOT NULL DEFAULT 'live' CHECK (lane IN ('live', 'reconcile', 'backfill')),
    lane_rank        smallint NOT NULL
        GENERATED ALWAYS AS (CASE lane WHEN 'live' THEN 0 WHEN 'reconcile' THEN 1 ELSE 2 END) STORED,
    lease_until      timestamptz,
    last_error       text,
    created_at       timestamptz NOT NULL DEFAULT now(),
    started_at       timestamptz,
    completed_at     timestamptz
) WITH (fillfactor = 70);

-- What is not yet begun coalesces; what is being done is done by one worker.
CREATE UNIQUE INDEX product_sync_queue_one_pending ON public.product_sync_queue (product_id, channel_id)
    WHERE status = 'pending';
CREATE UNIQUE INDEX product_sync_queue_one_processing ON public.product_sync_queue (product_id, channel_id)
    WHERE status = 'processing';
CREATE INDEX product_sync_queue_due ON public.product_sync_queue
    (channel_id, lane_rank, priority DESC, scheduled_for) WHERE status = 'pending';
CREATE INDEX product_sync_queue_leases ON public.product_sync_queue (lease_until) WHERE status = 'processing';
CREATE INDEX product_sync_queue_of_product ON public.product_sync_queue (product_id, created_at DESC);
CREATE INDEX product_sync_queue_failed ON public.product_sync_queue (tenant_id, completed_at DESC)
    WHERE status = 'failed';
CREATE INDEX product_sync_queue_finished ON public.product_sync_queue (completed_at) WHERE completed_at IS NOT NULL;

-- Puts a row that is being processed back among the pending ones, without the try it cost if it should cost none. Where
-- the product was marked again meanwhile, that newer row does its work.
CREATE FUNCTION control.give_back_push(job uuid, try_at timestamptz, costs_a_try boolean, problem text)
    RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    given public.product_sync_queue;
BEGIN
    BEGIN
        UPDATE public.product_sync_queue
        SET status = 'pending', scheduled_for = try_at, lease_until = NULL, last_error = problem,
            attempts = CASE WHEN costs_a_try THEN attempts ELSE greatest(attempts - 1, 0) END
        WHERE id = job AND status = 'processing';
    EXCEPTION WHEN unique_violation THEN
        UPDATE public.product_sync_queue
        SET status = 'skipped', completed_at = now(), lease_until = NULL, last_error = problem
        WHERE id = job AND status = 'processing'
        RETURNING * INTO given;
        UPDATE public.product_sync_queue
        SET priority = greatest(priority, given.priority),
            lane = CASE WHEN given.lane_rank < lane_rank THEN given.lane ELSE lane END
        WHERE product_id = given.product_id AND channel_id = given.channel_id AND status = 'pending';
    END;
END
$$;

CREATE TABLE public.product_sync_logs (
    id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id       text NOT NULL REFERENCES control.tenants,
    product_id      uuid REFERENCES public.products ON DELETE SET NULL,
    channel_id      text,
    action          text NOT NULL,
    origin          text NOT NULL CHECK (origin IN ('SHOPIFY', 'WOOCOMMERCE', 'NOLIMITS', 'JTL', 'SYSTEM')),
    target_platform text NOT NULL,
    changed_fields  text[] NOT NULL DEFAULT '{}',
    old_values      jsonb,
    new_values      jsonb,
    success         boolean NOT NULL,
    error_message   text,
    created_at      timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX product_sync_logs_of_product ON public.product_sync_logs (product_id, created_at DESC);
CREATE INDEX product_sync_logs_of_tenant ON public.product_sync_logs (tenant_id, created_at DESC);
