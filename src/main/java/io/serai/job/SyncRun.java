package io.serai.job;

import static java.util.stream.Collectors.joining;

import io.serai.platform.Resource;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What a tenant asked to have fetched at once (B1).
 *
 * @param resources what was asked for
 * @param jobs those that do it; none for what was fetched a moment ago
 * @param until how long whoever asked waits for their end
 */
public record SyncRun(String tenant, List<Resource> resources, List<UUID> jobs, Instant begunAt, Instant until) {

    /** As SQL splits it. */
    public String jobList() {
        return jobs.stream().map(UUID::toString).collect(joining(","));
    }

    /** As SQL splits it. */
    public String typeList() {
        return resources.stream().map(Resource::key).collect(joining(","));
    }

    /** As SQL reads it. */
    public String begun() {
        return begunAt.toString();
    }

    public SyncRun {
        resources = List.copyOf(resources);
        jobs = List.copyOf(jobs);
    }
}
