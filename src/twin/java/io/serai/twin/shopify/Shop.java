package io.serai.twin.shopify;

import io.serai.twin.TwinClock;
import io.serai.twin.shopify.Model.Collection;
import io.serai.twin.shopify.Model.Definition;
import io.serai.twin.shopify.Model.Location;
import io.serai.twin.shopify.Model.Metafield;
import io.serai.twin.shopify.Model.Product;
import io.serai.twin.shopify.Model.Variant;
import java.time.Instant;
import java.util.ArrayList;
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

    private static final int FIRST_ORDER = 1001;

    final TwinClock clock;
    final Map<Long, Product> products = new TreeMap<>();
    private final Map<Long, Long> productOfVariant = new HashMap<>();
    private final Map<Long, Long> productOfItem = new HashMap<>();
    final Map<Long, Location> locations = new LinkedHashMap<>();
    final Map<Long, Collection> collections = new LinkedHashMap<>();
    final Map<String, Definition> definitions = new LinkedHashMap<>();
    /** By id, which is also their age. */
    final Map<Long, Order> orders = new TreeMap<>();

    private final SearchIndex<Product> productIndex = new SearchIndex<>();
    private final SearchIndex<Order> orderIndex = new SearchIndex<>();
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
        productOfVariant.clear();
        productOfItem.clear();
        locations.clear();
        collections.clear();
        definitions.clear();
        orders.clear();
        productIndex.clear();
        orderIndex.clear();
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

    /**
     * All that outlives the process; products and orders are never changed, so that no copy of them is needed.
     *
     * @param orders null in a file of an earlier version of the twin
     */
    record Stored(
            long lastId,
            List<Product> products,
            List<Location> locations,
            List<Collection> collections,
            List<Definition> definitions,
            List<Order> orders) {}

    Stored stored() {
        return new Stored(
                ids.get(),
                List.copyOf(products.values()),
                List.copyOf(locations.values()),
                List.copyOf(collections.values()),
                List.copyOf(definitions.values()),
                List.copyOf(orders.values()));
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
        if (stored.orders() != null) {
            stored.orders().forEach(this::put);
        }
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
        forget(product.id);
        products.put(product.id, product);
        product.variants.forEach(v -> {
            productOfVariant.put(v.id, product.id);
            productOfItem.put(v.itemId, product.id);
        });
        productIndex.put(product.id, product, searchLag);
    }

    void remove(long id) {
        forget(id);
        productIndex.put(id, null, searchLag);
    }

    private void forget(long id) {
        Product before = products.remove(id);
        if (before != null) {
            before.variants.forEach(v -> {
                productOfVariant.remove(v.id);
                productOfItem.remove(v.itemId);
            });
        }
    }

    /** All products as the search index has them now. */
    List<Product> indexed() {
        return searchLag == 0 ? new ArrayList<>(products.values()) : productIndex.all(searchLag);
    }

    void put(Order order) {
        orders.put(order.id, order);
        orderIndex.put(order.id, order, searchLag);
    }

    /** All orders as the search index has them now. */
    List<Order> indexedOrders() {
        return searchLag == 0 ? new ArrayList<>(orders.values()) : orderIndex.all(searchLag);
    }

    /** Shopify names orders by numbers of their own, from 1001 on. */
    int nextOrderNumber() {
        return FIRST_ORDER + orders.size();
    }

    /** What was sold of an item at a location and not shipped yet. */
    int committed(long item, long location) {
        return orders.values().stream()
                .flatMap(o -> o.lines.stream())
                .filter(l -> l.itemId == item && l.locationId == location)
                .mapToInt(Order.Line::owed)
                .sum();
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
        return Optional.ofNullable(productOfVariant.get(id)).map(products::get);
    }

    Optional<Product> ofItem(long id) {
        return Optional.ofNullable(productOfItem.get(id)).map(products::get);
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
