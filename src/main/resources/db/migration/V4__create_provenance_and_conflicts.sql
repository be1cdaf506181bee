-- Why a field holds what it holds, and what people still have to decide.

CREATE TABLE control.provenance (
    id           bigserial PRIMARY KEY,
    tenant_id    text NOT NULL REFERENCES control.tenants,
    product_id   uuid NOT NULL REFERENCES public.products ON DELETE CASCADE,
    -- "name", or "<variant id>/sku".
    cell         text NOT NULL,
    value        jsonb NOT NULL,
    previous     jsonb,
    origin       text NOT NULL CHECK (origin IN ('SHOPIFY', 'WOOCOMMERCE', 'NOLIMITS', 'JTL', 'SYSTEM')),
    channel_id   text,
    edited_after timestamptz NOT NULL,
    edited_until timestamptz NOT NULL,
    received_at  timestamptz NOT NULL,
    rule         text NOT NULL,
    outcome      text NOT NULL CHECK (outcome IN ('won', 'lost', 'restored', 'withheld')),
    recorded_at  timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX provenance_of_cell ON control.provenance (product_id, cell, id DESC);

CREATE TABLE control.conflicts (
    id               uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id        text NOT NULL REFERENCES control.tenants,
    product_id       uuid NOT NULL REFERENCES public.products ON DELETE CASCADE,
    cell             text NOT NULL,
    channel_id       text NOT NULL,
    kind             text NOT NULL CHECK (kind IN ('shared_field', 'first_link', 'sku_taken', 'alternating')),
    local_value      jsonb NOT NULL,
    -- NULL: the hub never had a value.
    local_origin     text,
    remote_value     jsonb NOT NULL,
    remote_origin    text NOT NULL,
    applied          text NOT NULL CHECK (applied IN ('local', 'remote', 'none')),
    other_product_id uuid,
    status           text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'resolved', 'superseded')),
    resolution       text,
    detected_at      timestamptz NOT NULL,
    resolved_at      timestamptz,
    resolved_by      text
);

CREATE UNIQUE INDEX conflicts_one_open ON control.conflicts (product_id, cell, channel_id, kind) WHERE status = 'open';
CREATE INDEX conflicts_open_of_tenant ON control.conflicts (tenant_id, detected_at DESC) WHERE status = 'open';
CREATE INDEX conflicts_of_product ON control.conflicts (product_id, detected_at DESC);
