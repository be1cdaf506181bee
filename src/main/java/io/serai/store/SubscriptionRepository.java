package io.serai.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The webhooks registered on platforms, as they were last seen there. */
@ApplicationScoped
public class SubscriptionRepository {

    /**
     * A webhook of a channel.
     *
     * @param externalId the platform's id of it
     * @param address where it delivers to
     * @param status the platform's word, such as {@code active} or {@code disabled}
     */
    public record StoredSubscription(
            String channelId, String topic, String externalId, String address, String status, Instant checkedAt) {}

    private final Jdbi jdbi;

    public SubscriptionRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public List<StoredSubscription> of(String channelId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT * FROM control.subscriptions WHERE channel_id = :channel ORDER BY topic
                        """)
                .bind("channel", channelId)
                .map((row, context) -> new StoredSubscription(
                        row.getString("channel_id"),
                        row.getString("topic"),
                        row.getString("external_id"),
                        row.getString("address"),
                        row.getString("status"),
                        Times.read(row, "checked_at")))
                .list());
    }

    /** These are all there are now. */
    public void replace(String channelId, List<StoredSubscription> subscriptions) {
        jdbi.useHandle(handle -> {
            handle.createUpdate(
                            """
                            DELETE FROM control.subscriptions
                            WHERE channel_id = :channel AND topic <> ALL (CAST(:topics AS text[]))
                            """)
                    .bind("channel", channelId)
                    .bindArray(
                            "topics",
                            String.class,
                            subscriptions.stream()
                                    .map(StoredSubscription::topic)
                                    .toArray())
                    .execute();
            PreparedBatch batch = handle.prepareBatch(
                    """
                    INSERT INTO control.subscriptions (channel_id, topic, external_id, address, status, checked_at)
                    VALUES (:channel, :topic, :external, :address, :status, :checkedAt)
                    ON CONFLICT (channel_id, topic) DO UPDATE
                    SET external_id = excluded.external_id, address = excluded.address, status = excluded.status,
                        checked_at = excluded.checked_at
                    """);
            subscriptions.forEach(subscription -> batch.bind("channel", channelId)
                    .bind("topic", subscription.topic())
                    .bind("external", subscription.externalId())
                    .bind("address", subscription.address())
                    .bind("status", subscription.status())
                    .bind("checkedAt", subscription.checkedAt())
                    .add());
            if (batch.size() > 0) {
                batch.execute();
            }
        });
    }
}
