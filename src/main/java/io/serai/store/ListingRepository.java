package io.serai.store;

import io.serai.merge.Listing;
import io.serai.merge.Observation;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Where products are on channels, and what is known to be there. Writes belong under the product's lock. */
@ApplicationScoped
public class ListingRepository {

    /**
     * A variant of the hub found by an id of a platform.
     *
     * @param externalProductId the product's id there
     */
    public record LinkedVariant(UUID productId, UUID variantId, String externalProductId) {}

    private final Jdbi jdbi;

    public ListingRepository(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Every listing of the product with its open intent, by channel id, locked until the transaction ends. */
    public List<Listing> lockedFor(UUID productId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        ListingRow.SELECT + "WHERE l.product_id = :product ORDER BY l.channel_id FOR UPDATE OF l")
                .bind("product", productId)
                .map((row, context) -> ListingRow.read(row))
                .list());
    }

    /** Every listing of the product, as {@link #lockedFor}, without a lock. */
    public List<Listing> of(UUID productId) {
        return jdbi.withHandle(
                handle -> handle.createQuery(ListingRow.SELECT + "WHERE l.product_id = :product ORDER BY l.channel_id")
                        .bind("product", productId)
                        .map((row, context) -> ListingRow.read(row))
                        .list());
    }

    public Optional<Listing> find(UUID productId, String channelId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        ListingRow.SELECT + "WHERE l.product_id = :product AND l.channel_id = :channel")
                .bind("product", productId)
                .bind("channel", channelId)
                .map((row, context) -> ListingRow.read(row))
                .findOne());
    }

    /** The product with this id on the channel, also where it was removed there. */
    public Optional<UUID> byExternalId(String channelId, String externalId) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT product_id FROM control.listings
                        WHERE channel_id = :channel AND external_id = :externalId
                        """)
                .bind("channel", channelId)
                .bind("externalId", externalId)
                .mapTo(UUID.class)
                .findOne());
    }

    /** The generations of these listings by their ids on the channel; an id the hub does not know is left out. */
    public Map<String, Long> generations(String channelId, Collection<String> externalIds) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT external_id, generation FROM control.listings
                        WHERE channel_id = :channel AND external_id = ANY (CAST(:ids AS text[]))
                        """)
                .bind("channel", channelId)
                .bindArray("ids", String.class, externalIds.toArray())
                .map((row, context) -> Map.entry(row.getString("external_id"), row.getLong("generation")))
                .collectToMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    public Optional<LinkedVariant> byExternalVariant(String channelId, String externalVariantId) {
        return variant(channelId, "external_variant_id = :id", externalVariantId);
    }

    /** The hub's variants of these of a channel's, by the channel's ids; what is linked to nothing is left out. */
    public Map<String, UUID> byExternalVariants(String channelId, Collection<String> externalVariantIds) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT external_variant_id, variant_id FROM control.listing_variants
                        WHERE channel_id = :channel AND external_variant_id = ANY (CAST(:variants AS text[]))
                        """)
                .bind("channel", channelId)
                .bindArray("variants", String.class, externalVariantIds.toArray())
                .reduceRows(new HashMap<>(), (found, row) -> {
                    found.put(
                            row.getColumn("external_variant_id", String.class),
                            row.getColumn("variant_id", UUID.class));
                    return found;
                }));
    }

    public Optional<LinkedVariant> byInventoryItem(String channelId, String inventoryItemId) {
        return variant(channelId, "inventory_item_id = :id", inventoryItemId);
    }

    private Optional<LinkedVariant> variant(String channelId, String where, String id) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        """
                        SELECT product_id, variant_id, external_product_id FROM control.listing_variants
                        WHERE channel_id = :channel AND"""
                                + " " + where + " LIMIT 1")
                .bind("channel", channelId)
                .bind("id", id)
                .map((row, context) -> new LinkedVariant(
                        row.getObject("product_id", UUID.class),
                        row.getObject("variant_id", UUID.class),
                        row.getString("external_product_id")))
                .findOne());
    }

    /** @param ownershipRevision of the rules it was linked by */
    public void insert(UUID productId, Listing listing, int ownershipRevision) {
        jdbi.useHandle(handle -> new ListingWriter(handle, productId).insert(listing, ownershipRevision));
    }

    /**
     * Writes what differs, but for the intent: that is {@link IntentRepository}'s.
     *
     * @param seen what the platform tells besides the fields is kept, over what it told before (D13); null if it was not
     *     seen just now
     */
    public void save(UUID productId, Listing before, Listing after, Observation seen) {
        if (seen != null || !before.equals(after)) {
            jdbi.useHandle(handle -> new ListingWriter(handle, productId).update(before, after, seen));
        }
    }

    public void pushed(UUID productId, String channelId, Instant at, int ownershipRevision) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        """
                        UPDATE control.listings SET last_pushed_at = :at, ownership_revision = :revision
                        WHERE product_id = :product AND channel_id = :channel
                        """)
                .bind("product", productId)
                .bind("channel", channelId)
                .bind("at", at)
                .bind("revision", ownershipRevision)
                .execute());
    }

    /** Whoever sees an id for the first time comes alone until the transaction ends; two sightings are one product. */
    public void lockExternalId(String channelId, String externalId) {
        jdbi.useHandle(handle -> handle.createQuery("SELECT pg_advisory_xact_lock(hashtextextended(:id, 0))::text")
                .bind("id", channelId + " " + externalId)
                .mapTo(String.class)
                .list());
    }

    /**
     * Whether a product may just be coming into being there under an id that Serai does not know yet (rule 5). No such
     * intent is closed before the caller's transaction ends: what is parked because of it is there to be freed then.
     */
    public boolean hasOpenCreate(String channelId) {
        return !jdbi.withHandle(handle -> handle.createQuery(
                                """
                        SELECT id FROM control.push_intents
                        WHERE channel_id = :channel AND closed_at IS NULL AND creates
                        FOR SHARE
                        """)
                        .bind("channel", channelId)
                        .mapTo(String.class)
                        .list())
                .isEmpty();
    }
}
