package io.serai.listing;

import io.serai.merge.Intent;
import java.util.UUID;

/**
 * A call that was announced and whose outcome is not recorded yet.
 *
 * @param queueId the queue row it was made for, null if it was made for none
 */
public record OpenIntent(
        String tenantId, String channelId, UUID productId, UUID queueId, Intent intent, PlannedCall call) {}
