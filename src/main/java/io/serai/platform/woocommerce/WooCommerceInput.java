package io.serai.platform.woocommerce;

import static io.serai.platform.JsonValues.isOn;
import static io.serai.platform.JsonValues.number;
import static io.serai.platform.JsonValues.string;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.listing.ImageChange;
import io.serai.platform.JsonValues;
import io.serai.platform.Units;
import io.serai.product.Field;
import io.serai.product.Value;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The hub's values in the spelling of WooCommerce's bodies. The way back is {@link WooCommerceProductMapper}'s. */
final class WooCommerceInput {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /** What WooCommerce keeps of a global_unique_id; the rest it drops silently (W8). */
    private static final Pattern SENDABLE_GTIN = Pattern.compile("[0-9-]*");

    private final ShopUnits units;

    WooCommerceInput(Map<String, String> settings) {
        this.units = ShopUnits.of(settings);
    }

    /** Tags are given by name; whoever sends this must replace the names by ids. */
    ObjectNode product(Map<Field, Value> fields) {
        ObjectNode body = JSON.objectNode();
        new TreeMap<>(fields).forEach((field, value) -> {
            switch (field) {
                case NAME -> body.put("name", string(value));
                case DESCRIPTION -> body.put("description", string(value));
                case IS_ACTIVE -> body.put("status", isOn(value) ? "publish" : "draft");
                case TAGS -> {
                    ArrayNode tags = body.putArray("tags");
                    JsonValues.terms(value).forEach(tag -> tags.addObject().put("name", tag));
                }
                default -> {
                    // images go by themselves, categories are only read, and the rest has no place in a product of
                    // WooCommerce
                }
            }
        });
        return body;
    }

    /** All images of a product; the shop takes away what is not among them, and copies the new ones from where they are. */
    static ArrayNode images(ImageChange change) {
        ArrayNode images = JSON.arrayNode();
        for (String image : change.wanted()) {
            if (change.held().contains(image)) {
                images.addObject().put("id", Long.parseLong(change.media(image)));
            } else {
                ObjectNode made =
                        images.addObject().put("src", change.file(image).url());
                if (change.file(image).altText() != null) {
                    made.put("alt", change.file(image).altText());
                }
            }
        }
        return images;
    }

    /**
     * What a simple product and a variation have in common. A price is written with both its fields, so both must be there
     * where one is.
     */
    ObjectNode goods(Map<Field, Value> fields) {
        ObjectNode body = JSON.objectNode();
        new TreeMap<>(fields).forEach((field, value) -> {
            switch (field) {
                case NET_SALES_PRICE -> prices(body, value, fields.getOrDefault(Field.COMPARE_AT_PRICE, Value.NONE));
                case TAXABLE -> body.put("tax_status", isOn(value) ? "taxable" : "none");
                case SKU -> body.put("sku", string(value));
                case GTIN ->
                    body.put(
                            "global_unique_id",
                            isSendable(field, value) ? string(value).strip() : "");
                case WEIGHT_IN_KG -> body.put("weight", plain(Units.fromKilograms(value, units.weight())));
                case HEIGHT_IN_CM -> dimension(body, "height", value);
                case LENGTH_IN_CM -> dimension(body, "length", value);
                case WIDTH_IN_CM -> dimension(body, "width", value);
                default -> {
                    // options are the caller's, the rest has no place here
                }
            }
        });
        return body;
    }

    /** Whether WooCommerce would keep the value at all. */
    static boolean isSendable(Field field, Value value) {
        return field != Field.GTIN
                || SENDABLE_GTIN.matcher(string(value).strip()).matches();
    }

    /** A sale price must be lower than the regular one, which is what customers compare with (rule 17). */
    private static void prices(ObjectNode body, Value price, Value compareAt) {
        BigDecimal higher = number(compareAt);
        BigDecimal now = number(price);
        boolean sale = higher != null && now != null && higher.compareTo(now) > 0;
        body.put("regular_price", plain(sale ? compareAt : price));
        body.put("sale_price", sale ? plain(price) : "");
    }

    private void dimension(ObjectNode body, String side, Value value) {
        body.withObjectProperty("dimensions").put(side, plain(Units.fromCentimetres(value, units.dimension())));
    }

    static ArrayNode options(Value options) {
        ArrayNode attributes = JSON.arrayNode();
        if (options instanceof Value.Options some) {
            some.options()
                    .forEach((name, option) ->
                            attributes.addObject().put("name", name).put("option", option));
        }
        return attributes;
    }

    /** WooCommerce takes numbers as text and refuses JSON numbers (W8). */
    private static String plain(Value value) {
        BigDecimal number = number(value);
        return number == null ? "" : number.toPlainString();
    }
}
