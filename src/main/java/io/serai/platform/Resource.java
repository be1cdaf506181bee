package io.serai.platform;

/** What of a shop is read by its ids, as the routes to the platforms call it. */
public enum Resource {
    PRODUCTS("products"),
    ORDERS("orders");

    private final String key;

    Resource(String key) {
        this.key = key;
    }

    /** As it stands in routes and rows. */
    public String key() {
        return key;
    }
}
