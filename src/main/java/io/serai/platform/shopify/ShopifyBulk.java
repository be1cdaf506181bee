package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.platform.Unavailable;
import java.net.URI;
import java.util.Arrays;

/**
 * A bulk operation as Shopify tells of it (facts 31 to 35).
 *
 * @param id as GraphQL writes it
 * @param errorCode why it failed, null if it did not
 * @param objects how many lines it has written so far
 * @param roots those of them that stand for themselves, such as orders without their lines
 * @param url where the lines are for seven days; null until it is completed, and where there are none
 */
public record ShopifyBulk(String id, Status status, String errorCode, long objects, long roots, URI url) {

    /** Shopify's own words. */
    public enum Status {
        CREATED,
        RUNNING,
        COMPLETED,
        CANCELING,
        CANCELED,
        FAILED,
        EXPIRED
    }

    /**
     * What Shopify's answer says. A URL of partial data is none: a part is never taken for the whole (fact 33).
     *
     * @throws Unavailable if it says something that Serai does not know
     */
    static ShopifyBulk of(JsonNode json, boolean write) {
        String name = json.path("status").asText();
        Status status = Arrays.stream(Status.values())
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Unavailable("Shopify tells of a bulk operation that is '" + name + "'", write));
        boolean isWhole = status == Status.COMPLETED && json.path("url").isTextual();
        return new ShopifyBulk(
                json.path("id").asText(),
                status,
                json.path("errorCode").textValue(),
                json.path("objectCount").asLong(),
                json.path("rootObjectCount").asLong(),
                isWhole ? URI.create(json.path("url").textValue()) : null);
    }

    /** Whether there is nothing more to wait for. */
    public boolean hasEnded() {
        return switch (status) {
            case CREATED, RUNNING, CANCELING -> false;
            case COMPLETED, CANCELED, FAILED, EXPIRED -> true;
        };
    }

    /** Whether what it was to read can be had whole. */
    public boolean isWhole() {
        return status == Status.COMPLETED;
    }
}
