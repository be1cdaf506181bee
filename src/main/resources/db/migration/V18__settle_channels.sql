-- Channels whose platform is still to be told how things are: webhooks to set up, or to take back. A row goes when its work
-- is done and nothing has changed since; whatever a crash cut off is found again.
CREATE TABLE control.unsettled_channels (
    channel_id  text PRIMARY KEY REFERENCES control.channels ON DELETE CASCADE,
    -- When the channel was last connected, changed or disconnected.
    since       timestamptz NOT NULL,
    attempts    integer NOT NULL DEFAULT 0,
    not_before  timestamptz NOT NULL,
    -- Somebody is at it until then.
    lease_until timestamptz,
    last_error  text
);

-- Channels that were let go while their platform was not told.
INSERT INTO control.unsettled_channels (channel_id, since, not_before)
SELECT id, now(), now() FROM control.channels
WHERE status = 'disconnected' AND coalesce(credentials, webhook_secret, previous_webhook_secret) IS NOT NULL
   OR is_active AND must_read_since IS NOT NULL;
