package io.serai.job;

import static java.util.Objects.requireNonNull;

import io.serai.channel.Platform;
import java.time.Instant;
import java.util.UUID;

/**
 * A job that a worker has claimed. What the worker does counts only while the claim holds: after its lease ran out another may
 * have gone on with the job.
 *
 * @param cursor where to go on, null for the beginning
 * @param since only what changed since then is fetched, null for all
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
        String cursor,
        Instant since,
        Instant startedAt,
        boolean createMissing,
        String requestedBy,
        int attempts,
        Instant leaseUntil) {

    public SyncJob {
        requireNonNull(id, "id is null");
        requireNonNull(channel, "channel is null");
        requireNonNull(startedAt, "startedAt is null");
        requireNonNull(leaseUntil, "leaseUntil is null");
    }

    /** The job as it goes on at another place. */
    public SyncJob at(String nextCursor, Instant newLease) {
        return new SyncJob(
                id,
                tenant,
                channel,
                platform,
                type,
                nextCursor,
                since,
                startedAt,
                createMissing,
                requestedBy,
                attempts,
                newLease);
    }
}
