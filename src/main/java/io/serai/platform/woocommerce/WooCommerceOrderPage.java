package io.serai.platform.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.platform.ObservedOrder;
import io.serai.platform.OrderPage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one page of the orders that were changed since a moment. WooCommerce pages by offset, and offsets shift when an order
 * is changed and moves to the end (fact 60): so each page begins with the second in which the page before ended, which shows
 * some orders twice, and only within one second there are offsets. Before the orders come those in the trash, which no other
 * status shows: what is known of the others then holds for all.
 *
 * <p>Changed lines may leave the order's date as it was (fact 55); such a change is known by its webhook or a full read only.
 */
public final class WooCommerceOrderPage extends WooCommerceOrders {

    private static final String ANY = "any";
    private static final String TRASH = "trash";

    /**
     * Where a page begins.
     *
     * @param status which orders are read
     * @param since what the first page was asked for, null for all
     * @param from the second in which the oldest was changed, null for all
     * @param offset how many of those changed since that second are left out
     */
    private record Place(String status, Instant since, Instant from, long offset) {

        static Place first(String status, Instant since) {
            return new Place(status, since, since, 0);
        }

        static Place of(String cursor) {
            String[] parts = cursor.split(",", -1);
            return new Place(parts[0], instant(parts[1]), instant(parts[2]), Long.parseLong(parts[3]));
        }

        private static Instant instant(String text) {
            return text.isEmpty() ? null : Instant.parse(text);
        }

        Place next(long further) {
            return new Place(status, since, from, offset + further);
        }

        Place from(Instant second) {
            return new Place(status, since, second, 0);
        }

        String cursor() {
            return String.join(",", status, text(since), text(from), String.valueOf(offset));
        }

        private static String text(Instant instant) {
            return instant == null ? "" : instant.toString();
        }
    }

    private final List<ObservedOrder> orders = new ArrayList<>();
    private final Place place;
    private Place next;
    private Instant completeUntil;

    /**
     * @param cursor null for the first page
     * @param updatedSince null for all orders; of no effect with a cursor
     */
    public WooCommerceOrderPage(String cursor, Instant updatedSince) {
        this.place = cursor == null
                ? Place.first(TRASH, updatedSince == null ? null : updatedSince.truncatedTo(ChronoUnit.SECONDS))
                : Place.of(cursor);
        WooCommerceQuestion question = WooCommerceQuestion.get(
                "orders",
                "per_page",
                String.valueOf(PER_PAGE),
                "offset",
                String.valueOf(place.offset()),
                "orderby",
                "modified",
                "order",
                "asc",
                "status",
                place.status(),
                "_fields",
                FIELDS);
        if (place.from() != null) {
            // exclusive, and whole seconds only (fact 52)
            question.query()
                    .put(
                            "modified_after",
                            place.from().minusSeconds(1).toString().replace("Z", ""));
            question.query().put("dates_are_gmt", "true");
        }
        ask(question, this::heard);
    }

    private void heard(WooCommerceAnswer answer) {
        JsonNode page = answer.list();
        // a page may be short without being the last (fact 51), so only the total tells
        if (place.offset() + PER_PAGE < answer.total()) {
            next = after(page);
        } else if (place.status().equals(TRASH)) {
            next = Place.first(ANY, place.since());
        }
        if (place.status().equals(ANY) && !page.isEmpty()) {
            completeUntil = modified(page.path(page.size() - 1));
        }
        page.forEach(order -> complete(order, orders::add));
    }

    private Place after(JsonNode page) {
        JsonNode last = page.path(page.size() - 1);
        return page.isEmpty() || modified(last).equals(place.from())
                ? place.next(PER_PAGE)
                : place.from(modified(last));
    }

    @Override
    public OrderPage result() {
        return new OrderPage(orders, completeUntil, next == null ? null : next.cursor());
    }
}
