package io.serai.platform;

import static java.util.stream.Collectors.toMap;

import io.serai.config.ProcessConfig;
import io.serai.store.SubscriptionRepository;
import io.serai.store.SubscriptionRepository.StoredSubscription;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** What Serai subscribes to on a channel, where it wants it delivered, and what the platform answered. */
@ApplicationScoped
@Named("subscriptions")
public class Subscriptions {

    private final SubscriptionRepository stored;
    private final PlatformAdapters adapters;
    private final ProcessConfig process;
    private final Clock clock;

    @Inject
    Subscriptions(SubscriptionRepository stored, PlatformAdapters adapters, ProcessConfig process, Clock clock) {
        this.stored = stored;
        this.adapters = adapters;
        this.process = process;
        this.clock = clock;
    }

    public List<String> topics(Connection connection) {
        return adapters.of(connection.platform())
                .deliveries()
                .map(PlatformDeliveries::topics)
                .orElse(List.of());
    }

    /** Whether the platform delivers anything that could be subscribed to. */
    public boolean hasTopics(Connection connection) {
        return !topics(connection).isEmpty();
    }

    /** The address of each topic, with {@code {topic}} in its place; it names the channel, since headers are not signed. */
    public String address(Connection connection) {
        return "%s/api/integrations/webhooks/%s-enhanced/{topic}?channel=%s"
                .formatted(
                        process.publicUrl(),
                        connection.platform().key(),
                        URLEncoder.encode(connection.channelId(), StandardCharsets.UTF_8));
    }

    /**
     * Those of the platform's subscriptions that are this channel's: what delivers to it, also where nobody remembers it,
     * since the answer to its making was lost; and what Serai remembers, if it still delivers where it did. An id alone says
     * nothing: the channel may lead to another shop by now.
     */
    public List<Subscription> ours(Connection connection, List<Subscription> there) {
        String address = address(connection);
        Map<String, String> remembered = stored.of(connection.channelId()).stream()
                .collect(toMap(StoredSubscription::externalId, StoredSubscription::address));
        return there.stream()
                .filter(subscription -> subscription.address().equals(remembered.get(subscription.externalId()))
                        || subscription.isOfChannel(address.replace("{topic}", subscription.topic())))
                .toList();
    }

    @Transactional
    public void keep(Connection connection, List<Subscription> answered) {
        stored.replace(
                connection.channelId(),
                answered.stream()
                        .map(subscription -> new StoredSubscription(
                                connection.channelId(),
                                subscription.topic(),
                                subscription.externalId(),
                                subscription.address(),
                                subscription.status(),
                                clock.instant()))
                        .toList());
    }

    @Transactional
    public void forget(Connection connection) {
        stored.replace(connection.channelId(), List.of());
    }
}
