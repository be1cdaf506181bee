package io.serai.platform;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A kind of what a shop holds, as the routes to the platforms, the rows and the answers call it. */
public enum Resource {
    PRODUCTS,
    ORDERS,
    CUSTOMERS;

    /** As it stands in routes, rows and answers. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Resource> find(String key) {
        return Arrays.stream(values())
                .filter(resource -> resource.key().equals(key))
                .findFirst();
    }
}
