-- Who uses Serai, and the shops it keeps alike.

CREATE SCHEMA IF NOT EXISTS control;
CREATE SCHEMA IF NOT EXISTS stage;

CREATE TABLE control.tenants (
    id                 text PRIMARY KEY CHECK (id <> '' AND id <> 'status'),
    name               text NOT NULL,
    -- Fields this tenant gives another owner than everybody else has: {"netSalesPrice": "ops"}.
    owners             jsonb NOT NULL DEFAULT '{}',
    ownership_revision integer NOT NULL DEFAULT 1,
    created_at         timestamptz NOT NULL DEFAULT now(),
    updated_at         timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE control.channels (
    id                            text PRIMARY KEY CHECK (id <> ''),
    tenant_id                     text NOT NULL REFERENCES control.tenants,
    platform                      text NOT NULL CHECK (platform IN ('shopify', 'woocommerce', 'jtl')),
    name                          text NOT NULL,
    -- What the platform calls the shop; deliveries are matched by it.
    shop_domain                   text,
    -- Where calls go.
    url                           text,
    -- AES-256-GCM envelopes; key_id names the key that opens all three.
    credentials                   bytea,
    webhook_secret                bytea,
    previous_webhook_secret       bytea,
    previous_webhook_secret_until timestamptz,
    key_id                        text,
    settings                      jsonb NOT NULL DEFAULT '{}',
    status                        text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'paused', 'disconnected')),
    pause_reason                  text,
    is_active                     boolean NOT NULL DEFAULT true,
    -- Set while the channel must be read in full before anything is pushed to it.
    must_read_since               timestamptz,
    -- The platform asked for patience until then.
    waits_until                   timestamptz,
    -- The platform's clock minus ours.
    clock_skew_ms                 bigint NOT NULL DEFAULT 0,
    currency                      text,
    prices_include_tax            boolean,
    weight_unit                   text,
    api_version                   text,
    ca_file                       text,
    last_product_sync_at          timestamptz,
    last_order_sync_at            timestamptz,
    last_catch_up_at              timestamptz,
    sync_status                   text NOT NULL DEFAULT 'pending',
    metadata                      jsonb NOT NULL DEFAULT '{}',
    created_at                    timestamptz NOT NULL DEFAULT now(),
    updated_at                    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT active_is_the_status CHECK (is_active = (status = 'active'))
) WITH (fillfactor = 80);

CREATE INDEX channels_by_tenant ON control.channels (tenant_id, platform);
CREATE INDEX channels_by_shop_domain ON control.channels (platform, lower(shop_domain));

-- is_active and status say the same thing to two kinds of readers: whichever of them is written, the other follows.
CREATE FUNCTION control.follow_channel_status() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT NEW.is_active AND NEW.status = 'active' THEN
            NEW.status := 'paused';
        END IF;
    ELSIF NEW.status = OLD.status AND NEW.is_active <> OLD.is_active THEN
        NEW.status := CASE WHEN NEW.is_active THEN 'active' ELSE 'paused' END;
    END IF;
    NEW.is_active := NEW.status = 'active';
    IF NEW.is_active THEN
        NEW.pause_reason := NULL;
    END IF;
    -- Nobody told what happened while the shop was disconnected.
    IF TG_OP = 'UPDATE' AND OLD.status = 'disconnected' AND NEW.is_active THEN
        NEW.must_read_since := coalesce(NEW.must_read_since, now());
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER follow_status BEFORE INSERT OR UPDATE OF status, is_active ON control.channels
    FOR EACH ROW EXECUTE FUNCTION control.follow_channel_status();

-- PostgreSQL writes through a view this simple by itself.
CREATE VIEW public.shopify_integrations AS
SELECT id,
       tenant_id AS organization_id,
       name,
       shop_domain,
       is_active,
       status,
       sync_status,
       api_version,
       currency,
       last_product_sync_at,
       last_order_sync_at,
       metadata,
       created_at,
       updated_at
FROM control.channels
WHERE platform = 'shopify';

CREATE TABLE control.subscriptions (
    channel_id  text NOT NULL REFERENCES control.channels ON DELETE CASCADE,
    topic       text NOT NULL,
    external_id text,
    address     text NOT NULL,
    status      text NOT NULL DEFAULT 'active',
    checked_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (channel_id, topic)
);

CREATE TABLE control.api_tokens (
    sha256     bytea PRIMARY KEY CHECK (length(sha256) = 32),
    name       text NOT NULL,
    role       text NOT NULL CHECK (role IN ('viewer', 'operator', 'admin')),
    -- NULL: every tenant.
    tenant_id  text REFERENCES control.tenants,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz,
    revoked_at timestamptz
);

-- Which database cluster Serai last ran on: another identifier or timeline means that it was restored from a backup.
CREATE TABLE control.installation (
    one               boolean PRIMARY KEY DEFAULT true CHECK (one),
    system_identifier bigint NOT NULL,
    timeline          integer NOT NULL,
    recorded_at       timestamptz NOT NULL DEFAULT now()
);
