package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Applies the arguments of a POST or PUT to a product or variation, all or nothing. Used with the shop's lock held. */
final class ProductEditor {

    private static final String[] PLAIN = {
        "featured", "catalog_visibility", "virtual", "downloadable", "download_limit", "download_expiry", "external_url",
        "button_text", "tax_status", "sold_individually", "reviews_allowed", "post_password", "upsell_ids",
        "cross_sell_ids", "grouped_products", "menu_order", "default_attributes", "downloads"
    };

    private final Shop shop;

    ProductEditor(Shop shop) {
        this.shop = shop;
    }

    /**
     * @param args arguments already checked
     * @return whether anything stored is different now
     * @throws WpError 400; nothing is changed then
     */
    boolean apply(Product product, ObjectNode args) {
        ObjectNode draft = product.data.deepCopy();
        copyPlain(args, draft);
        texts(args, draft);
        identity(product, args, draft);
        shipping(args, draft);
        if (args.has("attributes")) {
            draft.set("attributes", attributes(product, args.get("attributes")));
        }
        prices(args, draft);
        stock(product, args, draft);
        terms(product, args, draft);
        images(args, draft);
        meta(args, draft);
        slug(product, args, draft);
        boolean changed = !draft.equals(product.data);
        product.data.setAll(draft);
        shop.index(product);
        for (String name : new String[] {"date_created", "date_created_gmt"}) {
            if (args.path(name).isTextual() && !args.get(name).asText().isEmpty()) {
                String zoned = args.get(name).asText() + (name.endsWith("_gmt") ? "Z" : "");
                product.created = shop.settings().read(zoned);
            }
        }
        return changed;
    }

    private static void copyPlain(ObjectNode args, ObjectNode draft) {
        for (String name : PLAIN) {
            if (args.hasNonNull(name)) {
                draft.set(name, args.get(name));
            }
        }
        if (args.has("type") && !draft.path("type").asText().equals("variation")) {
            draft.set("type", args.get("type"));
        }
        if (args.has("status")) {
            draft.set("status", args.get("status"));
        }
    }

    private static void texts(ObjectNode args, ObjectNode draft) {
        for (String name : new String[] {"name", "description", "short_description", "purchase_note"}) {
            if (args.has(name)) {
                draft.put(name, WpText.kses(args.get(name).asText()));
            }
        }
        if (args.has("tax_class")) {
            String slug = args.get("tax_class").asText();
            draft.put("tax_class", slug.equals("standard") ? "" : slug);
        }
    }

    private void identity(Product product, ObjectNode args, ObjectNode draft) {
        if (args.has("sku")) {
            String sku = WpText.clean(args.get("sku").asText());
            Optional<Product> holder = sku.isEmpty() ? Optional.empty() : shop.holderOfSku(sku, product.id);
            if (holder.isPresent()) {
                throw new WpError(400, "product_invalid_sku", "Invalid or duplicated SKU.")
                        .with("resource_id", number(holder.get().id))
                        .with("unique_sku", Json.MAPPER.getNodeFactory().textNode(freeSku(sku)));
            }
            draft.put("sku", sku);
        }
        if (args.has("global_unique_id")) {
            String gtin = WpText.gtin(args.get("global_unique_id").asText());
            Optional<Product> holder = gtin.isEmpty() ? Optional.empty() : shop.holderOfGtin(gtin, product.id);
            if (holder.isPresent()) {
                throw new WpError(
                                400,
                                "product_invalid_global_unique_id",
                                "Invalid or duplicated GTIN, UPC, EAN or ISBN.")
                        .with("resource_id", number(holder.get().id));
            }
            draft.put("global_unique_id", gtin);
        }
    }

    private String freeSku(String sku) {
        int n = 1;
        while (shop.holderOfSku(sku + "-" + n, 0).isPresent()) {
            n++;
        }
        return sku + "-" + n;
    }

    private void shipping(ObjectNode args, ObjectNode draft) {
        if (args.has("weight")) {
            draft.put("weight", WpText.decimal(args.get("weight").asText()));
        }
        for (String side : new String[] {"length", "width", "height"}) {
            JsonNode given = args.path("dimensions").path(side);
            if (given.isTextual()) {
                draft.withObject("/dimensions").put(side, WpText.decimal(given.asText()));
            }
        }
        if (args.has("shipping_class")) {
            // A class the shop does not have is silently dropped.
            String slug = args.get("shipping_class").asText();
            draft.put("shipping_class", shop.shippingClasses().slugged(slug).isPresent() ? slug : "");
        }
    }

    private ArrayNode attributes(Product product, JsonNode given) {
        return product.isVariation() ? chosen(product, given) : declared(given);
    }

    /** A product's attributes: shop-wide ones by id with their terms, others by name. */
    private ArrayNode declared(JsonNode given) {
        ArrayNode out = Json.MAPPER.createArrayNode();
        for (JsonNode one : given) {
            Optional<Attributes.Attribute> known = shop.attributes().get(one.path("id").asLong(0));
            String name = WpText.clean(one.path("name").asText(""));
            if (known.isEmpty() && name.isEmpty()) {
                continue;
            }
            ObjectNode item = out.addObject()
                    .put("id", known.map(Attributes.Attribute::id).orElse(0L))
                    .put("name", known.map(Attributes.Attribute::name).orElse(name))
                    .put("slug", known.map(Attributes.Attribute::slug).orElse(name))
                    .put("position", one.path("position").asInt(out.size() - 1))
                    .put("visible", one.path("visible").asBoolean(false))
                    .put("variation", one.path("variation").asBoolean(false));
            ArrayNode options = item.putArray("options");
            for (JsonNode option : one.path("options")) {
                String text = option.asText().strip();
                options.add(known.map(a -> a.terms().named(text, true).name()).orElse(text));
            }
        }
        return out;
    }

    /** A variation's attributes: only those the parent has for variations are taken. */
    private ArrayNode chosen(Product variation, JsonNode given) {
        ArrayNode out = Json.MAPPER.createArrayNode();
        JsonNode declared =
                shop.find(variation.parentId).map(p -> p.data.path("attributes")).orElse(Json.object());
        for (JsonNode one : given) {
            for (JsonNode of : declared) {
                long id = one.path("id").asLong(0);
                String key = WpText.slug(one.path("name").asText(""));
                boolean same = id != 0
                        ? of.path("id").asLong() == id
                        : WpText.slug(of.path("name").asText()).equals(key)
                                || of.path("slug").asText().equals(one.path("name").asText());
                if (same && of.path("variation").asBoolean()) {
                    boolean shopWide = of.path("id").asLong() != 0;
                    out.addObject()
                            .put("id", of.path("id").asLong())
                            .put("name", of.path("name").asText())
                            .put("slug", shopWide ? of.path("slug").asText() : WpText.slug(of.path("name").asText()))
                            .put("option", one.path("option").asText(""));
                }
            }
        }
        return out;
    }

    private void prices(ObjectNode args, ObjectNode draft) {
        String type = draft.path("type").asText();
        if (type.equals("variable") || type.equals("grouped")) {
            draft.put("regular_price", "").put("sale_price", "");
            return;
        }
        for (String name : new String[] {"regular_price", "sale_price"}) {
            if (args.has(name)) {
                draft.put(name, WpText.decimal(args.get(name).asText()));
            }
        }
        for (String name : new String[] {"date_on_sale_from", "date_on_sale_to"}) {
            if (args.path(name).isTextual()) {
                date(draft, name, args.get(name).asText());
            }
            if (args.path(name + "_gmt").isTextual()) {
                String gmt = args.get(name + "_gmt").asText();
                date(draft, name, gmt.isEmpty() ? "" : gmt.replaceFirst("Z$", "") + "Z");
            }
        }
    }

    private void date(ObjectNode draft, String name, String text) {
        if (text.isEmpty()) {
            draft.putNull(name);
        } else {
            draft.put(name, ShopSettings.gmt(shop.settings().read(text)));
        }
    }

    private void stock(Product product, ObjectNode args, ObjectNode draft) {
        if (args.has("manage_stock")) {
            draft.put("manage_stock", args.get("manage_stock").asBoolean(false));
        }
        for (String name : new String[] {"backorders", "stock_status"}) {
            if (args.has(name)) {
                draft.set(name, args.get(name));
            }
        }
        if (!draft.path("manage_stock").asBoolean()) {
            // Without stock management a quantity is silently ignored.
            draft.putNull("stock_quantity").putNull("low_stock_amount").put("backorders", "no");
            return;
        }
        if (args.has("stock_quantity")) {
            draft.set("stock_quantity", args.get("stock_quantity"));
        }
        if (args.has("low_stock_amount")) {
            draft.set("low_stock_amount", args.get("low_stock_amount"));
        }
        refreshStatus(draft);
    }

    /** The status a managed stock has; negative stock is a stock (W8). */
    static void refreshStatus(ObjectNode data) {
        if (data.path("stock_quantity").asLong() > 0) {
            data.put("stock_status", "instock");
        } else {
            boolean allowed = !data.path("backorders").asText().equals("no");
            data.put("stock_status", allowed ? "onbackorder" : "outofstock");
        }
    }

    private void terms(Product product, ObjectNode args, ObjectNode draft) {
        for (Map.Entry<String, Terms> taxonomy : Map.of(
                        "categories", shop.categories(), "tags", shop.tags(), "brands", shop.brands())
                .entrySet()) {
            if (args.has(taxonomy.getKey())) {
                Map<Long, Long> known = new TreeMap<>();
                for (JsonNode term : args.get(taxonomy.getKey())) {
                    long id = term.path("id").asLong(0);
                    taxonomy.getValue().get(id).ifPresent(found -> known.put(id, id));
                }
                ArrayNode ids = draft.putArray(taxonomy.getKey());
                known.keySet().forEach(ids::add);
            }
        }
        if (!product.isVariation() && draft.path("categories").isEmpty()) {
            shop.categories()
                    .slugged("uncategorized")
                    .ifPresent(none -> draft.withArray("categories").add(none.id()));
        }
    }

    private void images(ObjectNode args, ObjectNode draft) {
        if (args.has("images")) {
            ArrayNode ids = Json.MAPPER.createArrayNode();
            for (JsonNode image : args.get("images")) {
                long id = shop.images().resolve(image, "product");
                if (id != 0) {
                    ids.add(id);
                }
            }
            draft.set("images", ids);
        }
        if (args.has("image")) {
            long id = shop.images().resolve(args.get("image"), "variation");
            draft.putArray("images");
            if (id != 0) {
                draft.withArray("images").add(id);
            }
        }
    }

    private void meta(ObjectNode args, ObjectNode draft) {
        for (JsonNode given : args.path("meta_data")) {
            ArrayNode all = draft.withArray("meta_data");
            int at = position(all, given);
            JsonNode value = stored(given.path("value"));
            if (value.isNull()) {
                if (at >= 0) {
                    all.remove(at);
                }
            } else if (at >= 0) {
                ((ObjectNode) all.get(at)).set("value", value);
            } else if (given.hasNonNull("key")) {
                all.addObject()
                        .put("id", shop.nextMetaId())
                        .put("key", given.get("key").asText())
                        .set("value", value);
            }
        }
    }

    private static int position(ArrayNode all, JsonNode given) {
        for (int i = 0; i < all.size(); i++) {
            boolean same = given.path("id").asLong(0) != 0
                    ? all.get(i).path("id").asLong() == given.path("id").asLong()
                    : all.get(i).path("key").equals(given.path("key"));
            if (same) {
                return i;
            }
        }
        return -1;
    }

    /** Meta values are text in the database unless they are lists or objects. */
    private static JsonNode stored(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return Json.MAPPER.nullNode();
        }
        if (value.isBoolean()) {
            return Json.MAPPER.getNodeFactory().textNode(value.booleanValue() ? "1" : "");
        }
        return value.isValueNode() ? Json.MAPPER.getNodeFactory().textNode(value.asText()) : value;
    }

    private void slug(Product product, ObjectNode args, ObjectNode draft) {
        String before = draft.path("slug").asText();
        String wanted = WpText.slug(args.path("slug").asText(""));
        boolean unpublished = draft.path("status").asText().matches("draft|pending|auto-draft|trash");
        if (wanted.isEmpty() && (!before.isEmpty() || unpublished && !product.isVariation())) {
            return;
        }
        String stem = wanted;
        if (stem.isEmpty()) {
            stem = WpText.slug(product.isVariation() ? variationName(product, draft) : draft.path("name").asText());
        }
        stem = stem.isEmpty() ? String.valueOf(product.id) : stem;
        String free = stem;
        for (int n = 2; shop.isSlugTaken(free, product.id); n++) {
            free = stem + "-" + n;
        }
        draft.put("slug", free);
    }

    private String variationName(Product variation, ObjectNode draft) {
        StringBuilder name = new StringBuilder(
                shop.find(variation.parentId).map(p -> p.text("name")).orElse("Product"));
        for (JsonNode attribute : draft.path("attributes")) {
            name.append(' ').append(attribute.path("option").asText());
        }
        return name.toString();
    }

    private static JsonNode number(long id) {
        return Json.MAPPER.getNodeFactory().numberNode(id);
    }
}
