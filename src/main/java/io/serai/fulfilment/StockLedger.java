package io.serai.fulfilment;

import io.serai.stock.Allocation;
import io.serai.stock.ShopFigure;
import io.serai.stock.StockLevel;
import io.serai.store.ReservationRepository;
import io.serai.store.ShopStockRepository;
import io.serai.store.ShopStockRepository.Aim;
import io.serai.store.ShopStockRepository.Shelf;
import io.serai.store.StockLevelRepository;
import io.serai.store.StockLevelRepository.Total;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Reckons what can be sold of a variant, and what each shop may therefore show (rule 16). The one place that says so: whatever
 * changes a figure locks the variants first, writes what it knows, and has them reckoned in the same transaction.
 */
@ApplicationScoped
public class StockLedger {

    private final StockLevelRepository levels;
    private final ReservationRepository reservations;
    private final ShopStockRepository shops;
    private final Clock clock;

    @Inject
    StockLedger(
            StockLevelRepository levels, ReservationRepository reservations, ShopStockRepository shops, Clock clock) {
        this.levels = levels;
        this.reservations = reservations;
        this.shops = shops;
        this.clock = clock;
    }

    /** What a shop did to its own figure of a variant: sold, below zero, or took back; zero for what it did and undid. */
    public record Own(String channelId, UUID variantId, BigDecimal quantity) {}

    /** Keeps everybody else from changing these variants' stock until the transaction ends. */
    public void lock(Collection<UUID> variantIds) {
        levels.lock(variantIds);
    }

    /**
     * Reckons locked variants anew.
     *
     * @param own what of the change the shops did themselves
     */
    public void reckon(Collection<UUID> variantIds, Collection<Own> own) {
        if (variantIds.isEmpty()) {
            return;
        }
        Map<UUID, Map<String, StockLevel>> counted = levels.levels(variantIds);
        Map<UUID, BigDecimal> promised = reservations.promised(variantIds);
        levels.show(counted.entrySet().stream()
                .map(variant -> total(variant.getKey(), variant.getValue(), promised.get(variant.getKey())))
                .toList());
        List<Aim> aims = new ArrayList<>();
        onEachChannel(shops.shelves(variantIds)).forEach(shelves -> {
            Shelf first = shelves.get(0);
            Map<String, StockLevel> there = counted.getOrDefault(first.variantId(), Map.of());
            List<Own> ownHere = own.stream()
                    .filter(change -> change.channelId().equals(first.place().channelId())
                            && change.variantId().equals(first.variantId()))
                    .toList();
            aims.addAll(aims(shelves, there, promised.get(first.variantId()), ownHere));
        });
        shops.aim(aims, clock.instant());
    }

    private static Total total(UUID variant, Map<String, StockLevel> counted, BigDecimal promised) {
        StockLevel all = counted.values().stream().reduce(StockLevel.NONE, StockLevel::plus);
        return new Total(
                variant, all.available().subtract(promised), all.reserved().add(promised), all.announced());
    }

    private static Collection<List<Shelf>> onEachChannel(List<Shelf> shelves) {
        Map<String, List<Shelf>> grouped = new LinkedHashMap<>();
        shelves.forEach(shelf -> grouped.computeIfAbsent(
                        shelf.place().channelId() + " " + shelf.variantId(), key -> new ArrayList<>())
                .add(shelf));
        return grouped.values();
    }

    /**
     * Places whose warehouses have never counted the variant say nothing: nobody knows that there is none of it. But what a place
     * was told it does not keep when its warehouses are another's, or it would be sold at both.
     */
    private static List<Aim> aims(
            List<Shelf> shelves, Map<String, StockLevel> counted, BigDecimal promised, List<Own> own) {
        List<Shelf> known = shelves.stream()
                .filter(shelf -> shelf.target() != null
                        || counted.keySet().stream().anyMatch(warehouse -> shows(shelf, warehouse)))
                .toList();
        if (counted.isEmpty() || known.isEmpty()) {
            return List.of();
        }
        List<BigDecimal> free =
                known.stream().map(shelf -> free(shelf, counted)).toList();
        BigDecimal kept = promised.add(known.get(0).buffer());
        List<BigDecimal> targets = Allocation.of(free, kept);
        BigDecimal ownQuantity = own.stream().map(Own::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
        List<BigDecimal> withoutOwn = Allocation.of(free, kept.add(ownQuantity));
        List<Aim> aims = new ArrayList<>();
        for (int i = 0; i < known.size(); i++) {
            aims.add(aim(known.get(i), targets.get(i), targets.get(i).subtract(withoutOwn.get(i)), !own.isEmpty()));
        }
        return aims;
    }

    /** @param hasMoved whether the shop has sold or put back any, at whichever place: it may show another figure than it is known to */
    private static Aim aim(Shelf shelf, BigDecimal target, BigDecimal own, boolean hasMoved) {
        if (shelf.figure() == null) {
            return new Aim(shelf, target, BigDecimal.ZERO, true, true);
        }
        ShopFigure figure = shelf.figure().aimedAt(target, own);
        return new Aim(shelf, target, figure.owed(), hasMoved || !figure.isRight(), hasMoved);
    }

    private static boolean shows(Shelf shelf, String warehouse) {
        return shelf.warehouses().map(mapped -> mapped.contains(warehouse)).orElse(true);
    }

    private static BigDecimal free(Shelf shelf, Map<String, StockLevel> counted) {
        return counted.entrySet().stream()
                .filter(warehouse -> shows(shelf, warehouse.getKey()))
                .map(warehouse -> warehouse.getValue().available())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
