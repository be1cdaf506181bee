package io.serai.listing;

import io.serai.merge.HubProduct;
import io.serai.merge.Listing;
import io.serai.merge.Listing.State;
import io.serai.merge.Shadow;
import io.serai.ownership.FieldOwnership;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** What a channel should hold of a product, and what of it differs from what it is known to hold. Pure. */
public final class Projection {

    private final FieldOwnership ownership;

    public Projection(FieldOwnership ownership) {
        this.ownership = ownership;
    }

    /** The hub's value of every cell that Serai writes on this listing's platform. */
    public Map<Cell, Value> desired(HubProduct hub, Listing listing) {
        Map<Cell, Value> desired = new TreeMap<>();
        Set<UUID> living = hub.livingVariants();
        hub.variants().stream()
                .filter(variant -> !hasPlace(hub, listing, variant))
                .forEach(living::remove);
        hub.cells().forEach((cell, stamped) -> {
            Field field = cell.field();
            if (!ownership.access(field, listing.platform()).writes()) {
                return;
            }
            if (cell.variant() == null && ownership.isOfVariants(field, listing.platform())) {
                living.forEach(variant -> desired.put(Cell.of(variant, field), hub.value(Cell.of(variant, field))));
            } else if (cell.variant() == null || living.contains(cell.variant()) || isTombstone(hub, cell)) {
                desired.put(cell, field == Field.IMAGE_ORDER ? order(hub) : stamped.value());
            }
        });
        return desired;
    }

    private static boolean isTombstone(HubProduct hub, Cell cell) {
        return cell.field() == Field.EXISTS && !hub.exists(cell.variant());
    }

    /** Where nothing stands above variants each is known by its SKU: one without has no place there. */
    private static boolean hasPlace(HubProduct hub, Listing listing, UUID variant) {
        return listing.platform().groupsVariants()
                || listing.externalVariant(variant).isPresent()
                || !Field.SKU.same(hub.value(Cell.of(variant, Field.SKU)), Value.NONE);
    }

    /** Set and order are edited one by one; a platform has an order of exactly the images it shows. */
    private static Value order(HubProduct hub) {
        return Value.sequence(hub.imagesInOrder());
    }

    /** Empty where nothing is to be sent: in sync, removed there, or withheld until a person decides. */
    public Difference difference(HubProduct hub, Listing listing) {
        if (listing.state() == State.REMOVED) {
            return new Difference(hub, listing, Map.of());
        }
        Map<Cell, Value> cells = new TreeMap<>(desired(hub, listing));
        cells.entrySet().removeIf(entry -> isSettled(entry.getKey(), entry.getValue(), listing));
        return new Difference(hub, listing, cells);
    }

    private static boolean isSettled(Cell cell, Value value, Listing listing) {
        if (cell.variant() != null && isVariantWithheld(cell.variant(), listing)) {
            return true;
        }
        Shadow shadow = listing.at(cell).orElse(null);
        if (shadow == null) {
            boolean neverThere = cell.field() == Field.EXISTS && value.equals(Value.flag(false));
            return cell.field().same(value, Value.NONE) || neverThere;
        }
        return shadow.withheld() || shadow.standsFor(cell.field(), value);
    }

    private static boolean isVariantWithheld(UUID variant, Listing listing) {
        return listing.at(Cell.of(variant, Field.EXISTS))
                .filter(Shadow::withheld)
                .isPresent();
    }
}
