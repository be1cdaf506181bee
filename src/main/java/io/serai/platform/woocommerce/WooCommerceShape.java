package io.serai.platform.woocommerce;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.listing.Difference;
import io.serai.merge.Shadow;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** Whether a product is simple or variable, in the hub and in the shop, and what follows from it. */
final class WooCommerceShape {

    private final Difference difference;
    private final List<UUID> living;

    WooCommerceShape(Difference difference) {
        this.difference = difference;
        this.living = List.copyOf(difference.hub().livingVariants());
    }

    List<UUID> living() {
        return living;
    }

    /** Whether the product has no options, so that WooCommerce's simple product is its only variant. */
    boolean isSimple() {
        return living.size() <= 1
                && living.stream().allMatch(variant -> options(variant).isEmpty());
    }

    /** Whether the shop holds it in the other shape. */
    boolean changes() {
        Set<String> linked = difference.listing().variants().keySet();
        boolean simpleThere = linked.contains(difference.listing().externalId());
        boolean variableThere = !linked.isEmpty() && !simpleThere;
        boolean differs = difference.cells().keySet().stream()
                .anyMatch(cell -> cell.field() == Field.OPTIONS || cell.field() == Field.EXISTS);
        return differs && !living.isEmpty() && (isSimple() ? variableThere : simpleThere);
    }

    /** The attributes that tell the variations apart, with all their values. */
    ArrayNode attributes() {
        Map<String, SortedSet<String>> options = new TreeMap<>();
        living.forEach(variant -> options(variant)
                .forEach((name, value) ->
                        options.computeIfAbsent(name, same -> new TreeSet<>()).add(value)));
        ArrayNode attributes = JsonNodeFactory.instance.arrayNode();
        options.forEach((name, values) -> {
            ObjectNode attribute = attributes.addObject().put("name", name);
            attribute
                    .put("position", attributes.size() - 1)
                    .put("visible", true)
                    .put("variation", true);
            ArrayNode entries = attribute.putArray("options");
            values.forEach(entries::add);
        });
        return attributes;
    }

    /** Everything of a variant that WooCommerce has a place for, as it should be there. */
    Map<Field, Value> whole(UUID variant) {
        Map<Field, Value> fields = new EnumMap<>(Field.class);
        for (Field field : Field.of(Field.Level.VARIANT)) {
            if (WooCommerceFields.writes(field)) {
                Cell cell = Cell.of(variant, field);
                boolean isLinked = difference.listing().externalVariant(variant).isPresent();
                Value differing = (isLinked ? difference.cells() : difference.whole()).get(cell);
                fields.put(field, differing == null ? standing(cell) : differing);
            }
        }
        return fields;
    }

    /** The hub's value where the shop holds it or what it made of it; while it waits for a person, the shop's. */
    Value standing(Cell cell) {
        Value wanted = difference.hub().value(cell);
        return difference
                .listing()
                .at(cell)
                .filter(shadow -> !shadow.standsFor(cell.field(), wanted))
                .map(Shadow::meant)
                .orElse(wanted);
    }

    private Map<String, String> options(UUID variant) {
        return difference.hub().value(Cell.of(variant, Field.OPTIONS)) instanceof Value.Options some
                ? some.options()
                : Map.of();
    }

    static Map<Field, Value> productFields(Map<Cell, Value> cells) {
        Map<Field, Value> fields = new EnumMap<>(Field.class);
        cells.forEach((cell, value) -> {
            if (cell.variant() == null) {
                fields.put(cell.field(), value);
            }
        });
        return fields;
    }
}
