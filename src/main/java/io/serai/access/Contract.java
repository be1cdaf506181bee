package io.serai.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.serai.access.Operation.Parameter;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What {@code openapi.yaml} says: which operations there are and who may do them. */
@ApplicationScoped
public class Contract {

    private static final String FILE = "openapi.yaml";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private final String text;
    private final String basePath;
    private final List<Operation> operations = new ArrayList<>();

    Contract() {
        text = read();
        JsonNode contract = parsed(text);
        basePath = contract.at("/servers/0/url").asText();
        contract.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(entry -> METHODS.contains(entry.getKey()))
                .forEach(entry -> operations.add(operation(contract, path.getKey(), entry))));
    }

    /** As it is written. */
    public String text() {
        return text;
    }

    /** Where the API is, without a slash at the end. */
    public String basePath() {
        return basePath;
    }

    public List<Operation> operations() {
        return List.copyOf(operations);
    }

    /** @param path with the base path */
    public Optional<Operation> find(String method, String path) {
        return at(path).stream()
                .filter(operation -> operation.method().equals(method))
                .findFirst();
    }

    /** The methods a path has, none if there is no such path. */
    public SortedSet<String> methods(String path) {
        SortedSet<String> methods = new TreeSet<>();
        at(path).forEach(operation -> methods.add(operation.method()));
        return methods;
    }

    /** The values of the path's parameters, as they stand in the path. */
    public Map<String, String> pathValues(Operation operation, String path) {
        Map<String, String> values = new TreeMap<>();
        List<String> given = segments(path.substring(basePath.length()));
        for (int i = 0; i < given.size(); i++) {
            String segment = operation.segments().get(i);
            if (Operation.isParameter(segment)) {
                values.put(segment.substring(1, segment.length() - 1), given.get(i));
            }
        }
        return values;
    }

    private List<Operation> at(String path) {
        if (!path.startsWith(basePath + "/")) {
            return List.of();
        }
        List<String> segments = segments(path.substring(basePath.length()));
        List<Operation> matching = operations.stream()
                .filter(operation -> operation.matches(segments))
                .toList();
        long most = matching.stream().mapToLong(Contract::words).max().orElse(0);
        long paths = matching.stream()
                .filter(operation -> words(operation) == most)
                .map(Operation::segments)
                .distinct()
                .count();
        // "/sync/jobs/status" is a job as much as it is a tenant, and neither can have such an id
        return paths > 1 ? List.of() : matching;
    }

    /** How many segments of the path are no parameters. */
    private static long words(Operation operation) {
        return operation.segments().stream()
                .filter(segment -> !Operation.isParameter(segment))
                .count();
    }

    private static String read() {
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(FILE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parsed(String yaml) {
        try {
            return new YAMLMapper().readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Operation operation(JsonNode contract, String path, Map.Entry<String, JsonNode> entry) {
        JsonNode spec = entry.getValue();
        String id = spec.path("operationId").asText();
        Role role = Role.find(spec.path("x-serai-role").asText())
                .orElseThrow(() -> new IllegalStateException("x-serai-role is missing at the operation " + id));
        Map<String, Parameter> parameters = new TreeMap<>();
        spec.path("parameters").forEach(node -> {
            Parameter parameter = parameter(contract, resolved(contract, node));
            parameters.put(parameter.name(), parameter);
        });
        return new Operation(
                id,
                entry.getKey().toUpperCase(Locale.ROOT),
                segments(path),
                role,
                parameters,
                contentTypes(spec),
                spec.at("/requestBody/required").asBoolean());
    }

    private static Set<String> contentTypes(JsonNode spec) {
        Set<String> types = new TreeSet<>();
        spec.at("/requestBody/content").fieldNames().forEachRemaining(types::add);
        return types;
    }

    private static Parameter parameter(JsonNode contract, JsonNode node) {
        JsonNode fallback = resolved(contract, node.path("schema")).path("default");
        return new Parameter(
                node.path("name").asText(),
                node.path("in").asText(),
                fallback.isMissingNode() ? null : fallback.asText());
    }

    private static JsonNode resolved(JsonNode contract, JsonNode node) {
        return node.has("$ref") ? contract.at(node.path("$ref").asText().substring(1)) : node;
    }

    private static List<String> segments(String path) {
        return Arrays.asList(path.substring(1).split("/", -1));
    }
}
