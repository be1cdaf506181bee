package io.serai.merge;

import io.serai.conflict.Conflict;
import java.util.List;

/**
 * What an observation or an edit led to.
 *
 * @param listing null for an edit made in the hub, which is about no listing
 * @param next what remains to be done about the observation
 * @param seen the observation that was merged, if it is the newest: what came with it besides the fields is kept; else null
 */
public record MergeResult(
        HubProduct hub,
        Listing listing,
        List<Decision> decisions,
        List<Conflict> conflicts,
        Next next,
        Observation seen) {

    /** What remains to be done. */
    public enum Next {
        DONE,
        /** An intent is open: judge the observation again when it is closed (rule 5). */
        PARK,
        /**
         * Read the product: it changed and the delivery could not carry all of it (rule 2), an equal version came with
         * other content, or a read was overtaken (rule 3). What could be merged is merged.
         * Nothing is pushed there before: it might overwrite what only the read shows.
         */
        READ_AGAIN
    }

    public MergeResult {
        decisions = List.copyOf(decisions);
        conflicts = List.copyOf(conflicts);
    }
}
