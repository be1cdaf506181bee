package io.serai.reconciliation;

import io.serai.channel.Channel;
import io.serai.config.ReadConfig;
import io.serai.listing.Lane;
import io.serai.listing.LockedProduct;
import io.serai.listing.Observations;
import io.serai.listing.Observations.Judgement;
import io.serai.listing.ProductLedger;
import io.serai.listing.Trigger;
import io.serai.merge.Listing;
import io.serai.merge.Merge;
import io.serai.merge.MergeResult;
import io.serai.merge.Observation;
import io.serai.merge.Observation.Source;
import io.serai.platform.PlatformFailure;
import io.serai.store.ListingRepository;
import io.serai.store.PendingReadRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Holds what a platform shows against what it was known to hold. A known product that looks different is not merged as it
 * is: it is read once more, alone, and merged from there.
 */
@ApplicationScoped
class Comparison {

    private static final Logger LOG = Logger.getLogger(Comparison.class);

    private final ListingRepository listings;
    private final PendingReadRepository pendingReads;
    private final Observations observations;
    private final ProductLedger ledger;
    private final ReadConfig reads;
    private final Clock clock;

    @Inject
    Comparison(
            ListingRepository listings,
            PendingReadRepository pendingReads,
            Observations observations,
            ProductLedger ledger,
            ReadConfig reads,
            Clock clock) {
        this.listings = listings;
        this.pendingReads = pendingReads;
        this.observations = observations;
        this.ledger = ledger;
        this.reads = reads;
        this.clock = clock;
    }

    /**
     * Looks at one product of a page. One that cannot be taken in holds up no other: it is read once more, alone and later.
     *
     * @return whether it is as it was known to be
     * @throws PlatformFailure if what the platform shows cannot be made sense of
     */
    boolean isAsKnown(Channel channel, Observation observation) {
        try {
            return look(channel, observation);
        } catch (PlatformFailure failure) {
            throw failure;
        } catch (RuntimeException failure) {
            LOG.errorf(failure, "Product %s of channel %s cannot be taken in", observation.externalId(), channel.id());
            String reason = "catch-up: " + failure.getClass().getSimpleName() + ": " + failure.getMessage();
            Instant now = clock.instant();
            pendingReads.request(
                    channel.id(), observation.externalId(), reason, Lane.RECONCILE, now, now.plus(reads.againAfter()));
            return false;
        }
    }

    /**
     * Looks at one product as it was a while ago: what it does not know is read as it is now.
     *
     * @return whether it is as it was known to be
     */
    boolean isStillAsKnown(Channel channel, Observation observation) {
        if (listings.byExternalId(channel.id(), observation.externalId()).isPresent()) {
            return isAsKnown(channel, observation);
        }
        read(channel.id(), observation.externalId(), "fetched");
        return false;
    }

    /** Has those read alone that a look at everything did not show. */
    void readNotSeenSince(String channelId, Instant moment) {
        pendingReads.requestNotSeenSince(channelId, moment, Lane.RECONCILE, clock.instant());
    }

    /** Has the product read alone, as soon as nothing more urgent is to be read. */
    void read(String channelId, String externalId, String reason) {
        Instant now = clock.instant();
        pendingReads.request(channelId, externalId, reason, Lane.RECONCILE, now, now);
    }

    /**
     * Queues what the hub holds otherwise than the channel, where that does not wait in the queue already: such as what was
     * given up as failed.
     *
     * @return whether there was anything to queue
     */
    @Transactional
    boolean queueDifference(String externalId, String channelId, Trigger trigger) {
        return listings.byExternalId(channelId, externalId)
                .filter(product -> queueDifference(product, channelId, trigger))
                .isPresent();
    }

    /** As {@link #queueDifference(String, String, Trigger)}, of a product by its id in the hub. */
    @Transactional
    boolean queueDifference(UUID productId, String channelId, Trigger trigger) {
        // most products are as they should be, and nobody has to wait for a lock on them
        return ledger.peek(productId)
                .filter(product -> ProductLedger.differs(product, channelId))
                .flatMap(product -> ledger.lock(productId))
                .filter(product -> ledger.queueDifference(product, channelId, trigger))
                .isPresent();
    }

    /**
     * Has the channel carry a product of the hub.
     *
     * @return whether the product was still there
     */
    @Transactional
    boolean create(UUID productId, String channelId, Trigger trigger) {
        return ledger.lock(productId)
                .map(product -> ledger.list(product, List.of(channelId), trigger))
                .isPresent();
    }

    private boolean look(Channel channel, Observation observation) {
        Optional<UUID> known = listings.byExternalId(channel.id(), observation.externalId());
        if (known.isEmpty()) {
            Trigger trigger = new Trigger(channel.platform().origin(), "catch-up", Lane.RECONCILE);
            if (observations.observe(channel, observation.as(Source.READ, 0), trigger) != Judgement.MERGED) {
                read(channel.id(), observation.externalId(), "catch-up");
            }
            return false;
        }
        boolean differs = ledger.peek(known.get())
                .filter(product -> differs(channel, product, observation))
                .isPresent();
        if (differs) {
            read(channel.id(), observation.externalId(), "catch-up");
        }
        return !differs;
    }

    private static boolean differs(Channel channel, LockedProduct product, Observation observation) {
        Listing listing = product.on(channel.id()).orElseThrow();
        Observation read = observation.as(Source.READ, listing.generation());
        MergeResult result = new Merge(product.ownership())
                .observe(product.hub(), listing, read, channel.state().clockSkew());
        return result.next() != MergeResult.Next.DONE
                || listing.state() == Listing.State.REMOVED
                || !result.decisions().isEmpty()
                || !listing.holdsSame(result.listing());
    }
}
