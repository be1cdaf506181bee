package io.serai.flow;

import static io.serai.flow.Shops.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.product.Field;
import io.serai.product.Value;
import io.serai.product.Value.Decimal;
import io.serai.product.Value.Flag;
import io.serai.product.Value.Options;
import io.serai.product.Value.Terms;
import io.serai.product.Value.Text;
import io.serai.schedule.People.Draft;
import io.serai.schedule.Wish;
import io.serai.twin.TwinServer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The staff of one shop, which carries out wishes in the words of its platform. What the shop has no place for is left. */
abstract class ShopStaff {

    /** A shop does without a description; without a name or a price there is nothing to sell. */
    private static final Set<Field> NEVER_EMPTY = Set.of(Field.NAME, Field.NET_SALES_PRICE, Field.VENDOR);

    final TwinServer twin;

    private ShopStaff(TwinServer twin) {
        this.twin = twin;
    }

    static ShopStaff of(Shops shops, int shop) {
        return shop == 0 ? new Shopify(shops) : new WooCommerce(shops);
    }

    /** Whether there is anything in the wish that people can do there. */
    static boolean isPossible(Wish wish) {
        return wish.kind() != Wish.Kind.SET
                || wish.fields().entrySet().stream()
                        .noneMatch(set -> NEVER_EMPTY.contains(set.getKey())
                                && set.getValue().isNone());
    }

    /** The shop's only product that anybody edits; empty before there is one. */
    abstract Optional<Side> product();

    abstract void create(Draft draft);

    /** @throws IllegalArgumentException if the shop does not take it */
    abstract void carryOut(Side product, Wish wish);

    static final class Shopify extends ShopStaff {

        private final Shops shops;

        private Shopify(Shops shops) {
            super(shops.shopify);
            this.shops = shops;
        }

        @Override
        Optional<Side> product() {
            return edited(shops.shopify.state().path("products")).map(Side::shopify);
        }

        @Override
        void create(Draft draft) {
            ObjectNode product = object();
            draft.fields().forEach((field, value) -> set(product, field, value));
            ArrayNode variants = product.putArray("variants");
            ArrayNode sizes = object().putArray("values");
            draft.variants().forEach(variant -> {
                sizes.add(size(variant));
                variants.add(variant(variant));
            });
            product.putArray("options").addObject().put("name", "Size").set("values", sizes);
            twin.createAsStaff(product);
        }

        @Override
        void carryOut(Side product, Wish wish) {
            ObjectNode edit = object();
            switch (wish.kind()) {
                case ADD_VARIANT -> edit.putArray("addVariants").add(variant(wish.fields()));
                case REMOVE_VARIANT -> edit.putArray("removeVariants").add(wish.variant());
                case SET -> {
                    ObjectNode of = wish.variant() == null
                            ? edit
                            : edit.putArray("variants").addObject().put("id", wish.variant());
                    wish.fields().forEach((field, value) -> set(of, field, value));
                }
            }
            twin.editAsStaff(product.id(), edit);
        }

        private static ObjectNode variant(Map<Field, Value> fields) {
            ObjectNode variant = object();
            variant.putArray("values").add(size(fields));
            fields.forEach((field, value) -> set(variant, field, value));
            return variant;
        }

        private static void set(ObjectNode of, Field field, Value value) {
            switch (field) {
                case NAME -> of.put("title", text(value));
                case DESCRIPTION -> of.put("descriptionHtml", text(value));
                case IS_ACTIVE -> of.put("status", isOn(value) ? "ACTIVE" : "DRAFT");
                case TAGS -> {
                    ArrayNode tags = of.putArray("tags");
                    terms(value).forEach(tags::add);
                }
                case SEO_TITLE -> of.putObject("seo").put("title", text(value));
                case VENDOR -> of.put("vendor", text(value));
                case PRODUCT_TYPE -> of.put("productType", text(value));
                case NET_SALES_PRICE -> {
                    if (!value.isNone()) {
                        of.put("price", text(value));
                    }
                }
                case SKU -> of.put("sku", text(value));
                case GTIN -> of.put("barcode", text(value));
                case WEIGHT_IN_KG ->
                    of.put(
                            "weightGrams",
                            value.isNone() ? BigDecimal.ZERO : number(value).movePointRight(3));
                default -> {
                    // the shop has no place for it
                }
            }
        }
    }

    static final class WooCommerce extends ShopStaff {

        private final Shops shops;

        private WooCommerce(Shops shops) {
            super(shops.woocommerce);
            this.shops = shops;
        }

        @Override
        Optional<Side> product() {
            return edited(shops.woocommerce.state().path("products"))
                    .map(product -> Side.woocommerce(product, shops.variations(product)));
        }

        @Override
        void create(Draft draft) {
            ObjectNode product = object().put("type", "variable");
            draft.fields().forEach((field, value) -> set(product, field, value));
            ArrayNode sizes = object().putArray("values");
            draft.variants().forEach(variant -> sizes.add(size(variant)));
            product.putArray("attributes").add(attribute(0, sizes));
            ArrayNode variations = product.putArray("variations");
            draft.variants().forEach(variant -> variations.add(variation(0, variant)));
            twin.createAsStaff(product);
        }

        @Override
        void carryOut(Side product, Wish wish) {
            switch (wish.kind()) {
                case REMOVE_VARIANT -> {
                    twin.deleteAsStaff(wish.variant(), true);
                    // Only saving the product tells anybody.
                    twin.editAsStaff(product.id(), object());
                }
                case ADD_VARIANT -> {
                    long attribute = edited(shops.woocommerce.state().path("products"))
                            .orElseThrow()
                            .at("/attributes/0/id")
                            .asLong();
                    ArrayNode sizes = object().putArray("values");
                    product.options().values().forEach(options -> sizes.add(size(Map.of(Field.OPTIONS, options))));
                    sizes.add(size(wish.fields()));
                    ObjectNode edit = object();
                    edit.putArray("attributes").add(attribute(attribute, sizes));
                    twin.editAsStaff(product.id(), edit);
                    twin.createAsStaff(
                            variation(attribute, wish.fields()).put("parent_id", Long.valueOf(product.id())));
                }
                case SET -> {
                    ObjectNode edit = object();
                    wish.fields().forEach((field, value) -> set(edit, field, value));
                    if (!edit.isEmpty()) {
                        twin.editAsStaff(wish.variant() == null ? product.id() : wish.variant(), edit);
                    }
                }
            }
        }

        private static ObjectNode attribute(long id, ArrayNode sizes) {
            return object().put("id", id)
                    .put("name", "Size")
                    .put("variation", true)
                    .put("visible", true)
                    .set("options", sizes);
        }

        private static ObjectNode variation(long attribute, Map<Field, Value> fields) {
            ObjectNode variation = object();
            fields.forEach((field, value) -> set(variation, field, value));
            variation
                    .putArray("attributes")
                    .addObject()
                    .put("id", attribute)
                    .put("name", "Size")
                    .put("option", size(fields));
            return variation;
        }

        private static void set(ObjectNode of, Field field, Value value) {
            switch (field) {
                case NAME -> of.put("name", text(value));
                case DESCRIPTION -> of.put("description", text(value));
                case IS_ACTIVE -> of.put("status", isOn(value) ? "publish" : "draft");
                case TAGS -> {
                    ArrayNode tags = of.putArray("tags");
                    terms(value).forEach(term -> tags.addObject().put("name", term));
                }
                case NET_SALES_PRICE -> of.put("regular_price", text(value));
                case SKU -> of.put("sku", text(value));
                case GTIN -> of.put("global_unique_id", text(value));
                case WEIGHT_IN_KG -> of.put("weight", text(value));
                default -> {
                    // the shop has no place for it
                }
            }
        }
    }

    private static Optional<JsonNode> edited(JsonNode products) {
        for (JsonNode product : products) {
            if (!Trade.isGoods(product)) {
                return Optional.of(product);
            }
        }
        return Optional.empty();
    }

    private static String size(Map<Field, Value> fields) {
        return ((Options) fields.get(Field.OPTIONS)).options().get("Size");
    }

    private static String text(Value value) {
        if (value instanceof Text text) {
            return text.text();
        }
        return value.isNone() ? "" : number(value).toPlainString();
    }

    private static BigDecimal number(Value value) {
        return ((Decimal) value).number();
    }

    private static boolean isOn(Value value) {
        return value instanceof Flag flag && flag.on();
    }

    private static List<String> terms(Value value) {
        return value instanceof Terms terms ? new ArrayList<>(terms.terms()) : List.of();
    }
}
