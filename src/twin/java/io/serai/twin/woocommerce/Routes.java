package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The routes of {@code wc/v3}: a template such as {@code /products/{id}}, and who answers which method. */
final class Routes {

    /** Answers one method of a route. */
    interface Handler {
        WpAnswer answer(WpRequest request);
    }

    /** @param template with {@code {name}} for an id and {@code {name:text}} for a word */
    record Route(String template, Pattern pattern, Map<String, Handler> methods) {

        boolean isCollection() {
            return !template.endsWith("}") && !template.endsWith("/batch");
        }

        String allowed() {
            return String.join(", ", methods.keySet());
        }
    }

    private final List<Route> all = new ArrayList<>();

    /** Adds a route; methods are shown in the order they are given. */
    void add(String template, Map<String, Handler> methods) {
        String pattern = template.replaceAll("\\{\\w+:text}", "([\\\\w-]+)").replaceAll("\\{\\w+}", "(\\\\d+)");
        all.add(new Route(template, Pattern.compile(pattern), methods));
    }

    static Map<String, Handler> read(Handler get) {
        return new LinkedHashMap<>(Map.of("GET", get));
    }

    static Map<String, Handler> collection(Handler list, Handler create) {
        Map<String, Handler> methods = read(list);
        methods.put("POST", create);
        return methods;
    }

    static Map<String, Handler> item(Handler get, Handler update, Handler delete) {
        Map<String, Handler> methods = read(get);
        methods.putAll(edit(update));
        methods.put("DELETE", delete);
        return methods;
    }

    static Map<String, Handler> edit(Handler update) {
        Map<String, Handler> methods = new LinkedHashMap<>();
        for (String method : List.of("POST", "PUT", "PATCH")) {
            methods.put(method, update);
        }
        return methods;
    }

    Optional<Route> find(String path) {
        return all.stream().filter(r -> r.pattern().matcher(path).matches()).findFirst();
    }

    static Matcher match(Route route, String path) {
        Matcher matcher = route.pattern().matcher(path);
        matcher.matches();
        return matcher;
    }

    /** As {@code /wp-json/wc/v3} lists them. */
    ObjectNode index(String base) {
        ObjectNode json = Json.object().put("namespace", "wc/v3");
        ObjectNode routes = json.putObject("routes");
        for (Route route : all) {
            String name = route.template()
                    .replaceAll("\\{(\\w+):text}", "(?P<$1>[\\\\w-]+)")
                    .replaceAll("\\{(\\w+)}", "(?P<$1>[\\\\d]+)");
            ObjectNode shown = routes.putObject("/wc/v3" + name).put("namespace", "wc/v3");
            ArrayNode methods = shown.putArray("methods");
            route.methods().keySet().forEach(methods::add);
            shown.putArray("endpoints");
            if (!route.template().contains("{")) {
                shown.putObject("_links").putArray("self").addObject().put("href", base + "/wp-json/wc/v3" + name);
            }
        }
        json.putObject("_links").putArray("up").addObject().put("href", base + "/wp-json/");
        return json;
    }
}
