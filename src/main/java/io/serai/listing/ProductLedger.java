package io.serai.listing;

import static java.util.stream.Collectors.toSet;

import io.serai.channel.Channel;
import io.serai.config.PushConfig;
import io.serai.merge.HubProduct;
import io.serai.merge.Listing;
import io.serai.merge.MergeResult;
import io.serai.merge.Observation;
import io.serai.product.Cell;
import io.serai.product.Value;
import io.serai.provenance.Origin;
import io.serai.store.ChannelRepository;
import io.serai.store.ListingRepository;
import io.serai.store.ProductRepository;
import io.serai.store.ProductRepository.OwnedProduct;
import io.serai.store.QueueRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Writes down what was decided about a product: the hub's values, the listing's shadow, provenance, conflicts, the audit
 * and a queue row for every channel that now differs. All of it in the caller's transaction, under the product's row
 * lock.
 */
@ApplicationScoped
public class ProductLedger {

    private final ProductRepository products;
    private final ListingRepository listings;
    private final ChannelRepository channels;
    private final QueueRepository queue;
    private final ProductAudit audit;
    private final SyncStatuses statuses;
    private final TenantOwnership tenantOwnership;
    private final PushConfig config;
    private final Clock clock;

    @Inject
    ProductLedger(
            ProductRepository products,
            ListingRepository listings,
            ChannelRepository channels,
            QueueRepository queue,
            ProductAudit audit,
            SyncStatuses statuses,
            TenantOwnership tenantOwnership,
            PushConfig config,
            Clock clock) {
        this.products = products;
        this.listings = listings;
        this.channels = channels;
        this.queue = queue;
        this.audit = audit;
        this.statuses = statuses;
        this.tenantOwnership = tenantOwnership;
        this.config = config;
        this.clock = clock;
    }

    /** @return empty if there is no such product (any more) */
    @Transactional(TxType.MANDATORY)
    public Optional<LockedProduct> lock(UUID productId) {
        return products.lock(productId).map(this::withLockedListings);
    }

    /**
     * As {@link #lock}, the product with this id on the channel, also where it was removed there.
     *
     * @return empty if the hub knows of none
     */
    @Transactional(TxType.MANDATORY)
    public Optional<LockedProduct> lockListed(String channelId, String externalId) {
        return products.lockListed(channelId, externalId).map(this::withLockedListings);
    }

    /** The product as it is now, without a lock: good enough to see whether a closer look is worth it. */
    public Optional<LockedProduct> peek(UUID productId) {
        return products.find(productId).map(product -> withListings(product, listings.of(productId)));
    }

    /** A product that nobody has seen before; it is stored with the first {@link #write}. */
    public LockedProduct unseen(String tenant, UUID productId) {
        return new LockedProduct(tenant, HubProduct.unset(productId), List.of(), tenantOwnership.of(tenant));
    }

    /**
     * Writes a result down.
     *
     * @param before the product as it was locked
     * @return the product as it is now, still locked
     */
    @Transactional(TxType.MANDATORY)
    public LockedProduct write(LockedProduct before, MergeResult result, Trigger trigger) {
        return write(before, result, trigger, listing -> true);
    }

    /**
     * As {@link #write}, by a worker that pushes to the channel just now: it works out itself what is left there, and a new
     * row would forget the tries of its own.
     */
    @Transactional(TxType.MANDATORY)
    public LockedProduct writePushing(LockedProduct before, MergeResult result, Trigger trigger, String channel) {
        return write(before, result, trigger, listing -> !listing.channel().equals(channel));
    }

    private LockedProduct write(
            LockedProduct before, MergeResult result, Trigger trigger, Predicate<Listing> isToldByQueue) {
        saveHub(before, result.hub(), trigger);
        LockedProduct after = saved(before, result.hub(), result.listing(), result.seen());
        boolean otherConflicts = audit.decided(before, result, trigger);
        boolean isQueued = queueDifferences(before, after, trigger, isToldByQueue);
        boolean isChanged = !before.hub().cells().equals(after.hub().cells());
        if (isChanged || otherConflicts || isQueued || !sameListings(before, after)) {
            statuses.refresh(after.hub().id());
        }
        return after;
    }

    /** Whether the product is on the same channels with the same variants. */
    private static boolean sameListings(LockedProduct before, LockedProduct after) {
        return before.listings().size() == after.listings().size()
                && after.listings().stream().allMatch(listing -> before.on(listing.channel())
                        .filter(known -> known.state() == listing.state()
                                && known.variants().equals(listing.variants()))
                        .isPresent());
    }

    /** Writes a listing that changed without any value of the hub changing, such as an intent that opens. */
    @Transactional(TxType.MANDATORY)
    public LockedProduct writeListing(LockedProduct before, Listing listing) {
        return saved(before, before.hub(), listing, null);
    }

    /**
     * Lets channels that do not carry the product yet carry it, and queues its creation there (flow A).
     *
     * @param onlyOn ids of the channels
     */
    @Transactional(TxType.MANDATORY)
    public LockedProduct list(LockedProduct product, Collection<String> onlyOn, Trigger trigger) {
        return list(product, channel -> onlyOn.contains(channel.id()), trigger);
    }

    /** As {@link #list}, on every channel of the tenant that takes new products by itself. */
    @Transactional(TxType.MANDATORY)
    public LockedProduct listEverywhere(LockedProduct product, Trigger trigger) {
        return list(product, ProductLedger::takesNewProducts, trigger);
    }

    private LockedProduct list(LockedProduct product, Predicate<Channel> wanted, Trigger trigger) {
        List<Listing> all = new ArrayList<>(product.listings());
        channels.ofTenant(product.tenant()).stream()
                .filter(channel -> wanted.test(channel))
                .filter(channel -> product.on(channel.id()).isEmpty())
                .map(channel -> Listing.begun(
                        channel.id(), channel.platform(), product.hub().id()))
                .forEach(listing -> {
                    listings.insert(
                            product.hub().id(), listing, product.ownership().revision());
                    all.add(listing);
                });
        LockedProduct listed = new LockedProduct(product.tenant(), product.hub(), all, product.ownership());
        queueDifferences(listed, trigger);
        return listed;
    }

    /** The active channels of a tenant whose platform is none of these. */
    public Set<String> channelsWithout(String tenant, Collection<String> skippedPlatforms) {
        return channels.ofTenant(tenant).stream()
                .filter(Channel::isActive)
                .filter(channel -> !skippedPlatforms.contains(channel.platform().key()))
                .map(Channel::id)
                .collect(toSet());
    }

    /** Queues a push for every listing that differs from the hub. */
    @Transactional(TxType.MANDATORY)
    public void queueDifferences(LockedProduct product, Trigger trigger) {
        differences(product)
                .keySet()
                .forEach(channel -> add(product.hub().id(), product.on(channel).orElseThrow(), trigger, 0));
        statuses.refresh(product.hub().id());
    }

    /**
     * Where a look at a platform leaves what differs as it was, the row that there is goes on: were it to begin anew, what
     * is refused would never be given up while anybody edits the product.
     *
     * @return whether a row was added or begins anew
     */
    private boolean queueDifferences(
            LockedProduct before, LockedProduct after, Trigger trigger, Predicate<Listing> which) {
        UUID product = after.hub().id();
        Map<String, Map<Cell, Value>> known = differences(before);
        List<Listing> told = new ArrayList<>();
        differences(after).forEach((channel, difference) -> {
            Listing listing = after.on(channel).orElseThrow();
            boolean goesOn = trigger.origin() != Origin.NOLIMITS
                    && difference.equals(known.get(channel))
                    && queue.isQueued(product, channel);
            if (which.test(listing) && !goesOn) {
                told.add(listing);
            }
        });
        told.forEach(listing -> add(product, listing, trigger, 0));
        return !told.isEmpty();
    }

    /**
     * Queues a push to one channel where it differs from the hub and does not wait in the queue already.
     *
     * @return whether a row was added
     */
    @Transactional(TxType.MANDATORY)
    public boolean queueDifference(LockedProduct product, String channel, Trigger trigger) {
        UUID id = product.hub().id();
        if (!differs(product, channel) || queue.isQueued(id, channel)) {
            return false;
        }
        add(id, product.on(channel).orElseThrow(), trigger, 0);
        statuses.refresh(id);
        return true;
    }

    /** Whether the channel is to be told something of the product. */
    public static boolean differs(LockedProduct product, String channel) {
        return differences(product).containsKey(channel);
    }

    /** What differs, by channel; without those where nothing does. */
    private static Map<String, Map<Cell, Value>> differences(LockedProduct product) {
        Projection projection = new Projection(product.ownership());
        Map<String, Map<Cell, Value>> differences = new TreeMap<>();
        product.listings()
                .forEach(listing -> differences.put(
                        listing.channel(),
                        projection.difference(product.hub(), listing).cells()));
        differences.values().removeIf(Map::isEmpty);
        return differences;
    }

    /** Queues a push for one listing, whether it differs or not. */
    @Transactional(TxType.MANDATORY)
    public UUID enqueue(UUID productId, Listing listing, Trigger trigger, int priority) {
        UUID row = add(productId, listing, trigger, priority);
        statuses.refresh(productId);
        return row;
    }

    private UUID add(UUID productId, Listing listing, Trigger trigger, int priority) {
        return queue.enqueue(
                productId,
                listing.channel(),
                listing.platform(),
                trigger.lane(),
                priority,
                trigger.origin(),
                trigger.eventId(),
                clock.instant(),
                config.maxRetries());
    }

    private static boolean takesNewProducts(Channel channel) {
        return channel.isActive()
                && channel.state().mustReadSince() == null
                && !"false".equals(channel.settings().get("createProducts"));
    }

    private LockedProduct withLockedListings(OwnedProduct product) {
        return withListings(product, listings.lockedFor(product.hub().id()));
    }

    private LockedProduct withListings(OwnedProduct product, List<Listing> of) {
        return new LockedProduct(product.tenant().id(), product.hub(), of, tenantOwnership.rules(product.tenant()));
    }

    private void saveHub(LockedProduct before, HubProduct after, Trigger trigger) {
        if (before.isNew()) {
            products.insert(before.tenant(), after, currency(before.tenant()));
        } else {
            products.save(before.hub(), after, trigger.origin());
        }
    }

    private String currency(String tenant) {
        return channels.ofTenant(tenant).stream()
                .map(channel -> channel.shop().currency())
                .filter(currency -> currency != null)
                .findFirst()
                .orElse(null);
    }

    private LockedProduct saved(LockedProduct before, HubProduct hub, Listing after, Observation seen) {
        if (after == null) {
            return new LockedProduct(before.tenant(), hub, before.listings(), before.ownership());
        }
        UUID product = hub.id();
        before.on(after.channel())
                .ifPresentOrElse(
                        known -> {
                            listings.save(product, known, after, seen);
                            audit.variantsGone(hub, known, after);
                        },
                        () -> {
                            listings.insert(product, after, before.ownership().revision());
                            listings.save(product, after, after, seen);
                        });
        List<Listing> now = new ArrayList<>(before.listings());
        now.removeIf(listing -> listing.channel().equals(after.channel()));
        now.add(after);
        return new LockedProduct(before.tenant(), hub, now, before.ownership());
    }
}
