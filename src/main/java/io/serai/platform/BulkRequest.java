package io.serai.platform;

import java.time.Instant;

/**
 * What a platform is to write at once.
 *
 * @param since only what changed since then, by the platform's clock; null for all
 */
public record BulkRequest(Resource resource, Instant since) {}
