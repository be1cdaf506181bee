package io.serai.twin.jtlffn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import io.serai.twin.jtlffn.StockChange.Place;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The goods in the warehouses and every change they had. Guarded by the network's lock. */
final class Stocks {

    /** An item of an outbound or an inbound, and the quantity it holds. */
    record Share(String document, String item, BigDecimal quantity) {}

    /** How one place is now. */
    static final class Stock {

        private final Place place;
        private Levels levels = Levels.NONE;
        private StockChange last;
        private final Map<List<String>, BigDecimal> reservedFor = new LinkedHashMap<>();
        private final Map<List<String>, BigDecimal> announcedBy = new LinkedHashMap<>();

        Stock(Place place) {
            this.place = place;
        }

        Place place() {
            return place;
        }

        Levels levels() {
            return levels;
        }

        StockChange last() {
            return last;
        }

        List<Share> reservedFor() {
            return shares(reservedFor);
        }

        List<Share> announcedBy() {
            return shares(announcedBy);
        }

        private static List<Share> shares(Map<List<String>, BigDecimal> of) {
            return of.entrySet().stream()
                    .map(e -> new Share(e.getKey().get(0), e.getKey().get(1), e.getValue()))
                    .toList();
        }
    }

    private static final String DELETED = "Deleted";

    private final Network network;
    private final List<StockChange> changes = new ArrayList<>();
    private final Map<Place, Stock> places = new LinkedHashMap<>();
    private int highestVersion;

    Stocks(Network network) {
        this.network = network;
    }

    List<StockChange> stored() {
        return List.copyOf(changes);
    }

    /** All else follows from the changes. */
    void restore(List<StockChange> stored) {
        clear();
        stored.forEach(this::take);
    }

    void clear() {
        changes.clear();
        places.clear();
        highestVersion = 0;
    }

    List<StockChange> changes() {
        return changes;
    }

    /** Where there ever was a change, in the order of the first. */
    Collection<Stock> all() {
        return places.values();
    }

    /** How this place is now; nothing is there where there never was a change. */
    Stock at(Place place) {
        return places.getOrDefault(place, new Stock(place));
    }

    List<Stock> of(String jfsku) {
        return network.warehouses().everything().stream()
                .map(w -> places.get(new Place(w.id, jfsku)))
                .filter(stock -> stock != null)
                .toList();
    }

    boolean isCurrent(StockChange change) {
        return places.get(change.place()).last == change;
    }

    /**
     * Changes the stock of a product.
     *
     * @param reference what the change tells besides the numbers
     * @throws FfnError if there is not enough of what it takes
     */
    StockChange change(Document product, String warehouseId, String type, Levels by, ObjectNode reference, Caller who) {
        Place place = new Place(warehouseId, product.id);
        Levels after = at(place).levels.plus(by);
        possible(product, place, by, after);
        StockChange change = new StockChange(
                place,
                product.text("merchantSku"),
                nextVersion(place),
                type,
                by,
                after,
                reference,
                network.modification(Modification.State.NEW, who));
        take(change);
        return change;
    }

    private static void possible(Document product, Place place, Levels by, Levels after) {
        if (product.data.at("/specifications/isBillOfMaterials").asBoolean()) {
            throw refused(ErrorCode.BILL_OF_MATERIAL, "Invalid operation for bill of material products", place);
        }
        if (!product.data.at("/specifications/isDivisible").asBoolean() && !by.isWhole()) {
            throw refused(ErrorCode.NOT_DIVISIBLE, "Quantity is not divisible", place);
        }
        if (by.good().signum() < 0 && after.good().signum() < 0) {
            throw refused(ErrorCode.NOT_ENOUGH_STOCK, "Not enough stock available", place);
        }
        if (by.blocked().signum() < 0 && after.blocked().signum() < 0) {
            throw refused(ErrorCode.NOT_ENOUGH_BLOCKED_STOCK, "Not enough blocked stock available", place);
        }
        if (by.announced().signum() < 0 && after.announced().signum() < 0) {
            throw refused(ErrorCode.NOT_ENOUGH_ANNOUNCED_STOCK, "Not enough announced stock available", place);
        }
    }

    static FfnError refused(ErrorCode code, String why, Place place) {
        return new FfnError(
                code,
                "%s: Product '%s', Warehouse '%s'".formatted(why, place.jfsku(), place.warehouseId()),
                Map.of("Jfsku", place.jfsku(), "WarehouseId", place.warehouseId()));
    }

    private int nextVersion(Place place) {
        if (!network.settings().versionsPerStock()) {
            return highestVersion + 1;
        }
        StockChange last = at(place).last;
        return last == null ? 1 : last.version() + 1;
    }

    /** The goods of a deleted product are gone, what was reserved and announced too. */
    void deleted(Document product, Caller by) {
        for (Stock stock : of(product.id)) {
            StockChange change = new StockChange(
                    stock.place,
                    product.text("merchantSku"),
                    nextVersion(stock.place),
                    DELETED,
                    stock.levels.negated(),
                    Levels.NONE,
                    Json.object(),
                    network.modification(Modification.State.NEW, by));
            take(change);
        }
    }

    private void take(StockChange change) {
        Stock stock = places.computeIfAbsent(change.place(), Stock::new);
        stock.levels = change.after();
        stock.last = change;
        share(stock.reservedFor, change, "outbound", change.change().reserved());
        share(stock.announcedBy, change, "inbound", change.change().announced());
        if (change.type().equals(DELETED)) {
            stock.reservedFor.clear();
            stock.announcedBy.clear();
        }
        highestVersion = Math.max(highestVersion, change.version());
        changes.add(change);
    }

    private static void share(Map<List<String>, BigDecimal> of, StockChange change, String kind, BigDecimal quantity) {
        if (!change.reference().has(kind + "Item") || quantity.signum() == 0) {
            return;
        }
        List<String> key = List.of(
                change.reference().at("/" + kind + "Item/" + kind + "Id").asText(),
                change.reference().at("/" + kind + "Item/" + kind + "ItemId").asText());
        if (of.merge(key, quantity, BigDecimal::add).signum() == 0) {
            of.remove(key);
        }
    }
}
