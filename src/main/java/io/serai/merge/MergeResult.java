package io.serai.merge;

import io.serai.conflict.Conflict;
import java.util.List;

/**
 * What an observation or an edit led to.
 *
 * @param listing null for an edit made in the hub, which is about no listing
 * @param next what remains to be done about the observation
 */
public record MergeResult(
        HubProduct hub, Listing listing, List<Decision> decisions, List<Conflict> conflicts, Next next) {

    /** What remains to be done. */
    public enum Next {
        DONE,
        /** An intent is open: judge the observation again when it is closed (rule 5). */
        PARK,
        /** Read the product: equal versions with other content, or a read that a write overtook (rule 3). */
        READ_AGAIN
    }

    public MergeResult {
        decisions = List.copyOf(decisions);
        conflicts = List.copyOf(conflicts);
    }
}
