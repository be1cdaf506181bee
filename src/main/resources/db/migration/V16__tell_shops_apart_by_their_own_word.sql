-- What the shop itself says it is: the same shop can be given under several names and addresses. Null until it was asked.
ALTER TABLE control.channels ADD COLUMN shop_identity text;
CREATE INDEX channels_by_shop_identity ON control.channels (platform, coalesce(shop_identity, lower(shop_domain)));
