package io.serai.camel;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.hawtio.Jolokia;
import io.serai.problem.MalformedRequest;
import io.serai.problem.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Hands Hawtio's questions to Jolokia, those alone that it can have. */
@ApplicationScoped
@Named("jolokiaRequests")
public class JolokiaRequests {

    /** Jolokia's policy is not asked about notifications and its own settings. */
    private static final Set<String> TYPES = Set.of("read", "list", "search", "version", "exec");

    /** How answers are to be written; all else that Jolokia takes in a query is left out. */
    private static final Set<String> OPTIONS =
            Set.of("maxDepth", "maxCollectionSize", "ignoreErrors", "canonicalNaming");

    private static final Pattern OPTION = Pattern.compile("true|false|[0-9]{1,6}");

    private static final int MOST = 500;

    /** What answers with thousands of objects at once. */
    private static final Pattern WIDE = Pattern.compile("|[^/]*|.*[*?].*");

    private final Jolokia jolokia;

    @Inject
    JolokiaRequests(Jolokia jolokia) {
        this.jolokia = jolokia;
    }

    /** Hawtio finds Jolokia by a GET, and asks everything else by POST. */
    public void answer(Exchange exchange) {
        Message message = exchange.getMessage();
        boolean asksForVersion = "GET".equals(message.getHeader(Exchange.HTTP_METHOD, String.class));
        String answer;
        if (asksForVersion) {
            String path = message.getHeader(Exchange.HTTP_PATH, String.class);
            if (path == null || !path.matches("(/hawtio/jolokia)?/?(version)?")) {
                throw new NotFound("path");
            }
            answer = jolokia.version();
        } else {
            answer = ask(message.getBody(byte[].class), options(message));
        }
        message.removeHeaders("*");
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody(answer);
    }

    private String ask(byte[] body, Map<String, String> options) {
        JsonNode json = StrictJson.parse(body == null ? new byte[0] : body);
        Iterable<JsonNode> questions = json.isArray() ? json : List.of(json);
        questions.forEach(JolokiaRequests::check);
        long wide = StreamSupport.stream(questions.spliterator(), false)
                .filter(JolokiaRequests::isWide)
                .count();
        if (json.isArray() && json.size() > MOST || wide > 1) {
            throw new MalformedRequest(
                    "There are at most " + MOST + " questions at once, and one that is about everything");
        }
        try {
            return jolokia.answer(json.toString(), options);
        } catch (IllegalArgumentException e) {
            throw new MalformedRequest("This is no question Jolokia knows");
        }
    }

    private static Map<String, String> options(Message message) {
        Map<String, String> options = new HashMap<>();
        // Without it a list is as long as there are processors, times all they can be asked.
        options.put("listCache", "true");
        for (String name : OPTIONS) {
            if (message.getHeader(name) instanceof String value
                    && OPTION.matcher(value).matches()) {
                options.put(name, value);
            }
        }
        return options;
    }

    private static void check(JsonNode question) {
        if (!TYPES.contains(question.path("type").asText()) || question.has("target")) {
            throw new MalformedRequest(
                    "A question has one of the types " + TYPES.stream().sorted().toList() + ", and no target");
        }
        if (!isText(question.path("mbean"))
                || !isText(question.path("operation"))
                || !isTextOrTexts(question.path("attribute"))
                || !isTextOrTexts(question.path("path"))
                || !isAbsentOr(question.path("arguments"), JsonNode::isArray)
                || !isAbsentOr(question.path("config"), JsonNode::isObject)
                || question.path("config").has("listCache")) {
            throw new MalformedRequest("A question's mbean, operation, attribute or path is no text");
        }
    }

    private static boolean isWide(JsonNode question) {
        return switch (question.path("type").asText()) {
            case "list" ->
                WIDE.matcher(question.path("path").asText("")).matches()
                        || question.path("path").isArray();
            case "read" -> !question.path("mbean").asText("*").matches("[^*?]+");
            default -> false;
        };
    }

    private static boolean isTextOrTexts(JsonNode value) {
        return isText(value)
                || value.isArray()
                        && StreamSupport.stream(value.spliterator(), false).allMatch(JolokiaRequests::isText);
    }

    private static boolean isText(JsonNode value) {
        return isAbsentOr(value, JsonNode::isTextual);
    }

    private static boolean isAbsentOr(JsonNode value, Predicate<JsonNode> shape) {
        return value.isMissingNode() || value.isNull() || shape.test(value);
    }
}
