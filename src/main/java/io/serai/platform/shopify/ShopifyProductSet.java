package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.listing.Difference;
import io.serai.listing.PlannedCall;
import io.serai.merge.Shadow;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The two calls that go by productSet: creating a product, and giving it options of other names. What a list in it omits
 * is deleted (fact 40), so its lists are always whole.
 */
final class ShopifyProductSet {

    static final String OPERATION = "ProductSet";
    /** Where our identity of a product stands, so that a create can be found again (rule 6). */
    static final String NAMESPACE = "serai";

    static final String KEY = "product_id";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ShopifyProductSet() {}

    static PlannedCall create(Difference difference) {
        Map<Cell, Value> meant = ShopifyPushPlanner.productCells(difference);
        meant.put(Cell.of(Field.NAME), difference.hub().value(Cell.of(Field.NAME)));
        ObjectNode input = ShopifyInput.product(ShopifyPushPlanner.fields(meant));
        List<UUID> first = difference.hub().livingVariants().stream()
                .limit(ShopifyPushPlanner.MOST_VARIANTS)
                .toList();
        if (!first.isEmpty()) {
            input.set("productOptions", productOptions(difference, first));
            ArrayNode variants = input.putArray("variants");
            first.forEach(variant -> variants.add(ShopifyPushPlanner.newVariant(difference, variant, meant)));
        }
        String id = difference.hub().id().toString();
        input.putArray("metafields").add(identity(id).put("type", "id"));
        ObjectNode identifier = JSON.objectNode();
        identifier.set("customId", identity(id));
        return call(identifier, input, meant, true);
    }

    /** Whether the names of the options differ from those the platform has. */
    static boolean isNeeded(Difference difference) {
        Set<UUID> living = difference.hub().livingVariants();
        Set<String> wanted = names(living.stream()
                .map(variant -> difference.hub().value(Cell.of(variant, Field.OPTIONS)))
                .toList());
        Set<String> held = names(difference.listing().variants().values().stream()
                .flatMap(variant -> difference.listing().at(Cell.of(variant, Field.OPTIONS)).stream())
                .map(Shadow::held)
                .toList());
        boolean differs = difference.cells().keySet().stream().anyMatch(cell -> cell.field() == Field.OPTIONS);
        return differs && !living.isEmpty() && !wanted.equals(held);
    }

    static PlannedCall replaceOptions(Difference difference) {
        Map<Cell, Value> meant = new HashMap<>();
        ObjectNode input = JSON.objectNode();
        List<UUID> living = List.copyOf(difference.hub().livingVariants());
        input.set("productOptions", productOptions(difference, living));
        ArrayNode variants = input.putArray("variants");
        living.forEach(variant -> variants.add(kept(difference, variant, meant)));
        difference.listing().variants().values().stream()
                .filter(variant -> !difference.hub().exists(variant))
                .forEach(variant -> meant.put(Cell.of(variant, Field.EXISTS), Value.flag(false)));
        ObjectNode identifier = JSON.objectNode();
        identifier.put("id", ShopifyId.product(difference.listing().externalId()));
        return call(identifier, input, meant, false);
    }

    private static ObjectNode kept(Difference difference, UUID variant, Map<Cell, Value> meant) {
        ObjectNode input = ShopifyPushPlanner.newVariant(difference, variant, meant);
        if (ShopifyPushPlanner.isLinked(difference, variant)) {
            input.put("id", ShopifyPushPlanner.externalId(difference, variant));
        }
        return input;
    }

    private static ArrayNode productOptions(Difference difference, Collection<UUID> variants) {
        Map<String, SortedSet<String>> options = new TreeMap<>();
        for (UUID variant : variants) {
            ShopifyProductMapper.selectedOptions(difference.hub().value(Cell.of(variant, Field.OPTIONS)))
                    .forEach((name, value) -> options.computeIfAbsent(name, same -> new TreeSet<>())
                            .add(value));
        }
        ArrayNode inputs = JSON.arrayNode();
        options.forEach((name, values) -> {
            ObjectNode option = inputs.addObject().put("name", name);
            ArrayNode entries = option.put("position", inputs.size()).putArray("values");
            values.forEach(value -> entries.addObject().put("name", value));
        });
        return inputs;
    }

    private static Set<String> names(Collection<Value> options) {
        Set<String> names = new TreeSet<>();
        for (Value value : options) {
            ShopifyProductMapper.selectedOptions(value)
                    .keySet()
                    .forEach(name -> names.add(name.strip().toLowerCase(Locale.ROOT)));
        }
        return names;
    }

    static ObjectNode identity(String productId) {
        return JSON.objectNode().put("namespace", NAMESPACE).put("key", KEY).put("value", productId);
    }

    private static PlannedCall call(ObjectNode identifier, ObjectNode input, Map<Cell, Value> meant, boolean create) {
        ObjectNode variables = JSON.objectNode();
        variables.set("identifier", identifier);
        variables.set("input", input);
        variables.put("synchronous", true);
        return new PlannedCall(OPERATION, null, variables, meant, create);
    }
}
