package io.serai.platform.jtlffn;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.serai.platform.JsonValues;
import io.serai.platform.PlatformFailure;
import io.serai.platform.PlatformJson;
import io.serai.platform.Reason;
import io.serai.platform.Rejected;
import io.serai.platform.RetryAfter;
import io.serai.platform.Stale;
import io.serai.platform.Throttled;
import io.serai.platform.Unauthorized;
import io.serai.platform.Unavailable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells what an answer of JTL-FFN means, or of whatever stands before it. */
public final class JtlErrors {

    /** What servers before the network say of a question that is too long for them. */
    private static final Set<Integer> TOO_MUCH = Set.of(400, 413, 414, 431);

    private static final String DUPLICATE_PRODUCT = "Products_DuplicateProduct";

    private JtlErrors() {}

    /**
     * What the network refuses for its content or its state is an answer; everything else that is none is thrown. A 403 may be
     * either: with the network's own code it is the state of the thing asked for, without one it is the sign-in (facts 66
     * and 78).
     *
     * @param headers by lower-case name
     * @param howToSignIn what a person must do where a sign-in is missing or does not do
     */
    public static JtlAnswer judge(
            JtlQuestion question,
            int status,
            Map<String, String> headers,
            String body,
            Instant at,
            String howToSignIn) {
        JsonNode json = parse(body);
        boolean refusal = status >= 400 && !code(json).isEmpty();
        if (status == 401) {
            throw new Unauthorized("JTL-FFN does not take the token it gave", howToSignIn);
        }
        if (status == 403 && !refusal) {
            throw new Unauthorized(
                    "JTL-FFN answers " + question + " with 403: the sign-in does not cover it; Serai needs "
                            + String.join(" and ", JtlOAuth.SCOPES),
                    howToSignIn + ", and allow all that it asks for");
        }
        if (status == 404 && isBlank(body)) {
            throw new Unauthorized(
                    "JTL-FFN answers " + question
                            + " with 404 and no word more. It does so with everything until the user has"
                            + " been in its portal once",
                    "Log in to the portal as the user who signed in, then take the channel up again with"
                            + " PATCH /api/channels/{id} and \"isActive\": true. If that was done long ago, check the"
                            + " channel's url");
        }
        if (status == 429) {
            throw new Throttled(RetryAfter.of(headers.get("retry-after")));
        }
        if (status >= 300 && status <= 399) {
            throw new Unavailable("JTL-FFN redirects to another address", false);
        }
        if (status >= 500) {
            throw new Unavailable("JTL-FFN answered " + status, question.isWrite());
        }
        boolean isSilent = isBlank(body) && question.isWrite() && status < 300;
        if (TOO_MUCH.contains(status) && !refusal) {
            throw Unavailable.unreadable(withoutAnswer(question, status), false);
        }
        if (json.isMissingNode() && !isSilent || status >= 400 && !refusal || status < 200) {
            throw new Unavailable(withoutAnswer(question, status), question.isWrite() && status < 400);
        }
        return new JtlAnswer(question, status, headers, json, at);
    }

    private static String withoutAnswer(JtlQuestion question, int status) {
        return "JTL-FFN answered " + question + " with " + status + " and without an answer of its API";
    }

    private static boolean isBlank(String body) {
        return body == null || body.isBlank();
    }

    static JsonNode parse(String body) {
        try {
            return isBlank(body) ? MissingNode.getInstance() : PlatformJson.read(body);
        } catch (JsonProcessingException htmlOrTruncated) {
            return MissingNode.getInstance();
        }
    }

    static String code(JsonNode error) {
        return error.path("errorCode").path("code").asText();
    }

    /** A 400 may mean that somebody changed the thing meanwhile (fact 77). */
    static PlatformFailure refusal(int status, JsonNode error) {
        List<Reason> reasons = reasons(status, error);
        return code(error).contains("_Outdated") ? new Stale(reasons) : new Rejected(reasons);
    }

    private static List<Reason> reasons(int status, JsonNode error) {
        String code = code(error);
        String kind = kind(status, code);
        String existing = code.equals(DUPLICATE_PRODUCT) ? about(error, "Jfsku") : null;
        List<Reason> reasons = new ArrayList<>();
        for (JsonNode each : error.path("errorMessages")) {
            if (each.path("message").isTextual()) {
                reasons.add(new Reason(
                        field(each, code), code + ": " + each.path("message").asText(), kind, existing));
            }
        }
        if (reasons.isEmpty()) {
            String described = error.path("errorCode").path("description").asText();
            reasons.add(new Reason(
                    field(error, code), described.isEmpty() ? code : code + ": " + described, kind, existing));
        }
        return reasons;
    }

    private static String field(JsonNode message, String code) {
        if (!JsonValues.isNull(message.path("target"))) {
            return message.path("target").asText();
        }
        return code.equals(DUPLICATE_PRODUCT) ? "merchantSku" : null;
    }

    private static String kind(int status, String code) {
        if (code.equals(DUPLICATE_PRODUCT)) {
            return Reason.SKU_TAKEN;
        }
        if (code.contains("_Duplicate")) {
            return Reason.DUPLICATE;
        }
        return status == 404 || status == 410 || code.endsWith("NotFound") ? Reason.NOT_FOUND : Reason.INVALID;
    }

    /** What the error is about; the document spells its place otherwise than live answers do. */
    private static String about(JsonNode error, String name) {
        for (String place : List.of("errorMetaData", "errorMetadata")) {
            JsonNode value = error.path(place).path(name);
            if (!JsonValues.isNull(value)) {
                return value.asText();
            }
        }
        return null;
    }
}
