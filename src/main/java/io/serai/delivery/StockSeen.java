package io.serai.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import io.serai.channel.Channel;
import io.serai.platform.PlatformAdapters;
import io.serai.platform.ShownStock;
import io.serai.store.DueStockRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Looks at the figures of stock that deliveries show. None is an edit (rule 16): one that is news to Serai is read, and what
 * follows is reckoned from the read. What Serai said itself is no news when it comes back.
 */
@ApplicationScoped
class StockSeen {

    /** Shops tell time in seconds, and so does the header by which their clock is compared with ours. */
    private static final Duration INEXACT = Duration.ofSeconds(2);

    private final PlatformAdapters adapters;
    private final DueStockRepository stock;
    private final Clock clock;

    @Inject
    StockSeen(PlatformAdapters adapters, DueStockRepository stock, Clock clock) {
        this.adapters = adapters;
        this.stock = stock;
        this.clock = clock;
    }

    /** @return whether the delivery shows any */
    boolean take(Channel channel, String topic, JsonNode body) {
        Optional<ShownStock> shown =
                adapters.of(channel.platform()).deliveries().flatMap(deliveries -> deliveries.shownStock(topic, body));
        shown.ifPresent(figure -> stock.shown(channel.id(), figure, atTheLatest(channel, figure), clock.instant()));
        return shown.isPresent();
    }

    /** By Serai's clock; null where nothing tells. */
    private static Instant atTheLatest(Channel channel, ShownStock shown) {
        return shown.at() == null
                ? null
                : shown.at().minus(channel.state().clockSkew()).plus(INEXACT);
    }
}
