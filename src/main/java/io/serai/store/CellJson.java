package io.serai.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.merge.Stamped;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import io.serai.provenance.Interval;
import io.serai.provenance.Origin;
import io.serai.provenance.Rule;
import io.serai.provenance.Stamp;
import java.util.Map;
import java.util.TreeMap;

/** Values and stamps of cells as stored JSON. A cell whose field no longer exists is passed over when read. */
final class CellJson {

    private CellJson() {}

    static ObjectNode values(Map<Cell, Value> values) {
        ObjectNode json = Json.object();
        new TreeMap<>(values).forEach((cell, value) -> json.set(cell.key(), value(cell.field(), value)));
        return json;
    }

    static Map<Cell, Value> values(JsonNode json) {
        Map<Cell, Value> values = new TreeMap<>();
        json.properties().forEach(entry -> Cell.parse(entry.getKey())
                .ifPresent(cell -> values.put(cell, cell.field().kind().fromJson(entry.getValue()))));
        return values;
    }

    static JsonNode value(Field field, Value value) {
        return field.kind().toJson(value);
    }

    /** Everything of a stamped value but the value itself, which has its own column. */
    static ObjectNode stamp(Field field, Stamped stamped) {
        ObjectNode json = stamp(stamped.stamp());
        if (stamped.before() != null) {
            json.set("before", value(field, stamped.before()));
        }
        if (stamped.turns() != 0) {
            json.put("turns", stamped.turns());
        }
        return json;
    }

    static ObjectNode stamp(Stamp stamp) {
        ObjectNode json = Json.object();
        json.put("origin", stamp.origin().name());
        json.put("channel", stamp.channel());
        json.put("after", stamp.interval().after().toString());
        json.put("until", stamp.interval().until().toString());
        json.put("receivedAt", stamp.receivedAt().toString());
        json.put("rule", stamp.rule().name());
        return json;
    }

    static Stamped stamped(Field field, Value value, JsonNode json) {
        Value before = json.has("before") ? field.kind().fromJson(json.get("before")) : null;
        return new Stamped(value, stamp(json), before, json.path("turns").asInt());
    }

    static Stamp stamp(JsonNode json) {
        return new Stamp(
                Origin.valueOf(json.get("origin").asText()),
                Json.text(json, "channel"),
                new Interval(Json.instant(json, "after"), Json.instant(json, "until")),
                Json.instant(json, "receivedAt"),
                Rule.valueOf(json.get("rule").asText()));
    }
}
