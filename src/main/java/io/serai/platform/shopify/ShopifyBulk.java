package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.platform.BulkOperation;
import io.serai.platform.BulkOperation.State;
import io.serai.platform.Unavailable;
import java.net.URI;
import java.net.URISyntaxException;

/** Bulk operations as Shopify tells of them (facts 31 to 35). */
final class ShopifyBulk {

    private ShopifyBulk() {}

    /**
     * What Shopify's answer says. A URL of partial data is none: a part is never taken for the whole (fact 33).
     *
     * @throws Unavailable if it says something that Serai does not know
     */
    static BulkOperation read(JsonNode json, boolean write) {
        String status = json.path("status").asText();
        State state = state(status, write);
        String error = json.path("errorCode").textValue();
        JsonNode url = json.path("url");
        boolean isNowhere = state == State.COMPLETED && !url.isMissingNode() && !url.isNull() && address(url) == null;
        String reason = isNowhere ? "its lines are said to be where nothing can be" : "it is " + status;
        return new BulkOperation(
                json.path("id").asText(),
                isNowhere ? State.LOST : state,
                isNowhere || state == State.LOST ? reason + (error == null ? "" : " " + error) : null,
                json.path("objectCount").asLong(),
                json.path("rootObjectCount").asLong(),
                state == State.COMPLETED ? address(url) : null);
    }

    /** Null for none, and for what is none: one that cannot be had must not keep others from being looked at. */
    private static URI address(JsonNode url) {
        try {
            URI address = new URI(url.asText(""));
            return url.isTextual() && address.isAbsolute() ? address : null;
        } catch (URISyntaxException notAnAddress) {
            return null;
        }
    }

    private static State state(String status, boolean write) {
        return switch (status) {
            case "CREATED", "RUNNING", "CANCELING" -> State.UNDER_WAY;
            case "COMPLETED" -> State.COMPLETED;
            case "CANCELED", "FAILED", "EXPIRED" -> State.LOST;
            default -> throw new Unavailable("Shopify tells of a bulk operation that is '" + status + "'", write);
        };
    }
}
