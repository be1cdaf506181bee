package io.serai.platform.shopify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
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

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final Set<String> GONE = Set.of(
            "PRODUCT_DOES_NOT_EXIST",
            "NOT_FOUND",
            "PRODUCT_VARIANT_DOES_NOT_EXIST",
            "MEDIA_DOES_NOT_EXIST",
            "FILE_DOES_NOT_EXIST");
    private static final Set<String> STALE = Set.of("CHANGE_FROM_QUANTITY_STALE", "COMPARE_QUANTITY_STALE");

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
                    : JSON.readTree(body).path("extensions").path("cost");
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }

    private static JsonNode parse(String body, boolean write) {
        try {
            JsonNode answer = body == null ? null : JSON.readTree(body);
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
                case "IDEMPOTENCY_CONCURRENT_REQUEST" -> throw new Throttled(Duration.ofSeconds(1));
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
        List<Reason> reasons = new ArrayList<>();
        for (String list : List.of("userErrors", "mediaUserErrors")) {
            for (JsonNode error : payload.path(list)) {
                if (STALE.contains(error.path("code").asText())) {
                    throw new Stale(error.path("message").asText());
                }
                reasons.add(reason(error));
            }
        }
        if (!reasons.isEmpty()) {
            throw new Rejected(reasons);
        }
    }

    private static Reason reason(JsonNode error) {
        List<String> path = new ArrayList<>();
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
        boolean gone = GONE.contains(code)
                || code.isEmpty() && message.toLowerCase(Locale.ROOT).contains("does not exist");
        return gone ? Reason.NOT_FOUND : Reason.INVALID;
    }
}
