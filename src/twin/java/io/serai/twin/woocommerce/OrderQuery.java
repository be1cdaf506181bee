package io.serai.twin.woocommerce;

import io.serai.twin.woocommerce.Order.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/** The filters and orders of a list of orders. Used with the shop's lock held. */
final class OrderQuery {

    static final List<String> STATUSES = List.of(
            "any",
            "trash",
            "auto-draft",
            "pending",
            "processing",
            "on-hold",
            "completed",
            "cancelled",
            "refunded",
            "failed",
            "checkout-draft");
    private static final List<String> ORDERINGS = List.of("date", "id", "include", "title", "slug", "modified");
    private static final Comparator<Row> BY_ID = Comparator.comparingLong(Row::id);

    private final Orders orders;
    private final ShopSettings settings;
    private final WpRequest request;
    private final List<String> include;

    OrderQuery(Orders orders, ShopSettings settings, WpRequest request) {
        this.orders = orders;
        this.settings = settings;
        this.request = request;
        this.include = request.list("include");
    }

    /** By date and by modification ids break ties (fact 60). Any status is any but the trash, even beside it. */
    List<Long> find() {
        String by = Listing.choice(request, "orderby", "date", ORDERINGS);
        boolean ascending = Listing.choice(request, "order", "desc", List.of("asc", "desc")).equals("asc");
        Predicate<Row> wanted = status().and(dates()).and(ids());
        Comparator<Row> order = ordering(by);
        if (!include.isEmpty()) {
            List<Row> named = new ArrayList<>();
            new HashSet<>(include).forEach(id -> number(id).flatMap(orders::find).map(Order::row).ifPresent(named::add));
            boolean keep = ascending || by.equals("include");
            return named.stream()
                    .filter(wanted)
                    .sorted(keep ? order : order.reversed())
                    .map(Row::id)
                    .toList();
        }
        return orders.list(order, by.equals("modified"), wanted, ascending);
    }

    private Comparator<Row> ordering(String by) {
        return switch (by) {
            case "modified" -> Comparator.comparingLong(Row::modified).thenComparing(BY_ID);
            case "include" -> Comparator.comparingInt(row -> include.indexOf(String.valueOf(row.id())));
            case "id" -> BY_ID;
            default -> Comparator.comparingLong(Row::created).thenComparing(BY_ID);
        };
    }

    private Predicate<Row> status() {
        List<String> status = request.list("status");
        for (int i = 0; i < status.size(); i++) {
            if (!STATUSES.contains(status.get(i))) {
                throw Arguments.invalid(
                        "status",
                        "rest_not_in_enum",
                        "status[" + i + "] is not one of " + String.join(", ", STATUSES) + ".");
            }
        }
        return status.isEmpty() || status.contains("any")
                ? row -> !row.status().equals("trash")
                : row -> status.contains(row.status());
    }

    private Predicate<Row> dates() {
        LongPredicate after = ProductQuery.bound(request, settings, "after", true);
        LongPredicate before = ProductQuery.bound(request, settings, "before", false);
        LongPredicate modifiedAfter = ProductQuery.bound(request, settings, "modified_after", true);
        LongPredicate modifiedBefore = ProductQuery.bound(request, settings, "modified_before", false);
        return row -> after.test(row.created())
                && before.test(row.created())
                && modifiedAfter.test(row.modified())
                && modifiedBefore.test(row.modified());
    }

    private Predicate<Row> ids() {
        Set<String> exclude = new HashSet<>(request.list("exclude"));
        Predicate<Row> wanted = row -> exclude.isEmpty() || !exclude.contains(String.valueOf(row.id()));
        String customer = request.parameter("customer");
        if (customer == null) {
            return wanted;
        }
        long wantedCustomer = number(customer).orElseThrow(() ->
                Arguments.invalid("customer", "rest_invalid_type", "customer is not of type integer."));
        return wanted.and(row -> row.customer() == wantedCustomer);
    }

    static Optional<Long> number(String text) {
        return Optional.of(text).filter(digits -> digits.matches("\\d{1,18}")).map(Long::valueOf);
    }
}
