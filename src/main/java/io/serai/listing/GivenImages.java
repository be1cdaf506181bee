package io.serai.listing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.serai.merge.HubProduct;
import io.serai.problem.Flaw;
import io.serai.problem.InvalidRequest;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.ImageFile;
import io.serai.product.Value;
import io.serai.product.Value.Sequence;
import io.serai.product.Value.Terms;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The images that a person gives for a product of the hub: ids of those it has, and URLs of new ones. Pure.
 *
 * @param cells as given, with the hub's ids
 * @param files where to fetch the new ones
 */
record GivenImages(Map<Cell, Value> cells, Map<String, ImageFile> files) {

    /**
     * @param cells of which those about images may name URLs
     * @throws InvalidRequest naming what is neither an image of the product nor a URL
     */
    static GivenImages of(HubProduct hub, Map<Cell, Value> cells) {
        Map<Cell, Value> known = new TreeMap<>(cells);
        Map<String, ImageFile> files = new TreeMap<>();
        Map<String, Flaw> flaws = new LinkedHashMap<>();
        known.computeIfPresent(
                Cell.of(Field.IMAGES),
                (cell, value) -> value instanceof Terms terms
                        ? Value.terms(ids(hub, cell, List.copyOf(terms.terms()), files, flaws))
                        : value);
        known.computeIfPresent(
                Cell.of(Field.IMAGE_ORDER),
                (cell, value) -> value instanceof Sequence sequence
                        ? Value.sequence(ids(hub, cell, sequence.entries(), files, flaws))
                        : value);
        if (!flaws.isEmpty()) {
            throw new InvalidRequest(List.copyOf(flaws.values()));
        }
        return new GivenImages(known, files);
    }

    private static List<String> ids(
            HubProduct hub, Cell cell, List<String> given, Map<String, ImageFile> files, Map<String, Flaw> flaws) {
        List<String> ids = new ArrayList<>();
        for (String image : given) {
            if (hub.imageFiles().containsKey(image)) {
                ids.add(image);
            } else if (isUrl(image)) {
                files.put(newId(hub, image), new ImageFile(image, null));
                ids.add(newId(hub, image));
            } else {
                Flaw flaw = Flaw.at(
                        List.of(cell.field().key()),
                        "The product has no image " + image,
                        "Give the id of an image it has, or the URL of a new one");
                flaws.putIfAbsent(image, flaw);
            }
        }
        return ids;
    }

    private static boolean isUrl(String image) {
        try {
            URI uri = new URI(image);
            return uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
        } catch (URISyntaxException notOne) {
            return false;
        }
    }

    /** The same for the same URL, so that a request that is repeated changes nothing. */
    private static String newId(HubProduct hub, String url) {
        return UUID.nameUUIDFromBytes((hub.id() + "/image/" + url).getBytes(UTF_8))
                .toString();
    }
}
