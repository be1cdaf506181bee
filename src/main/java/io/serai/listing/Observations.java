package io.serai.listing;

import io.serai.channel.Channel;
import io.serai.merge.Listing;
import io.serai.merge.Listing.State;
import io.serai.merge.Merge;
import io.serai.merge.MergeResult;
import io.serai.merge.Observation;
import io.serai.product.Field;
import io.serai.product.Value;
import io.serai.product.Value.Text;
import io.serai.store.ListingRepository;
import io.serai.store.PendingReadRepository;
import io.serai.store.ProductRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Merges what is seen on a channel into the hub: one observation, one transaction, one row lock. */
@ApplicationScoped
public class Observations {

    /** What became of an observation. */
    public enum Judgement {
        MERGED,
        /** It waits until an open intent is closed (rule 5). */
        PARKED,
        /** The product will be read, since the observation alone does not tell enough. */
        READING
    }

    private final ProductLedger ledger;
    private final ProductAudit audit;
    private final ProductRepository products;
    private final ListingRepository listings;
    private final PendingReadRepository pendingReads;
    private final Clock clock;

    @Inject
    Observations(
            ProductLedger ledger,
            ProductAudit audit,
            ProductRepository products,
            ListingRepository listings,
            PendingReadRepository pendingReads,
            Clock clock) {
        this.ledger = ledger;
        this.audit = audit;
        this.products = products;
        this.listings = listings;
        this.pendingReads = pendingReads;
        this.clock = clock;
    }

    @Transactional
    public Judgement observe(Channel channel, Observation observation, Trigger trigger) {
        Optional<LockedProduct> known = locked(channel, observation);
        if (known.isPresent()) {
            return merge(channel, known.get(), observation, trigger);
        }
        if (listings.hasOpenCreate(channel.id())) {
            return Judgement.PARKED;
        }
        // a create that was open a moment ago, or somebody who saw it first too, may have made the id a known one
        listings.lockExternalId(channel.id(), observation.externalId());
        return locked(channel, observation)
                .map(product -> merge(channel, product, observation, trigger))
                .orElseGet(() -> meet(channel, observation, trigger));
    }

    private Optional<LockedProduct> locked(Channel channel, Observation observation) {
        return ledger.lockListed(channel.id(), observation.externalId());
    }

    /** The platform was asked and does not know the product any more (rule 11). */
    @Transactional
    public Judgement missing(Channel channel, String externalId, Trigger trigger) {
        LockedProduct product = ledger.lockListed(channel.id(), externalId).orElse(null);
        Listing listing = product == null ? null : product.on(channel.id()).orElse(null);
        if (listing == null || listing.state() != State.LINKED || !externalId.equals(listing.externalId())) {
            return Judgement.MERGED;
        }
        if (listing.intent() != null) {
            return Judgement.PARKED;
        }
        remove(product, listing, trigger);
        return Judgement.MERGED;
    }

    /** Writes down that a listing is gone. What the hub holds stays, and other channels are not touched. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void remove(LockedProduct product, Listing listing, Trigger trigger) {
        ledger.writeListing(product, listing.with(State.REMOVED));
        audit.removed(product.hub().id(), listing, trigger);
        ledger.queueDifferences(ledger.lock(product.hub().id()).orElseThrow(), trigger);
    }

    private Judgement merge(Channel channel, LockedProduct product, Observation observation, Trigger trigger) {
        Listing listing = product.on(channel.id()).orElseThrow();
        MergeResult result = new Merge(product.ownership())
                .observe(product.hub(), listing, observation, channel.state().clockSkew());
        if (result.next() == MergeResult.Next.PARK) {
            return Judgement.PARKED;
        }
        ledger.write(product, result, trigger);
        if (result.next() == MergeResult.Next.READ_AGAIN) {
            requestRead(channel, observation.externalId(), trigger);
            return Judgement.READING;
        }
        return Judgement.MERGED;
    }

    /** An id the hub does not know: a new product, or one it knows from elsewhere. */
    private Judgement meet(Channel channel, Observation observation, Trigger trigger) {
        if (observation.source() == Observation.Source.DELIVERY) {
            requestRead(channel, observation.externalId(), trigger);
            return Judgement.READING;
        }
        boolean isFirstRead = channel.state().mustReadSince() != null;
        Optional<LockedProduct> twin = bySku(channel, observation);
        LockedProduct product = twin.orElseGet(() -> ledger.unseen(channel.tenantId(), UUID.randomUUID()));
        Listing found = product.on(channel.id())
                .orElseGet(() -> Listing.found(channel.id(), channel.platform(), observation.externalId()));
        // no id led to the listing that it has there now, such as one whose creation was refused: nothing overtook the
        // read
        Observation seen = observation.as(observation.source(), found.generation());
        MergeResult result = new Merge(product.ownership())
                .observe(product.hub(), found, seen, channel.state().clockSkew());
        LockedProduct linked = ledger.write(product, result, trigger);
        if (twin.isEmpty() && !isFirstRead) {
            ledger.listEverywhere(linked, trigger);
        }
        return Judgement.MERGED;
    }

    private void requestRead(Channel channel, String externalId, Trigger trigger) {
        Instant now = clock.instant();
        pendingReads.request(channel.id(), externalId, "a delivery hinted at it", trigger.lane(), now, now);
    }

    /** Rule 1: the one product of the tenant that has this SKU and is not on this channel yet. */
    private Optional<LockedProduct> bySku(Channel channel, Observation observation) {
        Set<UUID> candidates = new TreeSet<>();
        observation.variants().forEach(variant -> {
            Value sku = variant.fields().getOrDefault(Field.SKU, Value.NONE);
            if (sku instanceof Text text && !text.text().isBlank()) {
                products.bySku(channel.tenantId(), text.text()).ifPresent(candidates::add);
            }
        });
        return candidates.size() == 1
                ? ledger.lock(candidates.iterator().next()).filter(product -> product.on(channel.id())
                        .map(listing -> listing.state() == State.WANTED && listing.intent() == null)
                        .orElse(true))
                : Optional.empty();
    }
}
