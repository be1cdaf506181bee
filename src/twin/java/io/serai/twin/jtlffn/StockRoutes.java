package io.serai.twin.jtlffn;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import io.serai.twin.TwinResponse;
import io.serai.twin.jtlffn.StockChange.Place;
import io.serai.twin.jtlffn.Stocks.Share;
import io.serai.twin.jtlffn.Stocks.Stock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The merchant's look at his stock (facts 71 to 74). Guarded by the network's lock. */
final class StockRoutes {

    private static final Set<String> NUMBERS =
            Set.of("stockLevel", "stockLevelAnnounced", "stockLevelReserved", "stockLevelBlocked");
    private static final Set<String> IN_A_PLACE = join(List.of(
            NUMBERS, Set.of("warehouseId", "stockReservedDetails/outboundId", "stockAnnouncedDetails/inboundId")));
    private static final Set<String> OF_A_PRODUCT = join(List.of(
            NUMBERS,
            Set.of("stockReservedDetails/outboundId", "stockAnnouncedDetails/inboundId"),
            IN_A_PLACE.stream().map(path -> "warehouses/" + path).collect(Collectors.toSet())));
    private static final Set<String> OF_A_CHANGE = join(List.of(
            NUMBERS,
            Set.of(
                    "fulfillerStockChangeId",
                    "fulfillerTimestamp",
                    "quantity",
                    "quantityReserved",
                    "quantityBlocked",
                    "quantityAnnounced",
                    "changeType",
                    "current",
                    "stockChangeId/warehouseId",
                    "stockChangeId/jfsku",
                    "inboundItem/inboundId",
                    "outboundItem/outboundId",
                    "outboundShippingNotificationItem/outboundShippingNotificationId")));

    private final Network network;
    private final Stocks stocks;
    private final Listing<Document> products = new Listing<>(OF_A_PRODUCT, this::product, this::product);
    private final Listing<Stock> places = new Listing<>(IN_A_PLACE, this::place, this::place);
    private final Listing<StockChange> changes = new Listing<>(OF_A_CHANGE, this::change, this::listed);

    StockRoutes(Network network, Stocks stocks) {
        this.network = network;
        this.stocks = stocks;
    }

    private static Set<String> join(List<Set<String>> sets) {
        return sets.stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    }

    void addTo(Routes routes, Updates updates) {
        routes.get("/stocks", call -> products.page(now(call), network.settings(), stocked()));
        routes.get("/stocks/updates", call -> updates.of(call, "/stocks/updates", asked -> stocks.changes().stream()
                .filter(change -> asked.test(change.modification()))
                .map(change -> new Updates.Row(change.modification(), () -> change(change)))));
        routes.get("/stocks/changes", call -> changes.page(now(call), network.settings(), stocks.changes()));
        routes.get("/stocks/changes/{warehouseId}", call -> {
            String id = network.warehouse(call.part(0)).id;
            List<StockChange> there = stocks.changes().stream()
                    .filter(c -> c.place().warehouseId().equals(id))
                    .toList();
            return changes.page(now(call), network.settings(), there);
        });
        routes.get("/stocks/warehouse/{warehouseId}", call -> {
            String id = network.warehouse(call.part(0)).id;
            List<Stock> there = stocks.all().stream()
                    .filter(s -> s.place().warehouseId().equals(id) && isAlive(s.place()))
                    .toList();
            return places.page(now(call), network.settings(), there);
        });
        routes.get("/stocks/{jfsku}", call -> TwinResponse.json(200, product(network.product(now(call).part(0)))));
        routes.get("/stocks/{jfsku}/{warehouseId}", call -> {
            Document product = network.product(now(call).part(0));
            return TwinResponse.json(200, place(stocks.at(new Place(network.warehouse(call.part(1)).id, product.id))));
        });
    }

    /** The twin knows stock as it is; it refuses to tell how it was rather than tell what is asked for wrongly. */
    private static Call now(Call call) {
        if (call.parameter("date") != null) {
            throw FfnError.invalid("date", "This twin knows no stock of the past.");
        }
        return call;
    }

    private List<Document> stocked() {
        return network.products().alive().stream()
                .filter(p -> !stocks.of(p.id).isEmpty())
                .toList();
    }

    private boolean isAlive(Place place) {
        return network.products().find(place.jfsku()).isPresent();
    }

    private ObjectNode change(StockChange change) {
        return change.json(stocks.isCurrent(change), network.settings().stockLevelIncludesReserved());
    }

    /** The list of changes need not say when they were made, and this one does not. */
    private ObjectNode listed(StockChange change) {
        return change(change).without(List.of("modificationInfo"));
    }

    ObjectNode product(Document product) {
        List<Stock> where = stocks.of(product.id);
        ObjectNode json = Json.object().put("jfsku", product.id).put("merchantSku", product.text("merchantSku"));
        levels(json, where);
        ArrayNode warehouses = json.putArray("warehouses");
        where.forEach(each -> warehouses.add(place(each)));
        return json;
    }

    private ObjectNode place(Stock stock) {
        ObjectNode json = Json.object()
                .put("jfsku", stock.place().jfsku())
                .put("merchantSku", network.product(stock.place().jfsku()).text("merchantSku"))
                .put("warehouseId", stock.place().warehouseId());
        levels(json, List.of(stock));
        return json;
    }

    private void levels(ObjectNode json, List<Stock> where) {
        Levels all = where.stream().map(Stock::levels).reduce(Levels.NONE, Levels::plus);
        StockChange.levels(json, all, network.settings().stockLevelIncludesReserved());
        json.putArray("stockLevelDetails");
        ArrayNode reserved = json.putArray("stockReservedDetails");
        ArrayNode announced = json.putArray("stockAnnouncedDetails");
        for (Stock stock : where) {
            stock.reservedFor().forEach(share -> detail(reserved, share, "outbound", "quantityReserved"));
            stock.announcedBy().forEach(share -> detail(announced, share, "inbound", "quantityAnnounced"));
        }
    }

    private static void detail(ArrayNode details, Share share, String kind, String quantity) {
        details.addObject()
                .put(kind + "Id", share.document())
                .put(kind + "ItemId", share.item())
                .setAll(Map.of(quantity, Model.number(share.quantity())));
    }
}
