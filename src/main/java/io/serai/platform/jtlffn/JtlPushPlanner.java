package io.serai.platform.jtlffn;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.listing.Difference;
import io.serai.listing.PlannedCall;
import io.serai.merge.Shadow;
import io.serai.product.Cell;
import io.serai.product.Field;
import io.serai.product.Value;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The next call for a product on JTL-FFN: each variant is made or changed by a call of its own, the first that differs first. No
 * program can remove one. Goods that Serai makes are not divisible, since shops sell whole ones; where somebody sells by the
 * metre, they say so at JTL, and Serai leaves it so. Pure.
 */
final class JtlPushPlanner {

    static final String CREATE = "POST /products";
    static final String CHANGE = "PATCH /products/{jfsku}";
    /** In a planned call's body: the id of the listing, and what is sent. */
    static final String LISTING = "listing";

    static final String PRODUCT = "product";

    private final Difference difference;

    private JtlPushPlanner(Difference difference) {
        this.difference = difference;
    }

    static Optional<PlannedCall> plan(Difference difference) {
        JtlPushPlanner planner = new JtlPushPlanner(difference);
        return difference.variants().stream()
                .filter(variant -> difference.hub().exists(variant))
                .map(planner::call)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<PlannedCall> call(UUID variant) {
        return difference
                .listing()
                .externalVariant(variant)
                .map(jfsku -> change(variant, jfsku))
                .orElseGet(() -> create(variant));
    }

    private Optional<PlannedCall> create(UUID variant) {
        Map<Field, Value> fields = written(difference.whole(variant));
        Map<Field, Value> wanted = wanted(variant);
        if (!JtlInput.isSendable(Field.SKU, wanted)) {
            return Optional.empty();
        }
        Map<Field, Value> sent = sendable(fields, wanted);
        sent.put(Field.SKU, wanted.get(Field.SKU));
        // JTL demands a name, and what has none is told apart by its SKU
        sent.putIfAbsent(Field.NAME, wanted.get(Field.SKU));
        Map<Cell, Value> meant = meant(variant, fields);
        meant.put(Cell.of(variant, Field.EXISTS), Value.flag(true));
        meant.put(Cell.of(variant, Field.SKU), wanted.get(Field.SKU));
        ObjectNode product =
                JtlInput.whole(withoutNothing(JtlInput.product(sent)), JsonNodeFactory.instance.objectNode());
        return Optional.of(call(CREATE, "products", product, meant));
    }

    private Optional<PlannedCall> change(UUID variant, String jfsku) {
        Map<Field, Value> fields = sendable(written(difference.of(variant)), wanted(variant));
        fields.remove(Field.EXISTS);
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        if (fields.keySet().stream().anyMatch(JtlFields.DIMENSIONS::contains)) {
            Map<Field, Value> wanted = wanted(variant);
            JtlFields.DIMENSIONS.forEach(side -> fields.put(side, wanted.get(side)));
        }
        return Optional.of(call(CHANGE, "products/" + jfsku, JtlInput.product(fields), meant(variant, fields)));
    }

    private PlannedCall call(String operation, String path, ObjectNode product, Map<Cell, Value> meant) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put(LISTING, difference.listing().externalId());
        body.set(PRODUCT, product);
        return new PlannedCall(operation, path, body, meant, false);
    }

    /** Whether a value has no way there. */
    static boolean leaves(Difference difference, Cell cell) {
        if (cell.field() == Field.EXISTS) {
            return Value.flag(false).equals(difference.cells().get(cell));
        }
        return cell.variant() != null
                && !JtlInput.isSendable(cell.field(), new JtlPushPlanner(difference).wanted(cell.variant()));
    }

    private static Map<Field, Value> written(Map<Field, Value> fields) {
        Map<Field, Value> written = new EnumMap<>(Field.class);
        fields.forEach((field, value) -> {
            if (JtlFields.writes(field)) {
                written.put(field, value);
            }
        });
        return written;
    }

    private static Map<Field, Value> sendable(Map<Field, Value> fields, Map<Field, Value> wanted) {
        Map<Field, Value> sendable = new EnumMap<>(Field.class);
        fields.forEach((field, value) -> {
            if (JtlInput.isSendable(field, wanted)) {
                sendable.put(field, value);
            }
        });
        return sendable;
    }

    private static Map<Cell, Value> meant(UUID variant, Map<Field, Value> fields) {
        Map<Cell, Value> meant = new HashMap<>();
        fields.forEach((field, value) -> meant.put(Cell.of(variant, field), value));
        return meant;
    }

    /** What the variant is to hold in the end; where that waits for a person, what stands there. */
    private Map<Field, Value> wanted(UUID variant) {
        Map<Field, Value> wanted = new EnumMap<>(Field.class);
        JtlFields.PLACES.keySet().forEach(field -> {
            Cell cell = Cell.of(variant, field);
            Value differing = difference.whole().get(cell);
            wanted.put(field, differing == null ? standing(cell) : differing);
        });
        return wanted;
    }

    private Value standing(Cell cell) {
        Value hubs = difference.hub().value(cell);
        return difference
                .listing()
                .at(cell)
                .filter(shadow -> !shadow.standsFor(cell.field(), hubs))
                .map(Shadow::held)
                .orElse(hubs);
    }

    /** What is made has nothing that had to be emptied. */
    private static ObjectNode withoutNothing(ObjectNode body) {
        ObjectNode given = body.deepCopy();
        body.fieldNames().forEachRemaining(name -> {
            if (given.get(name).isNull()) {
                given.remove(name);
            } else if (given.get(name) instanceof ObjectNode object) {
                given.set(name, withoutNothing(object));
                if (given.get(name).isEmpty()) {
                    given.remove(name);
                }
            }
        });
        return given;
    }
}
