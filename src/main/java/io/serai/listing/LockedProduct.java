package io.serai.listing;

import static java.util.Objects.requireNonNull;

import io.serai.merge.HubProduct;
import io.serai.merge.Listing;
import io.serai.ownership.FieldOwnership;
import java.util.List;
import java.util.Optional;

/**
 * A product with all its listings, locked until the transaction ends.
 *
 * @param tenant whose it is
 * @param ownership the rules in force for that tenant
 */
public record LockedProduct(String tenant, HubProduct hub, List<Listing> listings, FieldOwnership ownership) {

    public LockedProduct {
        requireNonNull(tenant, "tenant is null");
        requireNonNull(hub, "hub is null");
        requireNonNull(ownership, "ownership is null");
        listings = List.copyOf(listings);
    }

    /** Whether it is not stored yet. */
    public boolean isNew() {
        return hub.cells().isEmpty() && listings.isEmpty();
    }

    public Optional<Listing> on(String channel) {
        return listings.stream()
                .filter(listing -> listing.channel().equals(channel))
                .findFirst();
    }
}
