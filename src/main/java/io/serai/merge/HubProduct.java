package io.serai.merge;

import static java.util.Objects.requireNonNull;

import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.ImageFile;
import io.serai.product.Value;
import io.serai.product.VariantView;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A product as the hub holds it: its cells. A cell that is absent was never set; one that holds {@link Value#NONE} was
 * set to nothing. Immutable.
 *
 * @param imageFiles where to fetch every image that the hub ever knew of this product, by the image's id
 */
public record HubProduct(UUID id, Map<Cell, Stamped> cells, Map<String, ImageFile> imageFiles) {

    public HubProduct {
        requireNonNull(id, "id is null");
        cells = Collections.unmodifiableMap(new TreeMap<>(cells));
        cells.keySet().stream().filter(Cell::isDerived).findFirst().ifPresent(cell -> {
            throw new IllegalArgumentException("the hub keeps " + cell.field().key() + " with the product: " + cell);
        });
        imageFiles = Map.copyOf(imageFiles);
    }

    public static HubProduct unset(UUID id) {
        return new HubProduct(id, Map.of(), Map.of());
    }

    public Optional<Stamped> at(Cell cell) {
        return Optional.ofNullable(cells.get(cell));
    }

    /** {@link Value#NONE} also for a cell that was never set; of a derived one what the variant shows of its product. */
    public Value value(Cell cell) {
        return cell.isDerived() ? VariantView.of(cell, this::held) : held(cell);
    }

    private Value held(Cell cell) {
        return at(cell).map(Stamped::value).orElse(Value.NONE);
    }

    /** Every variant the hub ever knew of this product, tombstones included. */
    public Set<UUID> variants() {
        Set<UUID> variants = new TreeSet<>();
        cells.keySet().stream()
                .map(Cell::variant)
                .filter(variant -> variant != null)
                .forEach(variants::add);
        return variants;
    }

    /** The variants that exist now. */
    public Set<UUID> livingVariants() {
        Set<UUID> living = variants();
        living.removeIf(variant -> !exists(variant));
        return living;
    }

    public boolean exists(UUID variant) {
        return value(Cell.of(variant, Field.EXISTS)).equals(Value.flag(true));
    }

    public HubProduct with(Cell cell, Stamped stamped) {
        Map<Cell, Stamped> changed = new TreeMap<>(cells);
        changed.put(cell, stamped);
        return new HubProduct(id, changed, imageFiles);
    }

    HubProduct with(Map<Cell, Stamped> others) {
        return new HubProduct(id, others, imageFiles);
    }

    /** Knows these images too. Where one is fetched from is kept as it was learnt first. */
    public HubProduct knowing(Map<String, ImageFile> files) {
        Map<String, ImageFile> all = new TreeMap<>(files);
        all.putAll(imageFiles);
        return new HubProduct(id, cells, all);
    }

    /** The product's images as a shop shows them: by the order, and what it does not name last. */
    public List<String> imagesInOrder() {
        return ObservedImages.inOrder(value(Cell.of(Field.IMAGES)), value(Cell.of(Field.IMAGE_ORDER)));
    }
}
