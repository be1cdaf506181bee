-- What was answered to a request that carried a key of the caller's, so that the same request sent again is answered alike and
-- done once. The row and what the request did are of one transaction.

CREATE TABLE control.idempotency_keys (
    caller      text NOT NULL,
    key         text NOT NULL,
    -- Of the operation, its parameters and its body.
    fingerprint bytea NOT NULL,
    -- Sealed: an answer may hold a secret that is shown once.
    answer      bytea,
    created_at  timestamptz NOT NULL,
    PRIMARY KEY (caller, key)
);

CREATE INDEX idempotency_keys_age ON control.idempotency_keys (created_at);
