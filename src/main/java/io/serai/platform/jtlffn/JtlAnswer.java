package io.serai.platform.jtlffn;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.platform.Unavailable;
import java.time.Instant;
import java.util.Map;

/**
 * What JTL-FFN answered to a request, taken or refused.
 *
 * @param headers by lower-case name
 * @param body missing where there was none
 * @param at when it was received, by Serai's clock
 */
public record JtlAnswer(JtlQuestion question, int status, Map<String, String> headers, JsonNode body, Instant at) {

    public boolean isTaken() {
        return status >= 200 && status <= 299;
    }

    /** The network's word for why it refuses, such as {@code Products_ProductNotFound}; empty if it was taken. */
    public String code() {
        return isTaken() ? "" : JtlErrors.code(body);
    }

    /**
     * @return the body
     * @throws io.serai.platform.Rejected if it was refused
     * @throws io.serai.platform.Stale if it was refused since somebody changed the thing meanwhile
     */
    public JsonNode taken() {
        if (!isTaken()) {
            throw JtlErrors.refusal(status, body);
        }
        return body;
    }

    /**
     * A list that the answer must have: one under another name is an answer that Serai does not understand, and never an
     * empty list (fact 69).
     *
     * @throws Unavailable if it has none
     */
    public JsonNode list(String name) {
        JsonNode list = taken().path(name);
        if (!list.isArray()) {
            throw unknownShape(name);
        }
        return list;
    }

    /**
     * A text that the answer must have.
     *
     * @throws Unavailable if it has none
     */
    public String text(String name) {
        JsonNode text = taken().path(name);
        if (!text.isTextual() || text.asText().isBlank()) {
            throw unknownShape(name);
        }
        return text.asText();
    }

    /**
     * Yes or no, which the answer must say.
     *
     * @throws Unavailable if it does not
     */
    public boolean flag(String name) {
        JsonNode flag = taken().path(name);
        if (!flag.isBoolean()) {
            throw unknownShape(name);
        }
        return flag.asBoolean();
    }

    private Unavailable unknownShape(String name) {
        return new Unavailable(
                "JTL-FFN's answer to " + question + " has another shape than Serai knows: no " + name,
                question.isWrite());
    }
}
