package io.serai.platform.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.platform.JsonValues;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * One page of a list that changes while it is read. WooCommerce pages by offset, and offsets shift when something before them
 * vanishes or moves to the end (fact 60). So nothing is taken to follow what was read before unless the page begins with
 * something that was: pages overlap by one, and where they do not, it is read backwards until they do. A list by modification
 * goes on in the second it has reached, so that there are offsets only within one second, however many share it.
 *
 * <p>The list may show a thing again, and says nothing of lines that were changed without the order's date (fact 55).
 */
final class WooCommerceSweep {

    /** The longest page there is (fact 51). */
    static final int PER_PAGE = 100;

    /** What can be read whole. */
    enum Kind {
        /** First those in the trash, which no other status shows: what is known of the others then holds for all. */
        ORDERS("orders", "modified", "status", List.of("trash", "any")),
        /** Everybody who has an account, by id, since nothing tells who was changed (fact 53). */
        CUSTOMERS("customers", "id", "role", List.of("all"));

        private final String resource;
        private final String orderBy;
        private final String parameter;
        private final List<String> parts;

        Kind(String resource, String orderBy, String parameter, List<String> parts) {
            this.resource = resource;
            this.orderBy = orderBy;
            this.parameter = parameter;
            this.parts = parts;
        }
    }

    /**
     * Where something stands in the list.
     *
     * @param modified null where the list is by id, or for what was never changed, which comes first
     */
    private record Position(Instant modified, long id) implements Comparable<Position> {

        private static final Comparator<Position> ORDER = Comparator.comparing(
                        Position::modified, Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparingLong(Position::id);

        @Override
        public int compareTo(Position other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * Where a page begins.
     *
     * @param since what the first page was asked for, null for all
     * @param from the second in which the oldest was changed, null for all
     * @param offset how many of those are left out
     * @param last the furthest that was read, null for none
     */
    private record Place(String part, Instant since, Instant from, long offset, Position last) {

        static Place first(String part, Instant since) {
            return new Place(part, since, since, 0, null);
        }

        /** Without the furthest that was read, as it was written before, the second begins anew. */
        static Place of(String cursor) {
            String[] parts = cursor.split(",", -1);
            Position last = parts.length < 6 ? null : new Position(instant(parts[4]), Long.parseLong(parts[5]));
            long offset = parts.length == 4 ? 0 : Long.parseLong(parts[3]);
            return new Place(parts[0], instant(parts[1]), instant(parts[2]), offset, last);
        }

        private static Instant instant(String text) {
            return text.isEmpty() ? null : Instant.parse(text);
        }

        Place after(Position reached) {
            boolean goesOn = reached != null
                    && reached.modified() != null
                    && (from == null || reached.modified().isAfter(from));
            return goesOn
                    ? new Place(part, since, reached.modified(), 0, reached)
                    : new Place(part, since, from, offset + PER_PAGE - 1, reached);
        }

        String cursor() {
            String place = String.join(",", part, text(since), text(from), String.valueOf(offset));
            return last == null ? place + "," : place + "," + text(last.modified()) + "," + last.id();
        }

        private static String text(Instant instant) {
            return instant == null ? "" : instant.toString();
        }
    }

    private final Kind kind;
    private final String fields;
    private final BiConsumer<WooCommerceQuestion, Consumer<WooCommerceAnswer>> ask;
    private final Consumer<List<JsonNode>> done;
    private final Place place;
    private final List<JsonNode> entries = new ArrayList<>();
    private boolean goesOn;
    private Long total;
    private long withheld;

    /**
     * @param cursor null for the first page
     * @param updatedSince null for all; of no effect with a cursor, and on a list by id
     * @param ask puts a question and hands on its answer
     * @param done takes what the page shows, once
     */
    WooCommerceSweep(
            Kind kind,
            String fields,
            String cursor,
            Instant updatedSince,
            BiConsumer<WooCommerceQuestion, Consumer<WooCommerceAnswer>> ask,
            Consumer<List<JsonNode>> done) {
        this.kind = kind;
        this.fields = fields;
        this.ask = ask;
        this.done = done;
        Instant since = updatedSince == null ? null : updatedSince.truncatedTo(ChronoUnit.SECONDS);
        this.place = cursor == null ? Place.first(kind.parts.get(0), since) : Place.of(cursor);
        ask.accept(question(place.offset()), answer -> heard(answer, place.offset()));
    }

    private WooCommerceQuestion question(long offset) {
        WooCommerceQuestion question = WooCommerceQuestion.get(
                kind.resource,
                "per_page",
                String.valueOf(PER_PAGE),
                "offset",
                String.valueOf(offset),
                "orderby",
                kind.orderBy,
                "order",
                "asc",
                kind.parameter,
                place.part(),
                "_fields",
                fields);
        if (place.from() != null) {
            // exclusive, and whole seconds only (fact 52)
            Instant before = place.from().minusSeconds(1);
            question.query().put("modified_after", before.toString().replace("Z", ""));
            question.query().put("dates_are_gmt", "true");
        }
        return question;
    }

    private void heard(WooCommerceAnswer answer, long offset) {
        JsonNode page = answer.list();
        page.forEach(entries::add);
        // a page may be short without being the last (fact 51), so only the total tells
        if (offset == place.offset()) {
            goesOn = offset + PER_PAGE < answer.total();
            total = beginsLastPart() ? answer.total() : null;
        }
        withheld += Math.max(0, Math.min(PER_PAGE, answer.total() - offset) - page.size());
        if (offset > 0 && !followsWhatWasRead(page)) {
            long back = Math.max(0, offset - PER_PAGE);
            ask.accept(question(back), before -> heard(before, back));
        } else {
            done.accept(entries);
        }
    }

    /** How many there are but for what is in the trash, which comes first; null on all pages but the one that begins them. */
    Long total() {
        return total;
    }

    private boolean beginsLastPart() {
        return place.last() == null
                && place.offset() == 0
                && place.part().equals(kind.parts.get(kind.parts.size() - 1));
    }

    private boolean followsWhatWasRead(JsonNode page) {
        return !page.isEmpty() && !isNew(page.path(0));
    }

    /** Whether the entry comes after all that was shown before this page. */
    boolean isNew(JsonNode entry) {
        return place.last() == null || position(entry).compareTo(place.last()) > 0;
    }

    private Position position(JsonNode entry) {
        return new Position(
                kind == Kind.ORDERS ? modified(entry) : null, entry.path("id").asLong());
    }

    private static Instant modified(JsonNode entry) {
        JsonNode modified = entry.path("date_modified_gmt");
        try {
            return JsonValues.isNull(modified)
                    ? null
                    : LocalDateTime.parse(modified.asText()).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException odd) {
            // it stands where it stands; whoever takes the order over says what is wrong with it
            return null;
        }
    }

    /** The furthest on this page, null if it shows none. */
    private Position furthest() {
        return entries.stream()
                .map(this::position)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /** Where the next page begins, null after the last. */
    String next() {
        if (goesOn) {
            Position furthest = furthest();
            boolean isBack =
                    furthest == null || place.last() != null && place.last().compareTo(furthest) > 0;
            return place.after(isBack ? place.last() : furthest).cursor();
        }
        int part = kind.parts.indexOf(place.part()) + 1;
        return part == kind.parts.size()
                ? null
                : Place.first(kind.parts.get(part), place.since()).cursor();
    }

    /** All changed before is on this page or one before; null if that is not known. */
    Instant completeUntil() {
        boolean isLastPart = kind.parts.indexOf(place.part()) == kind.parts.size() - 1;
        Position furthest = furthest();
        return isLastPart && furthest != null ? furthest.modified() : null;
    }

    /** How many places of the page show nothing, since the shop does not let them be read (fact 51). */
    long withheld() {
        return withheld;
    }
}
