package io.serai.listing;

import io.serai.merge.Listing.State;
import io.serai.problem.NotFound;
import io.serai.provenance.Origin;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** A person asks for a product to be pushed (D8). */
@ApplicationScoped
@Named("pushRequests")
public class PushRequests {

    private final ProductLedger ledger;

    @Inject
    PushRequests(ProductLedger ledger) {
        this.ledger = ledger;
    }

    /**
     * Queues the product for every channel, creating it where it is not listed yet. What a person removed from a channel
     * stays removed.
     *
     * @param skipPlatforms keys of platforms to leave out
     * @param priority higher is more urgent
     * @return the queue rows
     * @throws NotFound if there is no such product
     */
    @Transactional
    public List<UUID> enqueue(UUID productId, Collection<String> skipPlatforms, int priority) {
        Trigger trigger = Trigger.live(Origin.NOLIMITS, null);
        LockedProduct product = ledger.lock(productId).orElseThrow(() -> new NotFound("product"));
        LockedProduct listed = ledger.list(product, ledger.channelsWithout(product.tenant(), skipPlatforms), trigger);
        return listed.listings().stream()
                .filter(listing -> listing.state() != State.REMOVED)
                .filter(listing -> !skipPlatforms.contains(listing.platform().key()))
                .map(listing -> ledger.enqueue(productId, listing, trigger, priority))
                .toList();
    }
}
