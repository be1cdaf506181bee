package io.serai.access;

import java.time.Instant;

/**
 * An API token as it is kept: without its secret.
 *
 * @param tenant null for all
 * @param expiresAt null for never
 */
public record ApiToken(byte[] sha256, String name, Role role, String tenant, Instant expiresAt) {}
