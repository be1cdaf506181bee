package io.serai.listing;

import static java.util.Objects.requireNonNull;

import io.serai.provenance.Origin;

/**
 * What set a change in motion, for the queue's lane and the audit.
 *
 * @param eventId the delivery, job or request behind it, null if there is none to name
 */
public record Trigger(Origin origin, String eventId, Lane lane) {

    public Trigger {
        requireNonNull(origin, "origin is null");
        requireNonNull(lane, "lane is null");
    }

    public static Trigger live(Origin origin, String eventId) {
        return new Trigger(origin, eventId, Lane.LIVE);
    }

    /** What a worker finds on a platform while it pushes there. */
    public static Trigger of(PushJob job) {
        return live(job.platform().origin(), job.triggerEventId());
    }
}
