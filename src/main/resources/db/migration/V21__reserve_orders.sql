-- Orders are hinted at like products, and what they promise is kept line by line.

ALTER TABLE control.pending_reads ADD COLUMN resource text NOT NULL DEFAULT 'products'
    CHECK (resource IN ('products', 'orders'));
ALTER TABLE control.pending_reads DROP CONSTRAINT pending_reads_pkey;
ALTER TABLE control.pending_reads ADD PRIMARY KEY (channel_id, resource, external_id);

DROP INDEX control.reservations_of_variant;
DROP INDEX control.reservations_by_number;
ALTER TABLE control.reservations RENAME COLUMN quantity TO wanted;
ALTER TABLE control.reservations
    ADD COLUMN shipped numeric NOT NULL DEFAULT 0 CHECK (shipped >= 0),
    -- What a warehouse's own figures reserve for it, or have sent.
    ADD COLUMN taken_over numeric NOT NULL DEFAULT 0 CHECK (taken_over >= 0),
    -- What has left and is missing in the figures of those who kept it.
    ADD COLUMN counted numeric NOT NULL DEFAULT 0 CHECK (counted >= 0),
    -- When more was seen to have left than before; the figures that are read after it have that.
    ADD COLUMN shipped_at timestamptz,
    -- What the line is about, as the shop says it; NULL where the shop has it no longer.
    ADD COLUMN external_variant_id text,
    DROP COLUMN handed_over;

CREATE INDEX reservations_of_variant ON control.reservations (variant_id) WHERE wanted > counted;
CREATE INDEX reservations_open ON control.reservations (tenant_id) WHERE wanted > counted OR shipped > counted;
CREATE INDEX reservations_unlinked ON control.reservations (channel_id, external_variant_id)
    WHERE variant_id IS NULL AND wanted > counted;

-- How much of each item it is about, by the items' ids.
ALTER TABLE control.outbounds ADD COLUMN items jsonb NOT NULL DEFAULT '{}';

ALTER TABLE control.stock_cursors
    DROP COLUMN orders_until,
    -- When the present or last reader began, and when the last one that came to the end had begun.
    ADD COLUMN begun_at timestamptz,
    ADD COLUMN read_from timestamptz;

-- How far a shop's orders were read, and who reads them just now.
CREATE TABLE control.order_cursors (
    channel_id   text PRIMARY KEY REFERENCES control.channels ON DELETE CASCADE,
    -- Since when they are followed: an order from before it may have left long ago.
    orders_since timestamptz NOT NULL,
    -- All that were changed before it are known, or asked for; NULL before the first pass has ended.
    orders_until timestamptz,
    worker       uuid,
    lease_until  timestamptz
);
