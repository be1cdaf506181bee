package io.serai.twin.jtlffn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code $filter}: comparisons of a path with a literal, the text functions, {@code and}, {@code or}, {@code not} and brackets.
 * Texts are compared without regard to case; a path through a list is true if it is for any of its items.
 */
final class ODataFilter {

    private static final Pattern TOKEN = Pattern.compile("\\s*('(?:[^']|'')*'|[(),]|[^\\s(),']+)");
    private static final Set<String> FUNCTIONS = Set.of("contains", "startswith", "endswith");

    private final Predicate<JsonNode> matches;

    private ODataFilter(Predicate<JsonNode> matches) {
        this.matches = matches;
    }

    /** @throws FfnError if it is none, or names another path */
    static ODataFilter parse(String text, Set<String> paths) {
        Parser parser = new Parser(text, paths);
        Predicate<JsonNode> matches = parser.alternatives();
        if (!parser.tokens.isEmpty()) {
            throw parser.invalid();
        }
        return new ODataFilter(matches);
    }

    boolean matches(JsonNode item) {
        return matches.test(item);
    }

    /** Numbers by value, all else as text without regard to case; what is missing comes first. */
    static int compare(JsonNode a, JsonNode b) {
        if (a.isNumber() && b.isNumber()) {
            return a.decimalValue().compareTo(b.decimalValue());
        }
        return a.asText("").toLowerCase(Locale.ROOT).compareTo(b.asText("").toLowerCase(Locale.ROOT));
    }

    private static final class Parser {

        private final Deque<String> tokens = new ArrayDeque<>();
        private final String text;
        private final Set<String> paths;

        Parser(String text, Set<String> paths) {
            this.text = text;
            this.paths = paths;
            Matcher matcher = TOKEN.matcher(text.strip());
            int end = 0;
            while (matcher.lookingAt()) {
                tokens.add(matcher.group(1));
                end = matcher.end();
                matcher.region(end, matcher.regionEnd());
            }
            if (end < text.strip().length()) {
                throw invalid();
            }
        }

        Predicate<JsonNode> alternatives() {
            Predicate<JsonNode> all = conjunction();
            while (taken("or")) {
                all = all.or(conjunction());
            }
            return all;
        }

        private Predicate<JsonNode> conjunction() {
            Predicate<JsonNode> all = term();
            while (taken("and")) {
                all = all.and(term());
            }
            return all;
        }

        private Predicate<JsonNode> term() {
            if (taken("not")) {
                return term().negate();
            }
            if (taken("(")) {
                Predicate<JsonNode> inner = alternatives();
                expect(")");
                return inner;
            }
            String word = next();
            return FUNCTIONS.contains(word) ? function(word) : comparison(word);
        }

        private Predicate<JsonNode> comparison(String path) {
            List<String> steps = steps(path);
            String operator = next();
            JsonNode literal = literal(next());
            if (literal.isNull()) {
                boolean equal = operator.equals("eq");
                if (!equal && !operator.equals("ne")) {
                    throw invalid();
                }
                return item -> values(item, steps).stream().allMatch(JsonNode::isNull) == equal;
            }
            IntPredicate holds =
                    switch (operator) {
                        case "eq" -> order -> order == 0;
                        case "ne" -> order -> order != 0;
                        case "gt" -> order -> order > 0;
                        case "ge" -> order -> order >= 0;
                        case "lt" -> order -> order < 0;
                        case "le" -> order -> order <= 0;
                        default -> throw invalid();
                    };
            return item -> values(item, steps).stream().anyMatch(v -> !v.isNull() && holds.test(compare(v, literal)));
        }

        private Predicate<JsonNode> function(String name) {
            expect("(");
            List<String> steps = steps(next());
            expect(",");
            String part = literal(next()).asText().toLowerCase(Locale.ROOT);
            expect(")");
            Predicate<String> holds =
                    switch (name) {
                        case "contains" -> value -> value.contains(part);
                        case "startswith" -> value -> value.startsWith(part);
                        default -> value -> value.endsWith(part);
                    };
            return item -> values(item, steps).stream()
                    .anyMatch(v -> v.isTextual() && holds.test(v.asText().toLowerCase(Locale.ROOT)));
        }

        private List<String> steps(String path) {
            if (!paths.contains(path)) {
                throw FfnError.invalid("$filter", "The field '%s' is not allowed.".formatted(path));
            }
            return List.of(path.split("/"));
        }

        private JsonNode literal(String token) {
            if (token.startsWith("'")) {
                return TextNode.valueOf(token.substring(1, token.length() - 1).replace("''", "'"));
            }
            return switch (token) {
                case "null" -> NullNode.instance;
                case "true", "false" -> BooleanNode.valueOf(token.equals("true"));
                default -> {
                    if (token.matches("-?\\d+(\\.\\d+)?")) {
                        yield DecimalNode.valueOf(new BigDecimal(token));
                    }
                    yield TextNode.valueOf(FfnTime.read(token).map(FfnTime::written).orElseThrow(this::invalid));
                }
            };
        }

        private boolean taken(String token) {
            if (!token.equals(tokens.peek())) {
                return false;
            }
            tokens.remove();
            return true;
        }

        private void expect(String token) {
            if (!taken(token)) {
                throw invalid();
            }
        }

        private String next() {
            if (tokens.isEmpty()) {
                throw invalid();
            }
            return tokens.remove();
        }

        FfnError invalid() {
            return FfnError.invalid("$filter", "The value '%s' is not valid.".formatted(text));
        }
    }

    private static List<JsonNode> values(JsonNode item, List<String> steps) {
        List<JsonNode> values = List.of(item);
        for (String step : steps) {
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode value : values) {
                if (value.isArray()) {
                    value.forEach(each -> next.add(each.path(step)));
                } else {
                    next.add(value.path(step));
                }
            }
            values = next;
        }
        return values.stream().map(v -> v.isMissingNode() ? NullNode.instance : v).toList();
    }
}
