package io.serai.support;

import io.serai.channel.Platform;
import io.serai.listing.Difference;
import io.serai.merge.HubProduct;
import io.serai.merge.Listing;
import io.serai.merge.Observation;
import io.serai.merge.ObservedVariant;
import io.serai.merge.Shadow;
import io.serai.merge.Stamped;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import io.serai.provenance.Interval;
import io.serai.provenance.Origin;
import io.serai.provenance.Rule;
import io.serai.provenance.Stamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Products of the hub and what differs from them, put together for tests by hand. */
public final class HubProducts {

    private static final Instant THEN = Instant.parse("2026-11-01T08:00:00Z");
    private static final Stamp STAMP = new Stamp(Origin.NOLIMITS, null, Interval.at(THEN), THEN, Rule.ONLY_EDIT);

    private HubProducts() {}

    public static HubProduct empty() {
        return HubProduct.unset(UUID.randomUUID());
    }

    public static HubProduct with(HubProduct product, Field field, Value value) {
        return product.with(Cell.of(field), new Stamped(value, STAMP));
    }

    public static HubProduct with(HubProduct product, UUID variant, Field field, Value value) {
        return product.with(Cell.of(variant, field), new Stamped(value, STAMP));
    }

    /** @param options names and values in turn */
    public static HubProduct withVariant(
            HubProduct product, UUID variant, String sku, String price, String... options) {
        HubProduct with = with(product, variant, Field.EXISTS, Value.flag(true));
        with = with(with, variant, Field.SKU, Value.text(sku));
        with = with(with, variant, Field.NET_SALES_PRICE, Value.decimal(price));
        return with(with, variant, Field.OPTIONS, options(options));
    }

    public static Value options(String... pairs) {
        TreeMap<String, String> options = new TreeMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            options.put(pairs[i], pairs[i + 1]);
        }
        return Value.options(options);
    }

    /** What differs where the platform holds what was observed. */
    public static Difference difference(HubProduct hub, Listing listing) {
        Map<Cell, Value> cells = new HashMap<>();
        hub.cells().forEach((cell, stamped) -> {
            Value held = listing.at(cell).map(Shadow::held).orElse(null);
            boolean gone = cell.variant() != null
                    && !hub.exists(cell.variant())
                    && (cell.field() != Field.EXISTS
                            || listing.externalVariant(cell.variant()).isEmpty());
            if (!gone && (held == null || !cell.field().same(held, stamped.value()))) {
                cells.put(cell, stamped.value());
            }
        });
        return new Difference(hub, listing, cells);
    }

    /** The listing after an answer was taken: linked, its shadow as observed. Variants are found by their options. */
    public static Listing linked(HubProduct hub, Platform platform, Observation seen) {
        Map<String, UUID> ids = new HashMap<>();
        Listing listing = Listing.found("channel", platform, seen.externalId());
        for (Map.Entry<Field, Value> field : seen.fields().entrySet()) {
            listing = listing.with(Cell.of(field.getKey()), Shadow.of(field.getValue(), seen.version()));
        }
        for (ObservedVariant variant : seen.variants()) {
            for (UUID id : hub.variants()) {
                Value options = hub.value(Cell.of(id, Field.OPTIONS));
                Value there = variant.fields().get(Field.OPTIONS);
                if (!ids.containsValue(id) && there != null && Field.OPTIONS.same(options, there)) {
                    ids.put(variant.externalId(), id);
                    listing = listing.with(Cell.of(id, Field.EXISTS), Shadow.of(Value.flag(true), seen.version()));
                    for (Map.Entry<Field, Value> field : variant.fields().entrySet()) {
                        listing =
                                listing.with(Cell.of(id, field.getKey()), Shadow.of(field.getValue(), seen.version()));
                    }
                    break;
                }
            }
        }
        return listing.linkedTo(seen.externalId(), ids);
    }
}
