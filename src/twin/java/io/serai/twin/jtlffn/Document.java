package io.serai.twin.jtlffn;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A thing the network keeps, and all that ever happened to it. Its data are as they are answered, but for when they changed. */
final class Document {

    final String id;
    final ObjectNode data;
    private final List<Modification> history;

    Document(String id, ObjectNode data, Modification made) {
        this(id, data, List.of(made));
    }

    private Document(String id, ObjectNode data, List<Modification> history) {
        this.id = id;
        this.data = data;
        this.history = new ArrayList<>(history);
    }

    /** A document, as stored; a copy. */
    record Stored(String id, ObjectNode data, List<Modification> history) {

        Document document() {
            return new Document(id, data, history);
        }
    }

    Stored stored() {
        return new Stored(id, data.deepCopy(), List.copyOf(history));
    }

    void changed(Modification modification) {
        history.add(modification);
    }

    List<Modification> history() {
        return history;
    }

    boolean isDeleted() {
        return last().state() == Modification.State.DELETED;
    }

    Instant created() {
        return history.get(0).at();
    }

    Instant updated() {
        return last().at();
    }

    private Modification last() {
        return history.get(history.size() - 1);
    }

    String text(String field) {
        return data.path(field).asText();
    }

    ObjectNode json() {
        ObjectNode json = Json.object();
        json.setAll(data.deepCopy());
        json.set("modificationInfo", last().info(created()));
        return json;
    }

    /** As {@code updates} shows it: as it is now, with what happened to it in the time asked for. */
    ObjectNode json(List<Modification> inRange) {
        ObjectNode json = json();
        ArrayNode shown = ((ObjectNode) json.get("modificationInfo")).putArray("changesInRange");
        inRange.forEach(each -> shown.add(each.info(created())));
        return json;
    }
}
