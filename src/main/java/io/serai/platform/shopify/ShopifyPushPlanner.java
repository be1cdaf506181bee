package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.listing.Difference;
import io.serai.listing.PlannedCall;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * The next call for a product on Shopify, in this order: create it; give it other options; its own fields; new variants;
 * changed variants; removed variants; its images, last, so that one that cannot be fetched keeps nothing else from it. Pure.
 */
final class ShopifyPushPlanner {

    /** Longest list an input takes (fact 26). */
    static final int MOST_VARIANTS = 250;

    private static final Set<Field> IMAGES = Set.of(Field.IMAGES, Field.IMAGE_ORDER);
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ShopifyPushPlanner() {}

    static Optional<PlannedCall> plan(Difference difference) {
        Difference writable = writable(difference);
        if (writable.isEmpty()) {
            return Optional.empty();
        }
        if (difference.listing().externalId() == null) {
            return Optional.of(ShopifyProductSet.create(writable));
        }
        if (ShopifyProductSet.isNeeded(writable)) {
            return Optional.of(ShopifyProductSet.replaceOptions(writable));
        }
        return productUpdate(writable)
                .or(() -> variantsCreate(writable))
                .or(() -> variantsUpdate(writable))
                .or(() -> variantsDelete(writable))
                .or(() -> ShopifyImages.plan(writable));
    }

    private static Difference writable(Difference difference) {
        Map<Cell, Value> cells = new HashMap<>(difference.cells());
        cells.keySet().removeIf(cell -> !ShopifyFields.writes(cell.field()));
        return difference.only(cells.keySet());
    }

    private static Optional<PlannedCall> productUpdate(Difference difference) {
        Map<Cell, Value> meant = productCells(difference);
        if (meant.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode product = ShopifyInput.product(fields(meant));
        product.put("id", ShopifyId.product(difference.listing().externalId()));
        ObjectNode variables = JSON.objectNode();
        variables.set("product", product);
        return call("ProductUpdate", variables, meant);
    }

    private static Optional<PlannedCall> variantsCreate(Difference difference) {
        List<UUID> created =
                variants(difference, variant -> difference.hub().exists(variant) && !isLinked(difference, variant));
        Map<Cell, Value> meant = new HashMap<>();
        ArrayNode inputs = JSON.arrayNode();
        created.forEach(variant -> inputs.add(newVariant(difference, variant, meant)));
        return inputs.isEmpty()
                ? Optional.empty()
                : call("ProductVariantsCreate", onVariants(difference, inputs), meant);
    }

    private static Optional<PlannedCall> variantsUpdate(Difference difference) {
        List<UUID> changed =
                variants(difference, variant -> difference.hub().exists(variant) && isLinked(difference, variant));
        Map<Cell, Value> meant = new HashMap<>();
        ArrayNode inputs = JSON.arrayNode();
        for (UUID variant : changed) {
            Map<Field, Value> fields = difference.of(variant);
            fields.forEach((field, value) -> meant.put(Cell.of(variant, field), value));
            ObjectNode input = ShopifyInput.variant(fields);
            input.put("id", externalId(difference, variant));
            inputs.add(input);
        }
        return inputs.isEmpty()
                ? Optional.empty()
                : call("ProductVariantsUpdate", onVariants(difference, inputs), meant);
    }

    private static Optional<PlannedCall> variantsDelete(Difference difference) {
        List<UUID> removed =
                variants(difference, variant -> !difference.hub().exists(variant) && isLinked(difference, variant));
        Map<Cell, Value> meant = new HashMap<>();
        ArrayNode ids = JSON.arrayNode();
        for (UUID variant : removed) {
            meant.put(Cell.of(variant, Field.EXISTS), Value.flag(false));
            ids.add(externalId(difference, variant));
        }
        ObjectNode variables = JSON.objectNode();
        variables.put("productId", ShopifyId.product(difference.listing().externalId()));
        variables.set("variantsIds", ids);
        return ids.isEmpty() ? Optional.empty() : call("ProductVariantsDelete", variables, meant);
    }

    /**
     * The input of a variant that a call makes, or gives other options: whole where it is not there yet, since Shopify would
     * sell it for nothing until the price came.
     */
    static ObjectNode newVariant(Difference difference, UUID variant, Map<Cell, Value> meant) {
        Map<Field, Value> fields = isLinked(difference, variant) ? difference.of(variant) : difference.whole(variant);
        fields.keySet().removeIf(field -> !ShopifyFields.writes(field));
        fields.put(Field.EXISTS, Value.flag(true));
        fields.put(Field.OPTIONS, difference.hub().value(Cell.of(variant, Field.OPTIONS)));
        fields.forEach((field, value) -> meant.put(Cell.of(variant, field), value));
        return ShopifyInput.variant(fields);
    }

    /** The product's own cells but its images, which go by themselves. */
    static Map<Cell, Value> productCells(Difference difference) {
        Map<Cell, Value> cells = new HashMap<>(difference.cells());
        cells.keySet().removeIf(cell -> cell.variant() != null || IMAGES.contains(cell.field()));
        return cells;
    }

    static Map<Field, Value> fields(Map<Cell, Value> productCells) {
        Map<Field, Value> fields = new HashMap<>();
        productCells.forEach((cell, value) -> fields.put(cell.field(), value));
        return fields;
    }

    static String externalId(Difference difference, UUID variant) {
        return ShopifyId.variant(difference.listing().externalVariant(variant).orElseThrow());
    }

    static boolean isLinked(Difference difference, UUID variant) {
        return difference.listing().externalVariant(variant).isPresent();
    }

    private static List<UUID> variants(Difference difference, Predicate<UUID> which) {
        return difference.variants().stream().filter(which).limit(MOST_VARIANTS).toList();
    }

    private static ObjectNode onVariants(Difference difference, ArrayNode inputs) {
        ObjectNode variables = JSON.objectNode();
        variables.put("productId", ShopifyId.product(difference.listing().externalId()));
        variables.set("variants", inputs);
        return variables;
    }

    private static Optional<PlannedCall> call(String operation, ObjectNode variables, Map<Cell, Value> meant) {
        return Optional.of(new PlannedCall(operation, null, variables, meant, false));
    }
}
