package io.serai.twin.woocommerce;

/** @param permissions {@code read}, {@code write} or {@code read_write} */
record ApiKey(String key, String secret, String permissions) {

    boolean mayRead() {
        return permissions.contains("read");
    }

    boolean mayWrite() {
        return permissions.contains("write");
    }
}
