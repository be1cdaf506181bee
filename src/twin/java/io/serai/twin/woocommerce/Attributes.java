package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The shop-wide attributes, each with its terms. Guarded by the shop's lock. */
final class Attributes {

    /** @param slug with the prefix {@code pa_} */
    record Attribute(long id, String name, String slug, Terms terms) {}

    private final Map<Long, Attribute> all = new LinkedHashMap<>();
    private final LongSupplier termIds;
    private long lastId;

    Attributes(LongSupplier termIds) {
        this.termIds = termIds;
    }

    /** An attribute with its terms, as stored. */
    record StoredAttribute(long id, String name, String slug, List<Terms.Term> terms) {}

    /** All that outlives the process. */
    record Stored(long lastId, List<StoredAttribute> attributes) {}

    Stored stored() {
        return new Stored(
                lastId,
                all.values().stream()
                        .map(a -> new StoredAttribute(
                                a.id(), a.name(), a.slug(), List.copyOf(a.terms().all())))
                        .toList());
    }

    void restore(Stored stored) {
        all.clear();
        lastId = stored.lastId();
        for (StoredAttribute a : stored.attributes()) {
            Terms terms = new Terms(termIds, false);
            terms.restore(a.terms());
            all.put(a.id(), new Attribute(a.id(), a.name(), a.slug(), terms));
        }
    }

    Collection<Attribute> all() {
        return all.values();
    }

    Optional<Attribute> get(long id) {
        return Optional.ofNullable(all.get(id));
    }

    Optional<Attribute> slugged(String slug) {
        return all.values().stream().filter(a -> a.slug().equals(slug)).findFirst();
    }

    Attribute create(ObjectNode args) {
        String name = WpText.clean(args.path("name").asText(""));
        if (name.isEmpty()) {
            throw new WpError(400, "missing_attribute_name", "Please, provide an attribute name.");
        }
        String given = args.path("slug").asText("").replaceFirst("^pa_", "");
        String slug = WpText.slug(given.isEmpty() ? name : given);
        if (slugged("pa_" + slug).isPresent()) {
            throw new WpError(
                    400,
                    "woocommerce_rest_cannot_create",
                    "Slug \"" + slug + "\" is already in use. Change it, please.");
        }
        Attribute attribute = new Attribute(++lastId, name, "pa_" + slug, new Terms(termIds, false));
        all.put(attribute.id(), attribute);
        return attribute;
    }

    ObjectNode json(Attribute attribute, String base) {
        ObjectNode json = Json.object()
                .put("id", attribute.id())
                .put("name", attribute.name())
                .put("slug", attribute.slug())
                .put("type", "select")
                .put("order_by", "menu_order")
                .put("has_archives", false);
        Links.add(json, base, "products/attributes", attribute.id());
        return json;
    }
}
