package io.serai.listing;

import io.serai.merge.Listing;
import io.serai.merge.Listing.State;
import io.serai.problem.Conflicting;
import io.serai.problem.NotFound;
import io.serai.provenance.Origin;
import io.serai.store.ListingRepository;
import io.serai.store.PendingReadRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** A person links a product to a channel anew, after it was deleted there (rule 11). */
@ApplicationScoped
@Named("listingLinks")
public class ListingLinks {

    private final ProductLedger ledger;
    private final ListingRepository listings;
    private final PendingReadRepository pendingReads;
    private final Clock clock;

    @Inject
    ListingLinks(ProductLedger ledger, ListingRepository listings, PendingReadRepository pendingReads, Clock clock) {
        this.ledger = ledger;
        this.listings = listings;
        this.pendingReads = pendingReads;
        this.clock = clock;
    }

    /**
     * Links it to a living product of the shop, whose state is read and merged against what was known before; or, without
     * an id, has it created there anew.
     *
     * @param externalId null to have it created
     * @throws NotFound if there is no such product
     * @throws Conflicting if it is linked there already, or the shop's product belongs to another one
     */
    @Transactional
    public void relink(String channelId, UUID productId, String externalId, String caller) {
        LockedProduct product = ledger.lock(productId).orElseThrow(() -> new NotFound("product"));
        Trigger trigger = Trigger.live(Origin.NOLIMITS, caller);
        Listing listing = product.on(channelId).orElse(null);
        if (listing != null && listing.state() == State.LINKED) {
            throw new Conflicting("The product is linked to " + listing.externalId() + " on this channel");
        }
        if (listing == null) {
            ledger.list(product, Set.of(channelId), trigger);
            return;
        }
        if (externalId == null) {
            ledger.queueDifferences(ledger.writeListing(product, listing.wantedAnew()), trigger);
            return;
        }
        listings.byExternalId(channelId, externalId)
                .filter(other -> !other.equals(productId))
                .ifPresent(other -> {
                    throw new Conflicting("The shop's product " + externalId + " is linked to the product " + other);
                });
        ledger.writeListing(product, listing.linkedTo(externalId, listing.variants()));
        Instant now = clock.instant();
        pendingReads.request(channelId, externalId, "linked anew by " + caller, Lane.LIVE, now, now);
    }
}
