-- Browsers that are signed in. A session is as good as the token it began with and ends with it.

CREATE TABLE control.sessions (
    sha256       bytea PRIMARY KEY CHECK (length(sha256) = 32),
    token_sha256 bytea NOT NULL REFERENCES control.api_tokens ON DELETE CASCADE,
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL
);

CREATE INDEX sessions_by_end ON control.sessions (expires_at);
CREATE INDEX sessions_of_token ON control.sessions (token_sha256);
