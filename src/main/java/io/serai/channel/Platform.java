package io.serai.channel;

import io.serai.provenance.Origin;
import java.util.Arrays;
import java.util.Optional;

/** The platforms a channel can lead to. */
public enum Platform {
    SHOPIFY("shopify", Origin.SHOPIFY),
    WOOCOMMERCE("woocommerce", Origin.WOOCOMMERCE),
    JTL("jtl", Origin.JTL);

    private final String key;
    private final Origin origin;

    Platform(String key, Origin origin) {
        this.key = key;
        this.origin = origin;
    }

    /** The platform's name in the API, in stored rows and in {@code field-ownership.yaml}. */
    public String key() {
        return key;
    }

    /** What a change seen on this platform carries as its origin. */
    public Origin origin() {
        return origin;
    }

    /** The queue's word for a push to this platform, as {@code product_sync_queue.operation} holds it. */
    public String pushOperation() {
        return "push_to_" + key;
    }

    public static Optional<Platform> find(String key) {
        return Arrays.stream(values())
                .filter(platform -> platform.key.equals(key))
                .findFirst();
    }
}
