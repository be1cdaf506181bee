package io.serai.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Which listings a pass over a whole channel has seen, so that what is gone is noticed. */
@ApplicationScoped
public class ListingSightings {

    private final Jdbi jdbi;

    public ListingSightings(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public void seen(String channelId, List<String> externalIds, Instant at) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE control.listings SET seen_at = :at
                        WHERE channel_id = :channel AND external_id = ANY (:ids)
                        """)
                .bind("channel", channelId)
                .bind("at", at)
                .bindArray("ids", String.class, externalIds.toArray())
                .execute());
    }

    /** External ids of linked listings that were neither seen nor linked since. */
    public List<String> notSeenSince(String channelId, Instant moment) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT external_id FROM control.listings
                        WHERE channel_id = :channel AND state = 'LINKED' AND created_at < :moment
                          AND (seen_at IS NULL OR seen_at < :moment)
                        """)
                .bind("channel", channelId)
                .bind("moment", moment)
                .mapTo(String.class)
                .list());
    }
}
