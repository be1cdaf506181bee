package io.serai.twin.shopify;

import graphql.language.Argument;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.IntValue;
import graphql.language.OperationDefinition;
import graphql.language.OperationDefinition.Operation;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.VariableReference;
import java.util.List;
import java.util.Map;

/**
 * What a query costs (fact 24): an object one point, a scalar none, a mutation ten, a connection two and a quarter of its
 * items' cost, rounded up. Asked for is what {@code first} allows; actual is what came.
 */
final class Cost {

    /** Greatest requested cost of one query. */
    static final int MAX = 1000;

    private static final int MUTATION = 10;
    private static final int CONNECTION = 2;
    private static final double ITEM_SHARE = 0.25;

    private final Document document;
    private final Map<String, Object> variables;

    Cost(Document document, Map<String, Object> variables) {
        this.document = document;
        this.variables = variables;
    }

    int requested(OperationDefinition operation) {
        return operation(operation, null, false);
    }

    int actual(OperationDefinition operation, Object data) {
        return operation(operation, data, true);
    }

    private int operation(OperationDefinition operation, Object data, boolean measured) {
        int mutations = operation.getOperation() == Operation.MUTATION
                ? MUTATION * operation.getSelectionSet().getSelections().size()
                : 0;
        return mutations + children(operation.getSelectionSet(), data, measured);
    }

    private int children(SelectionSet set, Object data, boolean measured) {
        int sum = 0;
        for (Selection<?> selection : set.getSelections()) {
            if (selection instanceof Field field) {
                sum += field(field, data, measured);
            } else if (selection instanceof InlineFragment fragment) {
                sum += children(fragment.getSelectionSet(), data, measured);
            } else if (selection instanceof FragmentSpread spread) {
                sum += children(fragment(spread).getSelectionSet(), data, measured);
            }
        }
        return sum;
    }

    private int field(Field field, Object data, boolean measured) {
        if (field.getSelectionSet() == null || field.getName().equals("pageInfo")) {
            return 0;
        }
        Object value = data instanceof Map<?, ?> map ? map.get(field.getResultKey()) : null;
        if (measured && value == null) {
            return 0;
        }
        Integer size = number(field, "first");
        size = size == null ? number(field, "last") : size;
        if (size != null && connection(field)) {
            return connection(field, value, measured, size);
        }
        if (value instanceof List<?> list) {
            return list.stream()
                    .mapToInt(one -> one == null ? 0 : 1 + children(field.getSelectionSet(), one, true))
                    .sum();
        }
        int one = 1 + children(field.getSelectionSet(), value, measured);
        return field.getName().equals("nodes") ? one * ids(field) : one;
    }

    private int connection(Field field, Object value, boolean measured, int size) {
        double sum = 0;
        for (Selection<?> selection : field.getSelectionSet().getSelections()) {
            if (selection instanceof Field items && List.of("nodes", "edges").contains(items.getName())) {
                sum += items(items, value, measured, size);
            }
        }
        return CONNECTION + (int) Math.ceil(sum * ITEM_SHARE);
    }

    private int items(Field items, Object value, boolean measured, int size) {
        if (!measured) {
            return size * (1 + children(items.getSelectionSet(), null, false));
        }
        Object found = value instanceof Map<?, ?> map ? map.get(items.getResultKey()) : null;
        return found instanceof List<?> list
                ? list.stream()
                        .mapToInt(one -> 1 + children(items.getSelectionSet(), one, true))
                        .sum()
                : 0;
    }

    private static boolean connection(Field field) {
        return field.getSelectionSet().getSelections().stream()
                .anyMatch(s -> s instanceof Field f && List.of("nodes", "edges", "pageInfo").contains(f.getName()));
    }

    private FragmentDefinition fragment(FragmentSpread spread) {
        return document.getDefinitionsOfType(FragmentDefinition.class).stream()
                .filter(f -> f.getName().equals(spread.getName()))
                .findFirst()
                .orElseThrow(() -> Pages.error("no fragment " + spread.getName(), "undefinedFragment"));
    }

    private Integer number(Field field, String name) {
        Object value = argument(field, name);
        return value instanceof Number n ? n.intValue() : null;
    }

    private int ids(Field field) {
        Object ids = argument(field, "ids");
        return ids instanceof List<?> list ? list.size() : 1;
    }

    private Object argument(Field field, String name) {
        for (Argument a : field.getArguments()) {
            if (a.getName().equals(name)) {
                if (a.getValue() instanceof IntValue i) {
                    return i.getValue().intValue();
                }
                if (a.getValue() instanceof graphql.language.ArrayValue array) {
                    return array.getValues();
                }
                return a.getValue() instanceof VariableReference v ? variable(v.getName()) : null;
            }
        }
        return null;
    }

    private Object variable(String name) {
        if (variables.containsKey(name)) {
            return variables.get(name);
        }
        return document.getDefinitionsOfType(OperationDefinition.class).stream()
                .flatMap(o -> o.getVariableDefinitions().stream())
                .filter(d -> d.getName().equals(name) && d.getDefaultValue() instanceof IntValue)
                .map(d -> ((IntValue) d.getDefaultValue()).getValue().intValue())
                .findFirst()
                .orElse(null);
    }
}
