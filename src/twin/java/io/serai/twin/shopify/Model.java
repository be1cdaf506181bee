package io.serai.twin.shopify;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the shop keeps. A stored product is never changed, only replaced by a changed copy, so that readers see it whole. */
final class Model {

    static final String DEFAULT_OPTION = "Title";
    static final String DEFAULT_VALUE = "Default Title";

    private Model() {}

    static String gid(String type, long id) {
        return "gid://shopify/" + type + "/" + id;
    }

    /** The number of a global id of this type, or -1 if it is none. */
    static long number(String type, Object gid) {
        String prefix = "gid://shopify/" + type + "/";
        String text = String.valueOf(gid);
        String digits = text.startsWith(prefix) ? text.substring(prefix.length()).replaceFirst("\\?.*", "") : "";
        return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : -1;
    }

    static final class Product {
        long id;
        String title = "";
        String html = "";
        String vendor = "";
        String type = "";
        String handle = "";
        String status = "ACTIVE";
        String templateSuffix;
        String seoTitle;
        String seoDescription;
        String category;
        boolean giftCard;
        boolean requiresSellingPlan;
        Instant created;
        Instant updated;
        Instant published;
        List<String> tags = new ArrayList<>();
        List<Option> options = new ArrayList<>();
        List<Variant> variants = new ArrayList<>();
        List<Media> media = new ArrayList<>();
        Map<String, Metafield> metafields = new TreeMap<>();
        List<Long> collections = new ArrayList<>();

        String gid() {
            return Model.gid("Product", id);
        }

        boolean hasOnlyDefaultVariant() {
            return variants.size() == 1
                    && options.size() == 1
                    && options.get(0).name.equals(DEFAULT_OPTION)
                    && variants.get(0).values.equals(List.of(DEFAULT_VALUE));
        }

        Product copy() {
            Product p = new Product();
            p.id = id;
            p.title = title;
            p.html = html;
            p.vendor = vendor;
            p.type = type;
            p.handle = handle;
            p.status = status;
            p.templateSuffix = templateSuffix;
            p.seoTitle = seoTitle;
            p.seoDescription = seoDescription;
            p.category = category;
            p.giftCard = giftCard;
            p.requiresSellingPlan = requiresSellingPlan;
            p.created = created;
            p.updated = updated;
            p.published = published;
            p.tags = new ArrayList<>(tags);
            options.forEach(o -> p.options.add(o.copy()));
            variants.forEach(v -> p.variants.add(v.copy()));
            media.forEach(m -> p.media.add(m.copy()));
            p.metafields = new TreeMap<>(metafields);
            p.collections = new ArrayList<>(collections);
            return p;
        }
    }

    static final class Option {
        long id;
        String name;
        /** Name to id, in their order. */
        Map<String, Long> values = new LinkedHashMap<>();

        Option copy() {
            Option o = new Option();
            o.id = id;
            o.name = name;
            o.values = new LinkedHashMap<>(values);
            return o;
        }
    }

    static final class Variant {
        long id;
        long itemId;
        String sku;
        String barcode;
        BigDecimal price = new BigDecimal("0.00");
        BigDecimal compareAtPrice;
        boolean taxable = true;
        String policy = "DENY";
        boolean tracked;
        boolean requiresShipping = true;
        BigDecimal cost;
        BigDecimal weight = BigDecimal.ZERO;
        String weightUnit = "KILOGRAMS";
        String country;
        String province;
        String harmonizedCode;
        boolean requiresComponents;
        Long mediaId;
        Instant created;
        Instant updated;
        /** One value for each option of the product. */
        List<String> values = new ArrayList<>();
        /** Available quantity by location id. */
        Map<Long, Integer> stock = new TreeMap<>();

        Map<Long, Instant> stockUpdated = new TreeMap<>();
        Map<String, Metafield> metafields = new TreeMap<>();

        String gid() {
            return Model.gid("ProductVariant", id);
        }

        String itemGid() {
            return Model.gid("InventoryItem", itemId);
        }

        String title() {
            return String.join(" / ", values);
        }

        int available() {
            return stock.values().stream().mapToInt(Integer::intValue).sum();
        }

        Variant copy() {
            Variant v = new Variant();
            v.id = id;
            v.itemId = itemId;
            v.sku = sku;
            v.barcode = barcode;
            v.price = price;
            v.compareAtPrice = compareAtPrice;
            v.taxable = taxable;
            v.policy = policy;
            v.tracked = tracked;
            v.requiresShipping = requiresShipping;
            v.cost = cost;
            v.weight = weight;
            v.weightUnit = weightUnit;
            v.country = country;
            v.province = province;
            v.harmonizedCode = harmonizedCode;
            v.requiresComponents = requiresComponents;
            v.mediaId = mediaId;
            v.created = created;
            v.updated = updated;
            v.values = new ArrayList<>(values);
            v.stock = new TreeMap<>(stock);
            v.stockUpdated = new TreeMap<>(stockUpdated);
            v.metafields = new TreeMap<>(metafields);
            return v;
        }
    }

    static final class Media {
        long id;
        String alt;
        String source;
        Instant created;
        Instant updated;

        String gid() {
            return Model.gid("MediaImage", id);
        }

        Media copy() {
            Media m = new Media();
            m.id = id;
            m.alt = alt;
            m.source = source;
            m.created = created;
            m.updated = updated;
            return m;
        }
    }

    record Metafield(
            long id, String namespace, String key, String type, String value, Instant created, Instant updated) {
        static String name(String namespace, String key) {
            return namespace + "." + key;
        }
    }

    record Definition(long id, String namespace, String key, String name, String type, String owner, String description) {}

    record Location(long id, String name, String city, String zip) {
        String gid() {
            return Model.gid("Location", id);
        }
    }

    record Collection(long id, String title, String handle, Instant updated) {
        String gid() {
            return Model.gid("Collection", id);
        }
    }

    record Subscription(
            long id,
            String topic,
            String uri,
            String name,
            String filter,
            List<String> includeFields,
            String apiVersion,
            Instant created,
            Instant updated) {
        String gid() {
            return Model.gid("WebhookSubscription", id);
        }
    }
}
