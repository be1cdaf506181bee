package io.serai.listing;

import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.ImageFile;
import io.serai.product.Value;
import io.serai.product.Value.Sequence;
import io.serai.product.Value.Terms;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the images that a platform shows should change (rule 14). An image that nobody knows where to fetch from is not
 * wanted anywhere before somebody does.
 *
 * @param held the hub's images that it shows, in its order
 * @param wanted those that it should show, in the order it should show them
 */
public record ImageChange(Difference difference, List<String> held, List<String> wanted) {

    public ImageChange {
        held = List.copyOf(held);
        wanted = List.copyOf(wanted);
    }

    public static ImageChange of(Difference difference) {
        List<String> held = difference.listing().imagesInOrder();
        Collection<String> set =
                difference.of(Field.IMAGES).map(ImageChange::terms).orElse(held);
        List<String> order = new ArrayList<>(
                difference.of(Field.IMAGE_ORDER).map(ImageChange::entries).orElse(held));
        order.addAll(held);
        order.addAll(difference.hub().imagesInOrder());
        Map<String, ImageFile> files = difference.hub().imageFiles();
        List<String> wanted = order.stream()
                .distinct()
                .filter(set::contains)
                .filter(image -> held.contains(image) || files.containsKey(image))
                .toList();
        return new ImageChange(difference, held, wanted);
    }

    public boolean isNone() {
        return held.equals(wanted);
    }

    /** What is to be made there, in the wanted order. */
    public List<String> added() {
        return wanted.stream().filter(image -> !held.contains(image)).toList();
    }

    public List<String> removed() {
        return held.stream().filter(image -> !wanted.contains(image)).toList();
    }

    /** The platform's media id of an image that it shows. */
    public String media(String image) {
        return difference.listing().mediaOf(image).orElseThrow();
    }

    public ImageFile file(String image) {
        return difference.hub().imageFiles().get(image);
    }

    /** What a call means after which the platform shows these images in this order. */
    public Map<Cell, Value> meaning(List<String> images) {
        Map<Cell, Value> meant = new HashMap<>();
        meant.put(Cell.of(Field.IMAGE_ORDER), Value.sequence(images));
        if (difference.of(Field.IMAGES).isPresent()) {
            meant.put(Cell.of(Field.IMAGES), Value.terms(images));
        }
        return meant;
    }

    private static Collection<String> terms(Value value) {
        return value instanceof Terms terms ? terms.terms() : List.<String>of();
    }

    private static List<String> entries(Value value) {
        return value instanceof Sequence sequence ? sequence.entries() : List.of();
    }
}
