package io.serai.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.serai.channel.Channel;
import io.serai.channel.ChannelChanged;
import io.serai.channel.Platform;
import io.serai.store.ChannelRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The channels that deliver. A shop sends many deliveries in a second, and each would ask the database for the same channel.
 * What another process changed is known here a second later: until then a delivery is taken that was in time a moment ago.
 */
@ApplicationScoped
class Senders {

    private static final Duration KNOWN_FOR = Duration.ofSeconds(1);
    private static final int MOST = 10_000;

    private final ChannelRepository channels;
    private final Cache<Sender, Channel> known =
            Caffeine.newBuilder().expireAfterWrite(KNOWN_FOR).maximumSize(MOST).build();

    @Inject
    Senders(ChannelRepository channels) {
        this.channels = channels;
    }

    /**
     * Who a delivery says it is from.
     *
     * @param channelId null if it names none
     * @param shopDomain null if it names none
     */
    record Sender(Platform platform, String channelId, String shopDomain) {}

    /** The channel as it was a second ago at most; empty if nobody asked for it since. */
    Optional<Channel> known(Sender sender) {
        return Optional.ofNullable(known.getIfPresent(sender));
    }

    /** The channel as it is now: what does not hold by the one known may hold by this one. */
    Optional<Channel> find(Sender sender) {
        Optional<Channel> now = read(sender);
        now.ifPresent(channel -> known.put(sender, channel));
        return now;
    }

    void forget(@Observes(during = TransactionPhase.AFTER_SUCCESS) ChannelChanged changed) {
        known.invalidateAll();
    }

    /** By the id in the address Serai registered; the seeds' plain addresses name the shop only in a header. */
    private Optional<Channel> read(Sender sender) {
        return Optional.ofNullable(sender.channelId())
                .flatMap(channels::find)
                .or(() -> Optional.ofNullable(sender.shopDomain())
                        .flatMap(domain -> channels.byShopDomain(sender.platform(), domain.toLowerCase(Locale.ROOT))))
                .filter(channel -> channel.platform() == sender.platform());
    }
}
