package io.serai.platform.jtlffn;

import io.serai.channel.Platform;
import io.serai.listing.Difference;
import io.serai.listing.PlannedCall;
import io.serai.platform.FieldPlace;
import io.serai.platform.PlatformAdapter;
import io.serai.product.Cell;
import io.serai.product.Field;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/** What Serai knows of JTL-FFN. It delivers nothing (fact 67): its goods are read with their stock. */
@ApplicationScoped
public class JtlAdapter implements PlatformAdapter {

    @Override
    public Platform platform() {
        return Platform.JTL;
    }

    @Override
    public boolean knowsShopsByDomain() {
        return false;
    }

    @Override
    public boolean keepsStock() {
        return true;
    }

    @Override
    public boolean hasCatalogue() {
        return false;
    }

    @Override
    public Optional<PlannedCall> plan(Difference difference, Map<String, String> settings) {
        return JtlPushPlanner.plan(difference);
    }

    /** No document tells of a lock on products. */
    @Override
    public boolean readsBeforeWrite() {
        return true;
    }

    /** What somebody edits there while Serai writes would be put back anyway, and a product may be hundreds of things there. */
    @Override
    public boolean readsBeforeEachWrite() {
        return false;
    }

    @Override
    public boolean leaves(Difference difference, Cell cell) {
        return JtlPushPlanner.leaves(difference, cell);
    }

    @Override
    public Map<Field, FieldPlace> places() {
        return JtlFields.PLACES;
    }
}
