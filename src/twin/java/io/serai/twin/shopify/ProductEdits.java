package io.serai.twin.shopify;

import io.serai.twin.shopify.Model.Media;
import io.serai.twin.shopify.Model.Metafield;
import io.serai.twin.shopify.Model.Option;
import io.serai.twin.shopify.Model.Product;
import io.serai.twin.shopify.Model.Variant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Applies inputs to a copy of a product, with what Shopify does to content on the way: titles trimmed, scripts stripped, tags
 * without doubles and sorted. A key that is absent keeps its value (fact 40).
 */
final class ProductEdits {

    static final int MAX_OPTIONS = 3;
    static final int MAX_VARIANTS = 2048;
    static final int MAX_TITLE = 255;

    private final Shop shop;

    ProductEdits(Shop shop) {
        this.shop = shop;
    }

    /** The product's own scalars, tags, SEO, metafields and collections; {@code path} is where the input stands. */
    void scalars(Product p, Map<String, Object> in, String path) {
        if (in.containsKey("title")) {
            p.title = title(in.get("title"), path);
        }
        if (in.containsKey("descriptionHtml")) {
            p.html = html(in.get("descriptionHtml"));
        }
        p.vendor = text(in, "vendor", p.vendor);
        p.type = text(in, "productType", p.type);
        p.templateSuffix = (String) in.getOrDefault("templateSuffix", p.templateSuffix);
        p.category = (String) in.getOrDefault("category", p.category);
        p.giftCard = flag(in, "giftCard", p.giftCard);
        p.requiresSellingPlan = flag(in, "requiresSellingPlan", p.requiresSellingPlan);
        if (in.get("status") != null) {
            p.status = String.valueOf(in.get("status"));
        }
        if (in.get("tags") != null) {
            p.tags = tags((Collection<?>) in.get("tags"));
        }
        if (in.get("seo") instanceof Map<?, ?> seo) {
            p.seoTitle = seo.containsKey("title") ? blankToNull(seo.get("title")) : p.seoTitle;
            p.seoDescription = seo.containsKey("description") ? blankToNull(seo.get("description")) : p.seoDescription;
        }
        handle(p, in, path);
    }

    private void handle(Product p, Map<String, Object> in, String path) {
        String wanted = in.get("handle") == null ? "" : String.valueOf(in.get("handle"));
        if (!wanted.isBlank()) {
            String slug = Shop.slug(wanted);
            if (shop.taken(slug, p.id)) {
                throw new Refused(
                        "Handle '" + slug + "' already in use. Please provide a new handle.",
                        "HANDLE_NOT_UNIQUE",
                        path,
                        "handle");
            }
            p.handle = slug;
        } else if (p.handle.isEmpty()) {
            p.handle = shop.freeHandle(p.title, p.id);
        }
    }

    private static String title(Object wanted, String path) {
        String title = wanted == null ? "" : String.valueOf(wanted).strip();
        if (title.isEmpty()) {
            throw new Refused("Title can't be blank", "INVALID_PRODUCT", path, "title");
        }
        if (title.length() > MAX_TITLE) {
            throw new Refused(
                    "Title is too long (maximum is 255 characters)", "INVALID_PRODUCT", path, "title");
        }
        return title;
    }

    static String html(Object wanted) {
        String html = wanted == null ? "" : String.valueOf(wanted);
        return html.replaceAll("(?is)<(script|iframe)\\b.*?</\\1\\s*>", "")
                .replaceAll("(?i)\\son[a-z]+\\s*=\\s*(\"[^\"]*\"|'[^']*')", "");
    }

    static List<String> tags(Collection<?> wanted) {
        Set<String> tags = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (Object tag : wanted) {
            for (String one : String.valueOf(tag).split(",")) {
                if (!one.isBlank()) {
                    tags.add(one.strip());
                }
            }
        }
        return new ArrayList<>(tags);
    }

    /** Replaces or adds these metafields; {@code all} removes those not named. */
    Map<String, Metafield> metafields(Map<String, Metafield> old, List<Map<String, Object>> wanted, boolean all) {
        Map<String, Metafield> fields = all ? new TreeMap<>() : new TreeMap<>(old);
        for (Map<String, Object> in : wanted) {
            String namespace = String.valueOf(in.getOrDefault("namespace", "custom"));
            String key = String.valueOf(in.get("key"));
            String name = Metafield.name(namespace, key);
            Metafield before = old.get(name);
            Model.Definition definition = shop.definitions.get(name);
            String type = definition != null
                    ? definition.type()
                    : in.get("type") != null
                            ? String.valueOf(in.get("type"))
                            : before == null ? "single_line_text_field" : before.type();
            fields.put(
                    name,
                    new Metafield(
                            before == null ? shop.nextId() : before.id(),
                            namespace,
                            key,
                            type,
                            String.valueOf(in.get("value")),
                            before == null ? shop.now() : before.created(),
                            shop.now()));
        }
        return fields;
    }

    /** Makes these the product's options, keeping the ids of those named by id or name. */
    void options(Product p, List<Map<String, Object>> wanted, String... path) {
        if (wanted.size() > MAX_OPTIONS) {
            throw new Refused("Can only specify a maximum of 3 options", "OPTIONS_OVER_LIMIT", path);
        }
        Set<String> names = new HashSet<>();
        List<Option> options = new ArrayList<>();
        for (Map<String, Object> in : wanted) {
            Option option = option(p, in, path);
            if (!names.add(option.name.toLowerCase(Locale.ROOT))) {
                throw new Refused("Duplicated option name", "DUPLICATED_OPTION_NAME", path);
            }
            options.add(option);
        }
        p.options = options;
    }

    private Option option(Product p, Map<String, Object> in, String... path) {
        long id = Model.number("ProductOption", in.get("id"));
        Option old = p.options.stream()
                .filter(o -> o.id == id || id < 0 && o.name.equals(in.get("name")))
                .findFirst()
                .orElse(null);
        if (id >= 0 && old == null) {
            throw new Refused("Option does not exist", "OPTION_DOES_NOT_EXIST", path);
        }
        Option option = new Option();
        option.id = old == null ? shop.nextId() : old.id;
        option.name = in.get("name") == null ? (old == null ? "" : old.name) : String.valueOf(in.get("name")).strip();
        if (option.name.isEmpty()) {
            throw new Refused("Option name can't be blank", "INVALID_INPUT", path);
        }
        List<Map<String, Object>> values = Inputs.list(in, "values");
        if (values.isEmpty() && old != null) {
            option.values.putAll(old.values);
        }
        for (Map<String, Object> value : values) {
            String name = valueName(old, value);
            if (option.values.containsKey(name)) {
                throw new Refused("Duplicated option value", "DUPLICATED_OPTION_VALUE", path);
            }
            option.values.put(name, valueId(old, value, name));
        }
        if (option.values.isEmpty()) {
            throw new Refused(
                    "Each option must have at least one option value specified", "OPTION_VALUES_MISSING", path);
        }
        return option;
    }

    private static String valueName(Option old, Map<String, Object> value) {
        if (value.get("name") != null) {
            return String.valueOf(value.get("name")).strip();
        }
        long id = Model.number("ProductOptionValue", value.get("id"));
        return old == null
                ? ""
                : old.values.entrySet().stream()
                        .filter(e -> e.getValue() == id)
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse("");
    }

    private long valueId(Option old, Map<String, Object> value, String name) {
        long id = Model.number("ProductOptionValue", value.get("id"));
        if (id >= 0) {
            return id;
        }
        return old != null && old.values.containsKey(name) ? old.values.get(name) : shop.nextId();
    }

    /** Gives the product the one option and variant that a product without options has. */
    void defaultVariant(Product p) {
        Option option = new Option();
        option.id = shop.nextId();
        option.name = Model.DEFAULT_OPTION;
        option.values.put(Model.DEFAULT_VALUE, shop.nextId());
        p.options = new ArrayList<>(List.of(option));
        p.variants = new ArrayList<>(List.of(new VariantEdits(shop).fresh(p, List.of(Model.DEFAULT_VALUE))));
    }

    /** Makes these the product's media; entries with an id keep it. */
    void files(Product p, List<Map<String, Object>> wanted) {
        List<Media> media = new ArrayList<>();
        for (Map<String, Object> in : wanted) {
            long id = Model.number("MediaImage", in.get("id"));
            Media old = p.media.stream().filter(m -> m.id == id).findFirst().orElse(null);
            if (in.get("id") != null && old == null) {
                throw new Refused("File does not exist", "INVALID_INPUT", "input", "files");
            }
            media.add(old == null ? newMedia(in) : old);
            if (old != null && in.containsKey("alt")) {
                old.alt = (String) in.get("alt");
            }
        }
        p.media = media;
        Set<Long> left = new HashSet<>();
        media.forEach(m -> left.add(m.id));
        for (Variant v : p.variants) {
            v.mediaId = left.contains(v.mediaId) ? v.mediaId : null;
        }
    }

    Media newMedia(Map<String, Object> in) {
        Media media = new Media();
        media.id = shop.nextId();
        media.alt = in.get("alt") == null ? "" : String.valueOf(in.get("alt"));
        media.source = String.valueOf(in.get("originalSource"));
        media.created = shop.now();
        media.updated = shop.now();
        return media;
    }

    private static String text(Map<String, Object> in, String key, String old) {
        return in.containsKey(key) ? in.get(key) == null ? "" : String.valueOf(in.get(key)).strip() : old;
    }

    private static boolean flag(Map<String, Object> in, String key, boolean old) {
        return in.get(key) instanceof Boolean b ? b : old;
    }

    private static String blankToNull(Object text) {
        return text == null || String.valueOf(text).isBlank() ? null : String.valueOf(text).strip();
    }
}
