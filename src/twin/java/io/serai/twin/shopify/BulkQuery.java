package io.serai.twin.shopify;

import graphql.ParseAndValidate;
import graphql.introspection.Introspection;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import graphql.schema.GraphQLCompositeType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import graphql.validation.ValidationError;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query as a bulk operation takes it (fact 31), or the reasons why not in Shopify's words.
 *
 * @param errors empty for a query that can be run
 * @param root the one field it begins with; null where it cannot be run
 */
record BulkQuery(List<String> errors, Document document, Field root) {

    /** Most connections in one query. */
    static final int CONNECTIONS = 5;

    /** How deep connections may be below the outermost one. */
    static final int DEPTH = 2;

    private static final int MOST_BYTES = 65_535;
    private static final Pattern UNDEFINED =
            Pattern.compile("(?s).*Field '(\\w+)' in type '(\\w+)' is undefined.*");

    static BulkQuery of(String text) {
        int bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        if (bytes > MOST_BYTES) {
            return refused("Query is too large (" + bytes + " bytes; maximum is " + MOST_BYTES + " bytes)");
        }
        Document document;
        try {
            document = Parser.parse(text);
        } catch (InvalidSyntaxException e) {
            String why = text.isBlank() ? "unexpected end of file" : e.getMessage();
            return refused("Invalid bulk query: syntax error, " + why);
        }
        List<ValidationError> invalid = ParseAndValidate.validate(AdminSchema.schema(), document);
        List<OperationDefinition> operations = document.getDefinitionsOfType(OperationDefinition.class);
        if (operations.size() == 1 && operations.get(0).getOperation() != OperationDefinition.Operation.QUERY) {
            return refused("Invalid operation type. Only `query` operations are supported.");
        }
        if (!invalid.isEmpty()) {
            return refused(invalid.stream()
                    .map(error -> "Invalid bulk query: " + inWords(error))
                    .distinct()
                    .toArray(String[]::new));
        }
        return new Check(document).of(operations);
    }

    /** What can be asked of the field it begins with. */
    GraphQLFieldDefinition definition() {
        GraphQLSchema schema = AdminSchema.schema();
        return Introspection.getFieldDef(schema, schema.getQueryType(), root.getName());
    }

    private static String inWords(ValidationError error) {
        Matcher undefined = UNDEFINED.matcher(error.getMessage());
        return undefined.matches()
                ? "Field '" + undefined.group(1) + "' doesn't exist on type '" + undefined.group(2) + "'"
                : error.getMessage();
    }

    private static BulkQuery refused(String... errors) {
        return new BulkQuery(List.of(errors), null, null);
    }

    /** Goes through a valid query once. */
    private static final class Check {

        private final GraphQLSchema schema = AdminSchema.schema();
        private final Document document;
        private final List<String> byNodes = new ArrayList<>();
        private final List<String> withoutId = new ArrayList<>();
        private int connections;
        private int deepest;
        private boolean inList;

        Check(Document document) {
            this.document = document;
        }

        BulkQuery of(List<OperationDefinition> operations) {
            if (operations.size() != 1 || operations.get(0).getSelectionSet().getSelections().size() != 1) {
                return refused("Bulk queries must contain exactly one top-level field.");
            }
            if (!operations.get(0).getVariableDefinitions().isEmpty()) {
                return refused("Bulk queries cannot contain variables.");
            }
            SelectionSet top = operations.get(0).getSelectionSet();
            fields(top, schema.getQueryType(), 0, false, null);
            List<String> errors = errors(top);
            if (errors.isEmpty() && !(top.getSelections().get(0) instanceof Field f && Listings.has(f.getName()))) {
                errors.add("the twin runs bulk queries on lists of the whole shop only");
            }
            return errors.isEmpty()
                    ? new BulkQuery(List.of(), document, (Field) top.getSelections().get(0))
                    : refused(errors.toArray(String[]::new));
        }

        private List<String> errors(SelectionSet top) {
            List<String> errors = new ArrayList<>();
            if (!byNodes.isEmpty()) {
                errors.add("All connection fields in a bulk query must select their contents using 'edges' > 'node', e.g: '"
                        + byNodes.get(0)
                        + " { edges { node {'. Selecting via 'nodes' is not supported. Invalid connection fields: '"
                        + String.join("', '", byNodes) + "'.");
            }
            if (top.getSelections().get(0) instanceof Field f && List.of("node", "nodes").contains(f.getName())) {
                errors.add("Bulk queries cannot contain a top level `" + f.getName() + "` field.");
            }
            if (deepest > DEPTH) {
                errors.add("Bulk queries cannot contain connections with a nesting depth greater than " + DEPTH + ".");
            }
            if (connections > CONNECTIONS) {
                errors.add("Bulk queries cannot contain more than " + CONNECTIONS + " connections.");
            }
            if (!withoutId.isEmpty()) {
                errors.add("The parent 'node' field for a nested connection must select the 'id' field without an alias"
                        + " and must be of 'ID' return type. Connection fields without 'id': "
                        + String.join(", ", withoutId) + ".");
            }
            if (inList) {
                errors.add("Queries that contain a connection field within a list field are not currently supported.");
            }
            if (connections == 0) {
                errors.add("Bulk queries must contain at least one connection.");
            }
            return errors;
        }

        /** @param parent the connection this is below, null for none */
        private void fields(SelectionSet set, GraphQLCompositeType type, int depth, boolean list, Parent parent) {
            for (Selection<?> selection : set.getSelections()) {
                if (selection instanceof Field field && field.getSelectionSet() != null) {
                    field(field, type, depth, list, parent);
                } else if (selection instanceof InlineFragment fragment) {
                    fields(fragment.getSelectionSet(), narrowed(fragment, type), depth, list, parent);
                } else if (selection instanceof FragmentSpread spread) {
                    FragmentDefinition fragment = fragment(spread);
                    fields(
                            fragment.getSelectionSet(),
                            (GraphQLCompositeType) schema.getType(fragment.getTypeCondition().getName()),
                            depth,
                            list,
                            parent);
                }
            }
        }

        private record Parent(String name, boolean hasId) {}

        private void field(Field field, GraphQLCompositeType type, int depth, boolean list, Parent parent) {
            GraphQLFieldDefinition definition = Introspection.getFieldDef(schema, type, field.getName());
            GraphQLNamedType named = GraphQLTypeUtil.unwrapAll(definition.getType());
            if (!Projection.isConnection(named)) {
                boolean connectionItself = Projection.isConnection((GraphQLNamedType) type);
                boolean isList = !connectionItself && isList(definition.getType());
                fields(field.getSelectionSet(), (GraphQLCompositeType) named, depth, list || isList, parent);
                return;
            }
            connections++;
            deepest = Math.max(deepest, depth);
            inList |= list;
            if (parent != null && !parent.hasId() && !withoutId.contains(parent.name())) {
                withoutId.add(parent.name());
            }
            Field edges = selected(field, "edges");
            Field node = edges == null ? null : selected(edges, "node");
            if (node == null) {
                byNodes.add(field.getName());
            }
            Field of = node != null ? node : selected(field, "nodes");
            boolean hasId = of != null && hasId(of.getSelectionSet());
            fields(
                    field.getSelectionSet(),
                    (GraphQLCompositeType) named,
                    depth + 1,
                    false,
                    new Parent(field.getName(), hasId));
        }

        private boolean hasId(SelectionSet set) {
            return set.getSelections().stream()
                    .anyMatch(s -> s instanceof Field f && f.getName().equals("id") && f.getAlias() == null
                            || s instanceof InlineFragment i && hasId(i.getSelectionSet())
                            || s instanceof FragmentSpread f && hasId(fragment(f).getSelectionSet()));
        }

        private static Field selected(Field in, String name) {
            return in.getSelectionSet().getSelections().stream()
                    .filter(s -> s instanceof Field f && f.getName().equals(name))
                    .map(Field.class::cast)
                    .findFirst()
                    .orElse(null);
        }

        private GraphQLCompositeType narrowed(InlineFragment fragment, GraphQLCompositeType type) {
            return fragment.getTypeCondition() == null
                    ? type
                    : (GraphQLCompositeType) schema.getType(fragment.getTypeCondition().getName());
        }

        private FragmentDefinition fragment(FragmentSpread spread) {
            return document.getDefinitionsOfType(FragmentDefinition.class).stream()
                    .filter(f -> f.getName().equals(spread.getName()))
                    .findFirst()
                    .orElseThrow();
        }

        private static boolean isList(GraphQLType type) {
            return GraphQLTypeUtil.unwrapNonNull(type) instanceof GraphQLList;
        }
    }
}
