-- When a pass over the whole channel last saw the listing: what it does not see is asked for, and may be gone.
ALTER TABLE control.listings ADD COLUMN seen_at timestamptz;
CREATE INDEX listings_by_sighting ON control.listings (channel_id, seen_at) WHERE state = 'LINKED';
