package io.serai.job;

import static java.util.Objects.requireNonNull;

import io.serai.channel.Platform;
import io.serai.platform.Resource;
import java.time.Instant;
import java.util.UUID;

/**
 * A job that a worker has claimed. What the worker does counts only while the claim holds: after its lease ran out another may
 * have gone on with the job.
 *
 * @param item the platform's id of what a job about one item is about, null for others
 * @param place where to go on
 * @param since only what changed since then is fetched, by the platform's clock; null for all
 * @param startedAt when the job was first begun, by Serai's clock
 * @param createMissing whether products that the channel does not carry are created there
 * @param requestedBy who asked for it, for the audit
 * @param attempts tries that broke so far
 * @param leaseUntil when the job may be given to somebody else
 */
public record SyncJob(
        UUID id,
        String tenant,
        String channel,
        Platform platform,
        JobType type,
        String item,
        Place place,
        Instant since,
        Instant startedAt,
        boolean createMissing,
        String requestedBy,
        int attempts,
        Instant leaseUntil) {

    /**
     * Where a job is.
     *
     * @param cursor what comes next, null for the beginning
     * @param lines how many have landed
     * @param hasLanded whether these are all
     * @param isTakenOver whether they are taken over too, so that only what follows is to be done
     */
    public record Place(String cursor, long lines, boolean hasLanded, boolean isTakenOver) {

        public static final Place BEGINNING = new Place(null, 0, false, false);

        public Place at(String nextCursor) {
            return new Place(nextCursor, lines, hasLanded, isTakenOver);
        }

        Place after(long landed, String nextCursor) {
            return new Place(nextCursor, landed, hasLanded, isTakenOver);
        }

        /** What has landed is all there is; what follows begins at the beginning. */
        Place whole() {
            return new Place(null, lines, true, false);
        }

        /** What follows begins at the beginning. */
        Place takenOver() {
            return new Place(null, lines, true, true);
        }
    }

    public SyncJob {
        requireNonNull(id, "id is null");
        requireNonNull(channel, "channel is null");
        requireNonNull(place, "place is null");
        requireNonNull(startedAt, "startedAt is null");
        requireNonNull(leaseUntil, "leaseUntil is null");
    }

    /** What it is about; null where that is no data of the shop. */
    public Resource resource() {
        return type.resource().orElse(null);
    }

    public String cursor() {
        return place.cursor();
    }

    public boolean hasLanded() {
        return place.hasLanded();
    }

    public boolean isTakenOver() {
        return place.isTakenOver();
    }

    /** The job as it goes on at another place. */
    public SyncJob at(String nextCursor, Instant newLease) {
        return at(place.at(nextCursor), newLease);
    }

    /** The job as it goes on at another place. */
    public SyncJob at(Place nextPlace, Instant newLease) {
        return new SyncJob(
                id,
                tenant,
                channel,
                platform,
                type,
                item,
                nextPlace,
                since,
                startedAt,
                createMissing,
                requestedBy,
                attempts,
                newLease);
    }
}
