package io.serai.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Somebody wants a shop's data fetched (A1, A2).
 *
 * @param organizationId the tenant
 * @param integrationId the channel, empty for the only one there is
 * @param fetchAll whether all is fetched, or only what changed since the last time
 */
public record SyncRequest(String organizationId, Optional<String> integrationId, boolean fetchAll) {

    /** @param json as the contract says */
    public static SyncRequest of(JsonNode json) {
        return new SyncRequest(
                json.path("organizationId").asText(),
                Optional.ofNullable(json.path("integrationId").textValue()),
                json.path("fetchAll").asBoolean(false));
    }
}
