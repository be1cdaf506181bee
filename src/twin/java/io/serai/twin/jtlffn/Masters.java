package io.serai.twin.jtlffn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import io.serai.twin.TwinResponse;
import java.util.Set;

/** What changes seldom: the fulfiller, his warehouses and his ways to ship. Guarded by the network's lock. */
final class Masters {

    private static final Listing<Document> WAREHOUSES = Listing.ofDocuments(Set.of(
            "warehouseId",
            "fulfillerId",
            "name",
            "address/lastname",
            "address/company",
            "address/city",
            "address/email"));
    private static final Listing<Document> SHIPPING_METHODS = Listing.ofDocuments(Set.of(
            "shippingMethodId", "name", "carrierCode", "carrierName", "shippingType", "fulfillerShippingMethodNumber"));

    private final Network network;

    Masters(Network network) {
        this.network = network;
    }

    void addTo(Routes routes, Updates updates) {
        Documents warehouses = network.warehouses();
        routes.get("/warehouses", call -> WAREHOUSES.page(call, network.settings(), warehouses.alive()));
        routes.get("/warehouses/updates", call -> updates.of(call, "/warehouses/updates", warehouses));
        routes.get(
                "/warehouses/{warehouseId}",
                call -> TwinResponse.json(200, network.warehouse(call.part(0)).json()));
        Documents methods = network.shippingMethods();
        routes.get("/shippingmethods", call -> SHIPPING_METHODS.page(call, network.settings(), methods.alive()));
        routes.get("/shippingmethods/updates", call -> updates.of(call, "/shippingMethods/updates", methods));
        routes.get("/shippingmethods/{shippingMethodId}", call -> {
            String id = call.part(0);
            return TwinResponse.json(200, methods.find(id).orElseThrow(() -> Outbounds.noMethod(id)).json());
        });
        routes.get("/fulfillers", call -> TwinResponse.json(200, fulfillers()));
    }

    private static ObjectNode fulfillers() {
        ObjectNode json = Json.object();
        json.putArray("items")
                .addObject()
                .put("userId", Caller.FULFILLER_ID)
                .put("isActive", true)
                .set("address", address("Berlin", "10115"));
        return json;
    }

    private static ObjectNode address(String city, String zip) {
        return Json.object()
                .put("company", "Serai Fulfillment GmbH")
                .put("street", "Lagerstraße 1")
                .put("city", city)
                .put("zip", zip)
                .put("country", "DE");
    }

    /** @param id at least 14 characters */
    Document addWarehouse(String id, String name, String city, String zip) {
        if (id.length() < 14 || network.warehouses().find(id).isPresent()) {
            throw new IllegalArgumentException("a warehouse id has 14 characters or more, and is new: " + id);
        }
        ObjectNode data = Json.object()
                .put("warehouseId", id)
                .put("fulfillerId", Caller.FULFILLER_ID)
                .put("name", name);
        data.set("address", address(city, zip));
        Document warehouse =
                new Document(id, data, network.modification(Modification.State.NEW, Caller.FULFILLER));
        network.warehouses().put(warehouse);
        return warehouse;
    }

    void addShippingMethod(String id, String name) {
        ObjectNode data = Json.object()
                .put("shippingMethodId", id)
                .put("name", name)
                .put("fulfillerId", Caller.FULFILLER_ID)
                .put("shippingType", "Standard")
                .putNull("trackingUrlSchema")
                .put("carrierCode", "DHL")
                .putNull("carrierName")
                .putNull("cutoffTime")
                .putNull("note");
        network.shippingMethods()
                .put(new Document(id, data, network.modification(Modification.State.NEW, Caller.FULFILLER)));
    }
}
