package io.serai.twin.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import io.serai.twin.shopify.Model.Media;
import io.serai.twin.shopify.Model.Metafield;
import io.serai.twin.shopify.Model.Option;
import io.serai.twin.shopify.Model.Product;
import io.serai.twin.shopify.Model.Variant;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Webhook bodies: REST-shaped, with numeric ids, even if subscribed by GraphQL (fact 12). */
final class Payloads {

    private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx");
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final List<String> TIMES = List.of("created_at", "updated_at", "published_at", "variant_gids");

    private static final long SHOP_ID = 91_000_000_001L;

    private final ShopifySettings.Holder settings;

    Payloads(ShopifySettings.Holder settings) {
        this.settings = settings;
    }

    /** @param before the product before the change, or null for a new one */
    ObjectNode product(Product p, Product before) {
        ObjectNode body = Json.object();
        body.put("admin_graphql_api_id", p.gid());
        body.put("body_html", p.html);
        body.put("created_at", time(p.created));
        body.put("handle", p.handle);
        body.put("id", p.id);
        body.put("product_type", p.type);
        body.put("published_at", p.status.equals("ACTIVE") ? time(p.published) : null);
        body.put("template_suffix", p.templateSuffix);
        body.put("title", p.title);
        body.put("updated_at", time(p.updated));
        body.put("vendor", p.vendor);
        body.put("status", p.status.toLowerCase(Locale.ROOT));
        body.put("published_scope", "web");
        body.put("tags", String.join(", ", p.tags));
        ArrayNode variants = body.putArray("variants");
        p.variants.forEach(v -> variants.add(variant(p, v, before)));
        ArrayNode options = body.putArray("options");
        p.options.forEach(o -> options.add(option(p, o)));
        ArrayNode images = body.putArray("images");
        p.media.forEach(m -> images.add(image(p, m)));
        body.set("image", images.isEmpty() ? body.nullNode() : images.get(0).deepCopy());
        ArrayNode media = body.putArray("media");
        p.media.forEach(m -> media.add(media(p, m)));
        ArrayNode gids = body.putArray("variant_gids");
        p.variants.forEach(v -> gids.addObject()
                .put("admin_graphql_api_id", v.gid())
                .put("updated_at", MILLIS.format(v.updated)));
        body.put(
                "has_variants_that_requires_components",
                p.variants.stream().anyMatch(v -> v.requiresComponents));
        body.set("category", p.category == null ? body.nullNode() : category(p.category));
        return body;
    }

    /** The shop itself, as {@code app/uninstalled} carries it. */
    ObjectNode shop(Instant now) {
        ShopifySettings shop = settings.get();
        ObjectNode body = Json.object();
        body.put("id", SHOP_ID);
        body.put("name", shop.shopName());
        body.put("email", "shop@example.com");
        body.put("domain", shop.shopDomain());
        body.put("province", "Berlin");
        body.put("country", "DE");
        body.put("address1", "Ritterstraße 1");
        body.put("zip", "10969");
        body.put("city", "Berlin");
        body.putNull("source");
        body.put("phone", "");
        body.put("primary_locale", "de");
        body.put("created_at", time(now));
        body.put("updated_at", time(now));
        body.put("country_code", "DE");
        body.put("country_name", "Germany");
        body.put("currency", shop.currency());
        body.put("iana_timezone", shop.timeZone());
        body.put("shop_owner", "Ada Lindqvist");
        body.put("taxes_included", shop.taxesIncluded());
        body.put("plan_display_name", shop.plan());
        body.put("plan_name", shop.plan().toLowerCase(Locale.ROOT));
        body.put("myshopify_domain", shop.shopDomain());
        return body;
    }

    private static ObjectNode category(String gid) {
        return Json.object()
                .put("admin_graphql_api_id", gid)
                .put("name", gid.substring(gid.lastIndexOf('/') + 1))
                .put("full_name", gid.substring(gid.lastIndexOf('/') + 1));
    }

    private ObjectNode variant(Product p, Variant v, Product before) {
        int had = before == null
                ? v.available()
                : Shop.variant(before, v.id).map(Variant::available).orElse(v.available());
        ObjectNode body = Json.object();
        body.put("admin_graphql_api_id", v.gid());
        body.put("barcode", v.barcode);
        body.put("compare_at_price", money(v.compareAtPrice));
        body.put("created_at", time(v.created));
        body.put("id", v.id);
        body.put("inventory_policy", v.policy.toLowerCase(Locale.ROOT));
        body.put("position", p.variants.indexOf(v) + 1);
        body.put("price", money(v.price));
        body.put("product_id", p.id);
        body.put("sku", v.sku);
        body.put("taxable", v.taxable);
        body.put("title", v.title());
        body.put("updated_at", time(v.updated));
        for (int i = 0; i < ProductEdits.MAX_OPTIONS; i++) {
            body.put("option" + (i + 1), i < v.values.size() ? v.values.get(i) : null);
        }
        body.put("image_id", v.mediaId);
        body.put("inventory_item_id", v.itemId);
        body.put("inventory_quantity", v.available());
        body.put("old_inventory_quantity", had);
        return body;
    }

    private static ObjectNode option(Product p, Option o) {
        ObjectNode body = Json.object();
        body.put("name", o.name);
        body.put("id", o.id);
        body.put("product_id", p.id);
        body.put("position", p.options.indexOf(o) + 1);
        ArrayNode values = body.putArray("values");
        o.values.keySet().forEach(values::add);
        return body;
    }

    private ObjectNode image(Product p, Media m) {
        ObjectNode body = Json.object();
        body.put("id", m.id);
        body.put("alt", m.alt);
        body.put("position", p.media.indexOf(m) + 1);
        body.put("product_id", p.id);
        body.put("created_at", time(m.created));
        body.put("updated_at", time(m.updated));
        body.put("admin_graphql_api_id", Model.gid("ProductImage", m.id));
        body.put("width", Views.WIDTH);
        body.put("height", Views.HEIGHT);
        body.put("src", m.source);
        ids(p, m, body.putArray("variant_ids"));
        return body;
    }

    private ObjectNode media(Product p, Media m) {
        ObjectNode body = Json.object();
        body.put("id", m.id);
        body.put("product_id", p.id);
        body.put("position", p.media.indexOf(m) + 1);
        body.put("created_at", time(m.created));
        body.put("updated_at", time(m.updated));
        body.put("alt", m.alt);
        body.put("status", "READY");
        body.put("media_content_type", "IMAGE");
        body.putObject("preview_image")
                .put("width", Views.WIDTH)
                .put("height", Views.HEIGHT)
                .put("src", m.source)
                .put("status", "READY");
        ids(p, m, body.putArray("variant_ids"));
        body.put("admin_graphql_api_id", m.gid());
        return body;
    }

    private static void ids(Product p, Media m, ArrayNode into) {
        p.variants.stream().filter(v -> v.mediaId != null && v.mediaId == m.id).forEach(v -> into.add(v.id));
    }

    JsonNode deleted(long id) {
        return Json.object().put("id", id);
    }

    JsonNode level(Variant v, long location, int available) {
        ObjectNode body = Json.object();
        body.put("inventory_item_id", v.itemId);
        body.put("location_id", location);
        body.put("available", available);
        body.put("updated_at", time(v.stockUpdated.get(location)));
        body.put("admin_graphql_api_id", levelGid(v, location));
        return body;
    }

    static String levelGid(Variant v, long location) {
        return Model.gid("InventoryLevel", location) + "?inventory_item_id=" + v.itemId;
    }

    /** The product with all a webhook leaves out too. */
    ObjectNode whole(Product p) {
        ObjectNode body = product(p, null);
        body.put("seo_title", p.seoTitle);
        body.put("seo_description", p.seoDescription);
        body.set("metafields", metafields(p.metafields.values()));
        body.set("collections", Json.MAPPER.valueToTree(p.collections));
        for (int i = 0; i < p.variants.size(); i++) {
            Variant v = p.variants.get(i);
            ObjectNode variant = (ObjectNode) body.get("variants").get(i);
            variant.put("tracked", v.tracked);
            variant.put("requires_shipping", v.requiresShipping);
            variant.put("cost", money(v.cost));
            variant.put("weight", v.weight.toPlainString());
            variant.put("weight_unit", v.weightUnit);
            variant.put("country_code_of_origin", v.country);
            variant.put("province_code_of_origin", v.province);
            variant.put("harmonized_system_code", v.harmonizedCode);
            variant.set("stock", Json.MAPPER.valueToTree(v.stock));
            variant.set("metafields", metafields(v.metafields.values()));
        }
        return body;
    }

    private static JsonNode metafields(Iterable<Metafield> fields) {
        ObjectNode body = Json.object();
        fields.forEach(m -> body.put(Metafield.name(m.namespace(), m.key()), m.value()));
        return body;
    }

    void withoutTimes(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(TIMES);
        }
        node.forEach(this::withoutTimes);
    }

    private String time(Instant at) {
        return at == null ? null : OFFSET.format(at.atZone(ZoneId.of(settings.get().timeZone())));
    }

    private static String money(BigDecimal amount) {
        return amount == null ? null : amount.toPlainString();
    }
}
