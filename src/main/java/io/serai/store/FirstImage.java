package io.serai.store;

import io.serai.merge.HubProduct;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value.Sequence;
import io.serai.product.Value.Terms;
import java.util.List;
import java.util.Set;

/** Which image stands for the product: the first by order that the product has. */
final class FirstImage {

    private FirstImage() {}

    /** @return the hub's id of the image, or null */
    static String of(HubProduct product) {
        Set<String> images =
                product.value(Cell.of(Field.IMAGES)) instanceof Terms terms ? terms.terms() : Set.<String>of();
        List<String> order = product.value(Cell.of(Field.IMAGE_ORDER)) instanceof Sequence sequence
                ? sequence.entries()
                : List.<String>of();
        return order.stream()
                .filter(images::contains)
                .findFirst()
                .or(() -> images.stream().findFirst())
                .orElse(null);
    }
}
