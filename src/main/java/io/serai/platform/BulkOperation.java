package io.serai.platform;

import java.net.URI;

/**
 * A platform's own work of writing at once what it was asked for.
 *
 * @param id the platform's
 * @param state how far it is
 * @param reason why it brought nothing, in the platform's words; null if it did not fail
 * @param lines how many it has written so far
 * @param items how many orders, customers or products these are
 * @param url where the lines are for a while; null until all are written, and where there are none
 */
public record BulkOperation(String id, State state, String reason, long lines, long items, URI url) {

    /** What is to be done about it. */
    public enum State {
        /** The platform is at it. */
        UNDER_WAY,
        /** All was written. */
        COMPLETED,
        /** It has ended without, or with a part only, which counts for nothing (fact 33). */
        LOST
    }

    /** One that the platform knows nothing of any more. */
    public static BulkOperation forgotten(String id) {
        return new BulkOperation(id, State.LOST, "it is not known there any more", 0, 0, null);
    }

    public boolean isUnderWay() {
        return state == State.UNDER_WAY;
    }

    /** Whether everything it was to write can be had. */
    public boolean canBeHad() {
        return state == State.COMPLETED && (url != null || lines == 0);
    }
}
