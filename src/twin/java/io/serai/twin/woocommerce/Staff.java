package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.util.Map;

/** What the shop's staff does in its administration. Used with the shop's lock held. */
final class Staff {

    private static final int NEW_FOR_SECONDS = 10;
    private static final Map<String, String> SHORT_NAMES = Map.of("title", "name", "stock", "stock_quantity");

    private final Shop shop;
    private final ProductEditor editor;

    Staff(Shop shop, ProductEditor editor) {
        this.shop = shop;
        this.editor = editor;
    }

    Product create(ObjectNode given) {
        Product product = new Product(shop.nextPostId(), given.path("parent_id").asLong(0), shop.now());
        editor.apply(product, arguments(product, given));
        shop.put(product);
        saved(product);
        for (JsonNode variation : given.path("variations")) {
            create(((ObjectNode) variation.deepCopy()).put("parent_id", product.id));
        }
        return product;
    }

    Product edit(Product product, ObjectNode given) {
        ObjectNode args = arguments(product, given);
        if (product.type().equals("variable") && args.has("regular_price")) {
            // The page shows the first variation's price as the product's.
            shop.variations(product.id).stream()
                    .findFirst()
                    .ifPresent(first -> edit(first, Json.object().put("price", args.get("regular_price").asText())));
        }
        editor.apply(product, args);
        saved(product);
        return product;
    }

    /**
     * Saving in the administration runs one hook that is "created" within ten seconds of the post's date and "updated" later,
     * and another that is always "updated" (fact 50).
     */
    private void saved(Product product) {
        if (!shop.now().isAfter(product.created.plusSeconds(NEW_FOR_SECONDS))) {
            shop.fire("product.created", product.id);
        }
        shop.updated(product);
    }

    private ObjectNode arguments(Product product, ObjectNode given) {
        ObjectNode named = Json.object();
        given.properties().forEach(each -> named.set(
                SHORT_NAMES.getOrDefault(each.getKey(), each.getKey()), each.getValue()));
        JsonNode price = named.remove("price");
        if (price != null) {
            boolean onSale = !product.text("sale_price").isEmpty() && !named.has("sale_price");
            named.put(onSale ? "sale_price" : "regular_price", price.asText());
        }
        if (named.has("stock_quantity") && !named.has("manage_stock")) {
            named.put("manage_stock", true);
        }
        if (named.path("variations").size() > 0 && !named.has("type")) {
            named.put("type", "variable");
        }
        for (JsonNode tag : named.path("tags")) {
            if (tag.hasNonNull("name")) {
                long id = shop.tags().named(tag.get("name").asText(), true).id();
                ((ObjectNode) tag).put("id", id);
            }
        }
        return (product.isVariation() ? Arguments.VARIATION : Arguments.PRODUCT).lenient(named);
    }
}
