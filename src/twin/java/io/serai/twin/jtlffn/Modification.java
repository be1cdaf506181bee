package io.serai.twin.jtlffn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.time.Instant;

/**
 * One change of one thing.
 *
 * @param order counts all changes of the network
 */
record Modification(Instant at, long order, State state, Caller by) {

    /** What the change did. */
    enum State {
        NEW("New"),
        MODIFIED("Modified"),
        DELETED("Deleted");

        private final String written;

        State(String written) {
            this.written = written;
        }
    }

    /** @param created when the thing was made */
    ObjectNode info(Instant created) {
        return Json.object()
                .put("createdAt", FfnTime.written(created))
                .put("updatedAt", FfnTime.written(at))
                .put("state", state.written);
    }
}
