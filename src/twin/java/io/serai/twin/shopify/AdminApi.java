package io.serai.twin.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import graphql.language.Document;
import graphql.language.OperationDefinition;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import graphql.schema.DataFetchingEnvironment;
import graphql.validation.ValidationError;
import io.serai.twin.Json;
import io.serai.twin.TwinResponse;
import io.serai.twin.shopify.Model.Product;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The Admin GraphQL API: cost and throttle around the engine, and its top-level fields. Called under the twin's lock. */
final class AdminApi {

    /** Greatest length of an input array (fact 26). */
    static final int MAX_INPUT = 250;

    private final Shop shop;
    private final Views views;
    private final Webhooks webhooks;
    private final ProductMutations products;
    private final OtherMutations others;
    private final Listings listings;
    private final BulkOperations bulk;
    private final ShopifySettings.Holder settings;
    private final Bucket bucket;
    private final Map<String, Map<String, Object>> operations = new HashMap<>();

    AdminApi(
            Shop shop,
            Views views,
            Webhooks webhooks,
            ProductMutations products,
            OtherMutations others,
            BulkOperations bulk,
            ShopifySettings.Holder settings,
            Bucket bucket) {
        this.shop = shop;
        this.views = views;
        this.webhooks = webhooks;
        this.products = products;
        this.others = others;
        this.listings = new Listings(shop, views);
        this.bulk = bulk;
        this.settings = settings;
        this.bucket = bucket;
    }

    /** @param body {@code {"query": …, "variables": …, "operationName": …}} */
    TwinResponse answer(JsonNode body, String version) {
        String query = body.path("query").asText("");
        if (query.isBlank()) {
            return TwinResponse.json(400, Map.of("errors", Map.of("query", "Required parameter missing or invalid")));
        }
        Map<String, Object> variables = variables(body.path("variables"));
        Document document;
        OperationDefinition operation;
        try {
            document = Parser.parse(query);
            operation = operation(document, body.path("operationName").asText(null));
        } catch (InvalidSyntaxException e) {
            return errors(e.getMessage(), "parseError", null);
        }
        if (operation == null) {
            return errors("No such operation", "missingOperation", null);
        }
        Cost cost = new Cost(document, variables);
        int requested;
        try {
            requested = cost.requested(operation);
        } catch (graphql.GraphqlErrorException e) {
            return errors(e.getMessage(), "undefinedFragment", null);
        }
        if (requested > Cost.MAX) {
            return errors(
                    "Query cost is " + requested + ", which exceeds the single query max cost limit (" + Cost.MAX + ").",
                    "MAX_COST_EXCEEDED",
                    Map.of("cost", requested, "maxCost", Cost.MAX));
        }
        if (!bucket.has(requested)) {
            return throttled(requested);
        }
        return execute(query, body.path("operationName").asText(null), variables, version, cost, operation, requested);
    }

    private TwinResponse execute(
            String query,
            String name,
            Map<String, Object> variables,
            String version,
            Cost cost,
            OperationDefinition operation,
            int requested) {
        ExecutionResult result = AdminSchema.get()
                .execute(ExecutionInput.newExecutionInput()
                        .query(query)
                        .operationName(name)
                        .variables(variables)
                        .graphQLContext(Map.of(AdminSchema.Root.class, root(version)))
                        .build());
        Map<String, Object> answer = new LinkedHashMap<>();
        if (result.isDataPresent()) {
            answer.put("data", result.getData());
        }
        if (!result.getErrors().isEmpty()) {
            answer.put("errors", result.getErrors().stream().map(AdminApi::error).toList());
        }
        if (result.isDataPresent()) {
            int actual = Math.min(requested, cost.actual(operation, result.getData()));
            bucket.take(actual);
            answer.put("extensions", Map.of("cost", cost(requested, actual)));
        }
        return TwinResponse.json(200, answer);
    }

    private static Map<String, Object> error(GraphQLError error) {
        Map<String, Object> spec = new LinkedHashMap<>(error.toSpecification());
        if (spec.get("extensions") instanceof Map<?, ?> extensions) {
            Map<Object, Object> clean = new LinkedHashMap<>(extensions);
            clean.remove("classification");
            if (error instanceof ValidationError invalid) {
                clean.put("code", code(invalid));
            }
            spec.put("extensions", clean);
        }
        return spec;
    }

    /** {@code FieldUndefined} is Shopify's {@code undefinedField}; the rest keeps its name, in Shopify's spelling. */
    private static String code(ValidationError invalid) {
        String type = String.valueOf(invalid.getValidationErrorType());
        return type.equals("FieldUndefined") ? "undefinedField" : type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1);
    }

    TwinResponse throttled(int requested) {
        Map<String, Object> error = Map.of(
                "message",
                "Throttled",
                "extensions",
                Map.of("code", "THROTTLED", "documentation", "https://shopify.dev/api/usage/rate-limits"));
        return TwinResponse.json(
                settings.get().throttledStatus(),
                Map.of("errors", List.of(error), "extensions", Map.of("cost", cost(requested, null))));
    }

    private Map<String, Object> cost(int requested, Integer actual) {
        Map<String, Object> cost = new LinkedHashMap<>();
        cost.put("requestedQueryCost", requested);
        cost.put("actualQueryCost", actual);
        cost.put(
                "throttleStatus",
                Map.of(
                        "maximumAvailable", settings.get().maximumAvailable(),
                        "currentlyAvailable", Math.max(0, (int) bucket.available()),
                        "restoreRate", settings.get().restoreRate()));
        return cost;
    }

    private static TwinResponse errors(String message, String code, Map<String, Object> more) {
        Map<String, Object> extensions = new LinkedHashMap<>();
        extensions.put("code", code);
        if (more != null) {
            extensions.putAll(more);
        }
        return TwinResponse.json(
                200, Map.of("errors", List.of(Map.of("message", String.valueOf(message), "extensions", extensions))));
    }

    private static OperationDefinition operation(Document document, String name) {
        return document.getDefinitionsOfType(OperationDefinition.class).stream()
                .filter(o -> name == null || name.isEmpty() || name.equals(o.getName()))
                .findFirst()
                .orElse(null);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> variables(JsonNode node) {
        return node.isObject() ? Json.MAPPER.convertValue(node, Map.class) : Map.of();
    }

    private AdminSchema.Root root(String version) {
        return new AdminSchema.Root() {
            @Override
            public Object query(DataFetchingEnvironment e) {
                return AdminApi.this.query(e);
            }

            @Override
            public Object mutation(DataFetchingEnvironment e) {
                limitInputs(e);
                try {
                    return AdminApi.this.mutation(e, version);
                } catch (Refused refused) {
                    return Map.of("userErrors", refused.errors(), "mediaUserErrors", refused.errors(), "shop", views.shop());
                }
            }
        };
    }

    private static void limitInputs(DataFetchingEnvironment e) {
        Map<String, Object> arguments = new HashMap<>(e.getArguments());
        if (e.getField().getName().equals("productSet")) {
            Map<String, Object> input = new HashMap<>(Inputs.map(arguments, "input"));
            input.remove("variants");
            arguments.put("input", input);
        }
        limit(arguments);
    }

    private static void limit(Object value) {
        if (value instanceof Map<?, ?> map) {
            map.values().forEach(AdminApi::limit);
        } else if (value instanceof Collection<?> list) {
            if (list.size() > MAX_INPUT) {
                throw Pages.error(
                        "The input array size of " + list.size() + " is greater than the maximum allowed of " + MAX_INPUT + ".",
                        "MAX_INPUT_SIZE_EXCEEDED");
            }
            list.forEach(AdminApi::limit);
        }
    }

    private Object mutation(DataFetchingEnvironment e, String version) {
        Map<String, Object> a = e.getArguments();
        String name = e.getField().getName();
        return switch (name) {
            case "productCreate" -> products.create(a);
            case "productUpdate" -> products.update(a);
            case "productDelete" -> withShop(products.delete(a));
            case "productSet" -> set(a);
            case "productVariantsBulkCreate" -> products.variantsCreate(a);
            case "productVariantsBulkUpdate" -> products.variantsUpdate(a);
            case "productVariantsBulkDelete" -> products.variantsDelete(a);
            case "productVariantsBulkReorder" -> products.variantsReorder(a);
            case "productOptionsCreate" -> products.optionsCreate(a);
            case "productOptionUpdate" -> products.optionUpdate(a);
            case "productOptionsDelete" -> products.optionsDelete(a);
            case "productCreateMedia" -> products.mediaCreate(a);
            case "productUpdateMedia" -> products.mediaUpdate(a);
            case "productDeleteMedia" -> products.mediaDelete(a);
            case "productReorderMedia" -> products.mediaReorder(a);
            case "fileUpdate" -> products.files(a);
            case "tagsAdd", "tagsRemove" -> products.tags(a, name.equals("tagsAdd"));
            case "metafieldsSet" -> products.metafieldsSet(a);
            case "metafieldsDelete" -> products.metafieldsDelete(a);
            case "metafieldDefinitionCreate" -> others.define(a);
            case "inventoryItemUpdate" -> others.itemUpdate(a);
            case "inventorySetQuantities" -> others.setQuantities(e);
            case "inventoryActivate" -> others.activate(e);
            case "collectionAddProducts", "collectionAddProductsV2", "collectionRemoveProducts" ->
                products.collectionMembers(a, name);
            case "bulkOperationRunQuery" -> bulk.run(e.getArgument("query"), e.getArgument("groupObjects"));
            case "bulkOperationCancel" -> bulk.cancel(e.getArgument("id"));
            case "webhookSubscriptionCreate" -> others.subscribe(a, version);
            case "webhookSubscriptionUpdate" -> others.resubscribe(a);
            case "webhookSubscriptionDelete" -> others.unsubscribe(a);
            default -> throw Pages.error("the twin does not serve " + name, "BAD_REQUEST");
        };
    }

    private Map<String, Object> withShop(Map<String, Object> payload) {
        Map<String, Object> more = new HashMap<>(payload);
        more.put("shop", views.shop());
        return more;
    }

    /** Not synchronous: the product is there at once, but only the operation tells so. */
    private Map<String, Object> set(Map<String, Object> args) {
        Map<String, Object> done = products.set(args);
        if (!Boolean.FALSE.equals(args.get("synchronous"))) {
            return done;
        }
        String gid = Model.gid("ProductSetOperation", shop.nextId());
        Map<String, Object> operation = new HashMap<>(done);
        operation.put("__typename", "ProductSetOperation");
        operation.put("id", gid);
        operation.put("status", "COMPLETE");
        operations.put(gid, operation);
        Map<String, Object> created = new HashMap<>(operation);
        created.put("status", "CREATED");
        created.remove("product");
        return Map.of("productSetOperation", created);
    }

    private Object query(DataFetchingEnvironment e) {
        if (Listings.has(e.getField().getName())) {
            return listings.of(e.getField().getName(), e);
        }
        return switch (e.getField().getName()) {
            case "shop" -> views.shop();
            case "currentAppInstallation" -> views.installation();
            case "publicApiVersions" ->
                ShopifyTwin.SERVED.stream().map(Views::version).toList();
            case "node", "product", "productVariant", "inventoryItem", "inventoryLevel", "collection", "order", "customer" -> node(e);
            case "location" -> e.getArgument("id") == null ? views.location(shop.locations.get(shop.mainLocation())) : node(e);
            case "nodes" -> nodes(e);
            case "productByHandle" ->
                shop.byHandle(e.getArgument("handle")).map(views::product).orElse(null);
            case "productByIdentifier" -> byIdentifier(e);
            case "productsCount" ->
                Views.count((int) shop.indexed().stream()
                        .filter(Search.products(e.getArgument("query")))
                        .count());
            case "ordersCount", "customersCount" ->
                listings.count(e.getField().getName(), e);
            case "bulkOperation" -> bulk.find(e.getArgument("id"));
            case "bulkOperations" -> bulk.list(e);
            case "currentBulkOperation" -> bulk.latest(e.getArgument("type"));
            case "productVariantsCount" -> Views.count(listings.countVariants(e));
            case "productOperation" -> operations.get(e.<String>getArgument("id"));
            case "collectionsCount" -> Views.count(shop.collections.size());
            case "metafieldDefinitions" -> definitions(e);
            case "webhookSubscription" -> subscription(e);
            case "webhookSubscriptions" -> subscriptions(e);
            case "webhookSubscriptionsCount" -> Views.count(webhooks.subscriptions().size());
            case "job" -> Map.of("id", e.getArgument("id"), "done", true);
            default -> throw Pages.error("the twin does not serve " + e.getField().getName(), "BAD_REQUEST");
        };
    }

    private Object node(DataFetchingEnvironment e) {
        String gid = e.getArgument("id");
        if (!gid.startsWith("gid://shopify/")) {
            throw Pages.error("Invalid global id '" + gid + "'", "argumentLiteralsIncompatible");
        }
        return byGid(gid);
    }

    private Object byGid(String gid) {
        return gid.startsWith("gid://shopify/BulkOperation/") ? bulk.find(gid) : views.node(gid);
    }

    private List<Object> nodes(DataFetchingEnvironment e) {
        List<String> ids = e.getArgument("ids");
        limit(ids);
        List<Object> found = new ArrayList<>();
        ids.forEach(id -> found.add(byGid(id)));
        return found;
    }

    private Object byIdentifier(DataFetchingEnvironment e) {
        try {
            Product found = products.identified(e.getArgument("identifier"));
            return found == null ? null : views.product(found);
        } catch (Refused refused) {
            throw Pages.error(refused.getMessage(), "BAD_REQUEST");
        }
    }

    private Object definitions(DataFetchingEnvironment e) {
        String namespace = e.getArgument("namespace");
        String key = e.getArgument("key");
        String owner = e.getArgument("ownerType");
        return Pages.of(
                e,
                shop.definitions.values().stream()
                        .filter(d -> d.owner().equals(owner))
                        .filter(d -> namespace == null || namespace.equals(d.namespace()))
                        .filter(d -> key == null || key.equals(d.key()))
                        .toList(),
                Model.Definition::id,
                Model.Definition::id,
                views::definition);
    }

    private Object subscription(DataFetchingEnvironment e) {
        var found = webhooks.subscriptions().get(Model.number("WebhookSubscription", e.getArgument("id")));
        return found == null ? null : views.subscription(found);
    }

    private Object subscriptions(DataFetchingEnvironment e) {
        List<String> topics = e.getArgument("topics");
        String uri = Objects.requireNonNullElse(e.<String>getArgument("uri"), e.getArgumentOrDefault("callbackUrl", ""));
        return Pages.of(
                e,
                webhooks.subscriptions().values().stream()
                        .filter(s -> topics == null || topics.contains(s.topic()))
                        .filter(s -> uri.isEmpty() || uri.equals(s.uri()))
                        .toList(),
                Model.Subscription::id,
                s -> s.created().getEpochSecond(),
                views::subscription);
    }

    void clear() {
        operations.clear();
        others.clear();
        bucket.fill();
    }
}
