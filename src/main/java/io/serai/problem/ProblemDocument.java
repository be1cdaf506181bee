package io.serai.problem;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.UUID;

/**
 * The answer that tells of a problem (RFC 9457).
 *
 * @param instance names this one answer, so that a person can say which it was
 */
public record ProblemDocument(int status, UUID instance, Map<String, String> headers, String json) {

    public static final String CONTENT_TYPE = "application/problem+json";

    public static ProblemDocument of(Problem problem) {
        UUID instance = UUID.randomUUID();
        ObjectNode json = json(problem.status(), problem.kind(), problem.title(), problem.detail(), instance);
        if (!problem.flaws().isEmpty()) {
            var errors = json.putArray("errors");
            problem.flaws().stream().sorted(Flaw.BY_PLACE).forEach(flaw -> write(flaw, errors.addObject()));
        }
        return new ProblemDocument(problem.status(), instance, problem.headers(), json.toString());
    }

    /** For a failure of Serai itself: says nothing of the inside but the id under which the log has it. */
    public static ProblemDocument unexpected() {
        UUID instance = UUID.randomUUID();
        ObjectNode json = json(
                500,
                "unexpected",
                "Serai could not do it",
                "The fault is Serai's. The log tells more under the id in instance",
                instance);
        return new ProblemDocument(500, instance, Map.of(), json.toString());
    }

    /** For a status that comes from beneath, from the HTTP server. */
    public static ProblemDocument ofStatus(int status) {
        UUID instance = UUID.randomUUID();
        ObjectNode json = json(status, "http-" + status, "The request was refused", "HTTP status " + status, instance);
        return new ProblemDocument(status, instance, Map.of(), json.toString());
    }

    private static ObjectNode json(int status, String kind, String title, String detail, UUID instance) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "urn:serai:problem:" + kind)
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
                .put("instance", "urn:uuid:" + instance);
    }

    private static void write(Flaw flaw, ObjectNode json) {
        if (flaw.pointer() != null) {
            json.put("pointer", flaw.pointer());
        }
        if (flaw.parameter() != null) {
            json.put("parameter", flaw.parameter());
        }
        json.put("detail", flaw.detail());
        if (flaw.hint() != null) {
            json.put("hint", flaw.hint());
        }
    }
}
