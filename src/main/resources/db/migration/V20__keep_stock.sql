-- Stock: what warehouses count, what orders have promised, and what the shops are told.

CREATE TABLE control.warehouses (
    tenant_id    text NOT NULL REFERENCES control.tenants,
    -- The platform's id; 'hub' is the tenant's own, which Serai itself counts.
    warehouse_id text NOT NULL CHECK (warehouse_id <> ''),
    -- NULL for the tenant's own.
    channel_id   text REFERENCES control.channels ON DELETE CASCADE,
    name         text NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, warehouse_id)
);

-- What a fulfilment platform keeps goods of. It belongs to the hub's variant of the same SKU, once there is just one.
CREATE TABLE control.warehouse_items (
    channel_id text NOT NULL REFERENCES control.channels ON DELETE CASCADE,
    item_id    text NOT NULL,
    tenant_id  text NOT NULL REFERENCES control.tenants,
    sku        text NOT NULL,
    variant_id uuid REFERENCES public.product_variants ON DELETE SET NULL,
    PRIMARY KEY (channel_id, item_id)
);

CREATE INDEX warehouse_items_of_variant ON control.warehouse_items (variant_id);
CREATE INDEX warehouse_items_unlinked ON control.warehouse_items (tenant_id, btrim(sku)) WHERE variant_id IS NULL;

-- The newest word of a warehouse about an item. item_id is the variant's own id in the tenant's own warehouse.
CREATE TABLE control.stock_levels (
    tenant_id     text NOT NULL,
    warehouse_id  text NOT NULL,
    item_id       text NOT NULL,
    stock_version bigint NOT NULL,
    level         numeric NOT NULL,
    reserved      numeric NOT NULL,
    blocked       numeric NOT NULL,
    announced     numeric NOT NULL,
    changed_at    timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, warehouse_id, item_id),
    FOREIGN KEY (tenant_id, warehouse_id) REFERENCES control.warehouses ON DELETE CASCADE
) WITH (fillfactor = 80);

CREATE INDEX stock_levels_of_item ON control.stock_levels (tenant_id, item_id);

-- Every change a warehouse told of, once, for whoever asks why a figure is what it is.
CREATE TABLE control.stock_changes (
    tenant_id     text NOT NULL,
    warehouse_id  text NOT NULL,
    item_id       text NOT NULL,
    stock_version bigint NOT NULL,
    change_type   text NOT NULL,
    level         numeric NOT NULL,
    reserved      numeric NOT NULL,
    outbound_id   text,
    happened_at   timestamptz NOT NULL,
    received_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, warehouse_id, item_id, stock_version)
);

CREATE INDEX stock_changes_received ON control.stock_changes (received_at);
CREATE INDEX stock_changes_of_outbound ON control.stock_changes (tenant_id, outbound_id) WHERE outbound_id IS NOT NULL;

-- What an order has promised and no warehouse has reserved yet.
CREATE TABLE control.reservations (
    channel_id     text NOT NULL REFERENCES control.channels ON DELETE CASCADE,
    order_id       text NOT NULL,
    line_id        text NOT NULL,
    tenant_id      text NOT NULL REFERENCES control.tenants,
    order_number   text NOT NULL,
    variant_id     uuid REFERENCES public.product_variants ON DELETE CASCADE,
    quantity       numeric NOT NULL CHECK (quantity >= 0),
    -- Of an order that the warehouse has taken over; its own figure has it from then on.
    handed_over    boolean NOT NULL DEFAULT false,
    order_version  timestamptz NOT NULL,
    reserved_at    timestamptz NOT NULL,
    PRIMARY KEY (channel_id, order_id, line_id)
);

CREATE INDEX reservations_of_variant ON control.reservations (variant_id) WHERE quantity > 0 AND NOT handed_over;
CREATE INDEX reservations_by_number ON control.reservations (tenant_id, order_number) WHERE NOT handed_over;

-- The places a shop keeps stock at, and whose stock each shows.
CREATE TABLE control.locations (
    channel_id  text NOT NULL REFERENCES control.channels ON DELETE CASCADE,
    location_id text NOT NULL,
    name        text NOT NULL,
    position    integer NOT NULL DEFAULT 1,
    is_active   boolean NOT NULL DEFAULT true,
    -- NULL: nobody has said. A shop with one place shows all warehouses there.
    warehouses  text[],
    -- When that was last said, or something else about it: what it shows was reckoned later, or must be again.
    mapped_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (channel_id, location_id)
);

-- One item's figure at one place of a shop.
CREATE TABLE control.shop_stock (
    channel_id          text NOT NULL REFERENCES control.channels ON DELETE CASCADE,
    external_variant_id text NOT NULL,
    location_id         text NOT NULL,
    tenant_id           text NOT NULL REFERENCES control.tenants,
    variant_id          uuid NOT NULL REFERENCES public.product_variants ON DELETE CASCADE,
    external_product_id text NOT NULL,
    inventory_item_id   text,
    -- NULL until the shop was read; and then whether it counts the item at all.
    held                bigint,
    held_at             timestamptz,
    is_counted          boolean NOT NULL DEFAULT true,
    target              numeric NOT NULL,
    owed                numeric NOT NULL DEFAULT 0,
    -- What the shop is known to hold may be wrong.
    must_read           boolean NOT NULL DEFAULT true,
    -- When there is something to do; NULL for nothing.
    due_at              timestamptz,
    -- The call that is being made.
    push_key            uuid,
    attempts            integer NOT NULL DEFAULT 0,
    last_error          text,
    changed_at          timestamptz NOT NULL,
    PRIMARY KEY (channel_id, external_variant_id, location_id)
) WITH (fillfactor = 70);

CREATE INDEX shop_stock_due ON control.shop_stock (channel_id, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX shop_stock_of_variant ON control.shop_stock (variant_id);
CREATE INDEX shop_stock_by_inventory_item ON control.shop_stock (channel_id, inventory_item_id, location_id);
CREATE INDEX shop_stock_pushed ON control.shop_stock (push_key) WHERE push_key IS NOT NULL;

-- What is being said to a shop, stored before it is said. One at a time per channel.
CREATE TABLE control.stock_pushes (
    key        uuid PRIMARY KEY,
    channel_id text NOT NULL REFERENCES control.channels ON DELETE CASCADE,
    -- json, not jsonb: a repeated call must be the same to the letter.
    lines      json NOT NULL,
    opened_at  timestamptz NOT NULL,
    closed_at  timestamptz,
    outcome    text
);

CREATE UNIQUE INDEX stock_pushes_one_open ON control.stock_pushes (channel_id) WHERE closed_at IS NULL;
CREATE INDEX stock_pushes_closed ON control.stock_pushes (closed_at) WHERE closed_at IS NOT NULL;

-- How far a fulfilment platform was read, and who has a channel's stock in hand.
CREATE TABLE control.stock_cursors (
    channel_id    text PRIMARY KEY REFERENCES control.channels ON DELETE CASCADE,
    -- Everything before it is known; NULL before the first full pass.
    changes_until timestamptz,
    full_pass_at  timestamptz,
    orders_until  timestamptz,
    worker        uuid,
    lease_until   timestamptz
);

-- The merchant's orders as the fulfilment platform knows them.
CREATE TABLE control.outbounds (
    channel_id   text NOT NULL REFERENCES control.channels ON DELETE CASCADE,
    outbound_id  text NOT NULL,
    tenant_id    text NOT NULL REFERENCES control.tenants,
    order_number text NOT NULL,
    status       text NOT NULL,
    -- Whether the levels known have what it reserves.
    is_counted   boolean NOT NULL DEFAULT false,
    PRIMARY KEY (channel_id, outbound_id)
);

CREATE INDEX outbounds_by_number ON control.outbounds (tenant_id, order_number);
