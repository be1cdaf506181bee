package io.serai.reconciliation;

import io.serai.channel.Channel;
import io.serai.config.OrderConfig;
import io.serai.fulfilment.Reservations;
import io.serai.listing.Lane;
import io.serai.platform.OrderPage;
import io.serai.platform.PlatformAdapters;
import io.serai.platform.Resource;
import io.serai.store.ChannelRepository;
import io.serai.store.OrderCursorRepository;
import io.serai.store.OrderCursorRepository.Cursor;
import io.serai.store.PendingReadRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Looks for orders that no webhook told of. It takes in nothing by itself: an order that looks like news is read once more, by its
 * id. Only where it has been is it known that no sale hides in what a shop shows too little, and the shop is raised.
 */
@ApplicationScoped
@Named("orderCatchUp")
public class OrderCatchUp {

    private static final Logger LOG = Logger.getLogger(OrderCatchUp.class);

    private final ChannelRepository channels;
    private final PlatformAdapters adapters;
    private final OrderCursorRepository cursors;
    private final PendingReadRepository pendingReads;
    private final Reservations reservations;
    private final OrderConfig config;
    private final Clock clock;

    @Inject
    OrderCatchUp(
            ChannelRepository channels,
            PlatformAdapters adapters,
            OrderCursorRepository cursors,
            PendingReadRepository pendingReads,
            Reservations reservations,
            OrderConfig config,
            Clock clock) {
        this.channels = channels;
        this.adapters = adapters;
        this.cursors = cursors;
        this.pendingReads = pendingReads;
        this.reservations = reservations;
        this.config = config;
        this.clock = clock;
    }

    /** The active channels whose orders are to be looked at. */
    public List<String> channels() {
        return channels.active().stream()
                .filter(channel -> adapters.of(channel.platform()).hasOrders())
                .map(Channel::id)
                .toList();
    }

    /** Takes the channel up; done at once if somebody else is at it. */
    @Transactional
    public OrderPass begin(String channelId) {
        Instant now = clock.instant();
        UUID worker = UUID.randomUUID();
        Optional<Cursor> cursor = cursors.claim(channelId, worker, now, now.plus(config.passLease()));
        if (cursor.isEmpty()) {
            return new OrderPass(channelId, worker, now, null, null, true);
        }
        Duration skew = channels.find(channelId).orElseThrow().state().clockSkew();
        Instant since = since(cursor.get());
        // by the shop's clock; where it is ahead what is asked twice costs less than what is never asked
        return new OrderPass(channelId, worker, now, skew.isNegative() ? since.plus(skew) : since, null, false);
    }

    /** What was changed last before the first look reaches back to holds no stock any more. */
    private Instant since(Cursor cursor) {
        return cursor.until() == null
                ? cursor.since().minus(config.firstLookBack())
                : cursor.until().minus(config.overlap());
    }

    /** Looks at one page, and says where the next one begins. */
    @Transactional
    public OrderPass look(OrderPass pass, OrderPage page) {
        Instant now = clock.instant();
        Channel channel = channels.find(pass.channelId()).orElseThrow();
        if (!cursors.extend(
                pass.channelId(), pass.worker(), complete(channel, pass, page), now.plus(config.passLease()))) {
            LOG.warnf("Somebody else reads the orders of channel %s", pass.channelId());
            return pass.ended();
        }
        reservations
                .news(channel, page.orders())
                .forEach(orderId -> pendingReads.request(
                        channel.id(), Resource.ORDERS, orderId, "catch-up", Lane.RECONCILE, now, now));
        if (page.nextCursor() != null) {
            return pass.onward(page.nextCursor());
        }
        cursors.read(pass.channelId(), pass.worker(), sure(pass));
        return pass.ended();
    }

    /** A pass that is cut off goes on from there. The shop's clock is known to a second or two only. */
    private Instant complete(Channel channel, OrderPass pass, OrderPage page) {
        if (page.completeUntil() == null) {
            return null;
        }
        Instant until = page.completeUntil().minus(channel.state().clockSkew()).minus(config.overlap());
        return until.isBefore(sure(pass)) ? until : sure(pass);
    }

    /** What was changed before that, the shop's search has shown. */
    private Instant sure(OrderPass pass) {
        return pass.begunAt().minus(config.lag());
    }
}
