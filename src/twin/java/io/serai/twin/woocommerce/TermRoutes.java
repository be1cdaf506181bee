package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Categories, tags, brands, shipping classes, attributes and their terms. Used with the shop's lock held. */
final class TermRoutes {

    private final Shop shop;

    TermRoutes(Shop shop) {
        this.shop = shop;
    }

    void addTo(Routes routes) {
        taxonomy(routes, "products/categories", r -> shop.categories());
        taxonomy(routes, "products/tags", r -> shop.tags());
        taxonomy(routes, "products/brands", r -> shop.brands());
        taxonomy(routes, "products/shipping_classes", r -> shop.shippingClasses());
        routes.add("/products/attributes", Routes.collection(this::listAttributes, this::createAttribute));
        routes.add("/products/attributes/{id}", Routes.read(r -> WpAnswer.ok(
                shop.attributes().json(attribute(r.id(1)), r.base()))));
        taxonomy(routes, "products/attributes/{attribute_id}/terms", r -> attribute(r.id(1)).terms());
    }

    private void taxonomy(Routes routes, String path, Function<WpRequest, Terms> terms) {
        int group = path.contains("{") ? 2 : 1;
        routes.add("/" + path, Routes.collection(
                r -> list(r, terms.apply(r)), r -> create(r, terms.apply(r))));
        routes.add("/" + path + "/{id}", Routes.item(
                r -> WpAnswer.ok(json(term(r, terms.apply(r), group), r)),
                r -> {
                    Terms.Term term = term(r, terms.apply(r), group);
                    return WpAnswer.ok(json(
                            terms.apply(r).update(term.id(), Arguments.TERM.check(r.arguments())), r));
                },
                r -> delete(r, terms.apply(r), group)));
    }

    private Attributes.Attribute attribute(long id) {
        return shop.attributes()
                .get(id)
                .orElseThrow(() -> new WpError(404, "woocommerce_rest_taxonomy_invalid", "Resource does not exist."));
    }

    private WpAnswer listAttributes(WpRequest request) {
        return Listing.of(
                request, List.copyOf(shop.attributes().all()), a -> shop.attributes().json(a, request.base()));
    }

    private WpAnswer createAttribute(WpRequest request) {
        ObjectNode shown = shop.attributes()
                .json(shop.attributes().create(Arguments.TERM.check(request.arguments())), request.base());
        return WpAnswer.created(shown, shown.at("/_links/self/0/href").asText());
    }

    private WpAnswer list(WpRequest request, Terms terms) {
        String search = String.valueOf(request.parameter("search")).toLowerCase(Locale.ROOT);
        String slug = request.parameter("slug");
        List<String> include = request.list("include");
        List<String> exclude = request.list("exclude");
        Comparator<Terms.Term> order = "id".equals(request.parameter("orderby"))
                ? Comparator.comparingLong(Terms.Term::id)
                : Comparator.comparing(Terms.Term::name, String.CASE_INSENSITIVE_ORDER);
        List<Terms.Term> found = terms.all().stream()
                .filter(t -> request.parameter("search") == null
                        || t.name().toLowerCase(Locale.ROOT).contains(search))
                .filter(t -> slug == null || t.slug().equals(slug))
                .filter(t -> include.isEmpty() || include.contains(String.valueOf(t.id())))
                .filter(t -> !exclude.contains(String.valueOf(t.id())))
                .sorted("desc".equals(request.parameter("order")) ? order.reversed() : order)
                .toList();
        return Listing.of(request, found, t -> json(t, request));
    }

    private WpAnswer create(WpRequest request, Terms terms) {
        ObjectNode args = Arguments.TERM.check(request.arguments());
        if (!args.has("name")) {
            throw new WpError(400, "rest_missing_callback_param", "Missing parameter(s): name")
                    .with("params", Json.MAPPER.createArrayNode().add("name"));
        }
        ObjectNode shown = json(terms.create(args), request);
        return WpAnswer.created(shown, shown.at("/_links/self/0/href").asText());
    }

    private WpAnswer delete(WpRequest request, Terms terms, int group) {
        if (!request.flag("force")) {
            throw new WpError(501, "woocommerce_rest_trash_not_supported", "Resource does not support trashing.");
        }
        Terms.Term term = term(request, terms, group);
        ObjectNode before = json(term, request);
        terms.remove(term.id());
        return WpAnswer.ok(before);
    }

    private static Terms.Term term(WpRequest request, Terms terms, int group) {
        return terms.get(request.id(group))
                .orElseThrow(() -> new WpError(404, "woocommerce_rest_term_invalid", "Resource does not exist."));
    }

    private ObjectNode json(Terms.Term term, WpRequest request) {
        String collection = request.route().replaceFirst("^/", "").replaceFirst("(?<=categories|tags|brands|classes|terms)/\\d+$", "");
        ObjectNode json = Json.object()
                .put("id", term.id())
                .put("name", term.name())
                .put("slug", term.slug());
        boolean tree = collection.matches("products/(categories|brands)");
        if (tree) {
            json.put("parent", term.parent());
        }
        json.put("description", term.description());
        if (tree) {
            json.put("display", "default").putNull("image");
        }
        if (tree || collection.endsWith("/terms")) {
            json.put("menu_order", term.menuOrder());
        }
        String taxonomy = collection.replaceFirst("^.*/", "");
        json.put("count", count(taxonomy, term.id()));
        ObjectNode links = Links.add(json, request.base(), collection, term.id());
        if (term.parent() != 0) {
            Links.up(links, request.base(), collection + "/" + term.parent());
        }
        return json;
    }

    private long count(String taxonomy, long id) {
        return shop.products().stream()
                .filter(p -> p.status().equals("publish"))
                .filter(p -> {
                    for (JsonNode each : p.data.path(taxonomy)) {
                        if (each.asLong() == id) {
                            return true;
                        }
                    }
                    return false;
                })
                .count();
    }
}
