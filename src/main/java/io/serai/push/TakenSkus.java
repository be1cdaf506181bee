package io.serai.push;

import static java.util.stream.Collectors.toSet;

import io.serai.conflict.Conflict;
import io.serai.conflict.Conflict.Applied;
import io.serai.listing.Lane;
import io.serai.listing.LockedProduct;
import io.serai.listing.ProductLedger;
import io.serai.listing.PushJob;
import io.serai.listing.SyncStatuses;
import io.serai.merge.Intent;
import io.serai.merge.Listing;
import io.serai.merge.Shadow;
import io.serai.platform.Reason;
import io.serai.platform.Rejected;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import io.serai.provenance.Origin;
import io.serai.store.ConflictRepository;
import io.serai.store.ListingRepository;
import io.serai.store.ListingRepository.LinkedVariant;
import io.serai.store.PendingReadRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** What becomes of a SKU that a platform refuses because something else there has it. */
@ApplicationScoped
class TakenSkus {

    private final ProductLedger ledger;
    private final ListingRepository listings;
    private final ConflictRepository conflicts;
    private final PendingReadRepository pendingReads;
    private final SyncStatuses statuses;
    private final Clock clock;

    @Inject
    TakenSkus(
            ProductLedger ledger,
            ListingRepository listings,
            ConflictRepository conflicts,
            PendingReadRepository pendingReads,
            SyncStatuses statuses,
            Clock clock) {
        this.ledger = ledger;
        this.listings = listings;
        this.conflicts = conflicts;
        this.pendingReads = pendingReads;
        this.statuses = statuses;
        this.clock = clock;
    }

    /**
     * Links what has the SKU, or names it in a conflict. Works in the transaction of its caller.
     *
     * @param closed the intent of the call that was refused
     * @return whether the rest may be sent again as it is
     */
    boolean setAside(PushJob job, Intent closed, Rejected failure) {
        return linkExisting(job, closed, failure) || skuTaken(job, closed, failure);
    }

    /**
     * Where variants stand alone a refused SKU names the very thing that was to be made, which somebody else made before. If it
     * is nobody's it is linked, and read before anything is written to it (rule 1).
     *
     * @return whether it was
     */
    private boolean linkExisting(PushJob job, Intent intent, Rejected failure) {
        Set<UUID> made = intent.meant().entrySet().stream()
                .filter(meant -> meant.getKey().field() == Field.EXISTS
                        && meant.getValue().equals(Value.flag(true)))
                .map(meant -> meant.getKey().variant())
                .collect(toSet());
        String existing = existing(failure).orElse(null);
        if (job.platform().groupsVariants() || made.size() != 1 || existing == null) {
            return false;
        }
        listings.lockExternalId(job.channelId(), existing);
        LockedProduct product = ledger.lock(job.productId()).orElseThrow();
        Listing listing = product.on(job.channelId()).orElseThrow();
        UUID variant = made.iterator().next();
        boolean isFree = listings.byExternalVariant(job.channelId(), existing).isEmpty()
                && listing.externalVariant(variant).isEmpty();
        if (isFree) {
            Map<String, UUID> ids = new TreeMap<>(listing.variants());
            ids.put(existing, variant);
            ledger.writeListing(product, listing.linkedTo(listing.externalId(), ids));
            Instant now = clock.instant();
            pendingReads.request(
                    job.channelId(), listing.externalId(), "its SKU was there already", Lane.LIVE, now, now);
        }
        return isFree;
    }

    private static Optional<String> existing(Rejected failure) {
        return failure.reasons().stream()
                .map(Reason::existingExternalId)
                .filter(id -> id != null)
                .findFirst();
    }

    /**
     * Rule 13: names both products and stops restoring the SKU until a person decides.
     *
     * @return whether it did: of several SKUs it is not known which is meant, one that was never there cannot be left as it
     *     is, and one that was withheld before is refused for something else
     */
    private boolean skuTaken(PushJob job, Intent intent, Rejected failure) {
        LockedProduct product = ledger.lock(job.productId()).orElseThrow();
        Listing listing = product.on(job.channelId()).orElseThrow();
        List<Cell> skus = intent.meant().entrySet().stream()
                .filter(meant ->
                        meant.getKey().field() == Field.SKU && !meant.getValue().isNone())
                .map(Map.Entry::getKey)
                .filter(cell -> listing.at(cell)
                        .filter(shadow ->
                                shadow.standsFor(Field.SKU, intent.meant().get(cell)))
                        .isEmpty())
                .toList();
        if (skus.size() != 1) {
            return false;
        }
        Cell sku = skus.get(0);
        UUID other = existing(failure).flatMap(id -> productOf(job, id)).orElse(null);
        Value held = listing.at(sku).map(Shadow::held).orElse(Value.NONE);
        Origin origin =
                product.hub().at(sku).map(stamped -> stamped.stamp().origin()).orElse(null);
        Conflict conflict = new Conflict(
                sku,
                Conflict.Kind.SKU_TAKEN,
                job.channelId(),
                intent.meant().get(sku),
                origin,
                held,
                job.platform().origin(),
                Applied.NONE);
        conflicts.record(job.productId(), conflict, other, clock.instant());
        ledger.writeListing(product, listing.withholding(Set.of(sku)));
        statuses.refresh(job.productId());
        return listing.at(sku).filter(shadow -> !shadow.withheld()).isPresent();
    }

    private Optional<UUID> productOf(PushJob job, String existing) {
        return job.platform().groupsVariants()
                ? listings.byExternalId(job.channelId(), existing)
                : listings.byExternalVariant(job.channelId(), existing).map(LinkedVariant::productId);
    }
}
