package io.serai.merge;

import io.serai.merge.Observation.Source;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * An observation in the hub's terms (rule 12): the platform's variants are the hub's, a missing one is a removal.
 *
 * @param ids the hub's variant for every external id that is known now
 * @param images the platform's images in the hub's terms
 * @param shown the hub's variants that the observation shows
 * @param remade the hub's variants that somebody deleted there and made again, under new external ids
 * @param hasUnknown whether it shows a variant that cannot be told from another without reading the product
 */
record ObservedCells(
        Map<Cell, Value> cells,
        Map<String, UUID> ids,
        ObservedImages images,
        Set<UUID> shown,
        Set<UUID> remade,
        boolean hasUnknown) {

    /** @param adopted whether a variant that the hub does not know becomes one of its own; else it is no part of the product */
    static ObservedCells of(HubProduct hub, Listing listing, Observation observation, boolean stale, boolean adopted) {
        List<ObservedVariant> clear = observation.variants().stream()
                .filter(variant -> isClear(variant, listing, observation.source(), stale))
                .toList();
        boolean hasUnknown = clear.size() < observation.variants().size();
        boolean isComplete = observation.variantsComplete() && !hasUnknown;
        Map<String, UUID> matched =
                VariantMatching.match(hub, listing, clear, isComplete, observation.source() == Source.ANSWER, adopted);
        Set<UUID> shown = new HashSet<>(matched.values());
        Map<Cell, Value> cells = new TreeMap<>();
        observation.fields().forEach((field, value) -> cells.put(Cell.of(field), value));
        clear.stream()
                .filter(variant -> matched.containsKey(variant.externalId()))
                .forEach(variant -> putVariant(cells, matched.get(variant.externalId()), variant));
        if (isComplete) {
            expected(hub, listing, observation.source()).stream()
                    .filter(id -> !shown.contains(id))
                    .forEach(id -> cells.put(Cell.of(id, Field.EXISTS), Value.flag(false)));
        }
        ObservedImages images = ObservedImages.of(hub, listing, observation, stale);
        cells.putAll(images.cells());
        return new ObservedCells(
                cells, ids(listing, matched, shown), images, shown, remade(listing, matched), hasUnknown);
    }

    /**
     * A variant never seen before may be one of the hub's, which only its options tell; and in an old delivery it may be
     * one that is gone by now. Reading the product tells.
     */
    private static boolean isClear(ObservedVariant variant, Listing listing, Source source, boolean stale) {
        boolean isKnown = listing.variants().containsKey(variant.externalId());
        boolean tells = variant.fields().containsKey(Field.OPTIONS) && !stale;
        return isKnown || source != Source.DELIVERY || tells;
    }

    private static void putVariant(Map<Cell, Value> cells, UUID id, ObservedVariant variant) {
        cells.put(Cell.of(id, Field.EXISTS), Value.flag(true));
        variant.fields().forEach((field, value) -> cells.put(Cell.of(id, field), value));
    }

    /** The variants that a complete list would show if nobody had removed one. */
    private static Set<UUID> expected(HubProduct hub, Listing listing, Source source) {
        boolean isFirstLink = listing.shadow().isEmpty() && source != Source.ANSWER && listing.intent() == null;
        if (isFirstLink) {
            return hub.livingVariants();
        }
        return new TreeSet<>(listing.variants().values());
    }

    /** The removals after which the product would have no variant at all. */
    Set<Cell> lastVariants(HubProduct hub) {
        Set<UUID> remaining = hub.livingVariants();
        shown.stream().filter(variant -> !hub.variants().contains(variant)).forEach(remaining::add);
        Set<Cell> removed = new TreeSet<>();
        for (UUID variant : hub.livingVariants()) {
            Cell exists = Cell.of(variant, Field.EXISTS);
            if (Value.flag(false).equals(cells.get(exists))) {
                removed.add(exists);
                remaining.remove(variant);
            }
        }
        return remaining.isEmpty() ? removed : Set.of();
    }

    private static Set<UUID> remade(Listing listing, Map<String, UUID> matched) {
        Set<UUID> remade = new HashSet<>(listing.variants().values());
        remade.retainAll(matched.values());
        remade.removeIf(variant ->
                listing.externalVariant(variant).filter(matched::containsKey).isPresent());
        return remade;
    }

    /** What somebody deleted and made again has a new external id, and the old one is no more. */
    private static Map<String, UUID> ids(Listing listing, Map<String, UUID> matched, Set<UUID> shown) {
        Map<String, UUID> ids = new HashMap<>(listing.variants());
        ids.values().removeAll(shown);
        ids.putAll(matched);
        return ids;
    }
}
