package io.serai.listing;

import io.serai.channel.Platform;
import io.serai.provenance.Origin;
import java.time.Instant;
import java.util.UUID;

/**
 * A claimed row of the push queue: this product may differ on this channel.
 *
 * @param priority higher is more urgent within a lane
 * @param triggerEventId the delivery that led to it, null if none did
 * @param attempts this try included, from 1
 * @param leaseUntil until then nobody else is handed the row; it also tells one claim of a row from the next
 */
public record PushJob(
        UUID id,
        String tenantId,
        UUID productId,
        String channelId,
        Platform platform,
        Lane lane,
        int priority,
        Origin triggerOrigin,
        String triggerEventId,
        int attempts,
        int maxAttempts,
        Instant scheduledFor,
        Instant leaseUntil) {}
