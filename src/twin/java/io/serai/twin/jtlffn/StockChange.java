package io.serai.twin.jtlffn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;

/**
 * One change of the stock of one product in one warehouse (facts 73 and 74).
 *
 * @param version ascending
 * @param type in the network's words
 * @param reference what caused it, by its name in the answer, and what else the fulfiller said
 */
record StockChange(
        Place place,
        String merchantSku,
        int version,
        String type,
        Levels change,
        Levels after,
        ObjectNode reference,
        Modification modification) {

    /** One product in one warehouse. */
    record Place(String warehouseId, String jfsku) {}

    /** @param current whether it is the last of its place */
    ObjectNode json(boolean current, boolean levelIncludesReserved) {
        ObjectNode json = Json.object();
        json.putObject("stockChangeId")
                .put("warehouseId", place.warehouseId())
                .put("jfsku", place.jfsku())
                .put("stockVersion", version);
        json.put("merchantSku", merchantSku);
        levels(json, after, levelIncludesReserved);
        json.set("quantity", Model.number(levelIncludesReserved ? change.good() : change.free()));
        json.set("quantityReserved", Model.number(change.reserved()));
        json.set("quantityBlocked", Model.number(change.blocked()));
        json.set("quantityAnnounced", Model.number(change.announced()));
        json.put("changeType", type);
        json.setAll(reference.deepCopy());
        json.put("current", current);
        json.set("modificationInfo", modification.info(modification.at()));
        return json;
    }

    static void levels(ObjectNode json, Levels levels, boolean includesReserved) {
        json.set("stockLevel", Model.number(includesReserved ? levels.good() : levels.free()));
        json.set("stockLevelReserved", Model.number(levels.reserved()));
        json.set("stockLevelBlocked", Model.number(levels.blocked()));
        json.set("stockLevelAnnounced", Model.number(levels.announced()));
    }
}
