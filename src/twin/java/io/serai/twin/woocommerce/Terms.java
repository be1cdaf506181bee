package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The terms of one taxonomy. Guarded by the shop's lock. */
final class Terms {

    /** @param slug unique in its taxonomy */
    record Term(long id, String name, String slug, long parent, String description, int menuOrder) {}

    private final Map<Long, Term> terms = new LinkedHashMap<>();
    private final LongSupplier ids;
    private final boolean hierarchical;

    Terms(LongSupplier ids, boolean hierarchical) {
        this.ids = ids;
        this.hierarchical = hierarchical;
    }

    Collection<Term> all() {
        return terms.values();
    }

    void restore(List<Term> stored) {
        terms.clear();
        stored.forEach(term -> terms.put(term.id(), term));
    }

    Optional<Term> get(long id) {
        return Optional.ofNullable(terms.get(id));
    }

    Optional<Term> named(String name) {
        return terms.values().stream()
                .filter(t -> t.name().equalsIgnoreCase(name))
                .findFirst();
    }

    Optional<Term> slugged(String slug) {
        return terms.values().stream().filter(t -> t.slug().equals(slug)).findFirst();
    }

    /** The term of this name, made if there is none. */
    Term named(String name, boolean orNew) {
        return named(name).orElseGet(() -> put(ids.getAsLong(), Json.object().put("name", name), null));
    }

    /**
     * Adds a term.
     *
     * @throws WpError 400 {@code term_exists} with the existing id in {@code resource_id}
     */
    Term create(ObjectNode args) {
        String name = WpText.kses(WpText.clean(args.path("name").asText("")));
        if (name.isEmpty()) {
            throw new WpError(400, "empty_term_name", "A name is required for this term.");
        }
        long parent = args.path("parent").asLong(0);
        Optional<Term> same = terms.values().stream()
                .filter(t -> t.name().equalsIgnoreCase(name) && t.parent() == parent)
                .findFirst();
        if (same.isPresent()) {
            String where = hierarchical ? "exists with this parent." : "exists in this taxonomy.";
            throw new WpError(400, "term_exists", "A term with the name provided already " + where)
                    .with("resource_id", Json.MAPPER.getNodeFactory().numberNode(same.get().id()));
        }
        return put(ids.getAsLong(), args, null);
    }

    Term update(long id, ObjectNode args) {
        return put(id, args, terms.get(id));
    }

    Term remove(long id) {
        return terms.remove(id);
    }

    private Term put(long id, ObjectNode args, Term before) {
        String name = args.has("name")
                ? WpText.kses(WpText.clean(args.get("name").asText()))
                : before == null ? "" : before.name();
        String wanted = args.path("slug").asText("");
        String slug = before != null && wanted.isEmpty()
                ? before.slug()
                : free(WpText.slug(wanted.isEmpty() ? name : wanted), id);
        Term term = new Term(
                id,
                name,
                slug,
                args.path("parent").asLong(before == null ? 0 : before.parent()),
                args.path("description").asText(before == null ? "" : before.description()),
                args.path("menu_order").asInt(before == null ? 0 : before.menuOrder()));
        terms.put(id, term);
        return term;
    }

    private String free(String slug, long id) {
        String free = slug;
        for (int n = 2; isTaken(free, id); n++) {
            free = slug + "-" + n;
        }
        return free;
    }

    private boolean isTaken(String slug, long id) {
        return slugged(slug).filter(t -> t.id() != id).isPresent();
    }
}
