package io.serai.fulfilment;

import static java.util.stream.Collectors.toSet;

import io.serai.config.StockConfig;
import io.serai.fulfilment.StockLedger.Own;
import io.serai.store.ChannelRepository;
import io.serai.store.ReservationRepository;
import io.serai.store.ReservationRepository.Recognised;
import io.serai.store.ShopStockRepository;
import io.serai.store.StockLevelRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Makes up for what happened between: goods that a variant came to later, promises that were taken over later, lines of orders
 * whose variant came later, places that were linked or mapped later, and figures whose shop's orders are all known by now. Each
 * step is one transaction and takes a part; what is left is for the next sweep.
 */
@ApplicationScoped
@Named("stockSweep")
public class StockSweep {

    /** So many variants are locked at once, and no more. */
    private static final int MANY = 500;

    private final ChannelRepository channels;
    private final StockLevelRepository levels;
    private final ReservationRepository reservations;
    private final ShopStockRepository shops;
    private final WarehouseItems goods;
    private final StockLedger ledger;
    private final StockConfig config;
    private final Clock clock;

    @Inject
    StockSweep(
            ChannelRepository channels,
            StockLevelRepository levels,
            ReservationRepository reservations,
            ShopStockRepository shops,
            WarehouseItems goods,
            StockLedger ledger,
            StockConfig config,
            Clock clock) {
        this.channels = channels;
        this.levels = levels;
        this.reservations = reservations;
        this.shops = shops;
        this.goods = goods;
        this.ledger = ledger;
        this.config = config;
        this.clock = clock;
    }

    /** The tenants that have any stock. */
    public List<String> tenants() {
        return levels.tenantsWithStock();
    }

    /** Goods of the tenant find their variants, and warehouses are left what they have taken over of its orders. */
    @Transactional
    public void handOver(String tenant) {
        levels.forgetSuperseded(tenant);
        Set<UUID> linked = levels.link(tenant, MANY);
        Set<UUID> variants = new HashSet<>(linked);
        variants.addAll(reservations.toRelease(tenant, MANY));
        if (!variants.isEmpty()) {
            ledger.lock(variants);
            goods.list(linked);
            reservations.release(variants);
            ledger.reckon(variants, List.of());
        }
    }

    /** The same for the tenant of a channel that was just read. */
    @Transactional
    public void handOverAfter(String channelId) {
        handOver(channels.find(channelId).orElseThrow().tenantId());
    }

    /** Lines of orders are told what they are about, now that the hub knows it; what has left is taken off its own count. */
    @Transactional
    public void recognise() {
        Set<Recognised> lines = reservations.recognised(MANY);
        if (lines.isEmpty()) {
            return;
        }
        Set<UUID> variants = lines.stream().map(Recognised::variantId).collect(toSet());
        ledger.lock(variants);
        List<Own> own = lines.stream()
                .map(line -> new Own(
                        line.channelId(),
                        line.variantId(),
                        reservations.recognise(line).negate()))
                .toList();
        Instant now = clock.instant();
        reservations
                .countOut(levels.countedInHub(variants))
                .forEach(left -> levels.countInHub(
                        left.tenantId(), left.variantId(), left.quantity().negate(), false, now));
        reservations.release(variants);
        ledger.reckon(variants, own);
    }

    /** Places that were never reckoned as they are now are reckoned. */
    @Transactional
    public void place() {
        Set<UUID> unplaced = shops.unreckoned(MANY);
        if (!unplaced.isEmpty()) {
            ledger.lock(unplaced);
            ledger.reckon(unplaced, List.of());
        }
    }

    /** Places that show nothing any more, and have been told so, are left alone. */
    @Transactional
    public void leave() {
        shops.leave(MANY);
    }

    /** Figures in which no sale can hide any more are raised, and those nobody has looked at for long are read. */
    @Transactional
    public void settle() {
        Instant now = clock.instant();
        shops.settle(now);
        shops.lookAgain(now.minus(config.fullEvery()), now, MANY);
    }
}
