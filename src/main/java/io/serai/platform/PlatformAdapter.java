package io.serai.platform;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.channel.Platform;
import io.serai.listing.Difference;
import io.serai.listing.PlannedCall;
import io.serai.product.Cell;
import io.serai.product.Field;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Serai must know of a platform besides how to call it. Pure: no call, no clock. Thread-safe. */
public interface PlatformAdapter {

    Platform platform();

    /** Whether the shop domain a person gives must be the shop's own identity, as it stands in the platform's headers. */
    boolean knowsShopsByDomain();

    /** What it delivers, empty where Serai has to ask for everything. */
    default Optional<PlatformDeliveries> deliveries() {
        return Optional.empty();
    }

    /**
     * Whether its products are read page by page: all of them before anything is pushed there, what changed ever after. Else
     * whoever reads its stock reads them too.
     */
    default boolean hasCatalogue() {
        return true;
    }

    /** Whether it keeps stock whose levels the shops are told. */
    default boolean keepsStock() {
        return false;
    }

    /** How many figures of stock one call sets at most; 0 where none can be set. */
    default int stockLinesPerCall() {
        return 0;
    }

    /**
     * How many of these lines, from the first on, are read or told at once: as many as need few calls, so that what turns out to
     * be more urgent meanwhile does not wait for long.
     *
     * @param lines those that are to be read or told, the most urgent first; not empty
     * @return at least 1
     */
    default int stockLinesAtOnce(List<StockLine> lines) {
        return lines.size();
    }

    /** Whether a call that was sent twice with the same key is done once. */
    default boolean knowsIdempotencyKeys() {
        return false;
    }

    /** Whether it shows every order it has; else one that is not shown may be there all the same. */
    default boolean showsAllOrders() {
        return true;
    }

    /** Whether customers buy there, so that its orders are read. */
    default boolean hasOrders() {
        return false;
    }

    /** Whether there is such a thing there for Serai to fetch. */
    default boolean has(Resource resource) {
        return resource == Resource.PRODUCTS || hasOrders();
    }

    /** Whether what is fetched of it lands whole before it is taken over; else each page is looked at as it comes. */
    default boolean lands(Resource resource) {
        return resource != Resource.PRODUCTS;
    }

    /**
     * What products that have landed say.
     *
     * @param products as they are kept, in the order of their ids
     * @param mayHaveMore whether others come after them
     * @param at when they were asked for, by Serai's clock
     * @throws UnsupportedOperationException if products do not land
     */
    default LandedPage landed(List<JsonNode> products, boolean mayHaveMore, Instant at) {
        throw new UnsupportedOperationException(
                "products of %s do not land".formatted(platform().key()));
    }

    /** Whether it writes all there is at once, for whoever asks, in its own time. */
    default boolean hasBulkOperations() {
        return false;
    }

    /** Whether it tells what changed since a moment; else all of it is looked at, and seldom (fact 53). */
    default boolean tellsChanges(Resource resource) {
        return true;
    }

    /** What of a resource it will not show, for people to read; empty if it shows all. */
    default Optional<String> hides(Resource resource, ShopDescription shop) {
        return Optional.empty();
    }

    /**
     * The next call that brings the platform nearer to what it should hold.
     *
     * @param settings the connection's
     * @return empty if nothing in the difference can be written there
     */
    Optional<PlannedCall> plan(Difference difference, Map<String, String> settings);

    /** Whether the product must be read directly before each write, for want of any protection on the platform. */
    boolean readsBeforeWrite();

    /**
     * Whether that holds for each of several writes that follow each other, and not only for the first: an edit made between
     * them would be lost.
     */
    default boolean readsBeforeEachWrite() {
        return readsBeforeWrite();
    }

    /**
     * Whether the platform has no way to hold the hub's value of a cell, and what it holds is left as it is: the hub's value
     * stays in the hub.
     *
     * @param cell one of the difference that the platform is known to hold otherwise
     */
    default boolean leaves(Difference difference, Cell cell) {
        return false;
    }

    /** Where the platform keeps each field; a field that is missing has no place there. */
    Map<Field, FieldPlace> places();
}
