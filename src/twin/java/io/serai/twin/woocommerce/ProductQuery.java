package io.serai.twin.woocommerce;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/** The filters and orders of a product or variation list. Used with the shop's lock held. */
final class ProductQuery {

    private static final String DATE =
            "\\d{4}-\\d{2}-\\d{2}[Tt ]\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?(?:[Zz]|[+-]\\d{2}(?::\\d{2})?)?";
    private static final List<String> STATUSES =
            List.of("any", "future", "trash", "draft", "pending", "private", "publish");
    private static final List<String> ORDERS = List.of(
            "date", "id", "include", "title", "slug", "modified", "popularity", "rating", "post__in", "price", "sales",
            "menu_order", "random");

    private final Shop shop;
    private final ProductJson json;

    ProductQuery(Shop shop, ProductJson json) {
        this.shop = shop;
        this.json = json;
    }

    /** @param parentId the product whose variations are listed, or 0 for products */
    List<Product> find(WpRequest request, long parentId) {
        String status = Listing.choice(request, "status", "any", STATUSES);
        // By SKU the list has variations, too.
        boolean bySku = parentId == 0 && (given(request, "sku") || given(request, "search_sku"));
        Predicate<Product> wanted = p -> status.equals("any") ? !p.isTrashed() : p.status().equals(status);
        wanted = wanted.and(p -> parentId != 0 ? p.parentId == parentId : bySku || !p.isVariation())
                .and(texts(request))
                .and(ids(request))
                .and(parentId != 0 ? created(request) : created(request).and(modified(request)));
        return shop.all().stream().filter(wanted).sorted(order(request)).toList();
    }

    private static boolean given(WpRequest request, String name) {
        return request.parameter(name) != null && !request.parameter(name).isEmpty();
    }

    private Predicate<Product> texts(WpRequest request) {
        return filter(request, "sku", (p, value) -> Arrays.stream(value.split(","))
                        .anyMatch(sku -> p.text("sku").equalsIgnoreCase(sku.strip())))
                .and(filter(request, "search_sku", (p, value) -> contains(p.text("sku"), value)))
                .and(filter(request, "search_name_or_sku", (p, value) -> contains(p.text("sku"), value)
                        || contains(json.name(p), value)))
                .and(filter(request, "search", (p, value) -> contains(
                        json.name(p) + "\n" + p.text("description") + "\n" + p.text("short_description"), value)))
                .and(filter(request, "slug", (p, value) -> p.text("slug").equals(WpText.slug(value))))
                .and(filter(request, "type", (p, value) -> p.type().equals(value)))
                .and(filter(request, "stock_status", (p, value) -> p.text("stock_status").equals(value)))
                .and(filter(request, "featured", (p, value) -> p.is("featured") == Boolean.parseBoolean(value)))
                .and(filter(request, "on_sale", (p, value) -> json.isOnSale(p) == Boolean.parseBoolean(value)))
                .and(filter(request, "category", (p, value) -> hasTerm(p, "categories", value)))
                .and(filter(request, "tag", (p, value) -> hasTerm(p, "tags", value)));
    }

    private static Predicate<Product> filter(
            WpRequest request, String name, BiPredicate<Product, String> matches) {
        return given(request, name) ? p -> matches.test(p, request.parameter(name)) : p -> true;
    }

    private static boolean contains(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    private static boolean hasTerm(Product p, String taxonomy, String ids) {
        for (String id : ids.split(",")) {
            for (var term : p.data.path(taxonomy)) {
                if (term.asText().equals(id.strip())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Predicate<Product> ids(WpRequest request) {
        List<String> include = request.list("include");
        List<String> exclude = request.list("exclude");
        return p -> (include.isEmpty() || include.contains(String.valueOf(p.id)))
                && !exclude.contains(String.valueOf(p.id));
    }

    private Predicate<Product> created(WpRequest request) {
        return date(request, "after", p -> p.created, true).and(date(request, "before", p -> p.created, false));
    }

    /** Older shops know no such filter for variations, so that none has it here (fact 53). */
    private Predicate<Product> modified(WpRequest request) {
        return date(request, "modified_after", p -> p.modified, true)
                .and(date(request, "modified_before", p -> p.modified, false));
    }

    private Predicate<Product> date(
            WpRequest request, String name, Function<Product, Instant> column, boolean after) {
        LongPredicate bound = bound(request, shop.settings(), name, after);
        return p -> bound.test(column.apply(p).getEpochSecond());
    }

    /**
     * A bound for a date in seconds since 1970: exclusive, by whole seconds, in the site's local time unless
     * {@code dates_are_gmt} (fact 52).
     */
    static LongPredicate bound(WpRequest request, ShopSettings settings, String name, boolean after) {
        String text = request.parameter(name);
        if (text == null) {
            return second -> true;
        }
        if (!text.matches(DATE)) {
            throw Arguments.invalid(name, "rest_invalid_date", "Invalid date.");
        }
        // A zone in the value is converted to the site's, then compared with either column as if it were that column's.
        long bound = settings.read(text).atZone(settings.zone()).toLocalDateTime().toEpochSecond(ZoneOffset.UTC);
        ZoneRules rules = (request.flag("dates_are_gmt") ? ZoneOffset.UTC : settings.zone()).getRules();
        int fixed = rules.getOffset(Instant.EPOCH).getTotalSeconds();
        return second -> {
            long shown = second
                    + (rules.isFixedOffset()
                            ? fixed
                            : rules.getOffset(Instant.ofEpochSecond(second)).getTotalSeconds());
            return after ? shown > bound : shown < bound;
        };
    }

    private Comparator<Product> order(WpRequest request) {
        String by = Listing.choice(request, "orderby", "date", ORDERS);
        boolean ascending = Listing.choice(request, "order", "desc", List.of("asc", "desc")).equals("asc");
        List<String> include = request.list("include");
        Comparator<Product> id = Comparator.comparingLong(p -> p.id);
        Comparator<Product> order =
                switch (by) {
                    case "id" -> id;
                    case "title" -> Comparator.comparing(json::name, String.CASE_INSENSITIVE_ORDER);
                    case "slug" -> Comparator.comparing((Product p) -> p.text("slug"));
                    case "modified" -> Comparator.comparing((Product p) -> p.modified).thenComparing(id);
                    case "menu_order" -> Comparator.comparing((Product p) -> p.data.path("menu_order").asInt());
                    case "price" -> Comparator.comparing((Product p) ->
                            json.price(p).isEmpty() ? java.math.BigDecimal.ZERO : new java.math.BigDecimal(json.price(p)));
                    case "include", "post__in" -> Comparator.comparing((Product p) -> include.indexOf(String.valueOf(p.id)));
                    default -> Comparator.comparing((Product p) -> p.created).thenComparing(id);
                };
        boolean keep = ascending || by.equals("include") || by.equals("post__in");
        return keep ? order : order.reversed();
    }
}
