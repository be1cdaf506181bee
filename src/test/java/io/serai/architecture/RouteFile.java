package io.serai.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * One route file as it is written, not as Camel runs it: the running context knows nothing of a file no pattern matches.
 *
 * @param name below the folder of all routes, with slashes
 * @param text the file as it stands
 * @param content as YAML gives it
 */
public record RouteFile(String name, String text, Object content) {

    static RouteFile of(String name, String text) {
        return new RouteFile(name, text, new Load(LoadSettings.builder().build()).loadFromString(text));
    }

    /** Every file below the folder, whatever its name; none when there is no such folder. */
    public static List<RouteFile> below(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            List<RouteFile> files = new ArrayList<>();
            for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
                files.add(of(folder.relativize(path).toString().replace('\\', '/'), Files.readString(path)));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String folder() {
        return name.contains("/") ? name.substring(0, name.lastIndexOf('/')) : "";
    }

    /** The kinds of what stands at the top, in order: route, routeConfiguration, beans … */
    List<String> kinds() {
        return entries().flatMap(entry -> entry.keySet().stream()).toList();
    }

    public Stream<Map<String, Object>> entries(String kind) {
        return entries().map(entry -> map(entry.get(kind))).flatMap(Optional::stream);
    }

    /** The routes, those inside templates included; a template's route has the template's id when it has none. */
    public Stream<Route> routes() {
        return Stream.concat(
                entries("route").map(route -> new Route(this, route, Set.of(), false)),
                entries("routeTemplate")
                        .map(template -> new Route(
                                this,
                                withIdOf(template, map(template.get("route")).orElse(Map.of())),
                                parameters(template),
                                true)));
    }

    private static Map<String, Object> withIdOf(Map<String, Object> template, Map<String, Object> route) {
        Map<String, Object> named = new java.util.LinkedHashMap<>(route);
        named.putIfAbsent("id", template.get("id"));
        Optional.ofNullable(template.get("description")).ifPresent(text -> named.putIfAbsent("description", text));
        return named;
    }

    private static Set<String> parameters(Map<String, Object> template) {
        return template.get("parameters") instanceof List<?> parameters
                ? parameters.stream()
                        .flatMap(parameter -> map(parameter).stream())
                        .map(parameter -> String.valueOf(parameter.get("name")))
                        .collect(Collectors.toSet())
                : Set.of();
    }

    private Stream<Map<String, Object>> entries() {
        return content instanceof List<?> list ? list.stream().flatMap(entry -> map(entry).stream()) : Stream.empty();
    }

    /** Shows every text in the file, with the key it stands under. */
    static void eachText(Object node, BiConsumer<String, String> seen) {
        eachText("", node, seen);
    }

    private static void eachText(String key, Object node, BiConsumer<String, String> seen) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((name, value) -> eachText(String.valueOf(name), value, seen));
        } else if (node instanceof List<?> list) {
            list.forEach(value -> eachText(key, value, seen));
        } else if (node instanceof String text) {
            seen.accept(key, text);
        }
    }

    /** Every step and endpoint below: each map that names a {@code uri}. */
    static void eachEndpoint(Object node, BiConsumer<String, Map<String, Object>> seen) {
        if (node instanceof Map<?, ?> map) {
            if (map.get("uri") instanceof String uri) {
                seen.accept(uri, map(map).orElseThrow());
            }
            map.values().forEach(value -> eachEndpoint(value, seen));
        } else if (node instanceof List<?> list) {
            list.forEach(value -> eachEndpoint(value, seen));
        }
    }

    /** Every node that stands under this key, at any depth. */
    static void eachUnder(String key, Object node, Consumer<Object> seen) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                if (key.equals(name)) {
                    seen.accept(value);
                }
                eachUnder(key, value, seen);
            });
        } else if (node instanceof List<?> list) {
            list.forEach(value -> eachUnder(key, value, seen));
        }
    }

    @SuppressWarnings("unchecked")
    public static Optional<Map<String, Object>> map(Object node) {
        return node instanceof Map<?, ?> map ? Optional.of((Map<String, Object>) map) : Optional.empty();
    }

    /**
     * One route.
     *
     * @param file where it stands
     * @param model as written
     * @param parameters the template's, by name; empty for a plain route
     * @param isTemplate whether others are made from it
     */
    public record Route(RouteFile file, Map<String, Object> model, Set<String> parameters, boolean isTemplate) {

        public Optional<String> text(String key) {
            return Optional.ofNullable(model.get(key)).map(String::valueOf).filter(text -> !text.isBlank());
        }

        public String id() {
            return text("id").orElse("a route without id in " + file.name());
        }

        /** What it listens to, {@code direct:name} in one word whichever way it is written. */
        String from() {
            return map(model.get("from")).map(Route::endpoint).orElse("");
        }

        boolean isSubRoute() {
            return from().startsWith("direct:");
        }

        static String endpoint(Map<String, Object> node) {
            String uri = String.valueOf(node.get("uri"));
            return uri.contains(":")
                    ? uri.replaceAll("\\?.*", "")
                    : map(node.get("parameters"))
                            .map(parameters -> uri + ":" + parameters.getOrDefault("name", ""))
                            .orElse(uri);
        }
    }
}
