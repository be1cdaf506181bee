-- A product on a channel: its ids there, what the platform is known to hold, what is being written there.

CREATE TABLE control.listings (
    id                 uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id          text NOT NULL REFERENCES control.tenants,
    product_id         uuid NOT NULL REFERENCES public.products ON DELETE CASCADE,
    channel_id         text NOT NULL REFERENCES control.channels ON DELETE CASCADE,
    platform           text NOT NULL,
    state              text NOT NULL CHECK (state IN ('WANTED', 'LINKED', 'REMOVED')),
    external_id        text,
    -- The platform's variant ids and the hub's: {"4711": "<uuid>"}.
    variants           jsonb NOT NULL DEFAULT '{}',
    shadow             jsonb NOT NULL DEFAULT '{}',
    generation         bigint NOT NULL DEFAULT 0,
    ownership_revision integer NOT NULL DEFAULT 1,
    platform_version   timestamptz,
    platform_data      jsonb NOT NULL DEFAULT '{}',
    sync_status        text NOT NULL DEFAULT 'PENDING'
        CHECK (sync_status IN ('SYNCED', 'PENDING', 'CONFLICT', 'ERROR')),
    last_error         text,
    last_pushed_at     timestamptz,
    created_at         timestamptz NOT NULL DEFAULT now(),
    updated_at         timestamptz NOT NULL DEFAULT now(),
    UNIQUE (channel_id, external_id),
    UNIQUE (channel_id, product_id)
) WITH (fillfactor = 80);

CREATE INDEX listings_of_product ON control.listings (product_id);
CREATE INDEX listings_by_status ON control.listings (tenant_id, sync_status);

-- The way from a platform's variant or stock item to the hub's variant.
CREATE TABLE control.listing_variants (
    channel_id          text NOT NULL REFERENCES control.channels ON DELETE CASCADE,
    external_variant_id text NOT NULL,
    external_product_id text NOT NULL,
    inventory_item_id   text,
    product_id          uuid NOT NULL REFERENCES public.products ON DELETE CASCADE,
    variant_id          uuid NOT NULL REFERENCES public.product_variants ON DELETE CASCADE,
    PRIMARY KEY (channel_id, external_variant_id)
);

CREATE INDEX listing_variants_of_variant ON control.listing_variants (variant_id);
CREATE INDEX listing_variants_of_product ON control.listing_variants (product_id, channel_id);
CREATE INDEX listing_variants_by_inventory_item ON control.listing_variants (channel_id, inventory_item_id)
    WHERE inventory_item_id IS NOT NULL;

CREATE TABLE control.push_intents (
    -- Goes with every try as its idempotency key.
    id         uuid PRIMARY KEY,
    tenant_id  text NOT NULL REFERENCES control.tenants,
    channel_id text NOT NULL REFERENCES control.channels ON DELETE CASCADE,
    product_id uuid NOT NULL REFERENCES public.products ON DELETE CASCADE,
    queue_id   uuid,
    -- json, not jsonb: a repeated call must be the same to the letter.
    call       json NOT NULL,
    meant      jsonb NOT NULL,
    creates    boolean NOT NULL,
    opened_at  timestamptz NOT NULL,
    closed_at  timestamptz,
    outcome    text
) WITH (fillfactor = 80);

CREATE UNIQUE INDEX push_intents_one_open ON control.push_intents (channel_id, product_id) WHERE closed_at IS NULL;
CREATE INDEX push_intents_open_creates ON control.push_intents (channel_id) WHERE closed_at IS NULL AND creates;
CREATE INDEX push_intents_open_since ON control.push_intents (opened_at) WHERE closed_at IS NULL;
CREATE INDEX push_intents_of_product ON control.push_intents (product_id, opened_at DESC);

-- Products that a delivery only hinted at, to be read in full; hints about one product are one read.
CREATE TABLE control.pending_reads (
    channel_id   text NOT NULL REFERENCES control.channels ON DELETE CASCADE,
    external_id  text NOT NULL,
    reason       text NOT NULL,
    lane         text NOT NULL DEFAULT 'live' CHECK (lane IN ('live', 'reconcile', 'backfill')),
    lane_rank    smallint NOT NULL
        GENERATED ALWAYS AS (CASE lane WHEN 'live' THEN 0 WHEN 'reconcile' THEN 1 ELSE 2 END) STORED,
    requested_at timestamptz NOT NULL,
    not_before   timestamptz NOT NULL,
    attempts     integer NOT NULL DEFAULT 0,
    lease_until  timestamptz,
    last_error   text,
    PRIMARY KEY (channel_id, external_id)
) WITH (fillfactor = 70);

CREATE INDEX pending_reads_due ON control.pending_reads (channel_id, lane_rank, not_before);
