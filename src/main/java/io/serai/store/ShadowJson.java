package io.serai.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.merge.Shadow;
import io.serai.product.Cell;
import io.serai.product.Kind;
import io.serai.product.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a platform is known to hold, as stored JSON: by cell, and without what goes without saying. */
final class ShadowJson {

    private ShadowJson() {}

    static ObjectNode write(Map<Cell, Shadow> shadows) {
        ObjectNode json = Json.object();
        shadows.forEach(
                (cell, shadow) -> json.set(cell.key(), write(cell.field().kind(), shadow)));
        return json;
    }

    static Map<Cell, Shadow> read(JsonNode json) {
        Map<Cell, Shadow> shadows = new TreeMap<>();
        json.properties().forEach(entry -> Cell.parse(entry.getKey())
                .ifPresent(cell -> shadows.put(cell, read(cell.field().kind(), entry.getValue()))));
        return shadows;
    }

    private static ObjectNode write(Kind kind, Shadow shadow) {
        ObjectNode json = Json.object();
        json.set("held", kind.toJson(shadow.held()));
        if (!shadow.meant().equals(shadow.held())) {
            json.set("meant", kind.toJson(shadow.meant()));
        }
        json.put("version", shadow.version().toString());
        if (shadow.withheld()) {
            json.put("withheld", true);
        }
        if (shadow.restored() != 0) {
            json.put("restored", shadow.restored());
        }
        if (!shadow.past().isEmpty()) {
            ArrayNode past = json.putArray("past");
            shadow.past().forEach(entry -> past.add(moment(kind, entry.held(), entry.version())));
        }
        if (!shadow.sent().isEmpty()) {
            ArrayNode sent = json.putArray("sent");
            shadow.sent().forEach(entry -> sent.add(moment(kind, entry.value(), entry.at())));
        }
        return json;
    }

    private static Shadow read(Kind kind, JsonNode json) {
        Value held = kind.fromJson(json.get("held"));
        List<Shadow.Past> past = new ArrayList<>();
        json.path("past")
                .forEach(entry ->
                        past.add(new Shadow.Past(kind.fromJson(entry.get("value")), Json.instant(entry, "at"))));
        List<Shadow.Sent> sent = new ArrayList<>();
        json.path("sent")
                .forEach(entry ->
                        sent.add(new Shadow.Sent(kind.fromJson(entry.get("value")), Json.instant(entry, "at"))));
        return new Shadow(
                held,
                json.has("meant") ? kind.fromJson(json.get("meant")) : held,
                Json.instant(json, "version"),
                json.path("withheld").asBoolean(),
                json.path("restored").asInt(),
                past,
                sent);
    }

    private static ObjectNode moment(Kind kind, Value value, Instant at) {
        ObjectNode json = Json.object();
        json.set("value", kind.toJson(value));
        json.put("at", at.toString());
        return json;
    }
}
