package io.serai.twin.shopify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.CallLog;
import io.serai.twin.shopify.Model.Product;
import io.serai.twin.shopify.Model.Variant;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The one way a change reaches the shop: stored, counted, and told to the subscribers, whoever made it. */
final class Commits {

    private final Shop shop;
    private final CallLog calls;
    private final Webhooks webhooks;
    private final Payloads payloads;

    Commits(Shop shop, CallLog calls, Webhooks webhooks, Payloads payloads) {
        this.shop = shop;
        this.calls = calls;
        this.webhooks = webhooks;
        this.payloads = payloads;
    }

    /**
     * Stores a new product or a changed copy. Equal content raises {@code updatedAt} as well, as at Shopify.
     *
     * @param operation the mutation, or null when the shop's staff did it, which is not counted
     */
    Product save(String operation, Product product) {
        Product before = shop.products.get(product.id);
        Instant now = shop.now();
        product.created = before == null ? now : before.created;
        product.updated = now;
        if (product.status.equals("ACTIVE") && product.published == null) {
            product.published = now;
        }
        if (operation != null) {
            count(operation, before, product);
        }
        shop.put(product);
        String event = UUID.randomUUID().toString();
        webhooks.fire(
                before == null ? "PRODUCTS_CREATE" : "PRODUCTS_UPDATE", payloads.product(product, before), event);
        stock(before, product, event);
        return product;
    }

    /** Stores a change of stock alone, which moves no product's {@code updatedAt} and sends no products/update (fact 13). */
    void saveStock(String operation, Product product) {
        Product before = shop.products.get(product.id);
        if (operation != null) {
            count(operation, before, product);
        }
        shop.put(product);
        stock(before, product, UUID.randomUUID().toString());
    }

    void delete(String operation, Product product) {
        shop.remove(product.id);
        if (operation != null) {
            calls.mutated(operation, product.gid(), true);
        }
        webhooks.fire(
                "PRODUCTS_DELETE",
                payloads.deleted(product.id),
                UUID.randomUUID().toString());
    }

    private void count(String operation, Product before, Product after) {
        if (before == null) {
            double_(after).ifPresent(d -> calls.doubled(operation, after.gid(), d.getKey().gid(), d.getValue()));
            calls.mutated(operation, after.gid(), true);
        } else {
            calls.mutated(operation, after.gid(), !content(before).equals(content(after)));
        }
    }

    private Optional<Map.Entry<Product, String>> double_(Product fresh) {
        for (Product other : shop.products.values()) {
            if (other.title.equalsIgnoreCase(fresh.title)) {
                return Optional.of(Map.entry(other, "title"));
            }
            for (Variant v : fresh.variants) {
                if (v.sku != null
                        && !v.sku.isEmpty()
                        && other.variants.stream().anyMatch(o -> v.sku.equalsIgnoreCase(o.sku))) {
                    return Optional.of(Map.entry(other, "sku"));
                }
            }
        }
        return Optional.empty();
    }

    /** Everything about a product but when it was changed. */
    ObjectNode content(Product product) {
        ObjectNode content = payloads.whole(product);
        payloads.withoutTimes(content);
        return content;
    }

    /** Tells of every figure that differs. */
    void stock(Product before, Product after, String event) {
        Map<Long, Variant> old = new HashMap<>();
        if (before != null) {
            before.variants.forEach(v -> old.put(v.id, v));
        }
        for (Variant v : after.variants) {
            Variant was = old.get(v.id);
            v.stock.forEach((location, quantity) -> {
                Integer had = was == null ? null : was.stock.get(location);
                if (was != null && !quantity.equals(had)) {
                    webhooks.fire(
                            "INVENTORY_LEVELS_UPDATE", payloads.level(v, location, quantity), event);
                }
            });
        }
    }
}
