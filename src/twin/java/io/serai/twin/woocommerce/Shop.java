package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.TwinClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The shop's database. Every use of it holds its monitor, so that six parallel POSTs of one SKU make one product (W9).
 */
final class Shop {

    private final TwinClock clock;
    private final Events events;
    private ShopSettings settings = ShopSettings.DEFAULT;
    private final Map<Long, Product> products = new TreeMap<>();
    private final Map<Long, List<Product>> children = new HashMap<>();
    private final Map<Long, String> statusBeforeTrash = new HashMap<>();
    private final Map<String, Product> bySku = new HashMap<>();
    private final Map<String, Product> byGtin = new HashMap<>();
    private final Map<String, Product> bySlug = new HashMap<>();
    /** Under which key each index has each product. */
    private final Map<Map<String, Product>, Map<Long, String>> indexed = new IdentityHashMap<>();

    private long lastPostId;
    private long lastTermId;
    private long lastMetaId;
    private Terms categories;
    private Terms tags;
    private Terms brands;
    private Terms shippingClasses;
    private Attributes attributes;
    private Images images;

    /** What happens in the shop that webhooks listen to. */
    interface Events {

        /** WordPress ran the hooks of this topic with this id. */
        void fired(String topic, long id);
    }

    Shop(TwinClock clock, Events events) {
        this.clock = clock;
        this.events = events;
        clear();
    }

    void clear() {
        products.clear();
        children.clear();
        bySku.clear();
        byGtin.clear();
        bySlug.clear();
        indexed.clear();
        statusBeforeTrash.clear();
        lastPostId = 10;
        lastTermId = 14;
        lastMetaId = 55;
        categories = new Terms(() -> ++lastTermId, true);
        tags = new Terms(() -> ++lastTermId, false);
        brands = new Terms(() -> ++lastTermId, true);
        shippingClasses = new Terms(() -> ++lastTermId, false);
        attributes = new Attributes(() -> ++lastTermId);
        images = new Images(this);
        categories.named("Uncategorized", true);
    }

    /** A product and, in the trash, the status it had before. */
    record StoredProduct(
            long id, long parentId, ObjectNode data, Instant created, Instant modified, String statusBeforeTrash) {}

    /** All that outlives the process; a copy. */
    record Stored(
            ShopSettings settings,
            long lastPostId,
            long lastTermId,
            long lastMetaId,
            List<StoredProduct> products,
            List<Terms.Term> categories,
            List<Terms.Term> tags,
            List<Terms.Term> brands,
            List<Terms.Term> shippingClasses,
            Attributes.Stored attributes,
            Map<Long, Images.Image> images) {}

    Stored stored() {
        return new Stored(
                settings,
                lastPostId,
                lastTermId,
                lastMetaId,
                products.values().stream()
                        .map(p -> new StoredProduct(
                                p.id, p.parentId, p.data.deepCopy(), p.created, p.modified, statusBeforeTrash.get(p.id)))
                        .toList(),
                List.copyOf(categories.all()),
                List.copyOf(tags.all()),
                List.copyOf(brands.all()),
                List.copyOf(shippingClasses.all()),
                attributes.stored(),
                images.stored());
    }

    void restore(Stored stored) {
        clear();
        settings = stored.settings();
        lastPostId = stored.lastPostId();
        lastTermId = stored.lastTermId();
        lastMetaId = stored.lastMetaId();
        categories.restore(stored.categories());
        tags.restore(stored.tags());
        brands.restore(stored.brands());
        shippingClasses.restore(stored.shippingClasses());
        attributes.restore(stored.attributes());
        images.restore(stored.images());
        for (StoredProduct p : stored.products()) {
            put(new Product(p.id(), p.parentId(), p.data(), p.created(), p.modified()));
            if (p.statusBeforeTrash() != null) {
                statusBeforeTrash.put(p.id(), p.statusBeforeTrash());
            }
        }
    }

    ShopSettings settings() {
        return settings;
    }

    void settings(ShopSettings wanted) {
        settings = wanted;
    }

    Instant now() {
        return clock.second();
    }

    long nextPostId() {
        return ++lastPostId;
    }

    /** The first of so many ids that nothing else gets. */
    long reservePostIds(long count) {
        long first = lastPostId + 1;
        lastPostId += count;
        return first;
    }

    long nextMetaId() {
        return ++lastMetaId;
    }

    Terms categories() {
        return categories;
    }

    Terms tags() {
        return tags;
    }

    Terms brands() {
        return brands;
    }

    Terms shippingClasses() {
        return shippingClasses;
    }

    Attributes attributes() {
        return attributes;
    }

    Images images() {
        return images;
    }

    Collection<Product> all() {
        return products.values();
    }

    /** Products without their variations, trashed ones included. */
    List<Product> products() {
        return products.values().stream().filter(p -> !p.isVariation()).toList();
    }

    Optional<Product> find(long id) {
        return Optional.ofNullable(products.get(id));
    }

    /** The variations of a product in their order, without trashed ones. */
    List<Product> variations(long parentId) {
        return children(parentId).stream().filter(v -> !v.isTrashed()).toList();
    }

    /** Who else has this SKU, without regard to case, in the trash or not (W9). */
    Optional<Product> holderOfSku(String sku, long except) {
        return Optional.ofNullable(bySku.get(sku.toLowerCase(Locale.ROOT))).filter(p -> p.id != except);
    }

    Optional<Product> holderOfGtin(String gtin, long except) {
        return Optional.ofNullable(byGtin.get(gtin)).filter(p -> p.id != except);
    }

    boolean isSlugTaken(String slug, long except) {
        return bySlug.containsKey(slug) && bySlug.get(slug).id != except;
    }

    /** Notes what a product is found by after it changed. */
    void index(Product product) {
        if (products.get(product.id) == product) {
            index(bySku, product.text("sku").toLowerCase(Locale.ROOT), product);
            index(byGtin, product.text("global_unique_id"), product);
            index(bySlug, product.text("slug"), product);
        }
    }

    private void index(Map<String, Product> index, String key, Product product) {
        String before = indexed.getOrDefault(index, Map.of()).get(product.id);
        if (before != null && !before.equals(key)) {
            index.remove(before, product);
        }
        if (!key.isEmpty()) {
            index.put(key, product);
        }
        indexed.computeIfAbsent(index, of -> new HashMap<>()).put(product.id, key);
    }

    private List<Product> children(long parentId) {
        return List.copyOf(children.getOrDefault(parentId, List.of()));
    }

    void put(Product product) {
        products.put(product.id, product);
        index(product);
        if (product.isVariation()) {
            children.computeIfAbsent(product.parentId, id -> new ArrayList<>()).add(product);
        }
    }

    /** A product was saved for the first time. */
    void created(Product product) {
        events.fired("product.created", product.id);
        syncParent(product);
    }

    /** A product was saved again, changed or not: its date moves and its hooks run. */
    void updated(Product product) {
        product.modified = now();
        events.fired("product.updated", product.id);
        syncParent(product);
    }

    private void syncParent(Product variation) {
        if (variation.isVariation()) {
            find(variation.parentId).ifPresent(this::updated);
        }
    }

    void fire(String topic, long id) {
        events.fired(topic, id);
    }

    /** Deletes for good: nothing is sent (W4). */
    void delete(Product product) {
        forget(product);
        children(product.id).forEach(this::forget);
        children.remove(product.id);
        children.getOrDefault(product.parentId, new ArrayList<>()).remove(product);
        syncParent(product);
    }

    private void forget(Product product) {
        products.remove(product.id);
        for (Map<String, Product> index : List.of(bySku, byGtin, bySlug)) {
            index.values().remove(product);
        }
    }

    /** Puts it into the trash with its variations; other resources' topics run too (W5). */
    void trash(Product product) {
        statusBeforeTrash.put(product.id, product.status());
        product.data.put("status", "trash");
        if (!product.text("slug").isEmpty()) {
            product.data.put("slug", product.text("slug") + "__trashed");
            index(product);
        }
        product.modified = now();
        events.fired("product.deleted", product.id);
        events.fired("coupon.deleted", product.id);
        variations(product.id).forEach(this::trash);
    }

    void restore(Product product) {
        product.data.put("status", statusBeforeTrash.getOrDefault(product.id, "draft"));
        product.data.put("slug", product.text("slug").replaceFirst("__trashed$", ""));
        index(product);
        product.modified = now();
        events.fired("product.restored", product.id);
        events.fired("coupon.restored", product.id);
        children(product.id).stream().filter(Product::isTrashed).forEach(this::restore);
    }
}
