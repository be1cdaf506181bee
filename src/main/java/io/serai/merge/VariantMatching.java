package io.serai.merge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiPredicate;

/**
 * Says which variant of the hub an observed one is: by external id, then by option values, then by SKU, both unique
 * within the product on both sides (rule 12). A blank or doubled SKU never links. What Serai is making there just now is
 * found also among several of the same options, for what is not found is made again.
 */
final class VariantMatching {

    /** Ids of platforms are numbers, the older ones lower. */
    private static final Comparator<ObservedVariant> BY_EXTERNAL_ID = Comparator.comparing(
                    (ObservedVariant variant) -> variant.externalId().length())
            .thenComparing(ObservedVariant::externalId);

    private final Listing listing;
    private final HubProduct hub;
    private final List<ObservedVariant> observed;
    private final Map<String, UUID> matched = new LinkedHashMap<>();
    private final Set<UUID> made;
    private final Set<UUID> living;
    private final Set<UUID> free;

    private VariantMatching(HubProduct hub, Listing listing, List<ObservedVariant> observed) {
        this.hub = hub;
        this.listing = listing;
        this.observed = observed;
        this.made = made(listing.intent());
        this.living = hub.livingVariants();
        this.free = new TreeSet<>(living);
        this.free.addAll(made);
    }

    /** What Serai is making there just now is known there even if the hub has dropped it since. */
    private static Set<UUID> made(Intent intent) {
        Set<UUID> made = new TreeSet<>();
        if (intent != null) {
            intent.meant().forEach((cell, value) -> {
                if (cell.field() == Field.EXISTS && value.equals(Value.flag(true))) {
                    made.add(cell.variant());
                }
            });
        }
        return made;
    }

    private Value known(Cell cell) {
        Value meant = listing.intent() == null ? null : listing.intent().meant().get(cell);
        return meant == null ? hub.value(cell) : meant;
    }

    /**
     * @param complete whether these are all there are: then a known id that is missing is gone, and its variant may have
     *     been made again under another
     * @param answered whether the platform shows them in answer to Serai's own write
     * @param adopted whether what the hub does not know becomes a new variant of it; else it is left out
     * @return the hub's variant for every observed external id
     */
    static Map<String, UUID> match(
            HubProduct hub,
            Listing listing,
            List<ObservedVariant> observed,
            boolean complete,
            boolean answered,
            boolean adopted) {
        VariantMatching matching = new VariantMatching(hub, listing, observed);
        if (!complete) {
            matching.free.removeAll(listing.variants().values());
        }
        matching.byExternalId();
        matching.byUnique(Field.OPTIONS, matching.made);
        matching.madeAmongSeveral(matching::sharesSku);
        matching.madeAmongSeveral((id, variant) -> true);
        matching.byUnique(Field.OPTIONS, matching.living);
        matching.byUnique(Field.SKU, matching.living);
        if (answered) {
            matching.lastMade();
        }
        if (adopted) {
            matching.asNew();
        }
        return matching.matched;
    }

    private void byExternalId() {
        observed.forEach(variant -> {
            UUID known = listing.variants().get(variant.externalId());
            if (known != null) {
                matched.put(variant.externalId(), known);
                free.remove(known);
            }
        });
    }

    private void byUnique(Field field, Set<UUID> variants) {
        Map<Value, List<UUID>> ours =
                variants.stream().collect(groupingBy(id -> field.meaning(known(Cell.of(id, field)))));
        Map<Value, Long> shown = observed.stream()
                .map(variant -> variant.fields().get(field))
                .filter(Objects::nonNull)
                .collect(groupingBy(field::meaning, counting()));
        for (ObservedVariant variant : observed) {
            Value value = variant.fields().get(field);
            if (matched.containsKey(variant.externalId()) || !tells(field, value)) {
                continue;
            }
            List<UUID> candidates = ours.getOrDefault(field.meaning(value), List.of());
            boolean isOnlyOne = candidates.size() == 1 && shown.get(field.meaning(value)) == 1;
            if (isOnlyOne && free.remove(candidates.get(0))) {
                matched.put(variant.externalId(), candidates.get(0));
            }
        }
    }

    /**
     * Two of the hub's variants can have the same options when two shops were edited at once. Which of the equal ones in the
     * shop is then whose matters less than that each made one has its own.
     */
    private void madeAmongSeveral(BiPredicate<UUID, ObservedVariant> fits) {
        Map<Value, List<ObservedVariant>> unmatched = observed.stream()
                .filter(variant -> !matched.containsKey(variant.externalId()))
                .filter(variant -> tells(Field.OPTIONS, variant.fields().get(Field.OPTIONS)))
                .sorted(BY_EXTERNAL_ID)
                .collect(groupingBy(
                        variant -> Field.OPTIONS.meaning(variant.fields().get(Field.OPTIONS))));
        made.stream().filter(free::contains).toList().forEach(id -> {
            List<ObservedVariant> equal =
                    unmatched.getOrDefault(Field.OPTIONS.meaning(known(Cell.of(id, Field.OPTIONS))), List.of());
            equal.stream().filter(variant -> fits.test(id, variant)).findFirst().ifPresent(variant -> {
                equal.remove(variant);
                free.remove(id);
                matched.put(variant.externalId(), id);
            });
        });
    }

    /**
     * A platform may spell options its own way: those that are left over in its answer are those that were made, in the
     * order in which they were sent.
     */
    private void lastMade() {
        List<UUID> missing = made.stream().filter(free::contains).toList();
        List<ObservedVariant> unknown = observed.stream()
                .filter(variant -> !matched.containsKey(variant.externalId()))
                .sorted(BY_EXTERNAL_ID)
                .toList();
        if (missing.size() == unknown.size()) {
            for (int i = 0; i < missing.size(); i++) {
                free.remove(missing.get(i));
                matched.put(unknown.get(i).externalId(), missing.get(i));
            }
        }
    }

    private boolean sharesSku(UUID id, ObservedVariant variant) {
        Value sku = variant.fields().get(Field.SKU);
        return sku != null && Field.SKU.same(sku, known(Cell.of(id, Field.SKU)));
    }

    /** No options are what the only variant of a simple product is known by; no SKU says nothing. */
    private static boolean tells(Field field, Value value) {
        return value != null && (field == Field.OPTIONS || !field.same(value, Value.NONE));
    }

    private void asNew() {
        observed.forEach(variant -> matched.computeIfAbsent(variant.externalId(), this::newId));
    }

    /** The same for the same external id, so that what a platform restores is what it was. */
    private UUID newId(String externalId) {
        return UUID.nameUUIDFromBytes((hub.id() + "/" + listing.channel() + "/" + externalId).getBytes(UTF_8));
    }
}
