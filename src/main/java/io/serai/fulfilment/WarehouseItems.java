package io.serai.fulfilment;

import static java.util.stream.Collectors.toSet;

import io.serai.channel.Channel;
import io.serai.listing.Lane;
import io.serai.listing.TenantOwnership;
import io.serai.merge.Listing;
import io.serai.platform.Resource;
import io.serai.platform.StockPage.Item;
import io.serai.platform.StockPage.Outbound;
import io.serai.store.ChannelRepository;
import io.serai.store.ChannelStates;
import io.serai.store.ListingRepository;
import io.serai.store.PendingReadRepository;
import io.serai.store.StockLevelRepository;
import io.serai.store.WarehouseItemRepository;
import io.serai.store.WarehouseItemRepository.OnChannel;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a warehouse keeps goods of. Those that have the SKU of just one variant of the hub are that variant: its product is
 * linked to the channel and read. All others are no products of the hub, until a variant gets their SKU.
 */
@ApplicationScoped
class WarehouseItems {

    private final WarehouseItemRepository items;
    private final StockLevelRepository levels;
    private final StockLedger ledger;
    private final ListingRepository listings;
    private final PendingReadRepository pendingReads;
    private final TenantOwnership ownership;
    private final ChannelRepository channels;
    private final ChannelStates states;
    private final Clock clock;

    @Inject
    WarehouseItems(
            WarehouseItemRepository items,
            StockLevelRepository levels,
            StockLedger ledger,
            ListingRepository listings,
            PendingReadRepository pendingReads,
            TenantOwnership ownership,
            ChannelRepository channels,
            ChannelStates states,
            Clock clock) {
        this.items = items;
        this.levels = levels;
        this.ledger = ledger;
        this.listings = listings;
        this.pendingReads = pendingReads;
        this.ownership = ownership;
        this.channels = channels;
        this.states = states;
        this.clock = clock;
    }

    /**
     * Takes in what was told of goods.
     *
     * @param isFull whether they are looked at even where nothing is news: the slow pass that trusts nothing
     */
    @Transactional(TxType.MANDATORY)
    void take(Channel channel, List<Item> told, boolean isFull) {
        if (told.isEmpty()) {
            return;
        }
        Map<String, String> alive = new TreeMap<>();
        told.stream().filter(item -> !item.isDeleted()).forEach(item -> alive.put(item.id(), item.sku()));
        items.put(channel.tenantId(), channel.id(), alive);
        items.gone(
                channel.id(),
                told.stream().filter(Item::isDeleted).map(Item::id).toList());
        Set<UUID> linked = levels.link(channel.tenantId(), told.size());
        Set<OnChannel> read = new LinkedHashSet<>(items.unlisted(linked));
        read.addAll(items.toRead(channel.id(), told, isFull));
        Set<UUID> locked = items.lockUnlisted(read, linked);
        ledger.reckon(linked, List.of());
        read(read, locked, isFull ? Lane.RECONCILE : Lane.LIVE);
    }

    /** Outbounds by the items they are about. A SKU that no item has is none of the hub's goods. */
    @Transactional(TxType.MANDATORY)
    List<Outbound> identified(Channel channel, List<Outbound> outbounds) {
        Set<String> skus = outbounds.stream()
                .flatMap(outbound -> outbound.skus().keySet().stream())
                .collect(toSet());
        if (skus.isEmpty()) {
            return outbounds;
        }
        Map<String, String> known = items.bySku(channel.id(), skus);
        return outbounds.stream()
                .map(outbound -> outbound.identified(sku -> Optional.ofNullable(known.get(sku))))
                .toList();
    }

    /** A pass over all goods that began then shows these. */
    @Transactional(TxType.MANDATORY)
    void seen(Channel channel, List<Item> told, Instant passBegunAt) {
        items.seen(
                channel.id(),
                told.stream().filter(item -> !item.isDeleted()).map(Item::id).toList(),
                passBegunAt);
    }

    /**
     * A pass over all goods that began then has shown them all. Whether the others are gone is asked of each by itself where a
     * variant is at stake.
     */
    @Transactional(TxType.MANDATORY)
    void allSeen(Channel channel, Instant passBegunAt) {
        Instant now = clock.instant();
        items.goneUnlinked(channel.id(), passBegunAt);
        items.unseen(channel.id(), passBegunAt)
                .forEach(place -> pendingReads.request(
                        channel.id(),
                        place.productId().toString(),
                        "the warehouse does not show it any more",
                        Lane.RECONCILE,
                        now,
                        now));
    }

    /**
     * Puts the products of variants that have just got goods on the channel.
     *
     * @param linked locked variants
     */
    @Transactional(TxType.MANDATORY)
    void list(Collection<UUID> linked) {
        List<OnChannel> places = items.unlisted(linked);
        read(places, places.stream().map(OnChannel::productId).collect(toSet()), Lane.LIVE);
    }

    /**
     * Nothing of a product is written there before it was read: every write begins with a look.
     *
     * @param locked the products that may be on no such channel yet
     */
    private void read(Collection<OnChannel> places, Set<UUID> locked, Lane lane) {
        Instant now = clock.instant();
        for (OnChannel place : places) {
            UUID product = place.productId();
            if (locked.contains(product)
                    && listings.find(product, place.channelId()).isEmpty()) {
                Channel channel = channels.find(place.channelId()).orElseThrow();
                listings.insert(
                        product,
                        Listing.begun(channel.id(), channel.platform(), product),
                        ownership.of(channel.tenantId()).revision());
            }
            pendingReads.request(place.channelId(), product.toString(), "the warehouse told of it", lane, now, now);
        }
    }

    /** All goods were told: from now on what differs is pushed. */
    @Transactional(TxType.MANDATORY)
    void readInFull(String channelId, Instant begunAt) {
        states.readInFull(channelId, begunAt);
        states.readWhole(channelId, Resource.PRODUCTS, begunAt);
    }
}
