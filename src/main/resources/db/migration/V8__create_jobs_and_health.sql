-- Runs over a whole shop, what failed in them, and how well things go.

CREATE TABLE public.sync_jobs (
    id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    organization_id text NOT NULL REFERENCES control.tenants,
    integration_id  text REFERENCES control.channels ON DELETE SET NULL,
    type            text NOT NULL,
    fetch_all       boolean NOT NULL DEFAULT false,
    status          text NOT NULL DEFAULT 'pending'
        CHECK (status IN ('pending', 'running', 'completed', 'failed', 'cancelled', 'paused')),
    processed_items integer NOT NULL DEFAULT 0,
    total_items     integer,
    -- Where to go on after a crash.
    checkpoint      jsonb,
    heartbeat_at    timestamptz,
    lease_until     timestamptz,
    attempts        integer NOT NULL DEFAULT 0,
    error_message   text,
    started_at      timestamptz,
    completed_at    timestamptz,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 70);

CREATE INDEX sync_jobs_newest ON public.sync_jobs (organization_id, created_at DESC);
CREATE INDEX sync_jobs_unfinished ON public.sync_jobs (lease_until) WHERE status IN ('pending', 'running');

CREATE TABLE public.sync_logs (
    id                varchar PRIMARY KEY DEFAULT gen_random_uuid()::text,
    tenant_id         varchar NOT NULL,
    sync_type         varchar NOT NULL,
    success           boolean NOT NULL,
    records_processed integer DEFAULT 0,
    -- Milliseconds.
    duration          integer NOT NULL,
    error             text,
    created_at        timestamptz DEFAULT now()
);

CREATE INDEX sync_logs_newest ON public.sync_logs (tenant_id, sync_type, created_at DESC);

CREATE TABLE public.failed_sync_items (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id     text NOT NULL REFERENCES control.tenants,
    channel_id    text REFERENCES control.channels ON DELETE CASCADE,
    entity_type   text NOT NULL,
    shopify_id    text NOT NULL,
    raw_data      text NOT NULL,
    error_message text NOT NULL,
    error_stack   text,
    retry_count   integer NOT NULL DEFAULT 0,
    max_retries   integer NOT NULL DEFAULT 5,
    next_retry_at timestamptz NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    resolved_at   timestamptz,
    resolution    text CHECK (resolution IN ('success', 'manual', 'abandoned'))
);

CREATE UNIQUE INDEX failed_sync_items_one_open ON public.failed_sync_items (channel_id, entity_type, shopify_id)
    WHERE resolved_at IS NULL;
CREATE INDEX failed_sync_items_due ON public.failed_sync_items (next_retry_at) WHERE resolved_at IS NULL;
CREATE INDEX failed_sync_items_of_tenant ON public.failed_sync_items (tenant_id, created_at DESC);

CREATE TABLE public.reconciliation_reports (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id     text NOT NULL REFERENCES control.tenants,
    channel_id    text REFERENCES control.channels ON DELETE CASCADE,
    entity_type   text NOT NULL,
    shopify_count integer NOT NULL,
    erp_count     integer NOT NULL,
    discrepancy   integer NOT NULL,
    status        text NOT NULL CHECK (status IN ('ok', 'warning', 'critical')),
    details       jsonb,
    created_at    timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX reconciliation_reports_newest ON public.reconciliation_reports (entity_type, created_at DESC);
CREATE INDEX reconciliation_reports_of_tenant ON public.reconciliation_reports (tenant_id, created_at DESC);

CREATE TABLE public.sync_health_metrics (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    -- NULL: the whole installation.
    tenant_id   text REFERENCES control.tenants,
    metric_type text NOT NULL,
    value       double precision NOT NULL,
    threshold   double precision NOT NULL,
    status      text NOT NULL CHECK (status IN ('healthy', 'warning', 'critical')),
    checked_at  timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX sync_health_metrics_newest ON public.sync_health_metrics (metric_type, checked_at DESC);
