package io.serai.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
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

    /**
     * External ids of linked listings in their order.
     *
     * @param after the id before the first wanted, null for the beginning
     */
    public List<String> linkedAfter(String channelId, String after, int atMost) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT external_id FROM control.listings
                        WHERE channel_id = :channel AND state = 'LINKED'
                          AND external_id > coalesce(CAST(:after AS text), '')
                        ORDER BY external_id LIMIT :atMost
                        """)
                .bind("channel", channelId)
                .bind("after", after)
                .bind("atMost", atMost)
                .mapTo(String.class)
                .list());
    }

    /**
     * Products that the channel is to carry and that were never created there, in the order of their ids.
     *
     * @param after the id before the first wanted, null for the beginning
     */
    public List<UUID> wantedAfter(String channelId, UUID after, int atMost) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT product_id FROM control.listings
                        WHERE channel_id = :channel AND state = 'WANTED'
                          AND (CAST(:after AS uuid) IS NULL OR product_id > CAST(:after AS uuid))
                        ORDER BY product_id LIMIT :atMost
                        """)
                .bind("channel", channelId)
                .bind("after", after)
                .bind("atMost", atMost)
                .mapTo(UUID.class)
                .list());
    }

    /**
     * Products of the tenant that the channel does not carry and that nobody took away from it, in the order of their ids.
     *
     * @param after the id before the first wanted, null for the beginning
     */
    public List<UUID> notListed(String tenantId, String channelId, UUID after, int atMost) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT p.id FROM public.products p
                        WHERE p.organization_id = :tenant AND (CAST(:after AS uuid) IS NULL OR p.id > CAST(:after AS uuid))
                          AND NOT EXISTS (
                              SELECT FROM control.listings l WHERE l.product_id = p.id AND l.channel_id = :channel)
                        ORDER BY p.id LIMIT :atMost
                        """)
                .bind("tenant", tenantId)
                .bind("channel", channelId)
                .bind("after", after)
                .bind("atMost", atMost)
                .mapTo(UUID.class)
                .list());
    }
}
