package io.serai.product;

/** How far a product, or a product on one channel, is from being the same everywhere (D17). */
public enum SyncStatus {
    SYNCED,
    PENDING,
    CONFLICT,
    ERROR
}
