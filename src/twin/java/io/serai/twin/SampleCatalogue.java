package io.serai.twin;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A merchandise catalogue of two shops, the same for the same seed: most products are equal in both, some differ, some are in
 * one shop only. Products of both shops have the same SKUs.
 */
public final class SampleCatalogue {

    /** Where a product is. */
    public enum Presence {
        EQUAL,
        DIFFERENT,
        SHOPIFY_ONLY,
        WOOCOMMERCE_ONLY
    }

    /**
     * One product as one shop has it.
     *
     * @param key the same in both shops
     * @param options option names, none for a product with a single variant
     */
    public record Product(
            String key,
            String title,
            String descriptionHtml,
            String vendor,
            String type,
            List<String> tags,
            List<String> options,
            List<Variant> variants) {}

    /**
     * @param values one value for each option of the product
     * @param price in euros, tax included
     * @param compareAtPrice the higher price from before, or null
     * @param gtin GTIN-13 with a valid check digit
     */
    public record Variant(
            String sku,
            String gtin,
            BigDecimal price,
            BigDecimal compareAtPrice,
            int weightGrams,
            int stock,
            List<String> values) {}

    private record Entry(Presence presence, Product shopify, Product woocommerce) {}

    private final List<Entry> entries;

    private SampleCatalogue(List<Entry> entries) {
        this.entries = entries;
    }

    /** @param size the number of different products over both shops */
    public static SampleCatalogue of(long seed, int size) {
        SplittableRandom random = new SplittableRandom(seed);
        return new SampleCatalogue(IntStream.range(0, size)
                .mapToObj(i -> entry(i, random.split()))
                .toList());
    }

    public List<Product> shopify() {
        return entries.stream().flatMap(e -> Optional.ofNullable(e.shopify()).stream()).toList();
    }

    public List<Product> wooCommerce() {
        return entries.stream()
                .flatMap(e -> Optional.ofNullable(e.woocommerce()).stream())
                .toList();
    }

    /** The keys of the products with this presence. */
    public List<String> keys(Presence presence) {
        return entries.stream()
                .filter(e -> e.presence() == presence)
                .map(e -> (e.shopify() != null ? e.shopify() : e.woocommerce()).key())
                .toList();
    }

    private static Entry entry(int index, SplittableRandom random) {
        Product product = new SampleProducts(index, random).product();
        Presence presence =
                switch (index % 20) {
                    case 7, 17 -> Presence.DIFFERENT;
                    case 9, 19 -> Presence.SHOPIFY_ONLY;
                    case 14 -> Presence.WOOCOMMERCE_ONLY;
                    default -> Presence.EQUAL;
                };
        return switch (presence) {
            case EQUAL -> new Entry(presence, product, product);
            case DIFFERENT -> new Entry(presence, product, different(product, index));
            case SHOPIFY_ONLY -> new Entry(presence, product, null);
            case WOOCOMMERCE_ONLY -> new Entry(presence, null, product);
        };
    }

    private static Product different(Product of, int index) {
        boolean price = index % 20 == 17;
        List<Variant> variants = new ArrayList<>();
        for (Variant v : of.variants()) {
            BigDecimal dearer = v.price().multiply(new BigDecimal("1.10")).setScale(2, RoundingMode.HALF_UP);
            variants.add(new Variant(
                    v.sku(), v.gtin(), price ? dearer : v.price(), null, v.weightGrams(), v.stock(), v.values()));
        }
        return new Product(
                of.key(),
                price ? of.title() : of.title() + " – Neu",
                price ? of.descriptionHtml() : of.descriptionHtml() + "\n<p>Jetzt im Laden.</p>",
                of.vendor(),
                of.type(),
                of.tags(),
                of.options(),
                List.copyOf(price ? variants : of.variants()));
    }
}
