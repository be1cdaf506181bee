package io.serai.twin.shopify;

import graphql.GraphQL;
import graphql.GraphQLContext;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.GraphqlErrorException;
import graphql.TypeResolutionEnvironment;
import graphql.execution.CoercedVariables;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerResult;
import graphql.language.BooleanValue;
import graphql.language.FloatValue;
import graphql.language.IntValue;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.DataFetcherFactories;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** The GraphQL engine over the Admin schema's SDL; one for all twins, each of which answers through its {@link Root}. */
final class AdminSchema {

    private static final System.Logger LOG = System.getLogger(AdminSchema.class.getName());

    /** What answers the top-level fields of a call; found in the GraphQL context under its class. */
    interface Root {
        Object query(DataFetchingEnvironment environment);

        Object mutation(DataFetchingEnvironment environment);
    }

    private static final class Loaded {
        private static final GraphQL ENGINE = engine();
    }

    private AdminSchema() {}

    /** Reads the schema if it was not yet, so that the first call does not wait for it. */
    static void load() {
        get().execute("{ __typename }");
    }

    static GraphQL get() {
        return Loaded.ENGINE;
    }

    private static GraphQL engine() {
        try (InputStream in = AdminSchema.class.getResourceAsStream("/twin/shopify/admin.graphqls")) {
            TypeDefinitionRegistry types = new SchemaParser().parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            GraphQLSchema schema = new SchemaGenerator().makeExecutableSchema(types, wiring());
            return GraphQL.newGraphQL(schema)
                    .defaultDataFetcherExceptionHandler(errors())
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RuntimeWiring wiring() {
        RuntimeWiring.Builder wiring = RuntimeWiring.newRuntimeWiring()
                .type("QueryRoot", t -> t.defaultDataFetcher(
                        e -> e.getGraphQlContext().<Root>get(Root.class).query(e)))
                .type("Mutation", t -> t.defaultDataFetcher(
                        e -> e.getGraphQlContext().<Root>get(Root.class).mutation(e)))
                .scalar(scalar("DateTime", AdminSchema::time))
                .scalar(scalar("Decimal", AdminSchema::decimal))
                .scalar(scalar("Money", AdminSchema::money))
                .scalar(scalar("HTML", v -> v))
                .scalar(scalar("URL", v -> v))
                .scalar(scalar("UnsignedInt64", AdminSchema::unsigned))
                .scalar(json());
        for (String type : List.of(
                "Node",
                "Media",
                "File",
                "ProductOperation",
                "DisplayableError",
                "DiscountApplication",
                "PricingValue",
                "WebhookSubscriptionEndpoint")) {
            wiring.type(type, t -> t.typeResolver(AdminSchema::typeOf));
        }
        return wiring.codeRegistry(graphql.schema.GraphQLCodeRegistry.newCodeRegistry()
                        .defaultDataFetcher(DataFetcherFactories.useDataFetcher(AdminSchema::field))
                        .build())
                .build();
    }

    private static GraphQLObjectType typeOf(TypeResolutionEnvironment e) {
        Map<?, ?> source = e.getObject();
        return e.getSchema().getObjectType(String.valueOf(source.get("__typename")));
    }

    static GraphQLSchema schema() {
        return get().getGraphQLSchema();
    }

    private static Object field(DataFetchingEnvironment e) {
        Object value = e.<Map<?, ?>>getSource().get(e.getField().getName());
        if (value instanceof Views.Field field) {
            return field.of(e);
        }
        if (value == null && e.getField().getName().toLowerCase(Locale.ROOT).endsWith("usererrors")) {
            return List.of();
        }
        if (value instanceof String code && e.getFieldType() instanceof GraphQLEnumType type) {
            return type.getValue(code) == null ? null : code;
        }
        return value;
    }

    private static DataFetcherExceptionHandler errors() {
        return parameters -> {
            Throwable thrown = parameters.getException();
            while (thrown.getCause() != null && !(thrown instanceof GraphqlErrorException)) {
                thrown = thrown.getCause();
            }
            if (!(thrown instanceof GraphqlErrorException)) {
                LOG.log(System.Logger.Level.ERROR, "at " + parameters.getPath(), thrown);
            }
            GraphQLError error = GraphqlErrorBuilder.newError()
                    .message("%s", String.valueOf(thrown.getMessage()))
                    .location(parameters.getSourceLocation())
                    .path(parameters.getPath())
                    .extensions(
                            thrown instanceof GraphqlErrorException g
                                    ? g.getExtensions()
                                    : Map.of("code", "INTERNAL_SERVER_ERROR"))
                    .build();
            return CompletableFuture.completedFuture(
                    DataFetcherExceptionHandlerResult.newResult(error).build());
        };
    }

    /** A scalar that travels as text. */
    private static GraphQLScalarType scalar(String name, UnaryOperator<String> check) {
        return GraphQLScalarType.newScalar()
                .name(name)
                .coercing(new Coercing<Object, Object>() {
                    @Override
                    public Object serialize(Object value, GraphQLContext context, Locale locale) {
                        return value instanceof Instant i ? format(i) : text(value);
                    }

                    @Override
                    public Object parseValue(Object value, GraphQLContext context, Locale locale) {
                        try {
                            return check.apply(text(value));
                        } catch (RuntimeException e) {
                            throw new CoercingParseValueException(name + " has an invalid value " + value, e);
                        }
                    }

                    @Override
                    public Object parseLiteral(
                            Value<?> value, CoercedVariables variables, GraphQLContext context, Locale locale) {
                        try {
                            return check.apply(literal(value));
                        } catch (RuntimeException e) {
                            throw new CoercingParseLiteralException(name + " has an invalid value " + value, e);
                        }
                    }
                })
                .build();
    }

    private static GraphQLScalarType json() {
        return GraphQLScalarType.newScalar()
                .name("JSON")
                .coercing(new Coercing<Object, Object>() {
                    @Override
                    public Object serialize(Object value, GraphQLContext context, Locale locale) {
                        return value;
                    }
                })
                .build();
    }

    private static String text(Object value) {
        return value instanceof BigDecimal d ? d.toPlainString() : String.valueOf(value);
    }

    private static String literal(Value<?> value) {
        if (value instanceof StringValue s) {
            return s.getValue();
        }
        if (value instanceof IntValue i) {
            return i.getValue().toString();
        }
        if (value instanceof FloatValue f) {
            return f.getValue().toPlainString();
        }
        if (value instanceof BooleanValue b) {
            return String.valueOf(b.isValue());
        }
        throw new IllegalArgumentException(String.valueOf(value));
    }

    /** As Shopify writes times: UTC, whole seconds. */
    static String format(Instant at) {
        return DateTimeFormatter.ISO_INSTANT.format(at.truncatedTo(ChronoUnit.SECONDS));
    }

    private static String time(String text) {
        try {
            OffsetDateTime.parse(text);
            return text;
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String decimal(String text) {
        return new BigDecimal(text).toPlainString();
    }

    private static String money(String text) {
        return text.isBlank() ? text : decimal(text);
    }

    private static String unsigned(String text) {
        if (!text.matches("\\d{1,20}")) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }
}
