package io.serai.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.serai.channel.Channel;
import io.serai.config.Backoff;
import io.serai.config.IntakeConfig;
import io.serai.health.SyncFigures;
import io.serai.listing.Lane;
import io.serai.listing.Observations;
import io.serai.listing.Observations.Judgement;
import io.serai.listing.Trigger;
import io.serai.platform.PlatformAdapters;
import io.serai.platform.PlatformDeliveries;
import io.serai.platform.PlatformJson;
import io.serai.platform.Resource;
import io.serai.store.ChannelRepository;
import io.serai.store.ChannelStates;
import io.serai.store.DeliveryClaims;
import io.serai.store.JobClaims;
import io.serai.store.ListingRepository;
import io.serai.store.ListingRepository.LinkedVariant;
import io.serai.store.PendingReadRepository;
import io.serai.store.WebhookLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finishes stored deliveries. A delivery is finished in the transaction that merged it; until then it is a row that a
 * sweep hands out again (E1).
 */
@ApplicationScoped
@Named("deliveries")
public class Deliveries {

    private static final String UNINSTALLED =
            "The app was uninstalled in the shop. Install it again there and give this channel the new access token";

    private final WebhookLog webhookLog;
    private final DeliveryClaims claims;
    private final ChannelRepository channels;
    private final ChannelStates channelStates;
    private final ListingRepository listings;
    private final PendingReadRepository pendingReads;
    private final Observations observations;
    private final JobClaims jobs;
    private final StockSeen stockSeen;
    private final PlatformAdapters adapters;
    private final IntakeConfig config;
    private final SyncFigures figures;
    private final Clock clock;

    @Inject
    Deliveries(
            WebhookLog webhookLog,
            DeliveryClaims claims,
            ChannelRepository channels,
            ChannelStates channelStates,
            ListingRepository listings,
            PendingReadRepository pendingReads,
            Observations observations,
            JobClaims jobs,
            StockSeen stockSeen,
            PlatformAdapters adapters,
            IntakeConfig config,
            SyncFigures figures,
            Clock clock) {
        this.webhookLog = webhookLog;
        this.claims = claims;
        this.channels = channels;
        this.channelStates = channelStates;
        this.listings = listings;
        this.pendingReads = pendingReads;
        this.observations = observations;
        this.jobs = jobs;
        this.stockSeen = stockSeen;
        this.adapters = adapters;
        this.config = config;
        this.figures = figures;
        this.clock = clock;
    }

    /**
     * Stores deliveries as they came, all or none.
     *
     * @param received see {@link WebhookLog#store}
     * @return of each whether it is new; one that is not repeats what is stored already
     */
    @Transactional
    public List<Boolean> store(List<Delivery> received) {
        Set<String> taken = webhookLog.store(received);
        return received.stream().map(delivery -> taken.contains(delivery.id())).toList();
    }

    /**
     * Keeps a delivery whose payload cannot be used, with the reason. Nothing is done about it. The platform's repetition
     * of it is the same row and gets the same answer, since the answer is a matter of the body alone; only when it
     * passes then, because Serai learned to read it meanwhile, it is taken (E2).
     */
    @Transactional
    public void refuse(Received received) {
        webhookLog.refuse(received.delivery(), received.reason(), clock.instant());
        figures.received(received.delivery().platform(), "refused");
    }

    /** Takes deliveries that nobody works on, a batch of them; empty when there are none. */
    @Transactional
    public List<Delivery> claim() {
        Instant now = clock.instant();
        return claims.claim(config.batchSize(), now, now.plus(config.lease()));
    }

    /** Does what a claimed delivery asks for. Twice does no harm. */
    @Transactional
    public void process(Delivery delivery) {
        Channel channel = channels.find(delivery.channelId()).orElseThrow();
        PlatformDeliveries adapter =
                adapters.of(channel.platform()).deliveries().orElseThrow();
        JsonNode body = body(delivery);
        Optional<String> letGo = adapter.shopThatLetGo(delivery.topic(), body);
        if (letGo.isPresent()) {
            pause(channel, delivery, letGo.get());
            return;
        }
        Optional<String> bulkOperation = adapter.bulkOperationOf(delivery.topic(), body);
        if (bulkOperation.isPresent()) {
            jobs.wake(channel.id(), List.of(bulkOperation.get()), clock.instant());
            finish(delivery);
            return;
        }
        Optional<String> order = adapter.orderOf(delivery.topic(), body);
        if (order.isPresent()) {
            read(channel, Resource.ORDERS, order.get(), delivery);
            return;
        }
        Optional<String> product = adapter.productOf(delivery.topic(), body);
        if (product.isEmpty() && stockSeen.take(channel, delivery.topic(), body)) {
            finish(delivery);
            return;
        }
        if (product.isEmpty()) {
            ignore(delivery, "nothing in Serai uses this topic yet");
            return;
        }
        Trigger trigger = new Trigger(channel.platform().origin(), delivery.id(), Lane.LIVE);
        if (adapter.deletes(delivery.topic())) {
            read(channel, Resource.PRODUCTS, known(channel, product.get()), delivery);
            return;
        }
        Judgement judgement = observations.observe(
                channel, adapter.delivered(delivery.topic(), body, delivery.receivedAt(), channel.settings()), trigger);
        // after the product, as whoever reckons stock anew takes hold of it
        stockSeen.take(channel, delivery.topic(), body);
        if (judgement == Judgement.PARKED) {
            claims.park(delivery.id(), product.get(), clock.instant().plus(config.parked()));
        } else {
            finish(delivery);
        }
    }

    /**
     * A delivery that could not be worked on keeps the reason and is tried again, later each time; after so many tries it
     * ends as failed. The try is counted here, since what was rolled back with the work counts nothing.
     */
    @Transactional
    public void failed(Delivery delivery, Throwable failure) {
        String id = delivery.id();
        String reason = failure.getClass().getSimpleName() + ": " + failure.getMessage();
        claims.countFailure(id).ifPresent(failures -> {
            if (failures >= config.maxTries()) {
                claims.fail(id, reason, clock.instant());
            } else {
                Duration wait = new Backoff(config.retryDelay(), config.retryAtMost()).after(failures);
                claims.retry(id, reason, clock.instant().plus(wait));
            }
        });
    }

    private void finish(Delivery delivery) {
        Instant now = clock.instant();
        claims.finish(delivery.id(), now);
        figures.delivered(delivery.platform(), "processed", Duration.between(delivery.receivedAt(), now));
    }

    private void ignore(Delivery delivery, String reason) {
        Instant now = clock.instant();
        claims.ignore(delivery.id(), reason, now);
        figures.delivered(delivery.platform(), "ignored", Duration.between(delivery.receivedAt(), now));
    }

    /** The delivery is a hint: what it is about is asked of the shop. */
    private void read(Channel channel, Resource resource, String externalId, Delivery delivery) {
        Instant now = clock.instant();
        pendingReads.request(channel.id(), resource, externalId, delivery.topic(), Lane.LIVE, now, now);
        finish(delivery);
    }

    /** What is deleted may be a variant, of which the platform says no more than the id; it is gone if its product says so. */
    private String known(Channel channel, String externalId) {
        if (listings.byExternalId(channel.id(), externalId).isPresent()) {
            return externalId;
        }
        return listings.byExternalVariant(channel.id(), externalId)
                .map(LinkedVariant::externalProductId)
                .orElse(externalId);
    }

    private void pause(Channel channel, Delivery delivery, String shop) {
        if (!shop.equalsIgnoreCase(channel.shopDomain())) {
            ignore(delivery, "it is about another shop than this channel's: " + shop);
        } else if (channelStates.accessTakenAway(channel.id(), happened(channel, delivery), UNINSTALLED)) {
            finish(delivery);
        } else {
            ignore(delivery, "the channel was changed after the app was uninstalled");
        }
    }

    /** By Serai's clock, and never later than it was told (rule 8). */
    private static Instant happened(Channel channel, Delivery delivery) {
        if (delivery.triggeredAt() == null) {
            return delivery.receivedAt();
        }
        Instant happened = delivery.triggeredAt().minus(channel.state().clockSkew());
        return happened.isBefore(delivery.receivedAt()) ? happened : delivery.receivedAt();
    }

    private JsonNode body(Delivery delivery) {
        try {
            return PlatformJson.read(new String(delivery.body(), StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored delivery is no JSON: " + delivery.id(), e);
        }
    }
}
