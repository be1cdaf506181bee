package io.serai.listing;

import io.serai.channel.Platform;
import io.serai.merge.Listing;
import io.serai.merge.Listing.State;
import io.serai.merge.Observation;
import io.serai.problem.Conflicting;
import io.serai.problem.InvalidRequest;
import io.serai.problem.NotFound;
import io.serai.provenance.Origin;
import io.serai.store.ChannelRepository;
import io.serai.store.ListingRepository;
import io.serai.store.PendingReadRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A person links a product to a channel anew, after it was deleted there (rule 11). */
@ApplicationScoped
@Named("listingLinks")
public class ListingLinks {

    private final ProductLedger ledger;
    private final ListingRepository listings;
    private final PendingReadRepository pendingReads;
    private final ChannelRepository channels;
    private final Clock clock;

    @Inject
    ListingLinks(
            ProductLedger ledger,
            ListingRepository listings,
            PendingReadRepository pendingReads,
            ChannelRepository channels,
            Clock clock) {
        this.ledger = ledger;
        this.listings = listings;
        this.pendingReads = pendingReads;
        this.channels = channels;
        this.clock = clock;
    }

    /**
     * The product that a person means, as the shop knows it.
     *
     * @param externalId as the person wrote it
     * @param found what the shop has of it
     * @throws InvalidRequest if the shop has no such product
     */
    public Observation alive(String externalId, List<Observation> found) {
        if (found.size() != 1) {
            throw InvalidRequest.at(
                    List.of("externalId"),
                    "The shop has no product " + externalId,
                    "Give the id of a product that is there and not in the trash, or none to have it created anew");
        }
        return found.get(0);
    }

    /** Where nothing stands above variants a product has no id but the hub's own. */
    private void requireOwn(String channelId, UUID productId, String externalId) {
        Platform platform = channels.find(channelId)
                .orElseThrow(() -> new NotFound("channel"))
                .platform();
        if (!platform.groupsVariants() && !externalId.equals(productId.toString())) {
            throw InvalidRequest.at(
                    List.of("externalId"),
                    "Products there are linked by the SKUs of their variants",
                    "Give the product's own id, or none");
        }
    }

    /**
     * Links it to a living product of the shop, whose state is read and merged against what was known before; or, without
     * one, has it created there anew.
     *
     * @param alive null to have it created
     * @throws NotFound if there is no such product
     * @throws Conflicting if it is linked there already, or the shop's product belongs to another one
     */
    @Transactional
    public void relink(String channelId, UUID productId, Observation alive, String caller) {
        if (alive != null) {
            requireOwn(channelId, productId, alive.externalId());
            listings.lockExternalId(channelId, alive.externalId());
        }
        LockedProduct product = ledger.lock(productId).orElseThrow(() -> new NotFound("product"));
        Trigger trigger = Trigger.live(Origin.NOLIMITS, caller);
        Listing listing = product.on(channelId).orElse(null);
        if (listing != null && listing.state() == State.LINKED) {
            throw new Conflicting("The product is linked to " + listing.externalId() + " on this channel");
        }
        if (listing != null && listing.intent() != null) {
            throw new Conflicting("The product is being written there just now; ask again in a moment");
        }
        if (listing == null) {
            ledger.list(product, Set.of(channelId), trigger);
            product = ledger.lock(productId).orElseThrow();
            listing = product.on(channelId).orElseThrow();
            if (alive == null) {
                return;
            }
        }
        if (alive == null) {
            ledger.queueDifferences(ledger.writeListing(product, listing.begunAnew(productId)), trigger);
            return;
        }
        String externalId = alive.externalId();
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
