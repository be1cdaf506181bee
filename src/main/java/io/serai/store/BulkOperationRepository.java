package io.serai.store;

import io.serai.job.SyncJob;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** What platforms write for jobs at once, until it has ended there. */
@ApplicationScoped
public class BulkOperationRepository {

    private final Jdbi jdbi;

    public BulkOperationRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Whether somebody waits for what a platform is at. */
    public enum Interest {
        AWAITED,
        /** Its job was paused by a person, and looks itself when it goes on. */
        PAUSED,
        NONE
    }

    /** What a platform is at. */
    public record Open(String id, Interest interest) {}

    public void begun(SyncJob job, String id, Instant now) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        INSERT INTO control.bulk_operations (channel_id, id, job_id, started_at)
                        VALUES (:channel, :id, :job, :now) ON CONFLICT (channel_id, id) DO NOTHING
                        """)
                .bind("channel", job.channel())
                .bind("id", id)
                .bind("job", job.id())
                .bind("now", now)
                .execute());
    }

    /** What has not ended at a channel's platform, as far as is known. */
    public List<Open> open(String channelId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT b.id, CASE
                                   WHEN j.status = 'paused' THEN 'PAUSED'
                                   WHEN j.status IN ('pending', 'running') THEN 'AWAITED'
                                   ELSE 'NONE' END AS interest
                        FROM control.bulk_operations b
                        LEFT JOIN public.sync_jobs j ON j.id = b.job_id AND j.checkpoint ->> 'cursor' = b.id
                        WHERE b.channel_id = :channel ORDER BY b.started_at, b.id
                        """)
                .bind("channel", channelId)
                .map((row, context) -> new Open(row.getString("id"), Interest.valueOf(row.getString("interest"))))
                .list());
    }

    public void ended(String channelId, Collection<String> ids) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        DELETE FROM control.bulk_operations
                        WHERE channel_id = :channel AND id = ANY (CAST(:ids AS text[]))
                        """)
                .bind("channel", channelId)
                .bindArray("ids", String.class, ids.toArray())
                .execute());
    }
}
