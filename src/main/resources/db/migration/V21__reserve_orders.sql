-- Orders are hinted at like products, and what they promise is kept line by line.

ALTER TABLE control.pending_reads ADD COLUMN resource text NOT NULL DEFAULT 'products'
    CHECK (resource IN ('products', 'orders'));
ALTER TABLE control.pending_reads DROP CONSTRAINT pending_reads_pkey;
ALTER TABLE control.pending_reads ADD PRIMARY KEY (channel_id, resource, external_id);

ALTER TABLE control.reservations RENAME COLUMN quantity TO wanted;
ALTER TABLE control.reservations
    ADD COLUMN shipped numeric NOT NULL DEFAULT 0 CHECK (shipped >= 0),
    -- What is in the figures of those who keep the stock: they have reserved it, or it has left.
    ADD COLUMN released numeric NOT NULL DEFAULT 0 CHECK (released >= 0),
    -- When more was seen to have left than before; the figures that are read after it have that.
    ADD COLUMN shipped_at timestamptz,
    -- What the line is about, as the shop says it; NULL where the shop has it no longer.
    ADD COLUMN external_variant_id text;

DROP INDEX control.reservations_of_variant;
CREATE INDEX reservations_of_variant ON control.reservations (variant_id) WHERE wanted > released;
CREATE INDEX reservations_shipped ON control.reservations (tenant_id) WHERE shipped > released;
CREATE INDEX reservations_unlinked ON control.reservations (channel_id, external_variant_id)
    WHERE variant_id IS NULL AND wanted > released;

ALTER TABLE control.stock_cursors
    -- When the present or last reader began, and when the last one that came to the end had begun.
    ADD COLUMN begun_at timestamptz,
    ADD COLUMN read_from timestamptz,
    -- Since when a shop's orders are followed: an order from before it may have left long ago.
    ADD COLUMN orders_since timestamptz;
