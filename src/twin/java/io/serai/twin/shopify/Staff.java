package io.serai.twin.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import io.serai.twin.SampleCatalogue;
import io.serai.twin.shopify.Model.Option;
import io.serai.twin.shopify.Model.Product;
import io.serai.twin.shopify.Model.Variant;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/** What the shop's staff does in the admin: the same changes as through the API, but not counted as calls. */
final class Staff {

    private static final Set<String> PRODUCT = Set.of(
            "title", "descriptionHtml", "description", "vendor", "productType", "tags", "status", "handle", "seo",
            "templateSuffix", "category", "metafields", "media");
    private static final Set<String> VARIANT = Set.of(
            "price", "compareAtPrice", "sku", "barcode", "taxable", "inventoryPolicy", "weightGrams", "stock", "inventoryItem",
            "requiresComponents");
    private static final Set<String> LISTS = Set.of("options", "variants", "addVariants", "removeVariants", "touch");

    private final Shop shop;
    private final Commits commits;
    private final Payloads payloads;
    private final ProductEdits edits;
    private final VariantEdits variantEdits;

    Staff(Shop shop, Commits commits, Payloads payloads) {
        this.shop = shop;
        this.commits = commits;
        this.payloads = payloads;
        this.edits = new ProductEdits(shop);
        this.variantEdits = new VariantEdits(shop);
    }

    static long number(String id) {
        String digits = id.replaceFirst("^gid://shopify/[A-Za-z]+/", "");
        if (!digits.matches("\\d{1,18}")) {
            throw new NoSuchElementException("no product " + id);
        }
        return Long.parseLong(digits);
    }

    ObjectNode create(ObjectNode wanted) {
        known(wanted);
        return refusalsAsArguments(() -> {
            Product p = new Product();
            p.id = shop.nextId();
            Map<String, Object> in = product(wanted);
            in.putIfAbsent("title", "");
            edits.scalars(p, in, "product");
            if (wanted.has("options")) {
                options(p, wanted.get("options"));
                wanted.path("variants").forEach(v -> add(p, v));
            } else {
                edits.defaultVariant(p);
            }
            apply(p, wanted, in);
            return payloads.whole(commits.save(null, p));
        });
    }

    ObjectNode edit(String id, ObjectNode wanted) {
        known(wanted);
        Product before = shop.products.get(number(id));
        if (before == null) {
            throw new NoSuchElementException("no product " + id);
        }
        return refusalsAsArguments(() -> {
            Product p = before.copy();
            Map<String, Object> in = product(wanted);
            edits.scalars(p, in, "product");
            if (wanted.has("options")) {
                throw new IllegalArgumentException("options of an existing product change with its variants");
            }
            wanted.path("variants").forEach(v -> variant(find(p, v), v));
            wanted.path("addVariants").forEach(v -> add(p, v));
            for (JsonNode gone : wanted.path("removeVariants")) {
                long number = number(gone.asText());
                p.variants.removeIf(v -> v.id == number);
            }
            apply(p, wanted, in);
            VariantEdits.prune(p);
            boolean stockOnly = wanted.size() == 1 && wanted.has("stock");
            if (stockOnly) {
                commits.saveStock(null, p);
                return payloads.whole(p);
            }
            return payloads.whole(commits.save(null, p));
        });
    }

    void delete(String id) {
        Product p = shop.products.get(number(id));
        if (p == null) {
            throw new NoSuchElementException("no product " + id);
        }
        commits.delete(null, p);
    }

    /** Puts a product of the catalogue into the shop without any webhook, as if it had always been there. */
    void seed(SampleCatalogue.Product sample) {
        Product p = new Product();
        p.id = shop.nextId();
        p.title = sample.title();
        p.html = sample.descriptionHtml();
        p.vendor = sample.vendor();
        p.type = sample.type();
        p.tags = ProductEdits.tags(sample.tags());
        p.handle = shop.freeHandle(p.title, p.id);
        Instant now = shop.now();
        p.created = now;
        p.updated = now;
        p.published = now;
        seedVariants(p, sample);
        shop.put(p);
    }

    private void seedVariants(Product p, SampleCatalogue.Product sample) {
        if (sample.options().isEmpty()) {
            edits.defaultVariant(p);
            sample(p.variants.get(0), sample.variants().get(0));
            return;
        }
        for (int i = 0; i < sample.options().size(); i++) {
            Option option = new Option();
            option.id = shop.nextId();
            option.name = sample.options().get(i);
            for (SampleCatalogue.Variant v : sample.variants()) {
                option.values.computeIfAbsent(v.values().get(i), n -> shop.nextId());
            }
            p.options.add(option);
        }
        for (SampleCatalogue.Variant v : sample.variants()) {
            Variant variant = variantEdits.fresh(p, v.values());
            sample(variant, v);
            p.variants.add(variant);
        }
    }

    private void sample(Variant v, SampleCatalogue.Variant sample) {
        v.sku = sample.sku();
        v.barcode = sample.gtin();
        v.price = sample.price();
        v.compareAtPrice = sample.compareAtPrice();
        v.weight = BigDecimal.valueOf(sample.weightGrams());
        v.weightUnit = "GRAMS";
        v.tracked = true;
        v.stock.put(shop.mainLocation(), sample.stock());
    }

    private void apply(Product p, ObjectNode wanted, Map<String, Object> in) {
        if (in.get("metafields") != null) {
            p.metafields = edits.metafields(p.metafields, Inputs.list(in, "metafields"), false);
        }
        if (in.get("media") != null) {
            edits.files(p, Inputs.list(in, "media"));
        }
        if (p.variants.isEmpty()) {
            throw new IllegalArgumentException("a product has at least one variant");
        }
        variant(p.variants.get(0), wanted);
        VariantEdits.check(p, "INVALID_INPUT", "INVALID_INPUT", "variants");
    }

    private static Map<String, Object> product(ObjectNode wanted) {
        Map<String, Object> in = values(wanted, PRODUCT);
        if (in.containsKey("description")) {
            in.put("descriptionHtml", in.remove("description"));
        }
        return in;
    }

    private void options(Product p, JsonNode wanted) {
        List<Map<String, Object>> options = new ArrayList<>();
        for (JsonNode option : wanted) {
            List<Map<String, Object>> values = new ArrayList<>();
            option.path("values").forEach(v -> values.add(Map.of("name", v.asText())));
            options.add(Map.of("name", option.path("name").asText(), "values", values));
        }
        edits.options(p, options, "options");
    }

    private void add(Product p, JsonNode wanted) {
        List<String> values = new ArrayList<>();
        wanted.path("values").forEach(v -> values.add(v.asText()));
        if (values.size() != p.options.size()) {
            throw new IllegalArgumentException("a variant has one of \"values\" for each option");
        }
        for (int i = 0; i < values.size(); i++) {
            p.options.get(i).values.computeIfAbsent(values.get(i), n -> shop.nextId());
        }
        Variant v = variantEdits.fresh(p, values);
        variant(v, wanted);
        p.variants.add(v);
    }

    private static Variant find(Product p, JsonNode wanted) {
        String id = wanted.path("id").asText("");
        return p.variants.stream()
                .filter(v -> id.isEmpty() ? wanted.path("sku").asText("-").equals(v.sku) : v.id == number(id))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no variant " + wanted));
    }

    private void variant(Variant v, JsonNode wanted) {
        Map<String, Object> in = values(wanted, VARIANT);
        if (in.isEmpty()) {
            return;
        }
        Object grams = in.remove("weightGrams");
        if (grams != null) {
            in.put("inventoryItem", Map.of("measurement", Map.of("weight", Map.of("value", grams, "unit", "GRAMS"))));
        }
        Object stock = in.remove("stock");
        if (stock != null) {
            String main = shop.locations.get(shop.mainLocation()).gid();
            variantEdits.stock(v, List.of(Map.of("locationId", main, "quantity", stock)), "stock");
        }
        if (!in.isEmpty()) {
            variantEdits.apply(v, in, "variants");
        }
    }

    private static Map<String, Object> values(JsonNode from, Set<String> names) {
        Map<String, Object> in = new HashMap<>();
        from.fieldNames().forEachRemaining(name -> {
            if (names.contains(name)) {
                in.put(name, Json.MAPPER.convertValue(from.get(name), Object.class));
            }
        });
        return in;
    }

    private static void known(ObjectNode wanted) {
        wanted.fieldNames().forEachRemaining(name -> {
            if (!PRODUCT.contains(name) && !VARIANT.contains(name) && !LISTS.contains(name)) {
                throw new IllegalArgumentException("no field " + name);
            }
        });
    }

    private static ObjectNode refusalsAsArguments(java.util.function.Supplier<ObjectNode> work) {
        try {
            return work.get();
        } catch (Refused e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
