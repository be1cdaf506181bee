package io.serai.architecture;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import io.serai.architecture.RouteFile.Route;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What Camel does not report about route files, each answered as a list of sentences; an empty one is well.
 *
 * @param files all of them: most rules are about several
 */
record RouteRules(List<RouteFile> files) {

    /** The order in which Kaoto writes a file: kept, so that saving there changes nothing. */
    /** Sub-routes that a splitter calls: each of its parts is work of its own, and fails alone. */
    private Set<String> calledForEachPart() {
        Set<String> called = new HashSet<>();
        routes().forEach(route -> RouteFile.eachUnder(
                "split",
                route.model(),
                split -> RouteFile.eachEndpoint(
                        split,
                        (uri, step) ->
                                called.add(uri.startsWith("direct:") ? uri.substring("direct:".length()) : uri))));
        return called;
    }

    private static final List<String> ORDER = List.of(
            "restConfiguration",
            "rest",
            "errorHandler",
            "onException",
            "onCompletion",
            "intercept",
            "interceptFrom",
            "interceptSendToEndpoint",
            "routeConfiguration",
            "routeTemplate",
            "templatedRoute",
            "route",
            "beans");

    private static final Pattern FILE = Pattern.compile("[a-z0-9-]+/[a-z0-9]+(-[a-z0-9]+)*\\.camel\\.yaml");
    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*(?<key>[^}]*?)\\s*}}");
    private static final Pattern OPEN = Pattern.compile("\\$\\{[^}]*}|\\{\\{[^}]*}}");
    private static final Pattern DIRECT = Pattern.compile("direct:[^?\\s\"',]+");

    List<String> files(Set<String> includePatterns) {
        return files.stream()
                .flatMap(file -> Stream.of(
                                check(
                                        FILE.matcher(file.name()).matches(),
                                        file.name() + ": not <folder>/<subject>.camel.yaml"),
                                check(
                                        includePatterns.contains("classpath:routes/" + file.folder() + "/*.camel.yaml"),
                                        file.name() + ": no include pattern loads it"))
                        .flatMap(Optional::stream))
                .toList();
    }

    /** Kaoto keeps the comment block at the top of a file and drops every other; {@code note:} stays. */
    List<String> comments() {
        return files.stream()
                .filter(file -> file.text()
                        .lines()
                        .dropWhile(line -> line.isBlank() || line.startsWith("#"))
                        .anyMatch(line -> line.stripLeading().startsWith("#")))
                .map(file -> file.name() + ": a comment below the top is lost in Kaoto, use note:")
                .toList();
    }

    List<String> order() {
        List<String> problems = new ArrayList<>();
        for (RouteFile file : files) {
            List<Integer> places = file.kinds().stream().map(ORDER::indexOf).toList();
            if (!places.equals(places.stream().sorted().toList())) {
                problems.add(file.name() + ": not in the order " + String.join(", ", ORDER));
            }
        }
        return problems;
    }

    /** Every route says what it is and what it is for. */
    List<String> names() {
        List<String> problems = new ArrayList<>();
        routes().forEach(route -> {
            if (!ID.matcher(route.id()).matches()) {
                problems.add(route.id() + ": no kebab-case id");
            }
            if (route.text("description").isEmpty()) {
                problems.add(route.id() + ": no description");
            }
        });
        allIds().collect(groupingBy(id -> id)).forEach((id, same) -> {
            if (same.size() > 1) {
                problems.add(id + ": the id of " + same.size() + " routes");
            }
        });
        return problems;
    }

    /**
     * A sub-route hands its failure up, a route that starts work owns it.
     *
     * @param operations the contract's, which the REST layer starts
     */
    List<String> policies(Set<String> operations) {
        Set<String> known = files.stream()
                .flatMap(file -> file.entries("routeConfiguration"))
                .map(configuration -> configuration.get("id"))
                .filter(Objects::nonNull)
                .map(String::valueOf)
                .collect(toSet());
        Set<String> eachPart = calledForEachPart();
        List<String> problems = new ArrayList<>();
        routes().forEach(route -> {
            Optional<String> policy = route.text("routeConfigurationId");
            boolean startsWork = !route.isSubRoute()
                    || operations.contains(name(route.from()))
                    || eachPart.contains(name(route.from()));
            policy.filter(name -> !known.contains(name))
                    .ifPresent(name -> problems.add(route.id() + ": no policy is called " + name));
            if (startsWork && policy.isEmpty()) {
                problems.add(route.id() + ": starts work and names no policy");
            }
            if (!startsWork && policy.isPresent()) {
                problems.add(route.id() + ": a sub-route with a policy keeps failures from its caller");
            }
        });
        for (RouteFile file : files) {
            for (String kind : List.of("errorHandler", "onException")) {
                file.entries(kind).forEach(entry -> problems.add(file.name() + ": a policy for one file only"));
            }
        }
        if (routes().findAny().isPresent() && defaults() != 1) {
            problems.add("there are " + defaults() + " default policies, not one with noErrorHandler");
        }
        return problems;
    }

    private long defaults() {
        return files.stream()
                .flatMap(file -> file.entries("routeConfiguration"))
                .filter(configuration -> !configuration.containsKey("id"))
                .filter(configuration -> RouteFile.map(configuration.get("errorHandler"))
                        .filter(handler -> handler.containsKey("noErrorHandler"))
                        .isPresent())
                .count();
    }

    /**
     * Every {@code direct:} target exists; one with an expression in it must fit at least one route.
     *
     * @param calledFromJava what the code sends to
     */
    List<String> targets(Set<String> calledFromJava) {
        Set<String> consumed = routes().map(Route::from)
                .filter(from -> from.startsWith("direct:"))
                .collect(toSet());
        Set<String> called = new TreeSet<>(calledFromJava);
        for (RouteFile file : files) {
            RouteFile.eachText(file.content(), (key, text) -> {
                if (!Set.of("description", "note", "message").contains(key)) {
                    Matcher direct = DIRECT.matcher(text);
                    while (direct.find()) {
                        called.add(direct.group());
                    }
                }
            });
            RouteFile.eachEndpoint(file.content(), (uri, node) -> {
                if (uri.equals("direct")) {
                    called.add(Route.endpoint(node));
                }
            });
        }
        return called.stream()
                .filter(target -> consumed.stream().noneMatch(from -> fits(target, from)))
                .map(target -> target + ": no route listens there")
                .toList();
    }

    private static boolean fits(String target, String from) {
        return pattern(target).matcher(from).matches()
                || pattern(from).matcher(target).matches();
    }

    private static Pattern pattern(String endpoint) {
        return Pattern.compile(Stream.of(OPEN.split(endpoint, -1))
                .map(Pattern::quote)
                .reduce((a, b) -> a + ".+")
                .orElse(""));
    }

    /** The sub-route is found by the name it is called by. */
    List<String> subRoutesAreNamedAsTheyAreCalled(Set<String> operations) {
        return routes().filter(Route::isSubRoute)
                .filter(route -> !route.isTemplate())
                .filter(route -> {
                    String name = name(route.from());
                    return !route.id().equals(operations.contains(name) ? kebab(name) : name);
                })
                .map(route -> route.id() + ": listens to " + route.from())
                .toList();
    }

    /**
     * Every placeholder has its default in the settings, and only there.
     *
     * @param settings the keys with a default
     */
    List<String> placeholders(Set<String> settings) {
        List<String> problems = new ArrayList<>();
        for (RouteFile file : files) {
            Set<String> parameters =
                    file.routes().flatMap(route -> route.parameters().stream()).collect(toSet());
            RouteFile.eachText(file.content(), (under, text) -> {
                Matcher placeholder = PLACEHOLDER.matcher(text);
                while (placeholder.find()) {
                    String key = placeholder.group("key");
                    if (!parameters.contains(key) && !settings.contains(key)) {
                        problems.add(file.name() + ": {{" + key + "}} has no line in application.properties");
                    }
                }
            });
        }
        return problems;
    }

    private Stream<Route> routes() {
        return files.stream().flatMap(RouteFile::routes);
    }

    private Stream<String> allIds() {
        return Stream.concat(
                routes().map(Route::id),
                files.stream()
                        .flatMap(file -> file.entries("templatedRoute"))
                        .map(made -> String.valueOf(made.get("routeId"))));
    }

    private static String name(String direct) {
        return direct.substring(direct.indexOf(':') + 1);
    }

    private static String kebab(String camelCase) {
        return camelCase.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(java.util.Locale.ROOT);
    }

    private static Optional<String> check(boolean holds, String otherwise) {
        return holds ? Optional.empty() : Optional.of(otherwise);
    }
}
