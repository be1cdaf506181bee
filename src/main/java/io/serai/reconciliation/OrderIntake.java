package io.serai.reconciliation;

import io.serai.channel.Channel;
import io.serai.config.ReadConfig;
import io.serai.fulfilment.Reservations;
import io.serai.listing.Observations.Judgement;
import io.serai.platform.OrdersRead;
import io.serai.platform.PlatformAdapters;
import io.serai.platform.Resource;
import io.serai.store.ChannelRepository;
import io.serai.store.LandingRepository;
import io.serai.store.PendingReadRepository;
import io.serai.store.Promotions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Takes in orders that were read by their ids, one transaction each. */
@ApplicationScoped
@Named("orderIntake")
public class OrderIntake {

    private static final Logger LOG = Logger.getLogger(OrderIntake.class);

    private final ChannelRepository channels;
    private final PlatformAdapters adapters;
    private final Reservations reservations;
    private final PendingReads pendingReads;
    private final LandingRepository landing;
    private final Promotions promotions;
    private final PendingReadRepository reads;
    private final ReadConfig config;
    private final Clock clock;

    @Inject
    OrderIntake(
            ChannelRepository channels,
            PlatformAdapters adapters,
            Reservations reservations,
            PendingReads pendingReads,
            LandingRepository landing,
            Promotions promotions,
            PendingReadRepository reads,
            ReadConfig config,
            Clock clock) {
        this.channels = channels;
        this.adapters = adapters;
        this.reservations = reservations;
        this.pendingReads = pendingReads;
        this.landing = landing;
        this.promotions = promotions;
        this.reads = reads;
        this.config = config;
        this.clock = clock;
    }

    /**
     * The orders themselves. Where a job takes others over just now nobody waits long for that: what they promise is reserved at once, and
     * they are read once more for the rest.
     */
    @Transactional
    public void land(ReadBatch batch, OrdersRead read) {
        if (read.written().isEmpty()) {
            return;
        }
        if (!promotions.isFree(batch.channel())) {
            Instant now = clock.instant();
            reads.requestAgain(batch.reads(), now, now.plus(config.unavailableWait()));
            return;
        }
        UUID landed = UUID.randomUUID();
        landing.land(landed, 1, read.written());
        promotions.promote(batch.platform(), Resource.ORDERS, landed, batch.channel(), false);
        landing.clear(landed);
    }

    /** An order that cannot be taken in waits, and holds up no other. */
    public void takeIn(ReadBatch batch, OrdersRead read) {
        Channel channel = channels.find(batch.channel()).orElseThrow();
        Map<String, Supplier<Judgement>> judgements = new LinkedHashMap<>();
        read.found()
                .forEach(order -> judgements.put(order.externalId(), () -> {
                    reservations.take(channel, order);
                    return Judgement.MERGED;
                }));
        read.missing()
                .forEach(missing -> judgements.put(missing, () -> {
                    if (isGone(channel, batch, missing)) {
                        reservations.gone(channel, missing);
                        promotions.gone(channel.id(), missing);
                    }
                    return Judgement.MERGED;
                }));
        pendingReads.judge(batch, judgements);
    }

    /** What such a platform does not show is gone if it said so itself; otherwise it is as it was. */
    private boolean isGone(Channel channel, ReadBatch batch, String orderId) {
        boolean wasTold = batch.of(orderId)
                .filter(hint -> hint.reason().equals("orders/delete"))
                .isPresent();
        if (!wasTold && !adapters.of(channel.platform()).showsAllOrders()) {
            LOG.warnf(
                    "Order %s of channel %s is not shown any more; what it promises stays reserved",
                    orderId, channel.id());
            return false;
        }
        return true;
    }
}
