package io.serai.listing;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.serai.channel.Channel;
import io.serai.merge.HubProduct;
import io.serai.merge.Merge;
import io.serai.merge.MergeResult;
import io.serai.problem.InvalidRequest;
import io.serai.problem.NotFound;
import io.serai.problem.PreconditionFailed;
import io.serai.product.Cell;
import io.serai.product.CreateProduct;
import io.serai.product.Field;
import io.serai.product.NewVariant;
import io.serai.product.ProductPatch;
import io.serai.product.Value;
import io.serai.product.VariantPatch;
import io.serai.provenance.Origin;
import io.serai.provenance.Rule;
import io.serai.store.ChannelRepository;
import io.serai.store.ProductRepository;
import io.serai.store.StockLevelRepository;
import io.serai.store.StockLevelRepository.Total;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** Edits made in the hub itself (flow B, D16). */
@ApplicationScoped
@Named("productEdits")
public class ProductEdits {

    private final ProductLedger ledger;
    private final ProductRepository products;
    private final StockLevelRepository stock;
    private final ChannelRepository channels;
    private final Clock clock;

    @Inject
    ProductEdits(
            ProductLedger ledger,
            ProductRepository products,
            StockLevelRepository stock,
            ChannelRepository channels,
            Clock clock) {
        this.ledger = ledger;
        this.products = products;
        this.stock = stock;
        this.channels = channels;
        this.clock = clock;
    }

    /**
     * Creates a product in the hub and queues its creation in the channels.
     *
     * @param caller who asks, for the audit
     * @return the hub's id
     * @throws InvalidRequest if it names a channel that is not the tenant's
     */
    @Transactional
    public UUID create(CreateProduct wish, String caller) {
        return createFor(wish, Trigger.live(Origin.NOLIMITS, caller));
    }

    /** As {@link #create}, for whatever has set it in motion. */
    @Transactional
    public UUID createFor(CreateProduct wish, Trigger trigger) {
        wish.requireChannels(
                channels.ofTenant(wish.tenant()).stream().map(Channel::id).collect(toSet()));
        UUID id = UUID.randomUUID();
        Map<Cell, Value> cells = new TreeMap<>();
        wish.fields().forEach((field, value) -> cells.put(Cell.of(field), value));
        cells.putIfAbsent(Cell.of(Field.IS_ACTIVE), Value.flag(true));
        Map<UUID, BigDecimal> quantities = new HashMap<>();
        for (NewVariant variant : wish.variants()) {
            UUID variantId = UUID.randomUUID();
            if (variant.quantity() != null) {
                quantities.put(variantId, variant.quantity());
            }
            cells.putAll(cells(variantId, variant.fields()));
            cells.putAll(newVariant(variantId, variant.fields()));
        }
        GivenImages given = GivenImages.of(HubProduct.unset(id), cells);
        MergeResult created = merge(wish.tenant())
                .resolve(HubProduct.unset(id).knowing(given.files()), given.cells(), clock.instant(), Rule.CREATED);
        LockedProduct stored = ledger.write(ledger.unseen(wish.tenant(), id), created, trigger);
        count(wish.tenant(), quantities);
        if (wish.channels() == null) {
            ledger.listEverywhere(stored, trigger);
        } else {
            ledger.list(stored, wish.channels(), trigger);
        }
        return id;
    }

    /** Rule 16: as long as no warehouse counts a variant, the tenant's own stock does. Nobody has bought any of it yet. */
    private void count(String tenant, Map<UUID, BigDecimal> quantities) {
        if (quantities.isEmpty()) {
            return;
        }
        quantities.forEach((variant, quantity) -> stock.countInHub(tenant, variant, quantity, true, clock.instant()));
        stock.show(quantities.entrySet().stream()
                .map(counted -> new Total(counted.getKey(), counted.getValue(), BigDecimal.ZERO, BigDecimal.ZERO))
                .toList());
    }

    /**
     * Changes what the patch names.
     *
     * @param expectedVersion the version the person edited, null if they accept any
     * @throws NotFound if there is no such product, or no such variant of it
     * @throws InvalidRequest if two of its variants would have the same options, or different ones, or none would be left
     * @throws PreconditionFailed if somebody changed the product since
     */
    @Transactional
    public void patch(UUID productId, Long expectedVersion, ProductPatch patch, String caller) {
        LockedProduct product = ledger.lock(productId).orElseThrow(() -> new NotFound("product"));
        long version = products.version(productId).orElseThrow();
        if (expectedVersion != null && expectedVersion != version) {
            throw new PreconditionFailed("The product is at version " + version + " now; read it and decide again");
        }
        patch(product, patch, Trigger.live(Origin.NOLIMITS, caller));
    }

    /** As {@link #patch}, whatever the version, for whatever has set it in motion. */
    @Transactional
    public void patchFor(UUID productId, ProductPatch patch, Trigger trigger) {
        patch(ledger.lock(productId).orElseThrow(() -> new NotFound("product")), patch, trigger);
    }

    private void patch(LockedProduct product, ProductPatch patch, Trigger trigger) {
        GivenImages given = GivenImages.of(product.hub(), cells(product.hub(), patch));
        MergeResult edited = new Merge(product.ownership())
                .edit(product.hub().knowing(given.files()), given.cells(), Origin.NOLIMITS, clock.instant());
        ledger.write(product, edited, trigger);
    }

    private Map<Cell, Value> cells(HubProduct hub, ProductPatch patch) {
        Map<Cell, Value> cells = new TreeMap<>();
        patch.fields().forEach((field, value) -> cells.put(Cell.of(field), value));
        if (!patch.onlyVariant().isEmpty()) {
            Set<UUID> living = hub.livingVariants();
            if (living.size() != 1) {
                throw patch.severalVariants();
            }
            cells.putAll(cells(living.iterator().next(), patch.onlyVariant()));
        }
        Set<UUID> known = new TreeSet<>(hub.livingVariants());
        for (VariantPatch variant : patch.variants()) {
            UUID id = variant.id() == null ? UUID.randomUUID() : variant.id();
            if (variant.id() != null && !known.contains(id)) {
                throw new NotFound("variant");
            }
            cells.putAll(cells(id, variant.fields()));
            if (variant.id() == null) {
                cells.putAll(newVariant(id, variant.fields()));
            }
        }
        patch.requireAVariant(hub.livingVariants());
        Map<UUID, Value> options = known.stream().collect(toMap(id -> id, id -> hub.value(Cell.of(id, Field.OPTIONS))));
        patch.requireSameOptions(options);
        patch.requireDistinctOptions(options);
        patch.requirePrices(
                known.stream().collect(toMap(id -> id, id -> hub.value(Cell.of(id, Field.NET_SALES_PRICE)))));
        return cells;
    }

    private static Map<Cell, Value> cells(UUID variant, Map<Field, Value> fields) {
        Map<Cell, Value> cells = new TreeMap<>();
        fields.forEach((field, value) -> cells.put(Cell.of(variant, field), value));
        return cells;
    }

    /** What every variant has from the start. */
    private static Map<Cell, Value> newVariant(UUID variant, Map<Field, Value> given) {
        Map<Cell, Value> cells = new TreeMap<>();
        cells.put(Cell.of(variant, Field.EXISTS), Value.flag(true));
        cells.put(Cell.of(variant, Field.OPTIONS), given.getOrDefault(Field.OPTIONS, Value.options(new TreeMap<>())));
        return cells;
    }

    private Merge merge(String tenant) {
        return new Merge(ledger.unseen(tenant, UUID.randomUUID()).ownership());
    }
}
