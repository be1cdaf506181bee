package io.serai.twin.woocommerce;

import io.serai.twin.woocommerce.Customers.Row;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** The filters and orders of a list of customers. Used with the shop's lock held. */
final class CustomerQuery {

    /** Which customers are listed. */
    interface Wanted extends Predicate<Row> {}

    private static final List<String> ROLES = List.of(
            "all", "administrator", "editor", "author", "contributor", "subscriber", "customer", "shop_manager");
    private static final List<String> ORDERINGS = List.of("id", "include", "name", "registered_date");
    private static final Comparator<Row> BY_ID = Comparator.comparingLong(Row::id);

    private final WpRequest request;
    private final List<String> include;

    CustomerQuery(WpRequest request) {
        this.request = request;
        this.include = request.list("include");
    }

    List<Long> find(Customers customers) {
        String by = Listing.choice(request, "orderby", "name", ORDERINGS);
        boolean ascending = Listing.choice(request, "order", "asc", List.of("asc", "desc")).equals("asc");
        Wanted wanted = wanted();
        if (!include.isEmpty()) {
            Comparator<Row> order = ordering(by);
            return new HashSet<>(include).stream()
                    .flatMap(id -> OrderQuery.number(id).stream())
                    .flatMap(id -> customers.find(id).stream())
                    .map(Customers::row)
                    .filter(wanted)
                    .sorted(ascending || by.equals("include") ? order : order.reversed())
                    .map(Row::id)
                    .toList();
        }
        return customers.list(ordering(by), by.equals("name"), wanted, ascending);
    }

    private Comparator<Row> ordering(String by) {
        return switch (by) {
            case "name" -> Comparator.comparing(Row::name, String.CASE_INSENSITIVE_ORDER).thenComparing(BY_ID);
            case "include" -> Comparator.comparingInt(row -> include.indexOf(String.valueOf(row.id())));
            case "registered_date" -> Comparator.comparingLong(Row::created).thenComparing(BY_ID);
            default -> BY_ID;
        };
    }

    private Wanted wanted() {
        String role = Listing.choice(request, "role", "customer", ROLES);
        Set<String> exclude = new HashSet<>(request.list("exclude"));
        String email = request.parameter("email");
        String search = request.parameter("search");
        String part = search == null ? "" : search.toLowerCase(Locale.ROOT);
        return row -> (role.equals("all") || role.equals(row.role()))
                && (exclude.isEmpty() || !exclude.contains(String.valueOf(row.id())))
                && (email == null || email.equalsIgnoreCase(row.email()))
                && (part.isEmpty() || (row.name() + " " + row.email()).toLowerCase(Locale.ROOT).contains(part));
    }
}
