package io.serai.twin.woocommerce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.twin.Json;
import java.time.Instant;

/** A product or a variation as it is stored: raw values, dates in UTC. Guarded by the shop's lock. */
final class Product {

    private static final String[] EMPTY_TEXTS = {
        "name", "slug", "description", "short_description", "sku", "global_unique_id", "regular_price", "sale_price",
        "external_url", "button_text", "tax_class", "weight", "shipping_class", "purchase_note", "post_password"
    };
    private static final String[] EMPTY_LISTS = {
        "downloads", "upsell_ids", "cross_sell_ids", "categories", "brands", "tags", "images", "attributes",
        "default_attributes", "grouped_products", "meta_data"
    };

    final long id;
    /** The product a variation belongs to, 0 for a product. */
    final long parentId;

    final ObjectNode data;
    Instant created;
    Instant modified;

    Product(long id, long parentId, Instant now) {
        this(id, parentId, blank(parentId == 0 ? "simple" : "variation"), now, now);
    }

    /** A product as it was. */
    Product(long id, long parentId, ObjectNode data, Instant created, Instant modified) {
        this.id = id;
        this.parentId = parentId;
        this.data = data;
        this.created = created;
        this.modified = modified;
    }

    private static ObjectNode blank(String type) {
        ObjectNode data = Json.object()
                .put("type", type)
                .put("status", "publish")
                .put("featured", false)
                .put("catalog_visibility", "visible")
                .put("virtual", false)
                .put("downloadable", false)
                .put("download_limit", -1)
                .put("download_expiry", -1)
                .put("tax_status", "taxable")
                .put("manage_stock", false)
                .put("stock_status", "instock")
                .put("backorders", "no")
                .put("sold_individually", false)
                .put("reviews_allowed", type.equals("simple"))
                .put("menu_order", 0);
        data.putObject("dimensions").put("length", "").put("width", "").put("height", "");
        for (String name : EMPTY_TEXTS) {
            data.put(name, "");
        }
        for (String name : EMPTY_LISTS) {
            data.putArray(name);
        }
        for (String name : new String[] {"stock_quantity", "low_stock_amount", "date_on_sale_from", "date_on_sale_to"}) {
            data.putNull(name);
        }
        return data;
    }

    boolean isVariation() {
        return parentId != 0;
    }

    String type() {
        return text("type");
    }

    String status() {
        return text("status");
    }

    boolean isTrashed() {
        return status().equals("trash");
    }

    String text(String name) {
        return data.path(name).asText("");
    }

    boolean is(String name) {
        return data.path(name).asBoolean(false);
    }
}
