package io.serai.platform.shopify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.serai.platform.PlatformJson;
import io.serai.platform.Reason;
import io.serai.platform.Rejected;
import io.serai.platform.RetryAfter;
import io.serai.platform.Stale;
import io.serai.platform.Throttled;
import io.serai.platform.Unauthorized;
import io.serai.platform.Unavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Tells what an answer of Shopify means. GraphQL's errors come with status 200 and must be read. */
public final class ShopifyErrors {

    private static final Set<String> GONE = Set.of(
            "PRODUCT_DOES_NOT_EXIST",
            "NOT_FOUND",
            "PRODUCT_VARIANT_DOES_NOT_EXIST",
            "MEDIA_DOES_NOT_EXIST",
            "FILE_DOES_NOT_EXIST",
            "INVALID_INVENTORY_ITEM");
    /** Each wants a new read and a new key; with the old key the answer would stay what it is (fact 38). */
    private static final Set<String> STALE =
            Set.of("CHANGE_FROM_QUANTITY_STALE", "COMPARE_QUANTITY_STALE", "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED");

    private static final String UNDER_WAY = "IDEMPOTENCY_CONCURRENT_REQUEST";
    private static final String KEY_MISUSED = "IDEMPOTENCY_KEY_PARAMETER_MISMATCH";

    private ShopifyErrors() {}

    /**
     * @param headers by lower-case name
     * @param write whether the call may have changed something
     * @return the whole answer: {@code data} and {@code extensions}
     */
    public static JsonNode judge(int status, Map<String, String> headers, String body, boolean write) {
        if (status == 401 || status == 402 || status == 403 || status == 423) {
            throw new Unauthorized("Shopify answered " + status);
        }
        if (status == 404) {
            throw new Unauthorized("Shopify knows no such shop or API version");
        }
        if (status == 429) {
            throw new Throttled(RetryAfter.of(headers.get("retry-after")));
        }
        if (status < 200 || status > 299) {
            throw new Unavailable("Shopify answered " + status, write && status >= 500);
        }
        JsonNode answer = parse(body, write);
        checkErrors(answer, write);
        return answer;
    }

    /** What a request cost, of any answer; missing where there is none. */
    public static JsonNode cost(String body) {
        try {
            return body == null
                    ? MissingNode.getInstance()
                    : PlatformJson.read(body).path("extensions").path("cost");
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }

    private static JsonNode parse(String body, boolean write) {
        try {
            JsonNode answer = body == null ? null : PlatformJson.read(body);
            if (answer != null && (answer.has("data") || answer.has("errors"))) {
                return answer;
            }
        } catch (JsonProcessingException notJson) {
            throw new Unavailable("Shopify's answer is no JSON", write, notJson);
        }
        throw new Unavailable("Shopify's answer is none of GraphQL", write);
    }

    private static void checkErrors(JsonNode answer, boolean write) {
        JsonNode errors = answer.path("errors");
        if (errors.isTextual()) {
            throw new Unauthorized("Shopify: " + errors.asText());
        }
        List<Reason> reasons = new ArrayList<>();
        for (JsonNode error : errors) {
            String message = error.path("message").asText();
            switch (error.path("extensions").path("code").asText()) {
                case "THROTTLED" -> throw new Throttled(untilAffordable(answer));
                case "ACCESS_DENIED", "SHOP_INACTIVE" -> throw new Unauthorized("Shopify: " + message);
                case "INTERNAL_SERVER_ERROR" -> throw new Unavailable("Shopify: " + message, write);
                case UNDER_WAY -> throw underWay(message);
                case KEY_MISUSED -> throw misused(message);
                default -> reasons.add(Reason.invalid(null, message));
            }
        }
        if (!reasons.isEmpty()) {
            throw new Rejected(reasons);
        }
    }

    private static Duration untilAffordable(JsonNode answer) {
        JsonNode cost = answer.path("extensions").path("cost");
        double missing = cost.path("requestedQueryCost").asDouble()
                - cost.path("throttleStatus").path("currentlyAvailable").asDouble();
        double rate = cost.path("throttleStatus").path("restoreRate").asDouble();
        return rate <= 0 || missing <= 0
                ? RetryAfter.UNKNOWN
                : Duration.ofMillis((long) Math.ceil(1000 * missing / rate));
    }

    /** Reads what a mutation says of its input; {@code payload} is the mutation's field in the data. */
    static void checkUserErrors(JsonNode payload) {
        checkUserErrors(payload, null);
    }

    /** @param place what the mutation is about, where its own paths do not tell; null where they do */
    static void checkUserErrors(JsonNode payload, String place) {
        List<Reason> reasons = new ArrayList<>();
        List<Reason> stale = new ArrayList<>();
        for (String list : List.of("userErrors", "mediaUserErrors")) {
            for (JsonNode error : payload.path(list)) {
                String code = error.path("code").asText();
                switch (code) {
                    case UNDER_WAY -> throw underWay(error.path("message").asText());
                    case KEY_MISUSED -> throw misused(error.path("message").asText());
                    default -> (STALE.contains(code) ? stale : reasons).add(reason(error, place));
                }
            }
        }
        if (!stale.isEmpty()) {
            throw new Stale(stale);
        }
        if (!reasons.isEmpty()) {
            throw new Rejected(reasons);
        }
    }

    /** An earlier try with this key is not done yet: the same is to be sent again later (fact 36). */
    private static Unavailable underWay(String message) {
        return new Unavailable("Shopify: " + message, true);
    }

    /** The same key with other content is a bug of ours, and no retry mends it (fact 36). */
    private static IllegalStateException misused(String message) {
        return new IllegalStateException("Shopify: " + message);
    }

    private static Reason reason(JsonNode error, String place) {
        List<String> path = new ArrayList<>();
        if (place != null) {
            path.add(place);
        }
        error.path("field").forEach(part -> path.add(part.asText()));
        String message = error.path("message").asText();
        return new Reason(
                path.isEmpty() ? null : String.join(".", path),
                message,
                code(error.path("code").asText(), message),
                null);
    }

    /** productUpdate gives no code, only words. */
    private static String code(String code, String message) {
        if (STALE.contains(code)) {
            return Reason.STALE;
        }
        if (code.equals("NON_MUTABLE_INVENTORY_ITEM")) {
            return Reason.NOT_TRACKED;
        }
        boolean gone = GONE.contains(code)
                || code.isEmpty() && message.toLowerCase(Locale.ROOT).contains("does not exist");
        return gone ? Reason.NOT_FOUND : Reason.INVALID;
    }
}
