package io.serai.hawtio;

import static java.util.stream.Collectors.toMap;

import io.serai.architecture.RouteFile;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The routes as the files have them, to hold against what is shown of those that run. */
public final class WrittenRoutes {

    private WrittenRoutes() {}

    /**
     * One route.
     *
     * @param group empty for none
     * @param description empty for none
     */
    public record Written(String id, String group, String description) implements Comparable<Written> {

        @Override
        public int compareTo(Written other) {
            return toString().compareTo(other.toString());
        }
    }

    /** Every route of the files: plain ones, those made from templates, and the one that serves the contract. */
    public static Set<Written> inFiles() {
        List<RouteFile> files = RouteFile.below(Path.of("routes"));
        Map<String, RouteFile.Route> templates = files.stream()
                .flatMap(RouteFile::routes)
                .filter(RouteFile.Route::isTemplate)
                .collect(toMap(RouteFile.Route::id, route -> route));
        Set<Written> written = new TreeSet<>();
        for (RouteFile file : files) {
            file.routes()
                    .filter(route -> !route.isTemplate())
                    .map(WrittenRoutes::of)
                    .forEach(written::add);
            file.entries("templatedRoute")
                    .map(made -> {
                        Written template = of(templates.get(String.valueOf(made.get("routeTemplateRef"))));
                        return new Written(
                                String.valueOf(made.get("routeId")), template.group(), template.description());
                    })
                    .forEach(written::add);
            file.entries("rest")
                    .map(rest -> RouteFile.map(rest.get("openApi")))
                    .flatMap(Optional::stream)
                    .map(contract -> new Written(String.valueOf(contract.get("routeId")), "", ""))
                    .forEach(written::add);
        }
        return written;
    }

    /** @param xml as Camel writes its routes down for Hawtio */
    public static Set<Written> inXml(String xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        NodeList routes = factory.newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)))
                .getElementsByTagName("route");
        Stream<Written> written = IntStream.range(0, routes.getLength())
                .mapToObj(i -> (Element) routes.item(i))
                .map(route -> new Written(
                        route.getAttribute("id"), route.getAttribute("group"), route.getAttribute("description")));
        return written.collect(TreeSet::new, Set::add, Set::addAll);
    }

    private static Written of(RouteFile.Route route) {
        return new Written(
                route.id(),
                route.text("group").orElse(""),
                route.text("description").orElse(""));
    }
}
