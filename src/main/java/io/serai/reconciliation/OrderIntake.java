package io.serai.reconciliation;

import io.serai.channel.Channel;
import io.serai.fulfilment.Reservations;
import io.serai.listing.Observations.Judgement;
import io.serai.platform.OrdersRead;
import io.serai.store.ChannelRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Takes in orders that were read by their ids, one transaction each. */
@ApplicationScoped
@Named("orderIntake")
public class OrderIntake {

    private final ChannelRepository channels;
    private final Reservations reservations;
    private final PendingReads pendingReads;

    @Inject
    OrderIntake(ChannelRepository channels, Reservations reservations, PendingReads pendingReads) {
        this.channels = channels;
        this.reservations = reservations;
        this.pendingReads = pendingReads;
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
                    reservations.gone(channel, missing);
                    return Judgement.MERGED;
                }));
        pendingReads.judge(batch, judgements);
    }
}
