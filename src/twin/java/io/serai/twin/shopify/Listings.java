package io.serai.twin.shopify;

import graphql.schema.DataFetchingEnvironment;
import io.serai.twin.shopify.Model.Product;
import io.serai.twin.shopify.Model.Variant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** The lists of the whole shop: searched, sorted, page by page. */
final class Listings {

    /** No count is higher (fact 26). */
    static final int MOST_COUNTED = 25_001;

    private static final Set<String> NAMES = Set.of(
            "orders", "customers", "products", "productVariants", "inventoryItems", "locations", "collections");

    private final Shop shop;
    private final Views views;

    Listings(Shop shop, Views views) {
        this.shop = shop;
        this.views = views;
    }

    static boolean has(String field) {
        return NAMES.contains(field);
    }

    /** A connection by its field's name. */
    Map<String, Object> of(String field, DataFetchingEnvironment e) {
        return switch (field) {
            case "orders" -> Pages.of(e, orders(e), views.orders()::order);
            case "customers" -> Pages.of(e, customers(e), views.orders()::customer);
            case "products" -> products(e);
            case "productVariants" -> variants(e);
            case "inventoryItems" -> items(e);
            case "locations" ->
                Pages.of(
                        e,
                        List.copyOf(shop.locations.values()),
                        Model.Location::id,
                        Model.Location::id,
                        views::location);
            case "collections" ->
                Pages.of(
                        e,
                        List.copyOf(shop.collections.values()),
                        Model.Collection::id,
                        Model.Collection::id,
                        views::collection);
            default -> throw Pages.error("the twin does not list " + field, "BAD_REQUEST");
        };
    }

    private Listing<Order> orders(DataFetchingEnvironment e) {
        String query = e.getArgument("query");
        String sort = Objects.requireNonNullElse(e.getArgument("sortKey"), "ID");
        ToLongFunction<Order> by =
                switch (sort) {
                    case "UPDATED_AT" -> o -> o.updated.getEpochSecond();
                    case "CREATED_AT" -> o -> o.created.getEpochSecond();
                    case "PROCESSED_AT" -> o -> o.processed().getEpochSecond();
                    case "ORDER_NUMBER" -> o -> o.number;
                    case "ID", "RELEVANCE" -> o -> o.id;
                    default -> throw Pages.error("the twin does not sort orders by " + sort, "BAD_REQUEST");
                };
        List<Order> held = shop.indexedOrders();
        Predicate<Order> wanted = Search.orders(query).and(views::sees);
        Search.Range range = Search.range(query).createdFrom(views.seesFrom());
        return listing(
                held,
                shop.history().map(past -> past.orders(sort)).orElse(null),
                shop.history().map(History::orderTimes).orElse(null),
                sort,
                range,
                o -> o.id,
                by,
                wanted);
    }

    private Listing<Customer> customers(DataFetchingEnvironment e) {
        String query = e.getArgument("query");
        String sort = Objects.requireNonNullElse(e.getArgument("sortKey"), "ID");
        ToLongFunction<Customer> by =
                switch (sort) {
                    case "UPDATED_AT" -> c -> c.updated().getEpochSecond();
                    case "CREATED_AT" -> c -> c.created().getEpochSecond();
                    case "ID", "RELEVANCE" -> Customer::id;
                    default -> throw Pages.error("the twin does not sort customers by " + sort, "BAD_REQUEST");
                };
        return listing(
                shop.indexedCustomers(),
                shop.history().map(past -> past.customers(sort)).orElse(null),
                shop.history().map(History::customerTimes).orElse(null),
                sort,
                Search.range(query),
                Customer::id,
                by,
                Search.customers(query));
    }

    private static <T> Listing<T> listing(
            List<T> held,
            Computed<T> computed,
            Timeline times,
            String sort,
            Search.Range range,
            ToLongFunction<T> id,
            ToLongFunction<T> by,
            Predicate<T> wanted) {
        if (computed == null) {
            return new Listing<>(held, new None<>(), i -> false, 0, 0, id, by, wanted);
        }
        Set<Long> shown = held.stream().map(id::applyAsLong).collect(java.util.stream.Collectors.toSet());
        boolean byChange = sort.equals("UPDATED_AT");
        int slackOfCreation = byChange ? Timeline.BLOCK : 0;
        int slackOfChange = Timeline.BLOCK - slackOfCreation;
        int from = Math.max(
                range.createdFrom() == null ? 0 : times.firstCreated(range.createdFrom()) - slackOfCreation,
                range.updatedFrom() == null ? 0 : times.firstUpdated(range.updatedFrom()) - slackOfChange);
        int to = Math.min(
                range.createdTo() == null
                        ? times.size()
                        : times.firstCreated(range.createdTo().plusSeconds(1)) + slackOfCreation,
                range.updatedTo() == null
                        ? times.size()
                        : times.firstUpdated(range.updatedTo().plusSeconds(1)) + slackOfChange);
        return new Listing<>(
                held, computed, shown::contains, Math.max(0, from), Math.min(to, times.size()), id, by, wanted);
    }

    private static final class None<T> implements Computed<T> {
        @Override
        public int size() {
            return 0;
        }

        @Override
        public T at(int place) {
            throw new IndexOutOfBoundsException(place);
        }

        @Override
        public long id(int place) {
            throw new IndexOutOfBoundsException(place);
        }

        @Override
        public long value(int place) {
            throw new IndexOutOfBoundsException(place);
        }
    }

    /** Orders or customers, counted no further than {@code limit} says, and never beyond {@link #MOST_COUNTED}. */
    Map<String, Object> count(String field, DataFetchingEnvironment e) {
        Iterator<?> all = (field.equals("ordersCount") ? orders(e) : customers(e)).iterator(null, false);
        Integer limit = e.getArgument("limit");
        int most = limit == null ? MOST_COUNTED : Math.min(limit, MOST_COUNTED);
        int count = 0;
        while (count < most && all.hasNext()) {
            all.next();
            count++;
        }
        return Map.of("count", count, "precision", all.hasNext() || count == MOST_COUNTED ? "AT_LEAST" : "EXACT");
    }

    private Map<String, Object> products(DataFetchingEnvironment e) {
        List<Product> found = shop.indexed().stream()
                .filter(Search.products(e.getArgument("query")))
                .toList();
        String sort = e.getArgument("sortKey");
        Function<Product, Long> by =
                switch (sort) {
                    case "UPDATED_AT" -> p -> p.updated.getEpochSecond();
                    case "CREATED_AT" -> p -> p.created.getEpochSecond();
                    case "ID", "RELEVANCE" -> p -> p.id;
                    default -> throw Pages.error("the twin does not sort products by " + sort, "BAD_REQUEST");
                };
        return Pages.of(e, found, p -> p.id, by, views::product);
    }

    private record Pair(Product product, Variant variant) {}

    private Stream<Pair> allVariants(DataFetchingEnvironment e) {
        var wanted = Search.variants(e.getArgument("query"));
        return shop.indexed().stream()
                .flatMap(p -> p.variants.stream().filter(wanted).map(v -> new Pair(p, v)));
    }

    int countVariants(DataFetchingEnvironment e) {
        return (int) allVariants(e).count();
    }

    private Map<String, Object> variants(DataFetchingEnvironment e) {
        return Pages.of(
                e,
                allVariants(e).toList(),
                x -> x.variant().id,
                x -> x.variant().id,
                x -> views.variant(x.product(), x.variant()));
    }

    private Map<String, Object> items(DataFetchingEnvironment e) {
        return Pages.of(
                e,
                allVariants(e).toList(),
                x -> x.variant().itemId,
                x -> x.variant().itemId,
                x -> views.item(x.product(), x.variant()));
    }
}
