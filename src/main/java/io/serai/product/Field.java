package io.serai.product;

import static io.serai.product.Field.Level.PRODUCT;
import static io.serai.product.Field.Level.VARIANT;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every field of a product and of its variants that Serai keeps the same. Who owns a field, and which platform may read
 * or write it, is said in {@code config/field-ownership.yaml} alone.
 */
public enum Field {
    NAME("name", PRODUCT, Kind.TEXT),
    DESCRIPTION("description", PRODUCT, Kind.HTML),
    IMAGES("images", PRODUCT, Kind.TERMS),
    IMAGE_ORDER("imageOrder", PRODUCT, Kind.SEQUENCE),
    IS_ACTIVE("isActive", PRODUCT, Kind.FLAG),
    SEO_TITLE("seoTitle", PRODUCT, Kind.TEXT),
    SEO_DESCRIPTION("seoDescription", PRODUCT, Kind.TEXT),
    TAGS("tags", PRODUCT, Kind.TERMS),
    COLLECTIONS("collections", PRODUCT, Kind.TERMS),
    CATEGORIES("categories", PRODUCT, Kind.TERMS),
    PRODUCT_TYPE("productType", PRODUCT, Kind.TEXT),
    VENDOR("vendor", PRODUCT, Kind.TEXT),
    MANUFACTURER("manufacturer", PRODUCT, Kind.TEXT),
    PACKAGING_UNIT("packagingUnit", PRODUCT, Kind.TEXT),
    PACKAGING_QTY("packagingQty", PRODUCT, Kind.DECIMAL),
    HAZMAT("hazmat", PRODUCT, Kind.FLAG),
    HAZMAT_CLASS("hazmatClass", PRODUCT, Kind.TEXT),
    WAREHOUSE_NOTES("warehouseNotes", PRODUCT, Kind.TEXT),
    STORAGE_LOCATION("storageLocation", PRODUCT, Kind.TEXT),
    MIN_STOCK_LEVEL("minStockLevel", PRODUCT, Kind.DECIMAL),
    REORDER_POINT("reorderPoint", PRODUCT, Kind.DECIMAL),

    /** Whether the variant exists. {@code false} is its tombstone: it was there and somebody took it away. */
    EXISTS("exists", VARIANT, Kind.FLAG),
    OPTIONS("options", VARIANT, Kind.OPTIONS),
    NET_SALES_PRICE("netSalesPrice", VARIANT, Kind.DECIMAL),
    COMPARE_AT_PRICE("compareAtPrice", VARIANT, Kind.DECIMAL),
    TAXABLE("taxable", VARIANT, Kind.FLAG),
    SKU("sku", VARIANT, Kind.TEXT),
    GTIN("gtin", VARIANT, Kind.TEXT),
    HAN("han", VARIANT, Kind.TEXT),
    WEIGHT_IN_KG("weightInKg", VARIANT, Kind.DECIMAL),
    HEIGHT_IN_CM("heightInCm", VARIANT, Kind.DECIMAL),
    LENGTH_IN_CM("lengthInCm", VARIANT, Kind.DECIMAL),
    WIDTH_IN_CM("widthInCm", VARIANT, Kind.DECIMAL),
    CUSTOMS_CODE("customsCode", VARIANT, Kind.TEXT),
    COUNTRY_OF_ORIGIN("countryOfOrigin", VARIANT, Kind.TEXT);

    /** Whether a field is one of the product or one of each of its variants. */
    public enum Level {
        PRODUCT,
        VARIANT
    }

    private static final Map<String, Field> BY_KEY =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Field::key, Function.identity()));

    private final String key;
    private final Level level;
    private final Kind kind;

    Field(String key, Level level, Kind kind) {
        this.key = key;
        this.level = level;
        this.kind = kind;
    }

    /** The field's name in the API, in {@code field-ownership.yaml} and in stored JSON. */
    public String key() {
        return key;
    }

    public Level level() {
        return level;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether both values mean the same in this field. */
    public boolean same(Value one, Value other) {
        return kind.same(one, other);
    }

    /** What the value means, without its spelling: equal for two values that mean the same in this field. */
    public Value meaning(Value value) {
        return kind.canonical(value);
    }

    /** Whether a platform that was sent one value may have kept it as the other: rounded, trimmed or sanitised. */
    public boolean stores(Value sent, Value kept) {
        return kind.stores(sent, kept);
    }

    public static Optional<Field> find(String key) {
        return Optional.ofNullable(BY_KEY.get(key));
    }

    public static List<Field> of(Level level) {
        return Arrays.stream(values()).filter(field -> field.level == level).toList();
    }
}
