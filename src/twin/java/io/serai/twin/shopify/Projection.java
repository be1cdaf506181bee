package io.serai.twin.shopify;

import com.fasterxml.jackson.core.JsonGenerator;
import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.execution.ValuesResolver;
import graphql.introspection.Introspection;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.DataFetchingEnvironmentImpl;
import graphql.schema.GraphQLCompositeType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLOutputType;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import io.serai.twin.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a query selects of a thing, prepared once and then written of a million things: all that is no connection as one JSON
 * object, and its connections aside. The queries it is made of are valid, so nothing is checked here.
 */
final class Projection {

    /** A connection below a written object, and the things in it. */
    record Nested(String field, Projection of, Iterable<?> things) {}

    /**
     * One selected field.
     *
     * @param onType of which objects alone; null for all
     * @param inner null for a scalar or an enum
     * @param scalar null for an enum or an object
     */
    private record Step(
            String key,
            String name,
            String onType,
            boolean connection,
            DataFetchingEnvironment environment,
            GraphQLScalarType scalar,
            Projection inner) {}

    private static final GraphQLContext WHOLE = GraphQLContext.newContext().of(Pages.WHOLE, true).build();

    private final List<Step> steps;

    private Projection(List<Step> steps) {
        this.steps = steps;
    }

    static boolean isConnection(GraphQLNamedType type) {
        return type.getName().endsWith("Connection");
    }

    /** What a field of the query selects of the things in its connection. */
    static Projection ofNodes(Document document, Field connection, GraphQLFieldDefinition definition) {
        Compiler compiler = new Compiler(AdminSchema.schema(), document);
        return compiler.nodes(List.of(connection), (GraphQLCompositeType) GraphQLTypeUtil.unwrapAll(definition.getType()));
    }

    /** What a field is asked with: its arguments, and that its list is wanted whole. */
    static DataFetchingEnvironment environment(Field field, GraphQLFieldDefinition definition) {
        return DataFetchingEnvironmentImpl.newDataFetchingEnvironment()
                .arguments(ValuesResolver.getArgumentValues(
                        definition.getArguments(),
                        field.getArguments(),
                        CoercedVariables.emptyVariables(),
                        WHOLE,
                        Locale.ROOT))
                .graphQLContext(WHOLE)
                .build();
    }

    /**
     * Writes the fields of an object, without its braces.
     *
     * @param nested gets the connections below it
     */
    void write(Map<?, ?> source, JsonGenerator json, List<Nested> nested) throws IOException {
        for (Step step : steps) {
            if (step.onType() != null && !step.onType().equals(source.get("__typename"))) {
                continue;
            }
            Object value = source.get(step.name());
            if (value instanceof Views.Field field) {
                value = field.of(step.environment());
            }
            if (step.connection()) {
                nested.add(new Nested(step.name(), step.inner(), (Iterable<?>) ((Map<?, ?>) value).get("nodes")));
            } else {
                json.writeFieldName(step.key());
                write(value, step, json, nested);
            }
        }
    }

    private static void write(Object value, Step step, JsonGenerator json, List<Nested> nested) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof List<?> list && (step.scalar() == null || !step.scalar().getName().equals("JSON"))) {
            json.writeStartArray();
            for (Object one : list) {
                write(one, step, json, nested);
            }
            json.writeEndArray();
        } else if (step.inner() != null) {
            json.writeStartObject();
            step.inner().write((Map<?, ?>) value, json, nested);
            json.writeEndObject();
        } else {
            Object leaf = step.scalar() == null
                    ? value
                    : step.scalar().getCoercing().serialize(value, WHOLE, Locale.ROOT);
            scalar(leaf, json);
        }
    }

    private static void scalar(Object leaf, JsonGenerator json) throws IOException {
        if (leaf instanceof String text) {
            json.writeString(text);
        } else if (leaf instanceof Boolean yes) {
            json.writeBoolean(yes);
        } else if (leaf instanceof Integer number) {
            json.writeNumber(number);
        } else {
            Json.MAPPER.writeValue(json, leaf);
        }
    }

    /** Prepares selections. */
    private static final class Compiler {

        private final GraphQLSchema schema;
        private final Document document;

        Compiler(GraphQLSchema schema, Document document) {
            this.schema = schema;
            this.document = document;
        }

        /** One selected name with all the places it is selected at. */
        private record Selected(String onType, GraphQLCompositeType of, List<Field> fields) {}

        Projection nodes(List<Field> connections, GraphQLCompositeType connection) {
            Projection of = compile(connections, connection);
            Step edges = of.step("edges");
            return edges == null ? of.step("nodes").inner() : edges.inner().step("node").inner();
        }

        private Projection compile(List<Field> parents, GraphQLCompositeType type) {
            Map<String, Selected> all = new LinkedHashMap<>();
            for (Field parent : parents) {
                collect(parent.getSelectionSet(), type, null, all);
            }
            List<Step> steps = new ArrayList<>();
            all.values().forEach(selected -> steps.add(step(selected)));
            return new Projection(List.copyOf(steps));
        }

        private void collect(SelectionSet set, GraphQLCompositeType type, String onType, Map<String, Selected> into) {
            for (Selection<?> selection : set.getSelections()) {
                if (selection instanceof Field field) {
                    into.computeIfAbsent(
                                    field.getResultKey() + " on " + onType,
                                    key -> new Selected(onType, type, new ArrayList<>()))
                            .fields()
                            .add(field);
                } else if (selection instanceof InlineFragment fragment) {
                    String condition =
                            fragment.getTypeCondition() == null ? null : fragment.getTypeCondition().getName();
                    fragment(fragment.getSelectionSet(), condition, type, onType, into);
                } else if (selection instanceof FragmentSpread spread) {
                    FragmentDefinition fragment = document.getDefinitionsOfType(FragmentDefinition.class).stream()
                            .filter(f -> f.getName().equals(spread.getName()))
                            .findFirst()
                            .orElseThrow();
                    fragment(
                            fragment.getSelectionSet(),
                            fragment.getTypeCondition().getName(),
                            type,
                            onType,
                            into);
                }
            }
        }

        private void fragment(
                SelectionSet set,
                String condition,
                GraphQLCompositeType type,
                String onType,
                Map<String, Selected> into) {
            if (condition == null || condition.equals(type.getName())) {
                collect(set, type, onType, into);
                return;
            }
            GraphQLType narrower = schema.getType(condition);
            boolean isObject = narrower instanceof graphql.schema.GraphQLObjectType;
            collect(set, (GraphQLCompositeType) narrower, isObject ? condition : onType, into);
        }

        private Step step(Selected selected) {
            Field field = selected.fields().get(0);
            GraphQLFieldDefinition definition =
                    Introspection.getFieldDef(schema, selected.of(), field.getName());
            GraphQLOutputType type = definition.getType();
            GraphQLType named = GraphQLTypeUtil.unwrapAll(type);
            boolean connection = isConnection((GraphQLNamedType) named) && !isList(type);
            Projection inner = !(named instanceof GraphQLCompositeType composite)
                    ? null
                    : connection ? nodes(selected.fields(), composite) : compile(selected.fields(), composite);
            return new Step(
                    field.getResultKey(),
                    field.getName(),
                    selected.onType(),
                    connection,
                    environment(field, definition),
                    named instanceof GraphQLScalarType scalar ? scalar : null,
                    inner);
        }

        private static boolean isList(GraphQLType type) {
            return GraphQLTypeUtil.unwrapNonNull(type) instanceof GraphQLList;
        }
    }

    private Step step(String name) {
        return steps.stream().filter(s -> s.name().equals(name)).findFirst().orElse(null);
    }
}
