package io.serai.twin.shopify;

import graphql.language.Directive;
import graphql.language.StringValue;
import graphql.language.VariableReference;
import graphql.schema.DataFetchingEnvironment;
import io.serai.twin.CallLog;
import io.serai.twin.Json;
import io.serai.twin.shopify.Model.Definition;
import io.serai.twin.shopify.Model.Metafield;
import io.serai.twin.shopify.Model.Product;
import io.serai.twin.shopify.Model.Subscription;
import io.serai.twin.shopify.Model.Variant;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Mutations of stock, webhook subscriptions and metafield definitions. */
final class OtherMutations {

    /** How long a key is remembered (fact 36). */
    private static final Duration KEY_LIFE = Duration.ofHours(24);

    /** A figure that was set. */
    record Change(long item, long location, String name, int delta, int quantity) {}

    /**
     * What was done under a key.
     *
     * @param arguments JSON
     * @param group null where it was refused
     */
    record Done(
            String key,
            Instant at,
            String arguments,
            String group,
            String reason,
            String referenceDocumentUri,
            List<Change> changes) {}

    private final Shop shop;
    private final Views views;
    private final Commits commits;
    private final Webhooks webhooks;
    private final CallLog calls;
    private final ShopifySettings.Holder settings;
    private final Map<String, Done> byKey = new LinkedHashMap<>();

    OtherMutations(
            Shop shop,
            Views views,
            Commits commits,
            Webhooks webhooks,
            CallLog calls,
            ShopifySettings.Holder settings) {
        this.shop = shop;
        this.views = views;
        this.commits = commits;
        this.webhooks = webhooks;
        this.calls = calls;
        this.settings = settings;
    }

    void clear() {
        byKey.clear();
    }

    /** The idempotency keys outlive the process, or a retry after a restart would be done twice. */
    List<Done> stored() {
        return List.copyOf(byKey.values());
    }

    void restore(List<Done> stored) {
        clear();
        stored.forEach(done -> byKey.put(done.key(), done));
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
        String arguments = new String(Json.bytes(in), StandardCharsets.UTF_8);
        byKey.values().removeIf(done -> done.at().plus(KEY_LIFE).isBefore(shop.now()));
        Done before = byKey.get(key);
        if (before != null && !before.arguments().equals(arguments)) {
            throw new Refused(
                    "The same idempotency key cannot be used with different operation parameters.",
                    "IDEMPOTENCY_KEY_PARAMETER_MISMATCH");
        }
        if (before != null && before.group() == null) {
            throw new Refused(
                    "A previous request with this idempotency key failed. Retry with a new idempotency key.",
                    "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED");
        }
        if (before == null) {
            try {
                byKey.put(key, setQuantities(key, arguments, in));
            } catch (Refused refused) {
                byKey.put(key, new Done(key, shop.now(), arguments, null, null, null, List.of()));
                throw settings.get().hidesRefusedLines() ? refused.unnamed() : refused;
            }
        }
        return group(byKey.get(key));
    }

    private Done setQuantities(String key, String arguments, Map<String, Object> in) {
        List<Map<String, Object>> quantities = Inputs.list(in, "quantities");
        if (!List.of("available", "on_hand").contains(in.get("name"))) {
            throw new Refused("The quantity name must be either 'available' or 'on_hand'.", "INVALID_NAME", "input", "name");
        }
        Object document = in.get("referenceDocumentUri");
        if (document != null && !String.valueOf(document).matches("[a-z][a-z0-9+.-]*://\\S+")) {
            throw new Refused(
                    "The specified reference document is invalid.",
                    "INVALID_REFERENCE_DOCUMENT",
                    "input",
                    "referenceDocumentUri");
        }
        Set<List<Object>> places = new HashSet<>();
        for (int i = 0; i < quantities.size(); i++) {
            Map<String, Object> one = quantities.get(i);
            check(one, "input", "quantities", String.valueOf(i));
            if (!places.add(List.of(one.get("inventoryItemId"), one.get("locationId")))) {
                throw new Refused(
                        "The combination of inventoryItemId and locationId must be unique.",
                        "NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR",
                        "input",
                        "quantities",
                        String.valueOf(i));
            }
        }
        List<Change> changes = new ArrayList<>();
        for (Map<String, Object> one : quantities) {
            changes.add(set(one, String.valueOf(in.get("name"))));
        }
        return new Done(
                key,
                shop.now(),
                arguments,
                Model.gid("InventoryAdjustmentGroup", shop.nextId()),
                String.valueOf(in.get("reason")),
                (String) document,
                changes);
    }

    private Map<String, Object> group(Done done) {
        Map<String, Object> group = new HashMap<>();
        group.put("__typename", "InventoryAdjustmentGroup");
        group.put("id", done.group());
        group.put("createdAt", done.at());
        group.put("reason", done.reason());
        group.put("referenceDocumentUri", done.referenceDocumentUri());
        group.put("changes", done.changes().stream().map(this::change).toList());
        return Map.of("inventoryAdjustmentGroup", group);
    }

    private Map<String, Object> change(Change of) {
        Map<String, Object> change = new HashMap<>();
        change.put("name", of.name());
        change.put("delta", of.delta());
        change.put("quantityAfterChange", of.quantity());
        change.put(
                "item",
                shop.ofItem(of.item())
                        .map(p -> views.item(p, Shop.item(p, of.item()).orElseThrow()))
                        .orElse(null));
        change.put(
                "location",
                shop.locations.containsKey(of.location()) ? views.location(shop.locations.get(of.location())) : null);
        return change;
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

    private Change set(Map<String, Object> in, String name) {
        long id = Model.number("InventoryItem", in.get("inventoryItemId"));
        long location = Model.number("Location", in.get("locationId"));
        int quantity = ((Number) in.get("quantity")).intValue();
        Product p = shop.ofItem(id).orElseThrow().copy();
        Variant v = Shop.item(p, id).orElseThrow();
        int delta = quantity - v.stock.getOrDefault(location, 0);
        v.stock.put(location, quantity);
        v.stockUpdated.put(location, shop.now());
        commits.saveStock("inventorySetQuantities", p);
        return new Change(id, location, name, delta, quantity);
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
