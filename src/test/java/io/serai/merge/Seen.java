package io.serai.merge;

import io.serai.merge.Observation.Source;
import io.serai.product.Field;
import io.serai.product.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Builds observations for tests. Versions and moments are seconds after {@link Scene#NOON}. */
final class Seen {

    private final Source source;
    private final Instant version;
    private final Map<Field, Value> fields = new EnumMap<>(Field.class);
    private final List<ObservedVariant> variants = new ArrayList<>();
    private Set<String> named;
    private List<ObservedImage> images;
    private boolean complete;
    private Instant receivedAt;
    private long generation = -1;

    private Seen(Source source, double version) {
        this.source = source;
        this.version = Scene.at(version);
        this.receivedAt = this.version.plusSeconds(1);
    }

    static Seen delivery(double version) {
        return new Seen(Source.DELIVERY, version);
    }

    static Seen read(double version) {
        return new Seen(Source.READ, version);
    }

    static Seen answer(double version) {
        return new Seen(Source.ANSWER, version);
    }

    Seen with(Field field, String text) {
        return with(field, Value.text(text));
    }

    Seen with(Field field, Value value) {
        fields.put(field, value);
        return this;
    }

    /** A variant with everything a platform tells of it. */
    Seen variant(String externalId, String size, String sku) {
        return variant(externalId, Map.of(Field.OPTIONS, size(size), Field.SKU, Value.text(sku)));
    }

    Seen variant(String externalId, Map<Field, Value> held) {
        variants.add(new ObservedVariant(externalId, held, Map.of()));
        return this;
    }

    Seen allVariants() {
        complete = true;
        return this;
    }

    /** Which variants there are, without what they are like. */
    Seen naming(String... externalIds) {
        named = Set.of(externalIds);
        return this;
    }

    /** All its images in their order, each where the shop keeps it under its media id. */
    Seen images(String... mediaIds) {
        images = new ArrayList<>();
        for (String media : mediaIds) {
            image(media, "https://shop.example/" + media + ".png", null);
        }
        return this;
    }

    /** One more image. */
    Seen image(String mediaId, String url, String altText) {
        images = images == null ? new ArrayList<>() : images;
        images.add(new ObservedImage(mediaId, url, altText));
        return this;
    }

    Seen receivedAt(double moment) {
        receivedAt = Scene.at(moment);
        return this;
    }

    Seen begunIn(long listingGeneration) {
        generation = listingGeneration;
        return this;
    }

    Observation of(Listing listing) {
        long begunIn = generation < 0 ? listing.generation() : generation;
        return new Observation(
                source, "product-1", version, receivedAt, begunIn, fields, variants, complete, named, images, Map.of());
    }

    static Value size(String size) {
        return Value.options(size == null ? new TreeMap<>() : new TreeMap<>(Map.of("Size", size)));
    }
}
