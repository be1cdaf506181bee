package io.serai.platform.woocommerce;

import static java.util.Comparator.comparing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.listing.Difference;
import io.serai.listing.ImageChange;
import io.serai.listing.PlannedCall;
import io.serai.platform.woocommerce.WooCommercePush.WooCommerceBody;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * The next call for a product on WooCommerce, in this order: create it; turn a simple one into a variable one or back; its
 * own fields; new variations; changed ones; removed ones; its images, by themselves, for the shop fetches them and one that
 * it cannot fetch must not keep anything else from it. Pure.
 */
final class WooCommercePushPlanner {

    /** The longest batch (fact 56). */
    static final int MOST_VARIATIONS = 100;

    private static final Set<Field> IMAGES = Set.of(Field.IMAGES, Field.IMAGE_ORDER);
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Difference difference;
    private final WooCommerceInput input;
    private final WooCommerceShape shape;
    private final Map<Cell, Value> meant = new HashMap<>();

    private WooCommercePushPlanner(Difference difference, Map<String, String> settings) {
        this.difference = difference;
        this.input = new WooCommerceInput(settings);
        this.shape = new WooCommerceShape(difference);
    }

    static Optional<PlannedCall> plan(Difference difference, Map<String, String> settings) {
        Map<Cell, Value> cells = new HashMap<>(difference.cells());
        cells.keySet().removeIf(cell -> !WooCommerceFields.writes(cell.field()));
        Difference writable = difference.only(cells.keySet());
        return writable.isEmpty() ? Optional.empty() : new WooCommercePushPlanner(writable, settings).plan();
    }

    private Optional<PlannedCall> plan() {
        if (difference.listing().externalId() == null) {
            return Optional.of(create());
        }
        if (shape.changes()) {
            return Optional.of(shape.isSimple() ? toSimple() : toVariable());
        }
        return ownFields()
                .or(() -> variations("create", variant -> exists(variant) && !isLinked(variant)))
                .or(() -> variations("update", variant -> exists(variant) && isLinked(variant)))
                .or(this::removed)
                .or(this::images);
    }

    private PlannedCall create() {
        meanProductCells();
        Value name = difference.hub().value(Cell.of(Field.NAME));
        meant.put(Cell.of(Field.NAME), name);
        ObjectNode product = input.product(WooCommerceShape.productFields(meant));
        product.put("type", shape.isSimple() ? "simple" : "variable");
        if (shape.isSimple()) {
            shape.living().forEach(variant -> product.setAll(goods(variant)));
        } else {
            product.set("attributes", shape.attributes());
            product.setAll(taxStatus());
        }
        if (product.path("sku").asText().isBlank()) {
            product.put("slug", WooCommerceSlug.of(name, difference.hub().id()));
        }
        return call("POST /products", "products", product, JSON.objectNode(), true);
    }

    /**
     * The variation's ids are new then, so each is sent whole. What the simple product was comes with the first: left out,
     * it would be gone for everybody.
     */
    private PlannedCall toVariable() {
        ObjectNode product = JSON.objectNode().put("type", "variable");
        product.set("attributes", shape.attributes());
        // the simple product's SKU would be taken, by itself, for the variation that gets it now
        product.put("sku", "").put("global_unique_id", "");
        ObjectNode variations = JSON.objectNode();
        ArrayNode created = variations.putArray("create");
        shape.living().stream()
                .sorted(comparing(variant -> !isLinked(variant)))
                .limit(MOST_VARIATIONS)
                .forEach(variant -> created.add(variation(variant, shape.whole(variant))));
        return call("PUT /products/{id}", path(), product, variations, false);
    }

    private PlannedCall toSimple() {
        ObjectNode product = JSON.objectNode().put("type", "simple");
        for (UUID variant : shape.living()) {
            mean(variant, shape.whole(variant));
            product.setAll(input.goods(shape.whole(variant)));
        }
        return call("PUT /products/{id}", path(), product, JSON.objectNode(), false);
    }

    private Optional<PlannedCall> ownFields() {
        meanProductCells();
        ObjectNode product = input.product(WooCommerceShape.productFields(meant));
        if (shape.isSimple()) {
            shape.living().forEach(variant -> product.setAll(goods(variant)));
        } else {
            product.setAll(taxStatus());
        }
        return meant.isEmpty()
                ? Optional.empty()
                : Optional.of(call("PUT /products/{id}", path(), product, JSON.objectNode(), false));
    }

    private void meanProductCells() {
        difference.cells().forEach((cell, value) -> {
            if (cell.variant() == null && !IMAGES.contains(cell.field())) {
                meant.put(cell, value);
            }
        });
    }

    private Optional<PlannedCall> images() {
        ImageChange change = ImageChange.of(difference);
        if (change.isNone()) {
            return Optional.empty();
        }
        meant.putAll(change.meaning(change.wanted()));
        ObjectNode product = JSON.objectNode();
        product.set("images", WooCommerceInput.images(change));
        return Optional.of(call("PUT /products/{id}", path(), product, JSON.objectNode(), false));
    }

    /**
     * The tax status of variations is their parent's; nobody can set it on one of them, and one that is yet to be added
     * takes what its parent has.
     */
    private ObjectNode taxStatus() {
        ObjectNode product = JSON.objectNode();
        for (UUID variant : shape.living()) {
            Value taxable = difference.cells().get(Cell.of(variant, Field.TAXABLE));
            boolean takesItsParents = difference.listing().externalId() != null && !isLinked(variant);
            if (taxable != null && !takesItsParents) {
                meant.put(Cell.of(variant, Field.TAXABLE), taxable);
                product.setAll(input.goods(Map.of(Field.TAXABLE, taxable)));
            }
        }
        return product;
    }

    private Optional<PlannedCall> variations(String kind, Predicate<UUID> which) {
        ObjectNode variations = JSON.objectNode();
        ArrayNode items = variations.putArray(kind);
        boolean options = false;
        for (UUID variant : affected(which)) {
            Map<Field, Value> fields = isLinked(variant) ? difference.of(variant) : difference.whole(variant);
            fields.keySet().removeIf(field -> !WooCommerceFields.writes(field));
            if (!isLinked(variant)) {
                fields.put(Field.OPTIONS, difference.hub().value(Cell.of(variant, Field.OPTIONS)));
                fields.put(Field.EXISTS, Value.flag(true));
            }
            options |= fields.containsKey(Field.OPTIONS);
            items.add(variation(variant, fields));
        }
        ObjectNode product = JSON.objectNode();
        if (options) {
            product.set("attributes", shape.attributes());
        }
        return items.isEmpty()
                ? Optional.empty()
                : Optional.of(call("POST /products/{id}/variations/batch", path(), product, variations, false));
    }

    private Optional<PlannedCall> removed() {
        ObjectNode variations = JSON.objectNode();
        ArrayNode ids = variations.putArray("delete");
        for (UUID variant : affected(variant -> !exists(variant) && isLinked(variant))) {
            meant.put(Cell.of(variant, Field.EXISTS), Value.flag(false));
            ids.add(externalId(variant));
        }
        return ids.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        call("POST /products/{id}/variations/batch", path(), JSON.objectNode(), variations, false));
    }

    private ObjectNode variation(UUID variant, Map<Field, Value> fields) {
        ObjectNode item = input.goods(meaning(variant, fields));
        item.remove("tax_status");
        if (fields.containsKey(Field.OPTIONS)) {
            item.set("attributes", WooCommerceInput.options(fields.get(Field.OPTIONS)));
        }
        if (isLinked(variant) && !shape.changes()) {
            item.put("id", externalId(variant));
        }
        return item;
    }

    private ObjectNode goods(UUID variant) {
        return input.goods(meaning(variant, difference.of(variant)));
    }

    /** Both prices are written together (rule 17): a compare-at price that the price has passed is shown no more. */
    private Map<Field, Value> meaning(UUID variant, Map<Field, Value> fields) {
        Map<Field, Value> both = new TreeMap<>(fields);
        if (both.containsKey(Field.NET_SALES_PRICE) || both.containsKey(Field.COMPARE_AT_PRICE)) {
            for (Field price : List.of(Field.NET_SALES_PRICE, Field.COMPARE_AT_PRICE)) {
                both.computeIfAbsent(price, same -> shape.standing(Cell.of(variant, price)));
            }
        }
        mean(variant, both);
        return both;
    }

    private void mean(UUID variant, Map<Field, Value> fields) {
        fields.forEach((field, value) -> meant.put(Cell.of(variant, field), value));
    }

    private List<UUID> affected(Predicate<UUID> which) {
        return difference.variants().stream()
                .filter(which)
                .limit(MOST_VARIATIONS)
                .toList();
    }

    private boolean exists(UUID variant) {
        return difference.hub().exists(variant);
    }

    private boolean isLinked(UUID variant) {
        return difference.listing().externalVariant(variant).isPresent();
    }

    private long externalId(UUID variant) {
        return Long.parseLong(difference.listing().externalVariant(variant).orElseThrow());
    }

    private String path() {
        return "products/" + difference.listing().externalId();
    }

    private PlannedCall call(String operation, String path, ObjectNode product, ObjectNode variations, boolean create) {
        return new PlannedCall(operation, path, WooCommerceBody.of(product, variations), meant, create);
    }
}
