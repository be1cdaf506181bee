package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import io.serai.twin.SampleCatalogue;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Fills the shop with a catalogue, as if it had been there for a month. Used with the shop's lock held. */
final class Seeding {

    private static final int GRAMS_TO_KILOGRAMS = 3;

    private final Shop shop;
    private final ProductRoutes products;
    private Instant at;

    Seeding(Shop shop, ProductRoutes products) {
        this.shop = shop;
        this.products = products;
        this.at = shop.now().minus(30, ChronoUnit.DAYS);
    }

    void fill(List<SampleCatalogue.Product> catalogue) {
        catalogue.forEach(this::add);
    }

    private void add(SampleCatalogue.Product sample) {
        boolean simple = sample.options().isEmpty();
        ObjectNode args = Json.object()
                .put("name", sample.title())
                .put("type", simple ? "simple" : "variable")
                .put("description", sample.descriptionHtml());
        args.putArray("categories")
                .addObject()
                .put("id", shop.categories().named(sample.type(), true).id());
        ArrayNode tags = args.putArray("tags");
        sample.tags().forEach(tag -> tags.addObject().put("id", shop.tags().named(tag, true).id()));
        if (simple) {
            sold(args, sample.variants().get(0));
        } else {
            options(args.putArray("attributes"), sample);
        }
        Product product = products.create(0, Arguments.PRODUCT.lenient(args));
        if (!simple) {
            for (SampleCatalogue.Variant variant : sample.variants()) {
                ObjectNode each = Json.object();
                sold(each, variant);
                ArrayNode chosen = each.putArray("attributes");
                for (int i = 0; i < sample.options().size(); i++) {
                    chosen.addObject()
                            .put("name", sample.options().get(i))
                            .put("option", variant.values().get(i));
                }
                date(products.create(product.id, Arguments.VARIATION.lenient(each)));
            }
        }
        date(product);
    }

    private void date(Product product) {
        at = at.plusSeconds(7);
        product.created = at;
        product.modified = at;
    }

    private static void options(ArrayNode attributes, SampleCatalogue.Product sample) {
        for (int i = 0; i < sample.options().size(); i++) {
            ObjectNode attribute = attributes
                    .addObject()
                    .put("name", sample.options().get(i))
                    .put("position", i)
                    .put("visible", true)
                    .put("variation", true);
            Set<String> values = new LinkedHashSet<>();
            for (SampleCatalogue.Variant variant : sample.variants()) {
                values.add(variant.values().get(i));
            }
            ArrayNode options = attribute.putArray("options");
            values.forEach(options::add);
        }
    }

    private static void sold(ObjectNode args, SampleCatalogue.Variant variant) {
        boolean reduced = variant.compareAtPrice() != null;
        args.put("sku", variant.sku())
                .put("global_unique_id", variant.gtin())
                .put("regular_price", (reduced ? variant.compareAtPrice() : variant.price()).toPlainString())
                .put("sale_price", reduced ? variant.price().toPlainString() : "")
                .put("manage_stock", true)
                .put("stock_quantity", variant.stock())
                .put("weight", BigDecimal.valueOf(variant.weightGrams(), GRAMS_TO_KILOGRAMS)
                        .stripTrailingZeros()
                        .toPlainString());
    }
}
