package io.serai.merge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Says which variant of the hub an observed one is: by external id, then by option values, then by a SKU that is unique
 * within the product on both sides (rule 12). A blank or doubled SKU never links.
 */
final class VariantMatching {

    private final Listing listing;
    private final HubProduct hub;
    private final List<ObservedVariant> observed;
    private final Map<String, UUID> matched = new LinkedHashMap<>();
    private final Set<UUID> free;

    private VariantMatching(HubProduct hub, Listing listing, List<ObservedVariant> observed) {
        this.hub = hub;
        this.listing = listing;
        this.observed = observed;
        this.free = hub.livingVariants();
        free.removeAll(listing.variants().values());
    }

    /** @return the hub's variant for every observed external id; a new one for what the hub does not know */
    static Map<String, UUID> match(HubProduct hub, Listing listing, List<ObservedVariant> observed) {
        VariantMatching matching = new VariantMatching(hub, listing, observed);
        matching.byExternalId();
        matching.byUnique(Field.OPTIONS);
        matching.byUnique(Field.SKU);
        matching.asNew();
        return matching.matched;
    }

    private void byExternalId() {
        observed.forEach(variant -> {
            UUID known = listing.variants().get(variant.externalId());
            if (known != null) {
                matched.put(variant.externalId(), known);
            }
        });
    }

    private void byUnique(Field field) {
        for (ObservedVariant variant : observed) {
            Value value = variant.fields().get(field);
            if (matched.containsKey(variant.externalId()) || value == null || value.isNone()) {
                continue;
            }
            List<UUID> candidates = free.stream()
                    .filter(id -> field.same(hub.value(Cell.of(id, field)), value))
                    .toList();
            if (candidates.size() == 1 && isUniqueAmongObserved(field, value)) {
                matched.put(variant.externalId(), candidates.get(0));
                free.remove(candidates.get(0));
            }
        }
    }

    private boolean isUniqueAmongObserved(Field field, Value value) {
        return observed.stream()
                        .map(variant -> variant.fields().get(field))
                        .filter(Objects::nonNull)
                        .filter(other -> field.same(other, value))
                        .count()
                == 1;
    }

    private void asNew() {
        observed.forEach(variant -> matched.computeIfAbsent(
                variant.externalId(), id -> UUID.nameUUIDFromBytes((listing.channel() + "/" + id).getBytes(UTF_8))));
    }
}
