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
        hub.cells().forEach((cell, stamped) -> {
            boolean written = ownership.access(cell.field(), listing.platform()).writes();
            if (written && (cell.variant() == null || cell.field() == Field.EXISTS || hub.exists(cell.variant()))) {
                desired.put(cell, cell.field() == Field.IMAGE_ORDER ? order(hub) : stamped.value());
            }
        });
        return desired;
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
