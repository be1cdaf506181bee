-- When a shop was asked for what it is known to hold: what it tells of a moment before is in the answer already.
ALTER TABLE control.shop_stock ADD COLUMN asked_at timestamptz;

-- Shopify tells of stock under a topic of its own, which the channels that are there are still to be subscribed to.
INSERT INTO control.unsettled_channels (channel_id, since, not_before)
SELECT id, now(), now() FROM control.channels WHERE is_active AND platform = 'shopify'
ON CONFLICT (channel_id) DO NOTHING;
