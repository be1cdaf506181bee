package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A product as {@code /products} shows it and webhooks carry it, and a variation as {@code /products/.../variations} shows
 * it; keys in the shop's order. Used with the shop's lock held.
 */
final class ProductJson {

    /** {@code edit} is what answers to writes have: raw content and two more keys. */
    enum Context {
        VIEW,
        EDIT
    }

    private final Shop shop;
    private final Pricing pricing;

    ProductJson(Shop shop) {
        this.shop = shop;
        this.pricing = new Pricing(shop);
    }

    /** @param base where the shop is, such as {@code https://shop.example} */
    ObjectNode product(Product p, Context context, String base) {
        boolean view = context == Context.VIEW;
        ObjectNode json = Json.object()
                .put("id", p.id)
                .put("name", name(p))
                .put("slug", p.text("slug"))
                .put("permalink", permalink(p, base));
        dates(json, p);
        json.put("type", p.type())
                .put("status", p.status())
                .put("featured", p.is("featured"))
                .put("catalog_visibility", p.text("catalog_visibility"))
                .put("description", view ? WpText.paragraphs(p.text("description")) : p.text("description"))
                .put("short_description", view ? WpText.excerpt(p.text("short_description")) : p.text("short_description"))
                .put("sku", view ? inherited(p, "sku") : p.text("sku"));
        prices(json, p);
        json.put("on_sale", pricing.isOnSale(p)).put("purchasable", isPurchasable(p));
        if (p.isVariation()) {
            json.put("total_sales", "0");
        } else {
            json.put("total_sales", p.data.path("total_sales").asInt(0));
        }
        downloads(json, p);
        json.put("external_url", p.text("external_url"))
                .put("button_text", p.text("button_text"))
                .put("tax_status", p.text("tax_status"))
                .put("tax_class", p.text("tax_class"));
        json.put("manage_stock", p.is("manage_stock"));
        json.set("stock_quantity", p.data.get("stock_quantity"));
        backorders(json, p);
        json.set("low_stock_amount", p.data.get("low_stock_amount"));
        json.put("sold_individually", p.is("sold_individually"));
        size(json, p, view);
        json.put("shipping_required", !p.is("virtual") && !p.type().matches("external|grouped"))
                .put("shipping_taxable", !p.is("virtual") && p.text("tax_status").matches("taxable|shipping"));
        shippingClass(json, p);
        json.put("reviews_allowed", p.is("reviews_allowed"))
                .put("average_rating", view ? "0.00" : "0")
                .put("rating_count", 0);
        json.set("upsell_ids", p.data.get("upsell_ids"));
        json.set("cross_sell_ids", p.data.get("cross_sell_ids"));
        json.put("parent_id", p.parentId)
                .put("purchase_note", view ? WpText.paragraphs(p.text("purchase_note")) : p.text("purchase_note"));
        json.set("categories", terms(p.data.path("categories"), shop.categories()));
        json.set("brands", terms(p.data.path("brands"), shop.brands()));
        json.set("tags", terms(p.data.path("tags"), shop.tags()));
        json.set("images", images(p, base));
        json.set("attributes", p.data.get("attributes"));
        json.set("default_attributes", p.data.get("default_attributes"));
        ArrayNode variations = json.putArray("variations");
        shop.variations(p.id).forEach(child -> variations.add(child.id));
        json.set("grouped_products", p.data.get("grouped_products"));
        json.put("menu_order", p.data.path("menu_order").asInt()).put("price_html", pricing.html(p));
        json.putArray("related_ids");
        json.set("meta_data", p.data.get("meta_data"));
        json.put("stock_status", stockStatus(p))
                .put("has_options", p.type().equals("variable"))
                .put("post_password", p.text("post_password"))
                .put("global_unique_id", p.text("global_unique_id"));
        if (!view && !p.isVariation()) {
            json.put("permalink_template", base + "/product/%pagename%/")
                    .put("generated_slug", URLDecoder.decode(p.text("slug"), StandardCharsets.UTF_8));
        }
        ObjectNode links = Links.add(json, base, "products", p.id);
        if (p.isVariation()) {
            Links.up(links, base, "products/" + p.parentId);
        }
        return json.deepCopy();
    }

    ObjectNode variation(Product v, String base) {
        ObjectNode json = Json.object().put("id", v.id).put("type", "variation");
        dates(json, v);
        json.put("description", WpText.paragraphs(v.text("description")))
                .put("permalink", permalink(v, base))
                .put("sku", inherited(v, "sku"))
                .put("global_unique_id", v.text("global_unique_id"));
        prices(json, v);
        json.put("on_sale", pricing.isOnSale(v))
                .put("status", v.status())
                .put("purchasable", isPurchasable(v))
                .put("virtual", v.is("virtual"));
        downloads(json, v);
        json.put("tax_status", v.text("tax_status")).put("tax_class", v.text("tax_class"));
        Product parent = shop.find(v.parentId).orElse(v);
        boolean ofParent = !v.is("manage_stock") && parent != v && parent.is("manage_stock");
        if (ofParent) {
            json.put("manage_stock", "parent");
        } else {
            json.put("manage_stock", v.is("manage_stock"));
        }
        json.set("stock_quantity", (ofParent ? parent : v).data.get("stock_quantity"));
        json.put("stock_status", stockStatus(ofParent ? parent : v));
        backorders(json, ofParent ? parent : v);
        json.set("low_stock_amount", v.data.get("low_stock_amount"));
        size(json, v, true);
        shippingClass(json, v);
        JsonNode own = images(v, base);
        JsonNode image = own.isEmpty() && parent != v ? images(parent, base).path(0) : own.path(0);
        json.set("image", image.isMissingNode() ? Json.MAPPER.nullNode() : image);
        json.putArray("gallery_image_ids");
        json.set("attributes", v.data.get("attributes"));
        json.put("menu_order", v.data.path("menu_order").asInt());
        json.set("meta_data", v.data.get("meta_data"));
        json.put("name", options(v)).put("parent_id", v.parentId);
        ObjectNode links = Links.add(json, base, "products/" + v.parentId + "/variations", v.id);
        Links.up(links, base, "products/" + v.parentId);
        return json.deepCopy();
    }

    String price(Product p) {
        return pricing.price(p);
    }

    boolean isOnSale(Product p) {
        return pricing.isOnSale(p);
    }

    String name(Product p) {
        if (!p.isVariation()) {
            return p.text("name");
        }
        String parent = shop.find(p.parentId).map(found -> found.text("name")).orElse("");
        return options(p).isEmpty() ? parent : parent + " - " + options(p);
    }

    private static String options(Product v) {
        return StreamSupport.stream(v.data.path("attributes").spliterator(), false)
                .map(a -> a.path("option").asText())
                .filter(option -> !option.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private void dates(ObjectNode json, Product p) {
        json.put("date_created", shop.settings().local(p.created))
                .put("date_created_gmt", ShopSettings.gmt(p.created))
                .put("date_modified", shop.settings().local(p.modified))
                .put("date_modified_gmt", ShopSettings.gmt(p.modified));
    }

    private void prices(ObjectNode json, Product p) {
        json.put("price", pricing.price(p))
                .put("regular_price", p.text("regular_price"))
                .put("sale_price", p.text("sale_price"));
        for (String name : List.of("date_on_sale_from", "date_on_sale_to")) {
            JsonNode gmt = p.data.path(name);
            json.put(name, gmt.isNull() ? null : shop.settings().local(Instant.parse(gmt.asText() + "Z")));
            json.set(name + "_gmt", gmt);
        }
    }

    private static void downloads(ObjectNode json, Product p) {
        if (!json.has("virtual")) {
            json.put("virtual", p.is("virtual"));
        }
        json.put("downloadable", p.is("downloadable"));
        json.set("downloads", p.data.get("downloads"));
        json.put("download_limit", p.data.path("download_limit").asInt())
                .put("download_expiry", p.data.path("download_expiry").asInt());
    }

    private static void backorders(ObjectNode json, Product p) {
        boolean allowed = !p.text("backorders").equals("no");
        boolean below = p.is("manage_stock") && p.data.path("stock_quantity").asLong() < 0;
        json.put("backorders", p.text("backorders"))
                .put("backorders_allowed", allowed)
                .put("backordered", p.text("stock_status").equals("onbackorder") || allowed && below);
    }

    private void size(ObjectNode json, Product p, boolean view) {
        json.put("weight", view ? inherited(p, "weight") : p.text("weight"));
        ObjectNode sides = json.putObject("dimensions");
        Product parent = shop.find(p.parentId).orElse(p);
        for (String side : List.of("length", "width", "height")) {
            String own = p.data.path("dimensions").path(side).asText();
            sides.put(side, own.isEmpty() && view ? parent.data.path("dimensions").path(side).asText() : own);
        }
    }

    private void shippingClass(ObjectNode json, Product p) {
        String slug = p.text("shipping_class");
        json.put("shipping_class", slug)
                .put("shipping_class_id", shop.shippingClasses().slugged(slug).map(Terms.Term::id).orElse(0L));
    }

    /** A variation without a value of its own shows its parent's. */
    private String inherited(Product p, String name) {
        String own = p.text(name);
        return own.isEmpty() ? shop.find(p.parentId).map(parent -> parent.text(name)).orElse("") : own;
    }

    private String stockStatus(Product p) {
        if (!p.type().equals("variable") || p.is("manage_stock")) {
            return p.text("stock_status");
        }
        List<String> children =
                shop.variations(p.id).stream().map(v -> v.text("stock_status")).toList();
        if (children.contains("instock")) {
            return "instock";
        }
        return children.contains("onbackorder") ? "onbackorder" : "outofstock";
    }

    private boolean isPurchasable(Product p) {
        return p.status().equals("publish") && !p.type().matches("external|grouped") && !pricing.price(p).isEmpty();
    }

    private static ArrayNode terms(JsonNode ids, Terms terms) {
        ArrayNode out = Json.MAPPER.createArrayNode();
        for (JsonNode id : ids) {
            terms.get(id.asLong())
                    .ifPresent(t -> out.addObject().put("id", t.id()).put("name", t.name()).put("slug", t.slug()));
        }
        return out;
    }

    private ArrayNode images(Product p, String base) {
        ArrayNode out = Json.MAPPER.createArrayNode();
        for (JsonNode id : p.data.path("images")) {
            ObjectNode image = shop.images().json(id.asLong(), base);
            if (image != null) {
                out.add(image);
            }
        }
        return out;
    }

    private String permalink(Product p, String base) {
        if (p.isVariation()) {
            String parent = shop.find(p.parentId).map(found -> permalink(found, base)).orElse(base + "/");
            String choice = StreamSupport.stream(p.data.path("attributes").spliterator(), false)
                    .map(ProductJson::choice)
                    .collect(Collectors.joining("&"));
            return choice.isEmpty() ? parent : parent + "?" + choice;
        }
        String slug = p.text("slug");
        boolean shown = !slug.isEmpty() && !p.status().matches("draft|pending|auto-draft");
        return shown ? base + "/product/" + slug + "/" : base + "/?post_type=product&p=" + p.id;
    }

    private static String choice(JsonNode attribute) {
        String option = attribute.path("option").asText();
        boolean shopWide = attribute.path("id").asLong() != 0;
        String value = shopWide ? WpText.slug(option) : URLEncoder.encode(option, StandardCharsets.UTF_8);
        return "attribute_" + attribute.path("slug").asText() + "=" + value;
    }
}
