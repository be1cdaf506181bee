package io.serai.twin.shopify;

import graphql.schema.DataFetchingEnvironment;
import io.serai.twin.Json;
import io.serai.twin.shopify.Model.Collection;
import io.serai.twin.shopify.Model.Definition;
import io.serai.twin.shopify.Model.Location;
import io.serai.twin.shopify.Model.Media;
import io.serai.twin.shopify.Model.Metafield;
import io.serai.twin.shopify.Model.Option;
import io.serai.twin.shopify.Model.Product;
import io.serai.twin.shopify.Model.Subscription;
import io.serai.twin.shopify.Model.Variant;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The shop's objects as GraphQL reads them: maps by field name. A {@link Field} is asked only if the query selects it. */
final class Views {

    static final int WIDTH = 1200;
    static final int HEIGHT = 1200;
    private static final String ALL_ORDERS = "read_all_orders";
    private static final Duration SEEN = Duration.ofDays(60);

    /** A value that depends on the field's arguments, or is costly. */
    interface Field {
        Object of(DataFetchingEnvironment environment);
    }

    private final Shop shop;
    private final ShopifySettings.Holder settings;
    private final OrderViews orders;

    Views(Shop shop, ShopifySettings.Holder settings) {
        this.shop = shop;
        this.settings = settings;
        this.orders = new OrderViews(shop, this);
    }

    OrderViews orders() {
        return orders;
    }

    /** Without a scope of its own an app sees no order that is older than 60 days (fact 22). */
    boolean sees(Order order) {
        Instant from = seesFrom();
        return from == null || !order.created.isBefore(from);
    }

    /** Null for from the beginning. */
    Instant seesFrom() {
        return settings.get().scopes().contains(ALL_ORDERS)
                ? null
                : shop.clock.instant().minus(SEEN);
    }

    String currency() {
        return settings.get().currency();
    }

    /** A node of its type by global id, or null. */
    Map<String, Object> node(String gid) {
        String type = gid.replaceFirst("^gid://shopify/([A-Za-z]+)/.*$", "$1");
        long id = Model.number(type, gid);
        return switch (type) {
            case "Product" -> shop.product(gid).map(this::product).orElse(null);
            case "ProductVariant" ->
                shop.ofVariant(id)
                        .map(p -> variant(p, Shop.variant(p, id).orElseThrow()))
                        .orElse(null);
            case "InventoryItem" ->
                shop.ofItem(id)
                        .map(p -> item(p, Shop.item(p, id).orElseThrow()))
                        .orElse(null);
            case "InventoryLevel" -> level(gid, id);
            case "Location" -> shop.locations.containsKey(id) ? location(shop.locations.get(id)) : null;
            case "Collection" -> shop.collections.containsKey(id) ? collection(shop.collections.get(id)) : null;
            case "MediaImage" -> mediaNode(id);
            case "Shop" -> shop();
            case "Order" -> shop.order(id).filter(this::sees).map(orders::order).orElse(null);
            case "Customer" -> shop.customer(id).map(orders::customer).orElse(null);
            default -> null;
        };
    }

    private Map<String, Object> level(String gid, long location) {
        String item = gid.contains("?inventory_item_id=") ? gid.replaceFirst(".*inventory_item_id=", "") : "";
        return shop.ofItem(item.matches("\\d{1,18}") ? Long.parseLong(item) : -1)
                .map(p -> level(p, Shop.item(p, Long.parseLong(item)).orElseThrow(), location))
                .orElse(null);
    }

    private Map<String, Object> mediaNode(long id) {
        for (Product p : shop.products.values()) {
            for (Media m : p.media) {
                if (m.id == id) {
                    return media(m);
                }
            }
        }
        return null;
    }

    static Map<String, Object> of(String type, Object id) {
        Map<String, Object> view = new HashMap<>();
        view.put("__typename", type);
        view.put("id", id);
        return view;
    }

    Map<String, Object> product(Product p) {
        Map<String, Object> v = of("Product", p.gid());
        v.put("legacyResourceId", p.id);
        v.put("title", p.title);
        v.put("descriptionHtml", p.html);
        v.put("bodyHtml", p.html);
        v.put("description", (Field) e -> plain(p.html, e.getArgument("truncateAt")));
        v.put("handle", p.handle);
        v.put("vendor", p.vendor);
        v.put("productType", p.type);
        v.put("status", p.status);
        v.put("tags", p.tags);
        v.put("templateSuffix", p.templateSuffix);
        v.put("seo", seo(p.seoTitle, p.seoDescription));
        v.put("category", p.category == null ? null : category(p.category));
        v.put("isGiftCard", p.giftCard);
        v.put("requiresSellingPlan", p.requiresSellingPlan);
        v.put("createdAt", p.created);
        v.put("updatedAt", p.updated);
        v.put("publishedAt", p.status.equals("ACTIVE") ? p.published : null);
        v.put("defaultCursor", (Field) e -> Pages.cursor(p.id, p.id));
        v.put("hasOnlyDefaultVariant", p.hasOnlyDefaultVariant());
        v.put("hasOutOfStockVariants", p.variants.stream().anyMatch(x -> x.tracked && x.available() <= 0));
        v.put("hasVariantsThatRequiresComponents", p.variants.stream().anyMatch(x -> x.requiresComponents));
        v.put("totalInventory", p.variants.stream().mapToInt(Variant::available).sum());
        v.put("tracksInventory", p.variants.stream().anyMatch(x -> x.tracked));
        lists(p, v);
        return v;
    }

    private void lists(Product p, Map<String, Object> v) {
        v.put("options", (Field) e -> p.options.stream()
                .limit(e.getArgumentOrDefault("first", Integer.MAX_VALUE))
                .map(o -> option(p, o))
                .toList());
        v.put("variants", (Field) e -> Pages.of(
                e, p.variants, x -> x.id, x -> (long) p.variants.indexOf(x), x -> variant(p, x)));
        v.put("variantsCount", count(p.variants.size()));
        v.put("media", (Field)
                e -> Pages.of(e, p.media, m -> m.id, m -> (long) p.media.indexOf(m), this::media));
        v.put("images", (Field)
                e -> Pages.of(e, p.media, m -> m.id, m -> (long) p.media.indexOf(m), this::image));
        v.put("mediaCount", count(p.media.size()));
        v.put("featuredMedia", p.media.isEmpty() ? null : media(p.media.get(0)));
        v.put("collections", (Field) e -> Pages.of(
                e,
                p.collections.stream().map(shop.collections::get).filter(Objects::nonNull).toList(),
                Collection::id,
                Collection::id,
                this::collection));
        metafields(v, p.metafields, "PRODUCT");
    }

    Map<String, Object> variant(Product p, Variant x) {
        Map<String, Object> v = of("ProductVariant", x.gid());
        v.put("legacyResourceId", x.id);
        v.put("title", x.title());
        v.put("displayName", p.hasOnlyDefaultVariant() ? p.title : p.title + " - " + x.title());
        v.put("sku", x.sku);
        v.put("barcode", x.barcode);
        v.put("price", x.price);
        v.put("compareAtPrice", x.compareAtPrice);
        v.put("taxable", x.taxable);
        v.put("position", p.variants.indexOf(x) + 1);
        v.put("inventoryPolicy", x.policy);
        v.put("inventoryQuantity", x.available());
        v.put("availableForSale", !x.tracked || x.available() > 0 || x.policy.equals("CONTINUE"));
        v.put("requiresComponents", x.requiresComponents);
        v.put("createdAt", x.created);
        v.put("updatedAt", x.updated);
        v.put("defaultCursor", (Field) e -> Pages.cursor(x.id, x.id));
        v.put("product", (Field) e -> product(p));
        v.put("inventoryItem", (Field) e -> item(p, x));
        v.put("selectedOptions", (Field) e -> selected(p, x));
        List<Media> media = p.media.stream().filter(m -> Objects.equals(m.id, x.mediaId)).toList();
        v.put("media", (Field) e -> Pages.of(e, media, m -> m.id, m -> m.id, this::media));
        v.put("image", (Field) e -> media.isEmpty() ? null : image(media.get(0)));
        metafields(v, x.metafields, "PRODUCTVARIANT");
        return v;
    }

    private static List<Map<String, Object>> selected(Product p, Variant x) {
        return java.util.stream.IntStream.range(0, p.options.size())
                .mapToObj(i -> {
                    Map<String, Object> one = new HashMap<>();
                    one.put("name", p.options.get(i).name);
                    one.put("value", x.values.get(i));
                    one.put("optionValue", optionValue(p, p.options.get(i), x.values.get(i)));
                    return one;
                })
                .toList();
    }

    private static Map<String, Object> option(Product p, Option o) {
        Map<String, Object> v = of("ProductOption", Model.gid("ProductOption", o.id));
        v.put("name", o.name);
        v.put("position", p.options.indexOf(o) + 1);
        v.put("values", List.copyOf(o.values.keySet()));
        v.put("optionValues", o.values.keySet().stream().map(n -> optionValue(p, o, n)).toList());
        return v;
    }

    private static Map<String, Object> optionValue(Product p, Option o, String name) {
        Map<String, Object> v = of("ProductOptionValue", Model.gid("ProductOptionValue", o.values.get(name)));
        int at = p.options.indexOf(o);
        v.put("name", name);
        v.put("hasVariants", p.variants.stream().anyMatch(x -> name.equals(x.values.get(at))));
        return v;
    }

    Map<String, Object> item(Product p, Variant x) {
        Map<String, Object> v = of("InventoryItem", x.itemGid());
        v.put("legacyResourceId", x.itemId);
        v.put("sku", x.sku);
        v.put("tracked", x.tracked);
        v.put("requiresShipping", x.requiresShipping);
        v.put("countryCodeOfOrigin", x.country);
        v.put("provinceCodeOfOrigin", x.province);
        v.put("harmonizedSystemCode", x.harmonizedCode);
        v.put("unitCost", x.cost == null ? null : money(x.cost));
        v.put("duplicateSkuCount", (Field) e -> duplicates(x));
        v.put("createdAt", x.created);
        v.put("updatedAt", x.updated);
        v.put("variant", (Field) e -> variant(p, x));
        v.put("variants", (Field) e -> Pages.of(e, List.of(x), y -> y.id, y -> y.id, y -> variant(p, y)));
        v.put("locationsCount", count(x.stock.size()));
        v.put("inventoryLevel", (Field) e -> level(p, x, Model.number("Location", e.getArgument("locationId"))));
        v.put("inventoryLevels", (Field)
                e -> Pages.of(e, List.copyOf(x.stock.keySet()), l -> l, l -> l, l -> level(p, x, l)));
        Map<String, Object> measurement =
                of("InventoryItemMeasurement", Model.gid("InventoryItemMeasurement", x.itemId));
        measurement.put("weight", Map.of("value", x.weight.doubleValue(), "unit", x.weightUnit));
        v.put("measurement", measurement);
        return v;
    }

    private int duplicates(Variant x) {
        if (x.sku == null || x.sku.isEmpty()) {
            return 0;
        }
        return (int) shop.products.values().stream()
                .flatMap(p -> p.variants.stream())
                .filter(v -> v.id != x.id && x.sku.equals(v.sku))
                .count();
    }

    Map<String, Object> level(Product p, Variant x, long locationId) {
        Integer available = x.stock.get(locationId);
        if (available == null || !shop.locations.containsKey(locationId)) {
            return null;
        }
        Map<String, Object> v = of("InventoryLevel", Payloads.levelGid(x, locationId));
        v.put("canDeactivate", false);
        v.put("isActive", true);
        v.put("createdAt", x.created);
        v.put("updatedAt", x.stockUpdated.get(locationId));
        v.put("item", (Field) e -> item(p, x));
        v.put("location", location(shop.locations.get(locationId)));
        v.put("quantities", (Field) e -> e.<List<String>>getArgument("names").stream()
                .map(name -> quantity(x, locationId, name, available))
                .toList());
        return v;
    }

    /** On hand is what is still there, sold or not. */
    private Map<String, Object> quantity(Variant x, long location, String name, int available) {
        Map<String, Object> v = of(
                "InventoryQuantity",
                Model.gid("InventoryQuantity", location) + "?inventory_item_id=" + x.itemId + "&name=" + name);
        v.put("name", name);
        v.put(
                "quantity",
                switch (name) {
                    case "available" -> available;
                    case "committed" -> shop.committed(x.itemId, location);
                    case "on_hand" -> available + shop.committed(x.itemId, location);
                    default -> 0;
                });
        v.put("updatedAt", x.stockUpdated.get(location));
        return v;
    }

    Map<String, Object> location(Location l) {
        Map<String, Object> v = of("Location", l.gid());
        v.put("legacyResourceId", l.id());
        v.put("name", l.name());
        v.put("isPrimary", l.id() == shop.mainLocation());
        for (String yes : List.of("isActive", "fulfillsOnlineOrders", "hasActiveInventory", "shipsInventory")) {
            v.put(yes, true);
        }
        for (String no : List.of("activatable", "deactivatable", "isFulfillmentService", "addressVerified")) {
            v.put(no, false);
        }
        v.put("createdAt", Instant.parse("2025-01-01T00:00:00Z"));
        v.put("updatedAt", Instant.parse("2025-01-01T00:00:00Z"));
        Map<String, Object> address = new HashMap<>();
        address.put("city", l.city());
        address.put("zip", l.zip());
        address.put("country", "Germany");
        address.put("countryCode", "DE");
        address.put("formatted", List.of(l.zip() + " " + l.city(), "Germany"));
        v.put("address", address);
        return v;
    }

    Map<String, Object> media(Media m) {
        Map<String, Object> v = of("MediaImage", m.gid());
        v.put("alt", m.alt);
        v.put("mediaContentType", "IMAGE");
        v.put("status", "READY");
        v.put("fileStatus", "READY");
        v.put("mimeType", m.source.toLowerCase(java.util.Locale.ROOT).endsWith(".png") ? "image/png" : "image/jpeg");
        v.put("createdAt", m.created);
        v.put("updatedAt", m.updated);
        v.put("image", image(m));
        v.put("preview", Map.of("image", image(m), "status", "READY"));
        v.put("originalSource", Map.of("url", m.source));
        for (String none : List.of("mediaErrors", "mediaWarnings", "fileErrors")) {
            v.put(none, List.of());
        }
        return v;
    }

    private Map<String, Object> image(Media m) {
        Map<String, Object> v = new HashMap<>();
        v.put("id", Model.gid("ProductImage", m.id));
        v.put("altText", m.alt);
        v.put("width", WIDTH);
        v.put("height", HEIGHT);
        for (String url : List.of("url", "src", "originalSrc")) {
            v.put(url, m.source);
        }
        return v;
    }

    private void metafields(Map<String, Object> v, Map<String, Metafield> fields, String owner) {
        v.put("metafield", (Field) e -> {
            String key = e.getArgument("key");
            String name = key.contains(".") && e.getArgument("namespace") == null
                    ? key
                    : Metafield.name(e.getArgumentOrDefault("namespace", "app"), key);
            return fields.containsKey(name) ? metafield(fields.get(name), owner) : null;
        });
        v.put("metafields", (Field) e -> {
            String namespace = e.getArgument("namespace");
            List<String> keys = e.getArgument("keys");
            return Pages.of(
                    e,
                    fields.values().stream()
                            .filter(m -> namespace == null || m.namespace().equals(namespace))
                            .filter(m -> keys == null || keys.contains(Metafield.name(m.namespace(), m.key())))
                            .toList(),
                    Metafield::id,
                    Metafield::id,
                    m -> metafield(m, owner));
        });
    }

    Map<String, Object> metafield(Metafield m, String owner) {
        Map<String, Object> v = of("Metafield", Model.gid("Metafield", m.id()));
        v.put("legacyResourceId", m.id());
        v.put("namespace", m.namespace());
        v.put("key", m.key());
        v.put("type", m.type());
        v.put("value", m.value());
        v.put("jsonValue", (Field) e -> json(m));
        v.put("ownerType", owner);
        v.put("sizeInBytes", m.value().getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
        v.put("compareDigest", Integer.toHexString(Objects.hash(m.type(), m.value())));
        v.put("createdAt", m.created());
        v.put("updatedAt", m.updated());
        Definition definition = shop.definitions.get(Metafield.name(m.namespace(), m.key()));
        v.put("definition", definition == null ? null : definition(definition));
        return v;
    }

    private static Object json(Metafield m) {
        if (m.type().equals("json") || m.type().startsWith("list.") || m.type().startsWith("number_")) {
            try {
                return Json.MAPPER.readValue(m.value(), Object.class);
            } catch (IOException e) {
                return m.value();
            }
        }
        return m.type().equals("boolean") ? Boolean.valueOf(m.value()) : m.value();
    }

    Map<String, Object> definition(Definition d) {
        Map<String, Object> v = of("MetafieldDefinition", Model.gid("MetafieldDefinition", d.id()));
        v.put("namespace", d.namespace());
        v.put("key", d.key());
        v.put("name", d.name());
        v.put("description", d.description());
        v.put("ownerType", d.owner());
        v.put("type", Map.of("name", d.type(), "category", d.type().equals("id") ? "ID" : "TEXT"));
        v.put("useAsCollectionCondition", false);
        v.put("metafieldsCount", (Field) e -> (int) shop.products.values().stream()
                .filter(p -> p.metafields.containsKey(Metafield.name(d.namespace(), d.key())))
                .count());
        return v;
    }

    Map<String, Object> collection(Collection c) {
        List<Product> members = shop.products.values().stream()
                .filter(p -> p.collections.contains(c.id()))
                .toList();
        Map<String, Object> v = of("Collection", c.gid());
        v.put("legacyResourceId", c.id());
        v.put("title", c.title());
        v.put("handle", c.handle());
        v.put("description", "");
        v.put("descriptionHtml", "");
        v.put("sortOrder", "BEST_SELLING");
        v.put("seo", seo(null, null));
        v.put("updatedAt", c.updated());
        v.put("products", (Field) e -> Pages.of(e, members, p -> p.id, p -> p.id, this::product));
        v.put("productsCount", count(members.size()));
        v.put("hasProduct", (Field) e -> members.stream().anyMatch(p -> p.gid().equals(e.getArgument("id"))));
        return v;
    }

    Map<String, Object> subscription(Subscription s) {
        Map<String, Object> v = of("WebhookSubscription", s.gid());
        v.put("legacyResourceId", s.id());
        v.put("topic", s.topic());
        v.put("uri", s.uri());
        v.put("callbackUrl", s.uri());
        v.put("endpoint", Map.of("__typename", "WebhookHttpEndpoint", "callbackUrl", s.uri()));
        v.put("format", "JSON");
        v.put("name", s.name());
        v.put("filter", s.filter());
        v.put("includeFields", s.includeFields());
        v.put("metafieldNamespaces", List.of());
        v.put("apiVersion", version(s.apiVersion()));
        v.put("createdAt", s.created());
        v.put("updatedAt", s.updated());
        return v;
    }

    static Map<String, Object> version(String handle) {
        return Map.of("handle", handle, "displayName", handle, "supported", !handle.equals("unstable"));
    }

    Map<String, Object> shop() {
        ShopifySettings s = settings.get();
        ZonedDateTime now = shop.clock.instant().atZone(ZoneId.of(s.timeZone()));
        Map<String, Object> v = of("Shop", Model.gid("Shop", 91_000_000_001L));
        v.put("name", s.shopName());
        v.put("myshopifyDomain", s.shopDomain());
        v.put("url", "https://" + s.shopDomain());
        v.put("primaryDomain", domain(s));
        v.put("email", "shop@example.com");
        v.put("contactEmail", "shop@example.com");
        v.put("currencyCode", s.currency());
        v.put("enabledPresentmentCurrencies", List.of(s.currency()));
        v.put("taxesIncluded", s.taxesIncluded());
        v.put("taxShipping", false);
        v.put("weightUnit", "KILOGRAMS");
        v.put("unitSystem", "METRIC_SYSTEM");
        v.put("ianaTimezone", s.timeZone());
        v.put("timezoneAbbreviation", now.getZone().getDisplayName(java.time.format.TextStyle.SHORT, java.util.Locale.ROOT));
        v.put("timezoneOffset", now.getOffset().getId().replace(":", ""));
        v.put("timezoneOffsetMinutes", now.getOffset().getTotalSeconds() / 60);
        Map<String, Object> plan = new HashMap<>();
        plan.put("displayName", s.plan());
        plan.put("publicDisplayName", s.plan());
        plan.put("partnerDevelopment", false);
        plan.put("shopifyPlus", s.plan().equals("Plus"));
        v.put("plan", plan);
        v.put("createdAt", Instant.parse("2025-01-01T00:00:00Z"));
        v.put("updatedAt", Instant.parse("2025-01-01T00:00:00Z"));
        return v;
    }

    private static Map<String, Object> domain(ShopifySettings s) {
        Map<String, Object> v = of("Domain", Model.gid("Domain", 92_000_000_001L));
        v.put("host", s.shopDomain());
        v.put("url", "https://" + s.shopDomain());
        v.put("sslEnabled", true);
        return v;
    }

    Map<String, Object> installation() {
        Map<String, Object> app = of("App", Model.gid("App", 93_000_000_001L));
        app.put("title", "Serai");
        app.put("handle", "serai");
        app.put("apiKey", "serai-dev-key");
        app.put("embedded", false);
        app.put("webhookApiVersion", ShopifyTwin.VERSION);
        Map<String, Object> v = of("AppInstallation", Model.gid("AppInstallation", 94_000_000_001L));
        v.put("app", app);
        v.put("launchUrl", "https://" + settings.get().shopDomain() + "/admin/apps/serai");
        v.put(
                "accessScopes",
                settings.get().scopes().stream()
                        .map(s -> Map.of("handle", s, "description", s.replace('_', ' ')))
                        .toList());
        return v;
    }

    private static Map<String, Object> category(String gid) {
        Map<String, Object> v = of("TaxonomyCategory", gid);
        String name = gid.substring(gid.lastIndexOf('/') + 1);
        v.put("name", name);
        v.put("fullName", name);
        v.put("level", name.split("-").length);
        v.put("isLeaf", true);
        v.put("isRoot", false);
        v.put("isArchived", false);
        v.put("ancestorIds", List.of());
        v.put("childrenIds", List.of());
        return v;
    }

    private Map<String, Object> money(BigDecimal amount) {
        return Map.of("amount", amount, "currencyCode", settings.get().currency());
    }

    static Map<String, Object> count(int of) {
        return Map.of("count", of, "precision", "EXACT");
    }

    private static Map<String, Object> seo(String title, String description) {
        Map<String, Object> v = new LinkedHashMap<>();
        v.put("title", title);
        v.put("description", description);
        return v;
    }

    private static String plain(String html, Integer truncateAt) {
        String text = html.replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ").strip();
        return truncateAt == null || text.length() <= truncateAt ? text : text.substring(0, truncateAt);
    }
}
