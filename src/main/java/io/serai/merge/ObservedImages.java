package io.serai.merge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.serai.merge.Observation.Source;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.ImageFile;
import io.serai.product.Value;
import io.serai.product.Value.Sequence;
import io.serai.product.Value.Terms;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A platform's images in the hub's terms (rule 14). An image is known by its media id there and by nothing else, least of
 * all by its URL: platforms copy, rename and re-encode.
 *
 * @param cells none where the images were not seen
 * @param ids the hub's image for every media id that is known now
 * @param files where to fetch those that the hub does not know yet
 */
record ObservedImages(Map<Cell, Value> cells, Map<String, String> ids, Map<String, ImageFile> files) {

    static ObservedImages of(HubProduct hub, Listing listing, Observation observation, boolean stale) {
        if (observation.images() == null) {
            return new ObservedImages(Map.of(), listing.images(), Map.of());
        }
        Map<String, String> matched = match(hub, listing, observation);
        List<String> shown = matched.values().stream().distinct().toList();
        Map<String, ImageFile> files = new TreeMap<>();
        observation.images().stream()
                .filter(image -> matched.containsKey(image.mediaId()) && image.url() != null)
                .forEach(image ->
                        files.putIfAbsent(matched.get(image.mediaId()), new ImageFile(image.url(), image.altText())));
        Map<Cell, Value> cells =
                Map.of(Cell.of(Field.IMAGES), Value.terms(shown), Cell.of(Field.IMAGE_ORDER), Value.sequence(shown));
        return new ObservedImages(cells, stale ? knownBefore(listing, matched) : known(listing, matched), files);
    }

    /** The hub's image for every media id that was seen, in the order seen. */
    private static Map<String, String> match(HubProduct hub, Listing listing, Observation observation) {
        List<ObservedImage> unknown = observation.images().stream()
                .filter(image -> !listing.images().containsKey(image.mediaId()))
                .toList();
        Map<String, String> made = made(hub, listing, observation, unknown);
        Map<String, String> matched = new LinkedHashMap<>();
        for (ObservedImage image : observation.images()) {
            String known = listing.images().getOrDefault(image.mediaId(), made.get(image.mediaId()));
            if (known != null || image.url() != null) {
                matched.put(image.mediaId(), known == null ? newId(hub, listing, image) : known);
            }
        }
        return matched;
    }

    /** What our own write put there: its images have the media ids that nobody had seen before. */
    private static Map<String, String> made(
            HubProduct hub, Listing listing, Observation observation, List<ObservedImage> unknown) {
        List<String> sent = sent(listing);
        int others = unknown.size() - sent.size();
        if (others < 0) {
            return Map.of();
        }
        // somebody may have added an image between our last look and our write, which appends; the answer shows no
        // later one
        List<ObservedImage> last = unknown.subList(others, unknown.size());
        Map<String, String> made = new LinkedHashMap<>();
        for (int i = 0; i < sent.size(); i++) {
            made.put(last.get(i).mediaId(), sent.get(i));
        }
        boolean isCertain = observation.source() == Source.ANSWER || others == 0 && sameTexts(hub, sent, last);
        return isCertain ? made : Map.of();
    }

    /** The images of the open intent that were not there before, in the order they were sent. */
    private static List<String> sent(Listing listing) {
        Intent intent = listing.intent();
        if (intent == null || !intent.meant().containsKey(Cell.of(Field.IMAGES))) {
            return List.of();
        }
        Value order = intent.meant().getOrDefault(Cell.of(Field.IMAGE_ORDER), Value.NONE);
        return inOrder(intent.meant().get(Cell.of(Field.IMAGES)), order).stream()
                .filter(image -> listing.mediaOf(image).isEmpty())
                .toList();
    }

    /** Whether what is read back after an unknown outcome can be what was sent, rather than somebody's own. */
    private static boolean sameTexts(HubProduct hub, List<String> sent, List<ObservedImage> seen) {
        List<String> ours = sent.stream()
                .map(hub.imageFiles()::get)
                .map(file -> file == null ? null : file.altText())
                .map(ObservedImages::text)
                .toList();
        return ours.equals(seen.stream().map(image -> text(image.altText())).toList());
    }

    private static String text(String altText) {
        return Objects.requireNonNullElse(altText, "").strip();
    }

    /** The images of a set by an order; those that the order does not name come last. */
    static List<String> inOrder(Value images, Value order) {
        Collection<String> all = images instanceof Terms terms ? terms.terms() : List.<String>of();
        List<String> ordered = new ArrayList<>(
                order instanceof Sequence sequence
                        ? sequence.entries().stream()
                                .distinct()
                                .filter(all::contains)
                                .toList()
                        : List.<String>of());
        all.stream().filter(image -> !ordered.contains(image)).forEach(ordered::add);
        return ordered;
    }

    /** What was taken away and put there again has a new media id, and the old one is no more. */
    private static Map<String, String> known(Listing listing, Map<String, String> matched) {
        Map<String, String> ids = new TreeMap<>(listing.images());
        ids.values().removeAll(matched.values());
        ids.putAll(matched);
        return ids;
    }

    /** An old delivery may show what is gone by now: it adds to what is known and replaces nothing. */
    private static Map<String, String> knownBefore(Listing listing, Map<String, String> matched) {
        Map<String, String> ids = new TreeMap<>(listing.images());
        matched.forEach((media, image) -> {
            if (!ids.containsValue(image)) {
                ids.put(media, image);
            }
        });
        return ids;
    }

    /** The same for the same media id, so that what a platform restores is what it was. */
    private static String newId(HubProduct hub, Listing listing, ObservedImage image) {
        String name = hub.id() + "/" + listing.channel() + "/image/" + image.mediaId();
        return UUID.nameUUIDFromBytes(name.getBytes(UTF_8)).toString();
    }
}
