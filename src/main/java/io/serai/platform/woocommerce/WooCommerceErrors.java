package io.serai.platform.woocommerce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.serai.platform.JsonValues;
import io.serai.platform.PlatformJson;
import io.serai.platform.Reason;
import io.serai.platform.Rejected;
import io.serai.platform.RetryAfter;
import io.serai.platform.Throttled;
import io.serai.platform.Unauthorized;
import io.serai.platform.Unavailable;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Tells what an answer of WooCommerce means, or of whatever stands before it. */
public final class WooCommerceErrors {

    private WooCommerceErrors() {}

    /**
     * What the shop refuses for its content is an answer; everything else that is none is thrown.
     *
     * @param headers by lower-case name
     * @param write whether the call may have changed something
     */
    public static WooCommerceAnswer judge(
            int status, Map<String, String> headers, String body, boolean write, Instant at) {
        if (status == 401 || status == 403) {
            throw new Unauthorized("WooCommerce answered " + status + " " + code(parse(body)));
        }
        if (status == 429) {
            throw new Throttled(RetryAfter.of(headers.get("retry-after")));
        }
        if (status >= 300 && status <= 399) {
            throw new Unavailable("WooCommerce redirects to another address", false);
        }
        JsonNode json = parse(body);
        boolean refusal = status >= 400 && !json.path("code").asText().isEmpty();
        if (status >= 500 && !(refusal && isAboutSku(code(json)))) {
            throw new Unavailable("WooCommerce answered " + status, write);
        }
        if (json.isMissingNode() || status >= 400 && !refusal || code(json).equals("rest_no_route")) {
            throw new Unavailable(
                    "WooCommerce answered " + status + " without an answer of its API", write && status < 400);
        }
        return new WooCommerceAnswer(status, headers, json, at);
    }

    private static JsonNode parse(String body) {
        try {
            return body == null || body.isBlank() ? MissingNode.getInstance() : PlatformJson.read(body);
        } catch (JsonProcessingException htmlOrTruncated) {
            return MissingNode.getInstance();
        }
    }

    static Rejected rejected(JsonNode error) {
        return new Rejected(List.of(reason(null, error)));
    }

    /** @param field what the reason is about, null to take what the error itself names */
    static Reason reason(String field, JsonNode error) {
        String code = code(error);
        JsonNode existing = error.path("data").path("resource_id");
        String parameter = error.path("data").path("params").properties().stream()
                .findFirst()
                .map(Map.Entry::getKey)
                .orElse(isAboutSku(code) ? "sku" : null);
        String where = field == null ? parameter : parameter == null ? field : field + "." + parameter;
        return new Reason(
                where,
                error.path("message").asText(code),
                isAboutSku(code) ? Reason.SKU_TAKEN : isGone(code) ? Reason.NOT_FOUND : Reason.INVALID,
                JsonValues.isNull(existing) ? null : existing.asText());
    }

    private static String code(JsonNode error) {
        return error.path("code").asText();
    }

    private static boolean isAboutSku(String code) {
        return code.endsWith("invalid_sku") || code.endsWith("sku_already_exists");
    }

    private static boolean isGone(String code) {
        return code.endsWith("invalid_id") || code.endsWith("invalid_product_id") || code.endsWith("already_trashed");
    }
}
