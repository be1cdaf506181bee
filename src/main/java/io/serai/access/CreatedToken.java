package io.serai.access;

import java.time.Instant;

/** An API token with its secret, as it exists only in the answer to its creation. */
public record CreatedToken(String id, String name, Role role, String tenant, Instant expiresAt, TokenSecret secret) {}
