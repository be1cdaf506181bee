package io.serai.platform.shopify;

/** Serai knows Shopify's objects by their number, as deliveries carry it; GraphQL wants it as a global id. */
final class ShopifyId {

    private static final String PREFIX = "gid://shopify/";

    private ShopifyId() {}

    /** @param id the number, or the global id as people copy it */
    static String product(String id) {
        return PREFIX + "Product/" + number(id);
    }

    static String variant(String id) {
        return PREFIX + "ProductVariant/" + id;
    }

    static String image(String id) {
        return PREFIX + "MediaImage/" + id;
    }

    static String inventoryItem(String id) {
        return PREFIX + "InventoryItem/" + id;
    }

    static String location(String id) {
        return PREFIX + "Location/" + id;
    }

    static String order(String id) {
        return PREFIX + "Order/" + id;
    }

    /** The number in a global id. */
    static String number(String gid) {
        return gid.substring(gid.lastIndexOf('/') + 1);
    }
}
