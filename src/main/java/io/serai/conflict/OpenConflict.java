package io.serai.conflict;

import java.time.Instant;
import java.util.UUID;

/**
 * A conflict that a person has not decided yet.
 *
 * @param otherProductId the other product of a SKU conflict (rule 13), null for every other kind
 */
public record OpenConflict(UUID id, UUID productId, Conflict conflict, UUID otherProductId, Instant detectedAt) {}
