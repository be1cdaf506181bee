package io.serai.twin.shopify;

import io.serai.twin.TwinClock;
import io.serai.twin.shopify.Model.Collection;
import io.serai.twin.shopify.Model.Definition;
import io.serai.twin.shopify.Model.Location;
import io.serai.twin.shopify.Model.Metafield;
import io.serai.twin.shopify.Model.Product;
import io.serai.twin.shopify.Model.Variant;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** The shop's state. Not thread-safe: the twin locks it around each call. */
final class Shop {

    private static final long FIRST_ID = 8_100_000_000_000L;
    /** 18 digits: no double holds them exactly. */
    private static final long FIRST_LONG_ID = 788_032_119_674_292_001L;

    static final String MAIN_LOCATION = "Hauptlager";

    /** A product as the search index knows it since {@code at}; null when it is gone. */
    private record Indexed(long at, Product product) {}

    final TwinClock clock;
    final Map<Long, Product> products = new TreeMap<>();
    final Map<Long, Location> locations = new LinkedHashMap<>();
    final Map<Long, Collection> collections = new LinkedHashMap<>();
    final Map<String, Definition> definitions = new LinkedHashMap<>();
    private final Map<Long, Deque<Indexed>> history = new HashMap<>();
    private AtomicLong ids = new AtomicLong(FIRST_ID);
    private boolean longIds;
    /** How long the search index is behind, in milliseconds. */
    long searchLag;

    Shop(TwinClock clock) {
        this.clock = clock;
        clear();
    }

    void clear() {
        products.clear();
        locations.clear();
        collections.clear();
        definitions.clear();
        history.clear();
        ids = new AtomicLong(longIds ? FIRST_LONG_ID : FIRST_ID);
        for (Location l : List.of(
                new Location(61_000_000_001L, MAIN_LOCATION, "Berlin", "10969"),
                new Location(61_000_000_002L, "Laden", "Hamburg", "20359"))) {
            locations.put(l.id(), l);
        }
        for (Collection c : List.of(
                new Collection(41_000_000_001L, "Startseite", "frontpage", now()),
                new Collection(41_000_000_002L, "Neuheiten", "neuheiten", now()))) {
            collections.put(c.id(), c);
        }
    }

    /** All that outlives the process; products are never changed, so that no copy of them is needed. */
    record Stored(
            long lastId,
            List<Product> products,
            List<Location> locations,
            List<Collection> collections,
            List<Definition> definitions) {}

    Stored stored() {
        return new Stored(
                ids.get(),
                List.copyOf(products.values()),
                List.copyOf(locations.values()),
                List.copyOf(collections.values()),
                List.copyOf(definitions.values()));
    }

    void restore(Stored stored) {
        clear();
        ids = new AtomicLong(stored.lastId());
        locations.clear();
        stored.locations().forEach(l -> locations.put(l.id(), l));
        collections.clear();
        stored.collections().forEach(c -> collections.put(c.id(), c));
        stored.definitions().forEach(d -> definitions.put(Metafield.name(d.namespace(), d.key()), d));
        stored.products().forEach(this::put);
    }

    void longIds(boolean wanted) {
        if (wanted != longIds) {
            longIds = wanted;
            ids = new AtomicLong(Math.max(wanted ? FIRST_LONG_ID : FIRST_ID, wanted ? 0 : ids.get()));
        }
    }

    boolean longIds() {
        return longIds;
    }

    long nextId() {
        return ids.incrementAndGet();
    }

    Instant now() {
        return clock.second();
    }

    void put(Product product) {
        products.put(product.id, product);
        index(product.id, product);
    }

    void remove(long id) {
        products.remove(id);
        index(id, null);
    }

    private void index(long id, Product product) {
        Deque<Indexed> versions = history.computeIfAbsent(id, k -> new ArrayDeque<>());
        long now = System.nanoTime() / 1_000_000;
        while (versions.size() > 1 && secondOldest(versions).at() + searchLag <= now) {
            versions.removeFirst();
        }
        versions.addLast(new Indexed(now, product));
        if (searchLag == 0) {
            versions.clear();
            if (product != null) {
                versions.addLast(new Indexed(now, product));
            }
        }
    }

    private static Indexed secondOldest(Deque<Indexed> versions) {
        var all = versions.iterator();
        all.next();
        return all.next();
    }

    /** All products as the search index has them now, which is behind by {@link #searchLag} (fact 29). */
    List<Product> indexed() {
        if (searchLag == 0) {
            return new ArrayList<>(products.values());
        }
        long upTo = System.nanoTime() / 1_000_000 - searchLag;
        List<Product> found = new ArrayList<>();
        new TreeMap<>(history).values().forEach(versions -> {
            Indexed newest = null;
            for (Indexed version : versions) {
                newest = version.at() <= upTo ? version : newest;
            }
            if (newest != null && newest.product() != null) {
                found.add(newest.product());
            }
        });
        return found;
    }

    Optional<Product> product(Object gid) {
        return Optional.ofNullable(products.get(Model.number("Product", gid)));
    }

    Optional<Product> byHandle(String handle) {
        return first(p -> p.handle.equals(handle));
    }

    Optional<Product> byCustomId(String namespace, String key, String value) {
        String name = Metafield.name(namespace, key);
        return first(p -> {
            Metafield m = p.metafields.get(name);
            return m != null && m.value().equals(value);
        });
    }

    Optional<Product> ofVariant(long id) {
        return first(p -> p.variants.stream().anyMatch(v -> v.id == id));
    }

    Optional<Product> ofItem(long id) {
        return first(p -> p.variants.stream().anyMatch(v -> v.itemId == id));
    }

    Optional<Product> first(Predicate<Product> which) {
        return products.values().stream().filter(which).findFirst();
    }

    static Optional<Variant> variant(Product of, long id) {
        return of.variants.stream().filter(v -> v.id == id).findFirst();
    }

    static Optional<Variant> item(Product of, long id) {
        return of.variants.stream().filter(v -> v.itemId == id).findFirst();
    }

    long mainLocation() {
        return locations.keySet().iterator().next();
    }

    /** A handle nobody has, made of this text. */
    String freeHandle(String text, long forProduct) {
        String slug = slug(text);
        String handle = slug;
        for (int i = 1; taken(handle, forProduct); i++) {
            handle = slug + "-" + i;
        }
        return handle;
    }

    boolean taken(String handle, long forProduct) {
        return byHandle(handle).filter(p -> p.id != forProduct).isPresent();
    }

    static String slug(String text) {
        String plain = java.text.Normalizer.normalize(
                        text.toLowerCase(java.util.Locale.ROOT).replace("ß", "ss"), java.text.Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        return plain.isEmpty() ? "product" : plain;
    }
}
