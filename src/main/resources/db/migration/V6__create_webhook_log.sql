-- Every delivery as it came, before anything is done about it.

CREATE TABLE public.webhook_log (
    -- "<channel>:<the platform's delivery id>", so that no channel's deliveries hide another's.
    id           text PRIMARY KEY,
    topic        text NOT NULL,
    -- The id of the resource on its platform, whichever platform it is.
    shopify_id   text,
    received_at  timestamptz NOT NULL DEFAULT now(),
    processed_at timestamptz,
    tenant_id    text NOT NULL REFERENCES control.tenants,
    channel_id   text NOT NULL REFERENCES control.channels ON DELETE CASCADE,
    platform     text NOT NULL,
    event_id     text,
    -- Whether a repetition is told by the id or by the content.
    sameness     text NOT NULL CHECK (sameness IN ('ID', 'CONTENT')),
    triggered_at timestamptz,
    content_hash bytea NOT NULL,
    headers      jsonb NOT NULL DEFAULT '{}',
    body         bytea NOT NULL,
    status       text NOT NULL DEFAULT 'received'
        CHECK (status IN ('received', 'processing', 'parked', 'processed', 'ignored', 'refused')),
    attempts     integer NOT NULL DEFAULT 0,
    lease_until  timestamptz,
    error        text,
    duplicates   integer NOT NULL DEFAULT 0,
    -- The order in which deliveries were accepted: two may come in one microsecond.
    accepted     bigserial
) WITH (fillfactor = 70);

CREATE INDEX webhook_log_shopify_id_topic ON public.webhook_log (shopify_id, topic);
CREATE INDEX webhook_log_last_of_resource ON public.webhook_log (channel_id, shopify_id, accepted DESC);
CREATE INDEX webhook_log_unfinished ON public.webhook_log (lease_until, accepted)
    WHERE status IN ('received', 'processing', 'parked');
CREATE INDEX webhook_log_parked ON public.webhook_log (channel_id, shopify_id) WHERE status = 'parked';
CREATE INDEX webhook_log_of_tenant ON public.webhook_log (tenant_id, received_at DESC);
CREATE INDEX webhook_log_age ON public.webhook_log (received_at);
