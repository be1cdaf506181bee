package io.serai.twin.jtlffn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import io.serai.twin.TwinResponse;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;

/** Goods on their way to a warehouse. Guarded by the network's lock. */
final class Inbounds {

    private static final Listing<Document> LISTING = Listing.ofDocuments(Set.of(
            "inboundId",
            "status",
            "merchantInboundNumber",
            "warehouseId",
            "purchaseOrderNumber",
            "externalInboundNumber",
            "attributes/key",
            "attributes/value",
            "items/inboundItemId",
            "items/jfsku",
            "items/quantity",
            "items/supplierSku"));

    private final Network network;
    private final Stocks stocks;

    Inbounds(Network network, Stocks stocks) {
        this.network = network;
        this.stocks = stocks;
    }

    void addTo(Routes routes, Updates updates) {
        routes.get("/inbounds", call -> LISTING.page(call, network.settings(), network.inbounds().alive()));
        routes.get("/inbounds/updates", call -> updates.of(call, "/inbounds/updates", network.inbounds()));
        routes.get("/inbounds/{inboundId}", call -> TwinResponse.json(200, get(call.part(0)).json()));
    }

    /** @throws FfnError if there is none */
    Document get(String id) {
        return network.inbounds().find(id).orElseThrow(() -> new FfnError(
                ErrorCode.INBOUND_NOT_FOUND, "Inbound '%s' not found".formatted(id), Map.of("MerchantInboundNumber", id)));
    }

    /** Announces goods: a quantity by product. */
    Document announce(String warehouseId, Map<Document, BigDecimal> goods, Caller by) {
        String id = network.nextId(Caller.MERCHANT_ID + "03", 4);
        ObjectNode data = Json.object()
                .put("inboundId", id)
                .put("merchantInboundNumber", "IB-" + id)
                .put("status", "Pending")
                .put("warehouseId", network.warehouse(warehouseId).id)
                .put("fulfillerId", Caller.FULFILLER_ID);
        data.putArray("attributes");
        ArrayNode items = data.putArray("items");
        goods.forEach((product, quantity) -> items.addObject()
                .put("inboundItemId", String.valueOf(items.size()))
                .put("jfsku", product.id)
                .setAll(Map.of("quantity", Model.number(quantity), "quantityOpen", Model.number(quantity))));
        Document inbound = new Document(id, data, network.modification(Modification.State.NEW, by));
        network.inbounds().put(inbound);
        for (JsonNode item : items) {
            announced(inbound, item, "Announcement", Levels.NONE.announced(open(item)), by);
        }
        return inbound;
    }

    /** All that is open has come. */
    void receive(Document inbound, Caller by) {
        for (JsonNode item : inbound.data.path("items")) {
            if (open(item).signum() > 0) {
                Levels come = Levels.NONE.good(open(item)).announced(open(item).negate());
                announced(inbound, item, "Inbound", come, by);
                ((ObjectNode) item).put("quantityOpen", 0);
            }
        }
        status(inbound, "Receipted", by);
    }

    /** What is open will not come. */
    void close(Document inbound, Caller by) {
        for (JsonNode item : inbound.data.path("items")) {
            if (open(item).signum() > 0) {
                Levels gone = Levels.NONE.announced(open(item).negate());
                announced(inbound, item, "AnnouncementCanceled", gone, by);
            }
        }
        status(inbound, "Closed", by);
    }

    private void status(Document inbound, String to, Caller by) {
        inbound.data.put("status", to);
        inbound.changed(network.modification(Modification.State.MODIFIED, by));
    }

    private static BigDecimal open(JsonNode item) {
        return item.path("quantityOpen").decimalValue();
    }

    private void announced(Document inbound, JsonNode item, String type, Levels by, Caller who) {
        ObjectNode reference = Json.object();
        reference
                .putObject("inboundItem")
                .put("inboundId", inbound.id)
                .put("inboundItemId", item.path("inboundItemId").asText());
        Document product = network.product(item.path("jfsku").asText());
        stocks.change(product, inbound.text("warehouseId"), type, by, reference, who);
    }
}
