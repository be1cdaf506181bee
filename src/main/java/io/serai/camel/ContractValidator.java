package io.serai.camel;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.serai.access.CallerHeader;
import io.serai.access.Contract;
import io.serai.access.Gate;
import io.serai.access.Operation;
import io.serai.access.Operation.Parameter;
import io.serai.problem.Flaw;
import io.serai.problem.MalformedRequest;
import io.serai.problem.NotFound;
import io.serai.problem.Problem;
import io.serai.problem.ProblemDocument;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.RestClientRequestValidator;
import org.jboss.logging.Logger;

/**
 * Holds every request against the contract before its route sees it, and lets in what the contract names and nothing
 * else: of the headers only declared parameters, as the variable {@code json} the body, or as {@code content} where it is no JSON, as
 * {@code caller} who asks.
 */
@ApplicationScoped
@Named("contractValidator")
public class ContractValidator implements RestClientRequestValidator {

    private static final Logger LOG = Logger.getLogger(ContractValidator.class);

    private final Contract contract;
    private volatile OpenApiInteractionValidator validator;

    @Inject
    ContractValidator(Contract contract) {
        this.contract = contract;
    }

    @Override
    public ValidationError validate(Exchange exchange, ValidationContext context) {
        try {
            admit(exchange);
            return null;
        } catch (Problem problem) {
            return refused(exchange, ProblemDocument.of(problem));
        } catch (RuntimeException e) {
            ProblemDocument document = ProblemDocument.unexpected();
            LOG.errorf(e, "Unexpected failure %s", document.instance());
            return refused(exchange, document);
        }
    }

    /**
     * Holds a body that came in another way against the contract of an operation.
     *
     * @throws Problem naming each thing that is not as it must be
     */
    void checkBody(String operationId, JsonNode json) {
        Operation operation = contract.operations().stream()
                .filter(known -> known.id().equals(operationId))
                .findFirst()
                .orElseThrow();
        String path = contract.basePath() + "/" + String.join("/", operation.segments());
        ContractFindings.throwIfAny(
                validator().validateRequest(request(operation.method(), path, operation, Map.of(), json)));
    }

    private void admit(Exchange exchange) {
        Message message = exchange.getMessage();
        String method = message.getHeader(Exchange.HTTP_METHOD, String.class);
        String path = message.getHeader(Exchange.HTTP_PATH, String.class);
        Operation operation = contract.find(method, path).orElseThrow(() -> new NotFound("path"));
        Map<String, String> given = parameters(message, operation, path);
        JsonNode json = operation.takesJson() ? json(message, operation) : null;
        ValidationReport report = validator().validateRequest(request(method, path, operation, given, json));
        ContractFindings.throwIfAny(report);
        exchange.setVariable("caller", CallerHeader.read(message.getHeader(Gate.CALLER_HEADER, String.class)));
        exchange.setVariable("json", json);
        if (operation.takesBody() && !operation.takesJson()) {
            exchange.setVariable("contentType", message.getHeader(Exchange.CONTENT_TYPE, "", String.class));
            exchange.setVariable("content", content(message));
        }
        message.removeHeaders("*");
        message.setBody(null);
        operation.parameters().values().forEach(parameter -> {
            String value = given.getOrDefault(parameter.name(), parameter.fallback());
            message.setHeader(parameter.name(), value == null ? "" : value);
        });
    }

    private static byte[] content(Message message) {
        byte[] content = message.getBody(byte[].class);
        if (content == null || content.length == 0) {
            throw new MalformedRequest("The body is missing");
        }
        return content;
    }

    private Map<String, String> parameters(Message message, Operation operation, String path) {
        Map<String, String> given = new TreeMap<>(contract.pathValues(operation, path));
        operation.parameters().values().stream()
                .filter(parameter -> parameter.in().equals("header"))
                .forEach(parameter -> putHeader(message, parameter, given));
        String query = message.getHeader(Exchange.HTTP_RAW_QUERY, String.class);
        if (query != null && !query.isEmpty()) {
            for (String pair : query.split("&")) {
                put(operation, pair, given);
            }
        }
        given.forEach((name, value) -> {
            if (!StrictJson.isStorable(value)) {
                throw malformed(name, "It has a character that cannot be kept");
            }
        });
        return given;
    }

    private static void putHeader(Message message, Parameter parameter, Map<String, String> given) {
        Object header = message.getHeader(parameter.name());
        if (header != null && !(header instanceof String)) {
            throw malformed(parameter.name(), "It is given twice");
        }
        if (header instanceof String text) {
            given.put(parameter.name(), text);
        }
    }

    private static void put(Operation operation, String pair, Map<String, String> given) {
        int equals = pair.indexOf('=');
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        Parameter parameter = operation.parameters().get(name);
        if (parameter == null || !parameter.in().equals("query")) {
            throw malformed(name, "There is no such query parameter here");
        }
        if (given.put(name, equals < 0 ? "" : decoded(pair.substring(equals + 1))) != null) {
            throw malformed(name, "It is given twice");
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new MalformedRequest("The query is not percent-encoded as it must be");
        }
    }

    private static MalformedRequest malformed(String parameter, String detail) {
        Flaw flaw = Flaw.of(parameter, detail, null);
        return new MalformedRequest("The parameter " + parameter + " cannot be taken: " + detail, List.of(flaw));
    }

    private static JsonNode json(Message message, Operation operation) {
        byte[] body = message.getBody(byte[].class);
        if (body == null || body.length == 0) {
            if (operation.needsBody()) {
                throw new MalformedRequest("The body is missing");
            }
            return JsonNodeFactory.instance.objectNode();
        }
        return StrictJson.parse(body);
    }

    private SimpleRequest request(
            String method, String path, Operation operation, Map<String, String> given, JsonNode json) {
        SimpleRequest.Builder request = new SimpleRequest.Builder(method, path, false);
        given.forEach((name, value) -> {
            String in = operation.parameters().get(name).in();
            if (in.equals("query")) {
                request.withQueryParam(name, value);
            } else if (in.equals("header")) {
                request.withHeader(name, value);
            }
        });
        if (json != null) {
            request.withContentType("application/json").withBody(json.toString());
        }
        return request.build();
    }

    private OpenApiInteractionValidator validator() {
        if (validator == null) {
            validator = OpenApiInteractionValidator.createForInlineApiSpecification(contract.text())
                    // The gate has seen to it, and the token goes no further than there.
                    .withLevelResolver(LevelResolver.create()
                            .withLevel("validation.request.security", ValidationReport.Level.IGNORE)
                            .build())
                    .build();
        }
        return validator;
    }

    private static ValidationError refused(Exchange exchange, ProblemDocument document) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.CONTENT_TYPE, ProblemDocument.CONTENT_TYPE);
        document.headers().forEach(message::setHeader);
        return new ValidationError(document.status(), document.json());
    }
}
