package io.serai.twin.jtlffn;

import io.serai.twin.TwinResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The calls of the API: a template such as {@code /stocks/{jfsku}}, and who answers which method. The first that fits does. */
final class Routes {

    /** Answers one method of a route. */
    interface Handler {
        TwinResponse answer(Call call);
    }

    /** @param template what follows {@code /api/v1/merchant} */
    record Route(String template, Pattern pattern, Map<String, Handler> methods) {

        /** The path's variable parts, if the path fits. */
        Optional<List<String>> match(String path) {
            Matcher matcher = pattern.matcher(path);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            List<String> parts = new ArrayList<>();
            for (int i = 1; i <= matcher.groupCount(); i++) {
                parts.add(matcher.group(i));
            }
            return Optional.of(parts);
        }
    }

    private final Map<String, Route> all = new LinkedHashMap<>();

    void get(String template, Handler handler) {
        add("GET", template, handler);
    }

    void add(String method, String template, Handler handler) {
        all.computeIfAbsent(template, t -> new Route(t, pattern(t), new LinkedHashMap<>()))
                .methods()
                .put(method, handler);
    }

    /** The network's own links write one segment with a capital letter: {@code shippingMethods/updates}. */
    private static Pattern pattern(String template) {
        return Pattern.compile(
                template.replaceAll("\\{\\w+}", "([^/]+)").replace("/shippingmethods", "/shipping[mM]ethods"));
    }

    Optional<Route> find(String path) {
        return all.values().stream().filter(r -> r.match(path).isPresent()).findFirst();
    }
}
