package io.serai.provenance;

/** Where a change came from (D1). {@code NOLIMITS} is the hub itself: a person or program using Serai's own API. */
public enum Origin {
    SHOPIFY,
    WOOCOMMERCE,
    NOLIMITS,
    JTL,
    SYSTEM;

    /** Whether the change was made in a shop that customers buy from. */
    public boolean isShop() {
        return this == SHOPIFY || this == WOOCOMMERCE;
    }
}
