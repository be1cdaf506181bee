package io.serai.merge;

import static io.serai.channel.Platform.JTL;
import static io.serai.channel.Platform.SHOPIFY;
import static io.serai.channel.Platform.WOOCOMMERCE;
import static io.serai.ownership.Access.NEVER;
import static io.serai.ownership.Access.READ;
import static io.serai.ownership.Access.READ_WRITE;
import static io.serai.ownership.Access.WRITE;

import io.serai.channel.Platform;
import io.serai.ownership.Access;
import io.serai.ownership.FieldOwnership;
import io.serai.ownership.FieldRule;
import io.serai.ownership.Owner;
import io.serai.product.Field;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The groups of D3, for tests of the core alone. */
public final class SeedOwnership {

    private static final Set<Field> SHARED = EnumSet.of(
            Field.NAME,
            Field.DESCRIPTION,
            Field.IMAGES,
            Field.IMAGE_ORDER,
            Field.IS_ACTIVE,
            Field.EXISTS,
            Field.OPTIONS);
    private static final Set<Field> COMMERCE = EnumSet.of(
            Field.NET_SALES_PRICE,
            Field.COMPARE_AT_PRICE,
            Field.TAXABLE,
            Field.SEO_TITLE,
            Field.SEO_DESCRIPTION,
            Field.TAGS,
            Field.COLLECTIONS,
            Field.CATEGORIES,
            Field.PRODUCT_TYPE,
            Field.VENDOR);
    private static final Set<Field> HUB_ONLY = EnumSet.of(
            Field.MANUFACTURER,
            Field.PACKAGING_UNIT,
            Field.PACKAGING_QTY,
            Field.HAZMAT,
            Field.HAZMAT_CLASS,
            Field.WAREHOUSE_NOTES,
            Field.STORAGE_LOCATION,
            Field.MIN_STOCK_LEVEL,
            Field.REORDER_POINT);

    /** A platform that knows nothing above variants. */
    private static final Map<Field, Access> IN_WAREHOUSE = Map.of(
            Field.NAME, WRITE,
            Field.WAREHOUSE_NOTES, WRITE,
            Field.EXISTS, WRITE,
            Field.SKU, READ_WRITE,
            Field.GTIN, READ_WRITE,
            Field.WEIGHT_IN_KG, READ_WRITE);

    private SeedOwnership() {}

    public static FieldOwnership rules() {
        Map<Field, FieldRule> rules = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            Map<Platform, Access> access = new EnumMap<>(access(field));
            if (IN_WAREHOUSE.containsKey(field)) {
                access.put(JTL, IN_WAREHOUSE.get(field));
            }
            boolean isOfVariants = field.level() == Field.Level.PRODUCT && access.containsKey(JTL);
            rules.put(field, new FieldRule(owner(field), access, Map.of(), isOfVariants ? Set.of(JTL) : Set.of()));
        }
        return new FieldOwnership(1, rules);
    }

    private static Owner owner(Field field) {
        return SHARED.contains(field) ? Owner.SHARED : COMMERCE.contains(field) ? Owner.COMMERCE : Owner.OPS;
    }

    /** Some fields have no place, or one that is only read, on one of the shops. */
    private static Map<Platform, Access> access(Field field) {
        if (HUB_ONLY.contains(field)) {
            return Map.of(SHOPIFY, NEVER, WOOCOMMERCE, NEVER);
        }
        return switch (field) {
            case VENDOR, COLLECTIONS -> Map.of(SHOPIFY, READ_WRITE);
            case CATEGORIES -> Map.of(WOOCOMMERCE, READ_WRITE);
            case PRODUCT_TYPE -> Map.of(SHOPIFY, READ_WRITE, WOOCOMMERCE, READ);
            default -> Map.of(SHOPIFY, READ_WRITE, WOOCOMMERCE, READ_WRITE);
        };
    }
}
