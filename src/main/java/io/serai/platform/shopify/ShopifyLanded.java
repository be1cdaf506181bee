package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.merge.Observation;
import io.serai.merge.Observation.Source;
import io.serai.platform.LandedPage;
import io.serai.platform.ProductPage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Products that a bulk operation wrote, put together from their lines. Some may be missing, since nested lists can be cut off silently
 * (fact 30): such a product looks as if it had changed, and is read alone.
 */
final class ShopifyLanded {

    private static final Logger LOG = Logger.getLogger(ShopifyLanded.class);

    private ShopifyLanded() {}

    /** @param products each with the lists {@code variants}, {@code media} and {@code collections} */
    static LandedPage page(List<JsonNode> products, boolean mayHaveMore, Instant at) {
        List<Observation> read = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (JsonNode product : products) {
            try {
                read.add(read(product, at));
            } catch (RuntimeException odd) {
                LOG.warnf(odd, "Product %s cannot be read as it was fetched", id(product));
                unreadable.add(id(product));
            }
        }
        String next = mayHaveMore ? id(products.get(products.size() - 1)) : null;
        return new LandedPage(new ProductPage(read, next, ProductPage.UNKNOWN), unreadable);
    }

    private static String id(JsonNode product) {
        return ShopifyId.number(product.path("id").asText());
    }

    private static Observation read(JsonNode landed, Instant at) {
        ObjectNode product = landed.deepCopy();
        List<JsonNode> variants = list(product, "variants");
        List<JsonNode> media = list(product, "media");
        product.putObject("collections").set("nodes", landed.path("collections"));
        return ShopifyProductMapper.read(product, variants, media, Source.READ, at);
    }

    private static List<JsonNode> list(JsonNode product, String name) {
        List<JsonNode> list = new ArrayList<>();
        product.path(name).forEach(list::add);
        return list;
    }
}
