package io.serai.fulfilment;

import io.serai.problem.Conflicting;
import io.serai.problem.Flaw;
import io.serai.problem.InvalidRequest;
import io.serai.problem.NotFound;
import io.serai.store.ProductRepository;
import io.serai.store.ReservationRepository;
import io.serai.store.StockLevelRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The tenant's own stock, which stands in for warehouses it has not got (rule 16): people count it, orders lower it. */
@ApplicationScoped
@Named("ownStock")
public class OwnStock {

    private final ProductRepository products;
    private final StockLevelRepository levels;
    private final ReservationRepository reservations;
    private final StockLedger ledger;
    private final Clock clock;

    @Inject
    OwnStock(
            ProductRepository products,
            StockLevelRepository levels,
            ReservationRepository reservations,
            StockLedger ledger,
            Clock clock) {
        this.products = products;
        this.levels = levels;
        this.reservations = reservations;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Somebody has counted the goods. What a disconnected channel had counted of them last is forgotten, and what has left is
     * in the count.
     *
     * @throws NotFound if there is no such product
     * @throws InvalidRequest naming each variant that the product has not got
     * @throws Conflicting if a warehouse counts one of them
     */
    @Transactional
    public void count(UUID productId, CountStock wish) {
        String tenant = products.tenantOf(productId).orElseThrow(() -> new NotFound("product"));
        Set<UUID> variants = wish.quantities().keySet();
        ledger.lock(variants);
        Set<UUID> there = levels.variantsOf(productId);
        List<Flaw> flaws = variants.stream()
                .filter(variant -> !there.contains(variant))
                .map(variant -> Flaw.at(
                        List.of("variants"),
                        "The product has no variant " + variant,
                        "Give one that GET of this path lists"))
                .toList();
        if (!flaws.isEmpty()) {
            throw new InvalidRequest(flaws);
        }
        levels.keeper(variants).ifPresent(channel -> {
            throw new Conflicting("A warehouse of the channel " + channel
                    + " counts these goods. Change the stock there, or disconnect the channel first");
        });
        Instant now = clock.instant();
        levels.forget(variants);
        wish.quantities().forEach((variant, quantity) -> levels.countInHub(tenant, variant, quantity, true, now));
        reservations.countAllThatLeft(variants);
        reservations.release(variants);
        ledger.reckon(variants, List.of());
    }
}
