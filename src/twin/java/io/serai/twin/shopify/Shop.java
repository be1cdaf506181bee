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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** The shop's state. Not thread-safe: the twin locks it around each call. */
final class Shop {

    private static final long FIRST_ID = 8_100_000_000_000L;
    /** 18 digits: no double holds them exactly. */
    private static final long FIRST_LONG_ID = 788_032_119_674_292_001L;

    static final String MAIN_LOCATION = "Hauptlager";

    static final int FIRST_ORDER = 1001;

    final TwinClock clock;
    final Map<Long, Product> products = new TreeMap<>();
    private final Map<Long, Long> productOfVariant = new HashMap<>();
    private final Map<Long, Long> productOfItem = new HashMap<>();
    final Map<Long, Location> locations = new LinkedHashMap<>();
    final Map<Long, Collection> collections = new LinkedHashMap<>();
    final Map<String, Definition> definitions = new LinkedHashMap<>();
    /** By id, which is also their age. Of a {@link #history} only those that were changed since. */
    final Map<Long, Order> orders = new TreeMap<>();
    /** By id; of a {@link #history} only those that were changed since. */
    final Map<Long, Customer> customers = new TreeMap<>();

    private final Map<String, Long> customerOfEmail = new HashMap<>();
    private final Map<Long, Set<Long>> ordersOfCustomer = new HashMap<>();
    private History history;

    private final SearchIndex<Product> productIndex = new SearchIndex<>();
    private final SearchIndex<Order> orderIndex = new SearchIndex<>();
    private final SearchIndex<Customer> customerIndex = new SearchIndex<>();
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
        customers.clear();
        customerOfEmail.clear();
        ordersOfCustomer.clear();
        history = null;
        productIndex.clear();
        orderIndex.clear();
        customerIndex.clear();
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
     * @param customers null in a file of an earlier version of the twin
     * @param history null where there is none
     */
    record Stored(
            long lastId,
            List<Product> products,
            List<Location> locations,
            List<Collection> collections,
            List<Definition> definitions,
            List<Order> orders,
            List<Customer> customers,
            History.Plan history) {}

    Stored stored() {
        return new Stored(
                ids.get(),
                List.copyOf(products.values()),
                List.copyOf(locations.values()),
                List.copyOf(collections.values()),
                List.copyOf(definitions.values()),
                List.copyOf(orders.values()),
                List.copyOf(customers.values()),
                history == null ? null : history.plan());
    }

    /** @param settings what an order of an earlier version of the twin was sold under */
    void restore(Stored stored, ShopifySettings settings) {
        clear();
        ids = new AtomicLong(stored.lastId());
        locations.clear();
        stored.locations().forEach(l -> locations.put(l.id(), l));
        collections.clear();
        stored.collections().forEach(c -> collections.put(c.id(), c));
        stored.definitions().forEach(d -> definitions.put(Metafield.name(d.namespace(), d.key()), d));
        stored.products().forEach(this::put);
        history = stored.history() == null ? null : new History(stored.history());
        if (stored.orders() != null) {
            stored.orders().forEach(o -> put(o.completed(settings.currency(), settings.taxesIncluded())));
        }
        if (stored.customers() != null) {
            stored.customers().forEach(this::put);
        }
        orders.values().stream()
                .filter(o -> o.email != null && customer(o.customerId).isEmpty())
                .forEach(o -> put(CustomerRecords.of(o)));
    }

    /** The shop as it is now, which no later change reaches. */
    Shop copy() {
        return copy(List.copyOf(products.values()), List.copyOf(orders.values()), List.copyOf(customers.values()));
    }

    /** The shop as its search finds it now, which no later change reaches. */
    Shop snapshot() {
        return copy(indexed(), indexedOrders(), indexedCustomers());
    }

    private Shop copy(List<Product> someProducts, List<Order> someOrders, List<Customer> someCustomers) {
        Shop copy = new Shop(clock);
        copy.locations.clear();
        copy.locations.putAll(locations);
        copy.collections.clear();
        copy.collections.putAll(collections);
        copy.definitions.putAll(definitions);
        copy.history = history;
        someProducts.forEach(copy::put);
        someOrders.forEach(copy::put);
        someCustomers.forEach(copy::put);
        return copy;
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
        ordersOfCustomer
                .computeIfAbsent(order.customerId, id -> new TreeSet<>())
                .add(order.id);
        orderIndex.put(order.id, order, searchLag);
    }

    /** The orders that are held, as the search index has them now. */
    List<Order> indexedOrders() {
        return searchLag == 0 ? new ArrayList<>(orders.values()) : orderIndex.all(searchLag);
    }

    void put(Customer customer) {
        customers.put(customer.id(), customer);
        if (customer.email() != null) {
            customerOfEmail.put(customer.email().toLowerCase(Locale.ROOT), customer.id());
        }
        customerIndex.put(customer.id(), customer, searchLag);
    }

    /** The customers that are held, as the search index has them now. */
    List<Customer> indexedCustomers() {
        return searchLag == 0 ? new ArrayList<>(customers.values()) : customerIndex.all(searchLag);
    }

    /** What the shop sold before anybody looked, empty if it did not. */
    Optional<History> history() {
        return Optional.ofNullable(history);
    }

    /** @throws IllegalArgumentException if the shop has sold something already */
    void history(History past) {
        if (!orders.isEmpty() || history != null) {
            throw new IllegalArgumentException("a shop that has orders gets no other history");
        }
        history = past;
    }

    Optional<Order> order(long id) {
        Order held = orders.get(id);
        return held != null ? Optional.of(held) : history().flatMap(past -> past.order(id));
    }

    Optional<Customer> customer(long id) {
        Customer held = customers.get(id);
        return held != null ? Optional.of(held) : history().flatMap(past -> past.customer(id));
    }

    Optional<Customer> customerByEmail(String email) {
        Long id = customerOfEmail.get(email.toLowerCase(Locale.ROOT));
        return id != null
                ? Optional.of(customers.get(id)).filter(c -> email.equalsIgnoreCase(c.email()))
                : history().flatMap(past -> past.customerByEmail(email)).flatMap(c -> customer(c.id()))
                        .filter(c -> email.equalsIgnoreCase(c.email()));
    }

    /** Oldest first. */
    List<Order> ordersOf(long customer) {
        Map<Long, Order> found = new TreeMap<>();
        history().ifPresent(past -> past.ordersOf(customer).forEach(o -> found.put(o.id, o)));
        ordersOfCustomer.getOrDefault(customer, Set.of()).forEach(id -> found.put(id, orders.get(id)));
        return List.copyOf(found.values());
    }

    /** How many {@link #ordersOf} has. */
    int countOrdersOf(long customer) {
        Set<Long> held = ordersOfCustomer.getOrDefault(customer, Set.of());
        return history().map(past -> past.countOrdersOf(customer)
                                + (int) held.stream().filter(id -> !past.hasOrder(id)).count())
                .orElse(held.size());
    }

    /** Shopify names orders by numbers of their own, from 1001 on. */
    int nextOrderNumber() {
        return FIRST_ORDER
                + history().map(past -> past.plan().orders()
                                + (int) orders.keySet().stream()
                                        .filter(id -> !past.hasOrder(id))
                                        .count())
                        .orElse(orders.size());
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
