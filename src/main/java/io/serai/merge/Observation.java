package io.serai.merge;

import static java.util.Objects.requireNonNull;

import io.serai.product.Field;
import io.serai.product.Value;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was seen of a product on a platform, in the hub's words. A field that is not in it was not seen, and so was not
 * edited (rule 2).
 *
 * @param version when the platform says the product last changed, by the platform's own clock
 * @param receivedAt when Serai received it, by Serai's clock
 * @param generation the listing's generation when the read began; only a {@link Source#READ} has one that matters
 * @param variantsComplete whether {@code variants} are all there are; only then a missing one was removed
 * @param variantIds the platform's ids of all variants there are, where it names them; otherwise null
 * @param images all of the product's images in their order; null where they were not seen, or not all of them
 * @param platformData what Serai keeps of the platform besides (D13), such as a handle
 */
public record Observation(
        Source source,
        String externalId,
        Instant version,
        Instant receivedAt,
        long generation,
        Map<Field, Value> fields,
        List<ObservedVariant> variants,
        boolean variantsComplete,
        Set<String> variantIds,
        List<ObservedImage> images,
        Map<String, String> platformData) {

    /** How an observation came. */
    public enum Source {
        /** Sent by the platform: late, repeated, out of order, lost. */
        DELIVERY,
        /** Read by Serai itself: it is the state, whatever its version says (rule 3). */
        READ,
        /** What the platform answered to Serai's own write. */
        ANSWER
    }

    public Observation {
        requireNonNull(source, "source is null");
        requireNonNull(externalId, "externalId is null");
        requireNonNull(version, "version is null");
        requireNonNull(receivedAt, "receivedAt is null");
        fields = fields.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(fields));
        variants = List.copyOf(variants);
        variantIds = variantIds == null ? null : Set.copyOf(variantIds);
        images = images == null ? null : List.copyOf(images);
        platformData = Map.copyOf(platformData);
    }

    /** An observation that shows no images and names no variants. */
    public Observation(
            Source source,
            String externalId,
            Instant version,
            Instant receivedAt,
            long generation,
            Map<Field, Value> fields,
            List<ObservedVariant> variants,
            boolean variantsComplete,
            Map<String, String> platformData) {
        this(
                source,
                externalId,
                version,
                receivedAt,
                generation,
                fields,
                variants,
                variantsComplete,
                null,
                null,
                platformData);
    }

    /** The same, as it came another way. */
    public Observation as(Source other, long begunIn) {
        return copy(other, begunIn, variantsComplete);
    }

    /** The same, where there are more variants than these. */
    public Observation ofSomeVariants() {
        return copy(source, generation, false);
    }

    /** The same without these variants, which belong to another product. */
    public Observation without(Set<String> externalVariants) {
        List<ObservedVariant> others = variants.stream()
                .filter(variant -> !externalVariants.contains(variant.externalId()))
                .toList();
        return copy(source, generation, others, variantsComplete);
    }

    private Observation copy(Source from, long begunIn, boolean isComplete) {
        return copy(from, begunIn, variants, isComplete);
    }

    private Observation copy(Source from, long begunIn, List<ObservedVariant> shown, boolean isComplete) {
        return new Observation(
                from,
                externalId,
                version,
                receivedAt,
                begunIn,
                fields,
                shown,
                isComplete,
                variantIds,
                images,
                platformData);
    }
}
