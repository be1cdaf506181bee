-- Platforms that a person signs in at: the links Serai gave for it, and the tokens that came of it.

CREATE TABLE control.authorizations (
    -- Of the state that goes with the link.
    state_sha256 bytea PRIMARY KEY CHECK (length(state_sha256) = 32),
    channel_id   text NOT NULL REFERENCES control.channels ON DELETE CASCADE,
    -- Who asked for the link.
    caller       text NOT NULL,
    redirect_uri text NOT NULL,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    used_at      timestamptz
);

CREATE INDEX authorizations_of_channel ON control.authorizations (channel_id);
CREATE INDEX authorizations_by_end ON control.authorizations (expires_at);

-- No number comes twice, so that tokens are never taken for others that stood in their place before.
CREATE SEQUENCE control.authorization_generations;

CREATE TABLE control.authorization_tokens (
    channel_id    text PRIMARY KEY REFERENCES control.channels ON DELETE CASCADE,
    -- An AES-256-GCM envelope of the access token and the refresh token; key_id names its key.
    tokens        bytea NOT NULL,
    key_id        text NOT NULL,
    generation    bigint NOT NULL,
    expires_at    timestamptz NOT NULL,
    -- From then on they are exchanged for new ones before they are used.
    refresh_after timestamptz NOT NULL,
    -- Who exchanges them just now. A refresh token works once: nobody else may try until then.
    claimed_by    uuid,
    claimed_until timestamptz,
    updated_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT a_claim_ends CHECK ((claimed_by IS NULL) = (claimed_until IS NULL))
);
