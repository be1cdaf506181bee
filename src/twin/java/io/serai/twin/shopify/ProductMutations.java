package io.serai.twin.shopify;

import io.serai.twin.shopify.Model.Definition;
import io.serai.twin.shopify.Model.Media;
import io.serai.twin.shopify.Model.Metafield;
import io.serai.twin.shopify.Model.Option;
import io.serai.twin.shopify.Model.Product;
import io.serai.twin.shopify.Model.Variant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The product mutations. Each works on a copy, which is stored only if nothing was refused. Arguments are GraphQL's maps. */
final class ProductMutations {

    private final Shop shop;
    private final Views views;
    private final Commits commits;
    private final ProductEdits edits;
    private final VariantEdits variantEdits;

    ProductMutations(Shop shop, Views views, Commits commits) {
        this.shop = shop;
        this.views = views;
        this.commits = commits;
        this.edits = new ProductEdits(shop);
        this.variantEdits = new VariantEdits(shop);
    }

    Map<String, Object> create(Map<String, Object> args) {
        Map<String, Object> in = required(args, "product");
        return Map.of("product", views.product(create("productCreate", in, Inputs.list(args, "media"))));
    }

    Product create(String operation, Map<String, Object> in, List<Map<String, Object>> media) {
        Product p = new Product();
        p.id = shop.nextId();
        p.vendor = "";
        Map<String, Object> all = new HashMap<>(in);
        all.putIfAbsent("title", "");
        edits.scalars(p, all, "product");
        membership(p, all);
        if (in.get("productOptions") != null) {
            edits.options(p, Inputs.list(in, "productOptions"), "product", "productOptions");
            List<String> first = p.options.stream()
                    .map(o -> o.values.keySet().iterator().next())
                    .toList();
            p.variants.add(variantEdits.fresh(p, first));
        } else {
            edits.defaultVariant(p);
        }
        media.forEach(m -> p.media.add(edits.newMedia(m)));
        return commits.save(operation, p);
    }

    Map<String, Object> update(Map<String, Object> args) {
        Map<String, Object> in = required(args, "product");
        Product p = existing(Inputs.map(args, "identifier"), in);
        edits.scalars(p, in, "product");
        membership(p, in);
        Inputs.<Map<String, Object>>list(args, "media").forEach(m -> p.media.add(edits.newMedia(m)));
        return Map.of("product", views.product(commits.save("productUpdate", p)));
    }

    private Product existing(Map<String, Object> identifier, Map<String, Object> in) {
        if (identifier.isEmpty()) {
            return copy(in.get("id"), null, "id");
        }
        Product found = identified(identifier);
        if (found == null) {
            throw new Refused("Product does not exist", null, "identifier");
        }
        return found.copy();
    }

    private void membership(Product p, Map<String, Object> in) {
        if (in.get("metafields") != null) {
            p.metafields = edits.metafields(p.metafields, Inputs.list(in, "metafields"), false);
            unique(p);
        }
        Set<Long> in2 = new java.util.LinkedHashSet<>(p.collections);
        in2.addAll(collections(Inputs.list(in, "collectionsToJoin")));
        in2.removeAll(collections(Inputs.list(in, "collectionsToLeave")));
        p.collections = new ArrayList<>(in2);
    }

    private List<Long> collections(List<String> gids) {
        List<Long> ids = new ArrayList<>();
        for (String gid : gids) {
            long id = Model.number("Collection", gid);
            if (!shop.collections.containsKey(id)) {
                throw new Refused("Collection does not exist", "INVALID_INPUT", "input", "collections");
            }
            ids.add(id);
        }
        return ids;
    }

    /** A metafield of type id belongs to one product only. */
    private void unique(Product p) {
        for (Metafield m : p.metafields.values()) {
            if (m.type().equals("id")
                    && shop.byCustomId(m.namespace(), m.key(), m.value())
                            .filter(o -> o.id != p.id)
                            .isPresent()) {
                throw new Refused(
                        "Value must be unique amongst all Product metafields.", "CAPABILITY_VIOLATION", "input", "metafields");
            }
        }
    }

    Map<String, Object> delete(Map<String, Object> args) {
        String gid = String.valueOf(Inputs.map(args, "input").get("id"));
        Product p = shop.product(gid).orElseThrow(() -> new Refused("Product does not exist", null, "id"));
        commits.delete("productDelete", p);
        return Map.of("deletedProductId", gid);
    }

    /** Lists in the input replace the product's; what they omit is deleted (fact 40). */
    Map<String, Object> set(Map<String, Object> args) {
        Map<String, Object> in = Inputs.map(args, "input");
        Map<String, Object> identifier = Inputs.map(args, "identifier");
        Product found = setTarget(in, identifier);
        Product p = found == null ? new Product() : found.copy();
        if (found == null) {
            p.id = shop.nextId();
        }
        Map<String, Object> all = new HashMap<>(in);
        if (found == null) {
            all.putIfAbsent("title", "");
            if (identifier.get("handle") != null) {
                all.put("handle", identifier.get("handle"));
            }
        }
        edits.scalars(p, all, "input");
        customId(p, in, identifier);
        if (in.get("collections") != null) {
            p.collections = collections(Inputs.list(in, "collections"));
        }
        if (in.get("files") != null) {
            edits.files(p, Inputs.list(in, "files"));
        }
        setVariants(p, in, found == null);
        Product saved = commits.save("productSet", p);
        return Map.of("product", views.product(saved), "synchronous", true);
    }

    private Product setTarget(Map<String, Object> in, Map<String, Object> identifier) {
        if (!identifier.isEmpty() && in.get("id") != null) {
            throw new Refused("The id field is not allowed if identifier is provided.", "ID_NOT_ALLOWED", "input");
        }
        if (identifier.get("handle") != null
                && in.get("handle") != null
                && !identifier.get("handle").equals(in.get("handle"))) {
            throw new Refused(
                    "The identifier value does not match the value of the corresponding field in the input.",
                    "INPUT_MISMATCH",
                    "input");
        }
        Map<String, Object> by = identifier.isEmpty() && in.get("id") != null ? Map.of("id", in.get("id")) : identifier;
        Product found = by.isEmpty() ? null : identified(by);
        if (found == null && by.get("id") != null) {
            throw new Refused("Product does not exist", "PRODUCT_DOES_NOT_EXIST", "input");
        }
        return found;
    }

    /** The product of these identifiers, or null. */
    Product identified(Map<String, Object> by) {
        if (by.get("id") != null) {
            return shop.product(by.get("id")).orElse(null);
        }
        if (by.get("handle") != null) {
            return shop.byHandle(String.valueOf(by.get("handle"))).orElse(null);
        }
        Map<String, Object> custom = Inputs.map(by, "customId");
        String namespace = String.valueOf(custom.getOrDefault("namespace", "app"));
        String key = String.valueOf(custom.get("key"));
        Definition definition = shop.definitions.get(Metafield.name(namespace, key));
        if (definition == null || !definition.type().equals("id")) {
            throw new Refused(
                    "Metafield definition of type 'id' is required when using custom ids.",
                    "INVALID_METAFIELD",
                    "identifier",
                    "customId");
        }
        return shop.byCustomId(namespace, key, String.valueOf(custom.get("value"))).orElse(null);
    }

    private void customId(Product p, Map<String, Object> in, Map<String, Object> identifier) {
        Map<String, Object> custom = Inputs.map(identifier, "customId");
        if (in.get("metafields") != null) {
            p.metafields = edits.metafields(p.metafields, Inputs.list(in, "metafields"), true);
        }
        if (!custom.isEmpty()) {
            String name = Metafield.name(String.valueOf(custom.getOrDefault("namespace", "app")), String.valueOf(custom.get("key")));
            Metafield has = p.metafields.get(name);
            if (in.get("metafields") != null && (has == null || !has.value().equals(custom.get("value")))) {
                throw new Refused(
                        "The input argument `metafields` (if present) must contain the `customId` value",
                        "METAFIELD_MISMATCH",
                        "input",
                        "metafields");
            }
            if (has == null) {
                p.metafields = edits.metafields(p.metafields, List.of(custom), false);
            }
        }
        unique(p);
    }

    private void setVariants(Product p, Map<String, Object> in, boolean fresh) {
        boolean options = in.get("productOptions") != null;
        boolean variants = in.get("variants") != null;
        if (!options && !variants) {
            if (fresh) {
                edits.defaultVariant(p);
            }
            return;
        }
        if (!variants) {
            throw new Refused("Must specify variants when updating options", "VARIANTS_INPUT_MISSING", "input");
        }
        if (!options) {
            throw new Refused(
                    "Must specify product options when updating variants", "PRODUCT_OPTIONS_INPUT_MISSING", "input");
        }
        List<Option> oldOptions = p.options;
        List<Variant> old = p.variants;
        edits.options(p, Inputs.list(in, "productOptions"), "input", "productOptions");
        List<Variant> wanted = new ArrayList<>();
        List<Map<String, Object>> inputs = Inputs.list(in, "variants");
        for (int i = 0; i < inputs.size(); i++) {
            wanted.add(setVariant(p, old, oldOptions, inputs.get(i), "input", "variants", String.valueOf(i)));
        }
        p.variants = wanted;
        if (wanted.isEmpty()) {
            edits.defaultVariant(p);
        }
        VariantEdits.check(p, "INVALID_VARIANT", "VARIANTS_OVER_LIMIT", "input", "variants");
    }

    private Variant setVariant(
            Product p, List<Variant> old, List<Option> oldOptions, Map<String, Object> in, String... path) {
        List<String> values = variantEdits.values(p, in, null, path);
        long id = Model.number("ProductVariant", in.get("id"));
        Variant v = old.stream()
                .filter(o -> in.get("id") != null ? o.id == id : o.values.equals(values) && sameOptions(p, oldOptions))
                .findFirst()
                .orElse(null);
        if (v == null && in.get("id") != null) {
            throw new Refused("Product variant does not exist", "PRODUCT_VARIANT_DOES_NOT_EXIST", path);
        }
        Variant result = v == null ? variantEdits.fresh(p, values) : v;
        result.values = new ArrayList<>(values);
        variantEdits.apply(result, in, path);
        if (in.get("inventoryQuantities") != null) {
            variantEdits.stock(result, Inputs.list(in, "inventoryQuantities"), path);
        }
        if (in.get("file") != null) {
            result.mediaId = mediaOf(p, Inputs.map(in, "file"), path);
        }
        return result;
    }

    private static boolean sameOptions(Product p, List<Option> old) {
        return p.options.stream().map(o -> o.name).toList().equals(old.stream().map(o -> o.name).toList());
    }

    private static long mediaOf(Product p, Map<String, Object> file, String... path) {
        long id = Model.number("MediaImage", file.get("id"));
        return p.media.stream()
                .filter(m -> m.id == id || m.source.equals(file.get("originalSource")))
                .findFirst()
                .orElseThrow(() -> new Refused("File does not exist", "INVALID_INPUT", path))
                .id;
    }

    Map<String, Object> variantsUpdate(Map<String, Object> args) {
        Product p = copy(args.get("productId"), "PRODUCT_DOES_NOT_EXIST", "productId");
        List<Map<String, Object>> inputs = Inputs.list(args, "variants");
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            ids.add(variantUpdate(p, inputs.get(i), "variants", String.valueOf(i)));
        }
        Inputs.<Map<String, Object>>list(args, "media").forEach(m -> p.media.add(edits.newMedia(m)));
        VariantEdits.check(p, "VARIANT_ALREADY_EXISTS", "INVALID_INPUT", "variants");
        VariantEdits.prune(p);
        return variants(commits.save("productVariantsBulkUpdate", p), ids);
    }

    private long variantUpdate(Product p, Map<String, Object> in, String... path) {
        if (in.get("id") == null) {
            throw new Refused(
                    "Product variant is missing ID attribute", "PRODUCT_VARIANT_ID_MISSING", VariantEdits.with(path, "id"));
        }
        if (in.get("inventoryQuantities") != null) {
            throw new Refused(
                    "Inventory quantities can only be provided during create. To update inventory for existing variants, use inventoryAdjustQuantities.",
                    "NO_INVENTORY_QUANTITIES_ON_VARIANTS_UPDATE",
                    VariantEdits.with(path, "inventoryQuantities"));
        }
        Variant v = Shop.variant(p, Model.number("ProductVariant", in.get("id")))
                .orElseThrow(() -> new Refused(
                        "Product variant does not exist", "PRODUCT_VARIANT_DOES_NOT_EXIST", VariantEdits.with(path, "id")));
        if (in.get("optionValues") != null) {
            v.values = variantEdits.values(p, in, v.values, path);
        }
        variantEdits.apply(v, in, path);
        media(p, v, in, path);
        return v.id;
    }

    private static void media(Product p, Variant v, Map<String, Object> in, String... path) {
        if (in.get("mediaId") != null) {
            v.mediaId = mediaOf(p, Map.of("id", in.get("mediaId")), path);
        }
    }

    Map<String, Object> variantsCreate(Map<String, Object> args) {
        Product p = copy(args.get("productId"), "PRODUCT_DOES_NOT_EXIST", "productId");
        String strategy = String.valueOf(args.getOrDefault("strategy", "DEFAULT"));
        if (strategy.equals("REMOVE_STANDALONE_VARIANT") && p.variants.size() == 1
                || strategy.equals("DEFAULT") && p.hasOnlyDefaultVariant()) {
            p.variants.clear();
        }
        List<Map<String, Object>> inputs = Inputs.list(args, "variants");
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Map<String, Object> in = inputs.get(i);
            String[] path = {"variants", String.valueOf(i)};
            Variant v = variantEdits.fresh(p, variantEdits.values(p, in, null, path));
            variantEdits.apply(v, in, path);
            variantEdits.stock(v, Inputs.list(in, "inventoryQuantities"), path);
            media(p, v, in, path);
            p.variants.add(v);
            ids.add(v.id);
        }
        VariantEdits.check(p, "VARIANT_ALREADY_EXISTS", "INVALID_INPUT", "variants");
        VariantEdits.prune(p);
        return variants(commits.save("productVariantsBulkCreate", p), ids);
    }

    private Map<String, Object> variants(Product p, List<Long> ids) {
        return Map.of(
                "product",
                views.product(p),
                "productVariants",
                ids.stream()
                        .map(id -> views.variant(p, Shop.variant(p, id).orElseThrow()))
                        .toList());
    }

    Map<String, Object> variantsDelete(Map<String, Object> args) {
        Product p = copy(args.get("productId"), "PRODUCT_DOES_NOT_EXIST", "productId");
        Set<Long> ids = new HashSet<>();
        for (Object gid : Inputs.list(args, "variantsIds")) {
            ids.add(Model.number("ProductVariant", gid));
        }
        if (!p.variants.stream().map(v -> v.id).toList().containsAll(ids)) {
            throw new Refused(
                    "At least one variant does not belong to the product",
                    "AT_LEAST_ONE_VARIANT_DOES_NOT_BELONG_TO_THE_PRODUCT",
                    "variantsIds");
        }
        if (ids.size() == p.variants.size()) {
            throw new Refused("Cannot delete the last variant of a product", "CANNOT_DELETE_LAST_VARIANT", "variantsIds");
        }
        p.variants.removeIf(v -> ids.contains(v.id));
        VariantEdits.prune(p);
        return Map.of("product", views.product(commits.save("productVariantsBulkDelete", p)));
    }

    Map<String, Object> variantsReorder(Map<String, Object> args) {
        Product p = copy(args.get("productId"), "PRODUCT_DOES_NOT_EXIST", "productId");
        for (Map<String, Object> in : Inputs.<Map<String, Object>>list(args, "positions")) {
            Variant v = Shop.variant(p, Model.number("ProductVariant", in.get("id")))
                    .orElseThrow(() -> new Refused("Variant does not exist", "MISSING_VARIANT", "positions"));
            p.variants.remove(v);
            p.variants.add(Math.min(Math.max(0, ((Number) in.get("position")).intValue() - 1), p.variants.size()), v);
        }
        return Map.of("product", views.product(commits.save("productVariantsBulkReorder", p)));
    }

    Map<String, Object> optionsCreate(Map<String, Object> args) {
        Product p = copy(args.get("productId"), "PRODUCT_DOES_NOT_EXIST", "productId");
        boolean standalone = p.hasOnlyDefaultVariant();
        List<Map<String, Object>> all = new ArrayList<>();
        if (!standalone) {
            p.options.forEach(o -> all.add(Map.of("id", Model.gid("ProductOption", o.id))));
        }
        all.addAll(Inputs.list(args, "options"));
        int before = all.size() - Inputs.list(args, "options").size();
        edits.options(p, all, "options");
        for (Variant v : p.variants) {
            List<String> values = new ArrayList<>(standalone ? List.of() : v.values);
            p.options.subList(before, p.options.size())
                    .forEach(o -> values.add(o.values.keySet().iterator().next()));
            v.values = values;
        }
        if ("CREATE".equals(String.valueOf(args.get("variantStrategy")))) {
            combinations(p);
        }
        return Map.of("product", views.product(commits.save("productOptionsCreate", p)));
    }

    private void combinations(Product p) {
        List<List<String>> all = List.of(List.of());
        for (Option o : p.options) {
            List<List<String>> longer = new ArrayList<>();
            for (List<String> start : all) {
                for (String value : o.values.keySet()) {
                    List<String> one = new ArrayList<>(start);
                    one.add(value);
                    longer.add(one);
                }
            }
            all = longer;
        }
        for (List<String> values : all) {
            if (p.variants.stream().noneMatch(v -> v.values.equals(values))) {
                p.variants.add(variantEdits.fresh(p, values));
            }
        }
    }

    Map<String, Object> optionUpdate(Map<String, Object> args) {
        Product p = copy(args.get("productId"), "PRODUCT_DOES_NOT_EXIST", "productId");
        Map<String, Object> in = Inputs.map(args, "option");
        long id = Model.number("ProductOption", in.get("id"));
        Option o = p.options.stream()
                .filter(x -> x.id == id)
                .findFirst()
                .orElseThrow(() -> new Refused("Option does not exist", "OPTION_DOES_NOT_EXIST", "option"));
        int at = p.options.indexOf(o);
        o.name = in.get("name") == null ? o.name : String.valueOf(in.get("name")).strip();
        for (Map<String, Object> value : Inputs.<Map<String, Object>>list(args, "optionValuesToUpdate")) {
            rename(p, o, at, value);
        }
        for (Map<String, Object> value : Inputs.<Map<String, Object>>list(args, "optionValuesToAdd")) {
            String name = String.valueOf(value.get("name")).strip();
            if (o.values.putIfAbsent(name, shop.nextId()) != null) {
                throw new Refused("Option value already exists.", "OPTION_VALUE_ALREADY_EXISTS", "optionValuesToAdd");
            }
        }
        for (Object gid : Inputs.list(args, "optionValuesToDelete")) {
            dropValue(p, o, at, Model.number("ProductOptionValue", gid));
        }
        if (in.get("position") != null) {
            move(p, at, ((Number) in.get("position")).intValue() - 1);
        }
        if ("MANAGE".equals(String.valueOf(args.get("variantStrategy")))) {
            combinations(p);
        }
        return Map.of("product", views.product(commits.save("productOptionUpdate", p)));
    }

    private static void rename(Product p, Option o, int at, Map<String, Object> value) {
        long id = Model.number("ProductOptionValue", value.get("id"));
        String name = String.valueOf(value.get("name")).strip();
        if (!o.values.containsValue(id)) {
            throw new Refused("Option value does not exist.", "OPTION_VALUE_DOES_NOT_EXIST", "optionValuesToUpdate");
        }
        Map<String, Long> values = new LinkedHashMap<>();
        o.values.forEach((old, known) -> {
            values.put(known == id ? name : old, known);
            if (known == id) {
                p.variants.stream().filter(v -> v.values.get(at).equals(old)).forEach(v -> v.values.set(at, name));
            }
        });
        o.values = values;
    }

    private static void dropValue(Product p, Option o, int at, long id) {
        String name = o.values.entrySet().stream()
                .filter(e -> e.getValue() == id)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new Refused(
                        "Option value does not exist.", "OPTION_VALUE_DOES_NOT_EXIST", "optionValuesToDelete"));
        if (p.variants.stream().allMatch(v -> v.values.get(at).equals(name))) {
            throw new Refused(
                    "An option must have at least one value.", "CANNOT_DELETE_ALL_OPTION_VALUES_IN_OPTION", "optionValuesToDelete");
        }
        p.variants.removeIf(v -> v.values.get(at).equals(name));
        o.values.remove(name);
    }

    private static void move(Product p, int from, int wanted) {
        int to = Math.min(Math.max(0, wanted), p.options.size() - 1);
        p.options.add(to, p.options.remove(from));
        p.variants.forEach(v -> v.values.add(to, v.values.remove(from)));
    }

    Map<String, Object> optionsDelete(Map<String, Object> args) {
        Product p = copy(args.get("productId"), "PRODUCT_DOES_NOT_EXIST", "productId");
        List<Object> gids = Inputs.list(args, "options");
        for (Object gid : gids) {
            long id = Model.number("ProductOption", gid);
            Option o = p.options.stream()
                    .filter(x -> x.id == id)
                    .findFirst()
                    .orElseThrow(() -> new Refused("Option does not exist.", "OPTION_DOES_NOT_EXIST", "options"));
            int at = p.options.indexOf(o);
            p.options.remove(at);
            p.variants.forEach(v -> v.values.remove(at));
        }
        boolean collide = new HashSet<>(p.variants.stream().map(v -> v.values).toList()).size() < p.variants.size();
        String strategy = String.valueOf(args.getOrDefault("strategy", "DEFAULT"));
        if (collide && strategy.equals("POSITION")) {
            Set<List<String>> seen = new HashSet<>();
            p.variants.removeIf(v -> !seen.add(v.values));
        } else if (collide) {
            throw new Refused(
                    "Cannot delete an option that has multiple values.",
                    "CANNOT_DELETE_OPTION_WITH_MULTIPLE_VALUES",
                    "options");
        }
        if (p.options.isEmpty()) {
            standalone(p);
        }
        return Map.of("product", views.product(commits.save("productOptionsDelete", p)), "deletedOptionsIds", gids);
    }

    private void standalone(Product p) {
        Variant only = p.variants.get(0);
        edits.defaultVariant(p);
        only.values = new ArrayList<>(List.of(Model.DEFAULT_VALUE));
        p.variants = new ArrayList<>(List.of(only));
    }

    Map<String, Object> mediaCreate(Map<String, Object> args) {
        Product p = copy(args.get("productId"), "PRODUCT_DOES_NOT_EXIST", "productId");
        List<Media> added = Inputs.<Map<String, Object>>list(args, "media").stream().map(edits::newMedia).toList();
        p.media.addAll(added);
        return Map.of(
                "product",
                views.product(commits.save("productCreateMedia", p)),
                "media",
                added.stream().map(views::media).toList());
    }

    Map<String, Object> mediaUpdate(Map<String, Object> args) {
        Product p = copy(args.get("productId"), "PRODUCT_DOES_NOT_EXIST", "productId");
        List<Media> changed = new ArrayList<>();
        for (Map<String, Object> in : Inputs.<Map<String, Object>>list(args, "media")) {
            Media m = media(p, in.get("id"));
            m.alt = (String) in.getOrDefault("alt", m.alt);
            m.updated = shop.now();
            changed.add(m);
        }
        return Map.of(
                "product",
                views.product(commits.save("productUpdateMedia", p)),
                "media",
                changed.stream().map(views::media).toList());
    }

    private static Media media(Product p, Object gid) {
        long id = Model.number("MediaImage", gid);
        return p.media.stream()
                .filter(m -> m.id == id)
                .findFirst()
                .orElseThrow(() -> new Refused("Media id " + gid + " does not exist", "MEDIA_DOES_NOT_EXIST", "media"));
    }

    Map<String, Object> mediaDelete(Map<String, Object> args) {
        Product p = copy(args.get("productId"), "PRODUCT_DOES_NOT_EXIST", "productId");
        List<Object> gids = Inputs.list(args, "mediaIds");
        for (Object gid : gids) {
            Media m = media(p, gid);
            p.media.remove(m);
            p.variants.stream().filter(v -> v.mediaId != null && v.mediaId == m.id).forEach(v -> v.mediaId = null);
        }
        return Map.of(
                "product",
                views.product(commits.save("productDeleteMedia", p)),
                "deletedMediaIds",
                gids,
                "deletedProductImageIds",
                List.of());
    }

    Map<String, Object> mediaReorder(Map<String, Object> args) {
        Product p = copy(args.get("id"), "PRODUCT_DOES_NOT_EXIST", "id");
        for (Map<String, Object> move : Inputs.<Map<String, Object>>list(args, "moves")) {
            Media m = media(p, move.get("id"));
            p.media.remove(m);
            int to = Integer.parseInt(String.valueOf(move.get("newPosition")));
            p.media.add(Math.min(to, p.media.size()), m);
        }
        commits.save("productReorderMedia", p);
        return Map.of("job", Map.of("id", Model.gid("Job", shop.nextId()), "done", true));
    }

    Map<String, Object> files(Map<String, Object> args) {
        List<Map<String, Object>> files = new ArrayList<>();
        for (Map<String, Object> in : Inputs.<Map<String, Object>>list(args, "files")) {
            files.add(views.media(file(in)));
        }
        return Map.of("files", files);
    }

    /** A file is changed wherever it is used; references add it to products or take it away. */
    private Media file(Map<String, Object> in) {
        long id = Model.number("MediaImage", in.get("id"));
        Product p = shop.first(x -> x.media.stream().anyMatch(m -> m.id == id))
                .orElseThrow(() -> new Refused(
                        "File id " + in.get("id") + " does not exist.", "FILE_DOES_NOT_EXIST", "files"))
                .copy();
        Media file = media(p, in.get("id"));
        file.alt = (String) in.getOrDefault("alt", file.alt);
        file.source = (String) in.getOrDefault("originalSource", file.source);
        file.updated = shop.now();
        if (in.containsKey("alt") || in.containsKey("originalSource")) {
            commits.save("fileUpdate", p);
        }
        for (Object gid : Inputs.list(in, "referencesToAdd")) {
            Product to = copy(gid, "REFERENCE_TARGET_DOES_NOT_EXIST", "files");
            if (to.media.stream().noneMatch(m -> m.id == id)) {
                to.media.add(file.copy());
            }
            commits.save("fileUpdate", to);
        }
        for (Object gid : Inputs.list(in, "referencesToRemove")) {
            Product from = copy(gid, "REFERENCE_TARGET_DOES_NOT_EXIST", "files");
            from.media.removeIf(m -> m.id == id);
            from.variants.stream().filter(v -> v.mediaId != null && v.mediaId == id).forEach(v -> v.mediaId = null);
            commits.save("fileUpdate", from);
        }
        return file;
    }

    Map<String, Object> tags(Map<String, Object> args, boolean add) {
        Product p = copy(args.get("id"), null, "id");
        List<String> wanted = ProductEdits.tags((Collection<?>) args.get("tags"));
        if (add) {
            List<String> all = new ArrayList<>(p.tags);
            all.addAll(wanted);
            p.tags = ProductEdits.tags(all);
        } else {
            p.tags.removeIf(t -> wanted.stream().anyMatch(t::equalsIgnoreCase));
        }
        return Map.of("node", views.product(commits.save(add ? "tagsAdd" : "tagsRemove", p)));
    }

    Map<String, Object> metafieldsSet(Map<String, Object> args) {
        List<Object> set = new ArrayList<>();
        for (Map<String, Object> in : Inputs.<Map<String, Object>>list(args, "metafields")) {
            set.add(metafieldSet(in));
        }
        return Map.of("metafields", set);
    }

    private Object metafieldSet(Map<String, Object> in) {
        long variant = Model.number("ProductVariant", in.get("ownerId"));
        Product p = (variant < 0 ? shop.product(in.get("ownerId")) : shop.ofVariant(variant))
                .orElseThrow(() -> new Refused("Owner does not exist.", "INVALID_VALUE", "metafields", "0", "ownerId"))
                .copy();
        String name = Metafield.name(String.valueOf(in.getOrDefault("namespace", "app")), String.valueOf(in.get("key")));
        if (variant < 0) {
            p.metafields = edits.metafields(p.metafields, List.of(in), false);
            unique(p);
            commits.save("metafieldsSet", p);
            return views.metafield(p.metafields.get(name), "PRODUCT");
        }
        Variant v = Shop.variant(p, variant).orElseThrow();
        v.metafields = edits.metafields(v.metafields, List.of(in), false);
        commits.save("metafieldsSet", p);
        return views.metafield(v.metafields.get(name), "PRODUCTVARIANT");
    }

    Map<String, Object> metafieldsDelete(Map<String, Object> args) {
        List<Object> deleted = new ArrayList<>();
        for (Map<String, Object> in : Inputs.<Map<String, Object>>list(args, "metafields")) {
            Product p = copy(in.get("ownerId"), null, "metafields");
            String name = Metafield.name(String.valueOf(in.get("namespace")), String.valueOf(in.get("key")));
            boolean had = p.metafields.remove(name) != null;
            if (had) {
                commits.save("metafieldsDelete", p);
            }
            deleted.add(had ? new HashMap<>(in) : null);
        }
        return Map.of("deletedMetafields", deleted);
    }

    Map<String, Object> collectionMembers(Map<String, Object> args, String operation) {
        long id = Model.number("Collection", args.get("id"));
        if (!shop.collections.containsKey(id)) {
            throw new Refused("Collection does not exist", "COLLECTION_DOES_NOT_EXIST", "id");
        }
        for (Object gid : Inputs.list(args, "productIds")) {
            Product p = copy(gid, "PRODUCT_DOES_NOT_EXIST", "productIds");
            p.collections.remove(id);
            if (!operation.equals("collectionRemoveProducts")) {
                p.collections.add(id);
            }
            commits.save(operation, p);
        }
        Map<String, Object> result = new HashMap<>();
        result.put("collection", views.collection(shop.collections.get(id)));
        result.put("job", Map.of("id", Model.gid("Job", shop.nextId()), "done", true));
        return result;
    }

    private Product copy(Object gid, String code, String field) {
        return shop.product(gid)
                .orElseThrow(() -> new Refused("Product does not exist", code, field))
                .copy();
    }

    private static Map<String, Object> required(Map<String, Object> args, String name) {
        if (args.get(name) == null) {
            throw Pages.error("Missing argument " + name, "missingRequiredArguments");
        }
        return Inputs.map(args, name);
    }
}
