package io.serai.twin.shopify;

import io.serai.twin.shopify.Model.Product;
import io.serai.twin.shopify.Model.Variant;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of Shopify's search syntax that queries for products, orders and customers use: terms {@code field:value} with {@code > >= < <=}, quotes,
 * {@code AND} (also left out), {@code OR}, {@code NOT} and a leading minus. Parentheses are not served.
 */
final class Search {

    private static final Pattern TERM =
            Pattern.compile("\\s*(?:(-)?(\\w+):(>=|<=|>|<)?('[^']*'|\"[^\"]*\"|[^\\s]+)|('[^']*'|\"[^\"]*\"|[^\\s]+))");

    private Search() {}

    /** @param query null or blank finds all */
    static Predicate<Product> products(String query) {
        return parse(query, Search::productTerm, (p, word) -> contains(p.title, word));
    }

    /** @param query null or blank finds all, cancelled and closed ones too */
    static Predicate<Order> orders(String query) {
        return parse(query, Search::orderTerm, (o, word) -> contains(o.name(), word) || contains(o.email, word));
    }

    /** @param query null or blank finds all */
    static Predicate<Customer> customers(String query) {
        return parse(
                query,
                Search::customerTerm,
                (c, word) -> contains(c.displayName(), word) || c.email() != null && contains(c.email(), word));
    }

    private record Operation(long id, String status, String type) {}

    /** Whether a bulk operation is found. */
    static boolean bulk(String query, long id, String status, String type) {
        return Search.<Operation>parse(
                        query,
                        (field, operator, value) -> switch (field) {
                            case "id" -> o -> String.valueOf(o.id()).equals(value);
                            case "status" -> o -> o.status().equalsIgnoreCase(value);
                            case "operation_type" -> o -> o.type().equalsIgnoreCase(value);
                            default ->
                                throw Pages.error("the twin does not search bulk operations by " + field, "BAD_REQUEST");
                        },
                        (o, word) -> false)
                .test(new Operation(id, status, type));
    }

    /** Times that nothing found lies outside of; null where there is no such limit. */
    record Range(Instant createdFrom, Instant createdTo, Instant updatedFrom, Instant updatedTo) {

        /** This, and not before a time; null for no limit. */
        Range createdFrom(Instant limit) {
            return new Range(later(createdFrom, limit), createdTo, updatedFrom, updatedTo);
        }

        private Range with(String field, String operator, Instant at) {
            Instant from = operator.startsWith("<") ? null : at;
            Instant to = operator.startsWith(">") ? null : at;
            return field.equals("created_at")
                    ? new Range(later(createdFrom, from), earlier(createdTo, to), updatedFrom, updatedTo)
                    : new Range(createdFrom, createdTo, later(updatedFrom, from), earlier(updatedTo, to));
        }

        private static Instant later(Instant a, Instant b) {
            return a == null || b != null && b.isAfter(a) ? b : a;
        }

        private static Instant earlier(Instant a, Instant b) {
            return a == null || b != null && b.isBefore(a) ? b : a;
        }
    }

    /** The times a query leaves, so that a long list need not be gone through. What has alternatives in it leaves all. */
    static Range range(String query) {
        Range range = new Range(null, null, null, null);
        if (query == null || query.matches("(?s).*(\\bOR\\b|\\bNOT\\b|(^|\\s)-).*")) {
            return range;
        }
        Matcher m = TERM.matcher(query.strip());
        while (m.find()) {
            if (List.of("created_at", "updated_at").contains(String.valueOf(m.group(2)))) {
                range = range.with(m.group(2), m.group(3) == null ? "" : m.group(3), time(unquoted(m.group(4))));
            }
        }
        return range;
    }

    private interface Term<T> {
        Predicate<T> of(String field, String operator, String value);
    }

    private static boolean contains(String text, String word) {
        return text != null && text.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT));
    }

    private static <T> Predicate<T> parse(String query, Term<T> term, BiPredicate<T, String> words) {
        if (query == null || query.isBlank()) {
            return p -> true;
        }
        if (query.contains("(")) {
            throw Pages.error("the twin serves no parentheses in a search query", "BAD_REQUEST");
        }
        List<Predicate<T>> alternatives = new ArrayList<>();
        Predicate<T> all = p -> true;
        boolean negate = false;
        Matcher m = TERM.matcher(query.strip());
        int at = 0;
        while (at < query.strip().length() && m.find(at) && m.start() == at) {
            at = m.end();
            String word = m.group(5);
            if ("OR".equals(word)) {
                alternatives.add(all);
                all = p -> true;
            } else if ("NOT".equals(word)) {
                negate = true;
            } else if (!"AND".equals(word)) {
                Predicate<T> one = word == null
                        ? term.of(m.group(2), m.group(3) == null ? "" : m.group(3), unquoted(m.group(4)))
                        : p -> words.test(p, unquoted(word));
                all = all.and(negate || m.group(1) != null ? one.negate() : one);
                negate = false;
            }
        }
        alternatives.add(all);
        return p -> alternatives.stream().anyMatch(a -> a.test(p));
    }

    private static Predicate<Product> productTerm(String field, String operator, String value) {
        return switch (field) {
            case "id" -> Search.<Product>compare(operator, p -> Long.compare(p.id, Long.parseLong(value)));
            case "updated_at" -> Search.<Product>compare(operator, p -> p.updated.compareTo(time(value)));
            case "created_at" -> Search.<Product>compare(operator, p -> p.created.compareTo(time(value)));
            case "title" -> p -> like(p.title, value);
            case "handle" -> p -> p.handle.equals(value);
            case "status" -> p -> List.of(value.toUpperCase(Locale.ROOT).split(",")).contains(p.status);
            case "vendor" -> p -> p.vendor.equalsIgnoreCase(value);
            case "product_type" -> p -> p.type.equalsIgnoreCase(value);
            case "tag" -> p -> p.tags.stream().anyMatch(t -> t.equalsIgnoreCase(value));
            case "sku" -> p -> p.variants.stream().anyMatch(v -> like(v.sku, value));
            case "barcode" -> p -> p.variants.stream().anyMatch(v -> like(v.barcode, value));
            default -> throw Pages.error("the twin does not search products by " + field, "BAD_REQUEST");
        };
    }

    private static Predicate<Order> orderTerm(String field, String operator, String value) {
        return switch (field) {
            case "id" -> Search.<Order>compare(operator, o -> Long.compare(o.id, Long.parseLong(value)));
            case "updated_at" -> Search.<Order>compare(operator, o -> o.updated.compareTo(time(value)));
            case "created_at" -> Search.<Order>compare(operator, o -> o.created.compareTo(time(value)));
            case "processed_at" ->
                Search.<Order>compare(operator, o -> o.processed().compareTo(time(value)));
            case "customer_id" -> Search.<Order>compare(operator, o -> Long.compare(o.customerId, Long.parseLong(value)));
            case "tag" -> o -> o.tags.stream().anyMatch(t -> t.equalsIgnoreCase(value));
            case "fulfillment_status" -> o -> o.fulfillmentStatus().equalsIgnoreCase(value);
            case "name" -> o -> o.name().equals(value) || String.valueOf(o.number).equals(value);
            case "email" -> o -> value.equalsIgnoreCase(o.email);
            case "sku" -> o -> o.lines.stream().anyMatch(l -> like(l.sku, value));
            case "status" -> o -> status(o, value);
            case "financial_status" -> o -> o.financialStatus().equalsIgnoreCase(value);
            case "test" -> o -> String.valueOf(o.test).equals(value);
            default -> throw Pages.error("the twin does not search orders by " + field, "BAD_REQUEST");
        };
    }

    private static Predicate<Customer> customerTerm(String field, String operator, String value) {
        return switch (field) {
            case "id" -> Search.<Customer>compare(operator, c -> Long.compare(c.id(), Long.parseLong(value)));
            case "updated_at" ->
                Search.<Customer>compare(operator, c -> c.updated().compareTo(time(value)));
            case "created_at" ->
                Search.<Customer>compare(operator, c -> c.created().compareTo(time(value)));
            case "email" -> c -> like(c.email(), value);
            case "phone" -> c -> like(c.phone(), value);
            case "first_name" -> c -> like(c.firstName(), value);
            case "last_name" -> c -> like(c.lastName(), value);
            case "state" -> c -> c.state().equalsIgnoreCase(value);
            case "tag" -> c -> c.tags().stream().anyMatch(t -> t.equalsIgnoreCase(value));
            default -> throw Pages.error("the twin does not search customers by " + field, "BAD_REQUEST");
        };
    }

    private static boolean status(Order o, String wanted) {
        return switch (wanted) {
            case "open" -> o.cancelled == null && !o.isShipped();
            case "not_closed" -> !o.isShipped();
            case "cancelled" -> o.cancelled != null;
            case "closed" -> o.isShipped();
            default -> true;
        };
    }

    static Predicate<Variant> variants(String query) {
        if (query == null || query.isBlank()) {
            return v -> true;
        }
        return v -> {
            Product one = new Product();
            one.variants.add(v);
            one.id = v.id;
            one.updated = v.updated;
            one.created = v.created;
            return products(query).test(one);
        };
    }

    private static <T> Predicate<T> compare(String operator, ToIntFunction<T> by) {
        return switch (operator) {
            case ">" -> p -> by.applyAsInt(p) > 0;
            case ">=" -> p -> by.applyAsInt(p) >= 0;
            case "<" -> p -> by.applyAsInt(p) < 0;
            case "<=" -> p -> by.applyAsInt(p) <= 0;
            default -> p -> by.applyAsInt(p) == 0;
        };
    }

    private static boolean like(String text, String wanted) {
        if (text == null) {
            return false;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        String pattern = wanted.toLowerCase(Locale.ROOT);
        return pattern.endsWith("*")
                ? lower.startsWith(pattern.substring(0, pattern.length() - 1))
                : lower.equals(pattern);
    }

    private static Instant time(String value) {
        try {
            return value.length() == 10
                    ? LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeParseException e) {
            throw Pages.error("not a time: " + value, "BAD_REQUEST");
        }
    }

    private static String unquoted(String text) {
        return text.matches("(?s)'.*'|\".*\"") ? text.substring(1, text.length() - 1) : text;
    }
}
