package io.serai.twin.shopify;

import graphql.language.Directive;
import graphql.language.StringValue;
import graphql.language.VariableReference;
import graphql.schema.DataFetchingEnvironment;
import io.serai.twin.CallLog;
import io.serai.twin.shopify.Model.Definition;
import io.serai.twin.shopify.Model.Metafield;
import io.serai.twin.shopify.Model.Product;
import io.serai.twin.shopify.Model.Subscription;
import io.serai.twin.shopify.Model.Variant;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Mutations of stock, webhook subscriptions and metafield definitions. */
final class OtherMutations {

    private record Kept(Map<String, Object> arguments, Map<String, Object> result) {}

    private final Shop shop;
    private final Views views;
    private final Commits commits;
    private final Webhooks webhooks;
    private final CallLog calls;
    private final Map<String, Kept> byKey = new HashMap<>();

    OtherMutations(Shop shop, Views views, Commits commits, Webhooks webhooks, CallLog calls) {
        this.shop = shop;
        this.views = views;
        this.commits = commits;
        this.webhooks = webhooks;
        this.calls = calls;
    }

    void clear() {
        byKey.clear();
    }

    Map<String, Object> itemUpdate(Map<String, Object> args) {
        long id = Model.number("InventoryItem", args.get("id"));
        Product p = shop.ofItem(id)
                .orElseThrow(() -> new Refused("Inventory item does not exist", null, "id"))
                .copy();
        Variant v = Shop.item(p, id).orElseThrow();
        new VariantEdits(shop).item(v, Inputs.map(args, "input"));
        v.updated = shop.now();
        commits.save("inventoryItemUpdate", p);
        return Map.of("inventoryItem", views.item(p, v));
    }

    Map<String, Object> activate(DataFetchingEnvironment e) {
        requireKey(e);
        long id = Model.number("InventoryItem", e.getArgument("inventoryItemId"));
        long location = Model.number("Location", e.getArgument("locationId"));
        Product p = shop.ofItem(id)
                .orElseThrow(() -> new Refused("Inventory item does not exist", null, "inventoryItemId"))
                .copy();
        if (!shop.locations.containsKey(location)) {
            throw new Refused("Location does not exist", null, "locationId");
        }
        Variant v = Shop.item(p, id).orElseThrow();
        v.stock.putIfAbsent(location, e.getArgumentOrDefault("available", 0));
        v.stockUpdated.put(location, shop.now());
        commits.saveStock("inventoryActivate", p);
        return Map.of("inventoryLevel", views.level(p, v, location));
    }

    /** All quantities or none; each compared with {@code changeFromQuantity} unless that is null (facts 36 and 37). */
    Map<String, Object> setQuantities(DataFetchingEnvironment e) {
        String key = requireKey(e);
        Map<String, Object> in = e.getArgument("input");
        Kept kept = byKey.get(key);
        if (kept != null) {
            if (!kept.arguments().equals(in)) {
                throw new Refused(
                        "The idempotency key was used with other parameters.", "IDEMPOTENCY_KEY_PARAMETER_MISMATCH");
            }
            return kept.result();
        }
        Map<String, Object> result = setQuantities(in);
        byKey.put(key, new Kept(in, result));
        return result;
    }

    private Map<String, Object> setQuantities(Map<String, Object> in) {
        List<Map<String, Object>> quantities = Inputs.list(in, "quantities");
        if (!List.of("available", "on_hand").contains(in.get("name"))) {
            throw new Refused("The quantity name must be either 'available' or 'on_hand'.", "INVALID_NAME", "input", "name");
        }
        for (int i = 0; i < quantities.size(); i++) {
            check(quantities.get(i), "input", "quantities", String.valueOf(i));
        }
        List<Map<String, Object>> changes = new ArrayList<>();
        for (Map<String, Object> one : quantities) {
            changes.add(set(one, String.valueOf(in.get("name"))));
        }
        Map<String, Object> group = new HashMap<>();
        group.put("__typename", "InventoryAdjustmentGroup");
        group.put("id", Model.gid("InventoryAdjustmentGroup", shop.nextId()));
        group.put("createdAt", shop.now());
        group.put("reason", in.get("reason"));
        group.put("referenceDocumentUri", in.get("referenceDocumentUri"));
        group.put("changes", changes);
        return Map.of("inventoryAdjustmentGroup", group);
    }

    private void check(Map<String, Object> in, String... path) {
        long id = Model.number("InventoryItem", in.get("inventoryItemId"));
        long location = Model.number("Location", in.get("locationId"));
        Variant v = shop.ofItem(id)
                .flatMap(p -> Shop.item(p, id))
                .orElseThrow(() -> new Refused(
                        "The specified inventory item could not be found.",
                        "INVALID_INVENTORY_ITEM",
                        VariantEdits.with(path, "inventoryItemId")));
        if (!shop.locations.containsKey(location)) {
            throw new Refused(
                    "The specified location could not be found.", "INVALID_LOCATION", VariantEdits.with(path, "locationId"));
        }
        if (v.requiresComponents) {
            throw new Refused(
                    "The specified inventory item is not allowed to be adjusted via API.",
                    "NON_MUTABLE_INVENTORY_ITEM",
                    VariantEdits.with(path, "inventoryItemId"));
        }
        if (!in.containsKey("changeFromQuantity")) {
            throw Pages.error(
                    "The field changeFromQuantity is required; give null to set without comparing.", "INVALID_FIELD_ARGUMENTS");
        }
        Object from = in.get("changeFromQuantity");
        if (from != null && ((Number) from).intValue() != v.stock.getOrDefault(location, 0)) {
            throw new Refused(
                    "The changeFromQuantity argument no longer matches the persisted quantity.",
                    "CHANGE_FROM_QUANTITY_STALE",
                    VariantEdits.with(path, "changeFromQuantity"));
        }
    }

    private Map<String, Object> set(Map<String, Object> in, String name) {
        long id = Model.number("InventoryItem", in.get("inventoryItemId"));
        long location = Model.number("Location", in.get("locationId"));
        int quantity = ((Number) in.get("quantity")).intValue();
        Product p = shop.ofItem(id).orElseThrow().copy();
        Variant v = Shop.item(p, id).orElseThrow();
        int delta = quantity - v.stock.getOrDefault(location, 0);
        v.stock.put(location, quantity);
        v.stockUpdated.put(location, shop.now());
        commits.saveStock("inventorySetQuantities", p);
        Map<String, Object> change = new HashMap<>();
        change.put("name", name);
        change.put("delta", delta);
        change.put("quantityAfterChange", quantity);
        change.put("item", views.item(p, v));
        change.put("location", views.location(shop.locations.get(location)));
        return change;
    }

    private static String requireKey(DataFetchingEnvironment e) {
        List<Directive> directives = e.getField().getDirectives("idempotent");
        Object key = directives.isEmpty()
                ? null
                : directives.get(0).getArgument("key").getValue() instanceof VariableReference v
                        ? e.getVariables().get(v.getName())
                        : ((StringValue) directives.get(0).getArgument("key").getValue()).getValue();
        if (key == null || key.toString().isBlank()) {
            throw Pages.error(
                    "The @idempotent directive is required for this mutation but was not provided.", "BAD_REQUEST");
        }
        return key.toString();
    }

    Map<String, Object> define(Map<String, Object> args) {
        Map<String, Object> in = Inputs.map(args, "definition");
        String namespace = String.valueOf(in.getOrDefault("namespace", "app"));
        String key = String.valueOf(in.get("key"));
        String name = Metafield.name(namespace, key);
        if (shop.definitions.containsKey(name)) {
            throw new Refused(
                    "Key is in use for Product metafields on the '" + namespace + "' namespace.", "TAKEN", "definition", "key");
        }
        Definition definition = new Definition(
                shop.nextId(),
                namespace,
                key,
                String.valueOf(in.get("name")),
                String.valueOf(in.get("type")),
                String.valueOf(in.get("ownerType")),
                (String) in.get("description"));
        shop.definitions.put(name, definition);
        return Map.of("createdDefinition", views.definition(definition));
    }

    Map<String, Object> subscribe(Map<String, Object> args, String version) {
        Map<String, Object> in = Inputs.map(args, "webhookSubscription");
        Instant now = shop.now();
        Subscription wanted = new Subscription(
                shop.nextId(),
                String.valueOf(args.get("topic")),
                address(in, null),
                (String) in.get("name"),
                filter(in),
                Inputs.list(in, "includeFields"),
                version,
                now,
                now);
        taken(wanted);
        webhooks.put(wanted);
        calls.mutated("webhookSubscriptionCreate", wanted.gid(), true);
        return Map.of("webhookSubscription", views.subscription(wanted));
    }

    Map<String, Object> resubscribe(Map<String, Object> args) {
        Subscription old = subscription(args.get("id"));
        Map<String, Object> in = Inputs.map(args, "webhookSubscription");
        Subscription wanted = new Subscription(
                old.id(),
                old.topic(),
                address(in, old.uri()),
                in.containsKey("name") ? (String) in.get("name") : old.name(),
                filter(in),
                in.containsKey("includeFields") ? Inputs.list(in, "includeFields") : old.includeFields(),
                old.apiVersion(),
                old.created(),
                shop.now());
        taken(wanted);
        boolean same = wanted.uri().equals(old.uri())
                && Objects.equals(wanted.name(), old.name())
                && wanted.includeFields().equals(old.includeFields());
        webhooks.put(wanted);
        calls.mutated("webhookSubscriptionUpdate", wanted.gid(), !same);
        return Map.of("webhookSubscription", views.subscription(wanted));
    }

    Map<String, Object> unsubscribe(Map<String, Object> args) {
        Subscription old = subscription(args.get("id"));
        webhooks.remove(old.id());
        calls.mutated("webhookSubscriptionDelete", old.gid(), true);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("deletedWebhookSubscriptionId", old.gid());
        return result;
    }

    private Subscription subscription(Object gid) {
        Subscription found = webhooks.subscriptions().get(Model.number("WebhookSubscription", gid));
        if (found == null) {
            throw new Refused("Webhook subscription does not exist", null, "id");
        }
        return found;
    }

    private void taken(Subscription wanted) {
        for (Subscription other : webhooks.subscriptions().values()) {
            if (other.id() != wanted.id()
                    && other.topic().equals(wanted.topic())
                    && other.uri().equals(wanted.uri())
                    && Objects.equals(other.name(), wanted.name())) {
                throw new Refused(
                        "Address for this topic has already been taken", null, "webhookSubscription", "callbackUrl");
            }
        }
    }

    private static String filter(Map<String, Object> in) {
        if (in.get("filter") != null) {
            throw Pages.error("the twin serves no webhook filters", "BAD_REQUEST");
        }
        return null;
    }

    /** HTTPS only (fact 1), but for this machine's own addresses, which no certificate covers. */
    private static String address(Map<String, Object> in, String old) {
        Object wanted = in.get("uri") != null ? in.get("uri") : in.get("callbackUrl");
        if (wanted == null) {
            if (old == null) {
                throw new Refused("Address can't be blank", null, "webhookSubscription", "callbackUrl");
            }
            return old;
        }
        URI uri = URI.create(String.valueOf(wanted));
        boolean local = List.of("127.0.0.1", "localhost").contains(String.valueOf(uri.getHost()));
        if (!"https".equals(uri.getScheme()) && !("http".equals(uri.getScheme()) && local)) {
            throw new Refused(
                    "Address protocol " + uri.getScheme() + ":// is not supported", null, "webhookSubscription", "callbackUrl");
        }
        return uri.toString();
    }
}
