package io.serai.push;

import io.serai.listing.PlannedCall;
import io.serai.merge.Intent;
import java.util.List;
import java.util.UUID;

/**
 * What the worker does next for one job.
 *
 * @param call what to send, or what was sent when its outcome is unknown; null for the other kinds
 * @param idempotencyKey goes with every try of the call; null without a call
 * @param externalIds the product to read, if any
 * @param generation the listing's when the read begins
 * @param bisection what the platform refused so far
 */
public record PushStep(
        Kind kind,
        PlannedCall call,
        UUID idempotencyKey,
        List<String> externalIds,
        long generation,
        Bisection bisection) {

    /** The kinds of steps, as the route chooses between them. */
    public enum Kind {
        /** Nothing is left to do. */
        DONE,
        /** Read the product before writing it, since the platform protects no write. */
        READ_FIRST,
        /** Send the call. */
        CALL,
        /** A create may have happened: look for it by its identity (rule 6). */
        FIND_CREATED,
        /** A write may have happened: read the product back (rule 6). */
        READ_BACK
    }

    public PushStep {
        externalIds = List.copyOf(externalIds);
    }

    static PushStep done() {
        return new PushStep(Kind.DONE, null, null, List.of(), 0, Bisection.NONE);
    }

    static PushStep readFirst(String externalId, long generation, Bisection bisection) {
        return new PushStep(Kind.READ_FIRST, null, null, List.of(externalId), generation, bisection);
    }

    static PushStep sending(PlannedCall call, UUID key, Bisection bisection) {
        return new PushStep(Kind.CALL, call, key, List.of(), 0, bisection);
    }

    static PushStep findCreated(PlannedCall call, UUID key, long generation) {
        return new PushStep(Kind.FIND_CREATED, call, key, List.of(), generation, Bisection.NONE);
    }

    static PushStep readBack(PlannedCall call, UUID key, String externalId, long generation) {
        return new PushStep(Kind.READ_BACK, call, key, List.of(externalId), generation, Bisection.NONE);
    }

    /** Whether the call is that of the open intent; another worker may have closed it after this one's lease ran out. */
    boolean isAbout(Intent open) {
        return open != null && open.key().equals(idempotencyKey);
    }
}
