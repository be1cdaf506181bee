package io.serai.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.platform.Resource;
import java.util.Optional;

/**
 * Somebody wants a shop's data fetched (A1, A2).
 *
 * @param organizationId the tenant
 * @param integrationId the channel, empty for the Shopify shop
 * @param fetchAll whether all is fetched, or only what changed since the last time
 * @param item the only one that is fetched (A11), empty for all
 */
public record SyncRequest(
        Resource resource,
        String organizationId,
        Optional<String> integrationId,
        boolean fetchAll,
        Optional<String> item) {

    /** @param json as the contract says */
    public static SyncRequest of(Resource resource, JsonNode json) {
        String item =
                json.path(resource == Resource.ORDERS ? "orderId" : "productId").asText("");
        return new SyncRequest(
                resource,
                json.path("organizationId").asText(),
                Optional.ofNullable(json.path("integrationId").textValue()),
                json.path("fetchAll").asBoolean(false),
                // as people copy it, or as GraphQL writes it
                Optional.of(item.substring(item.lastIndexOf('/') + 1)).filter(id -> !id.isBlank()));
    }
}
