package io.serai.channel;

import io.serai.provenance.Origin;
import java.util.Arrays;
import java.util.Optional;

/** The platforms a channel can lead to. */
public enum Platform {
    SHOPIFY("shopify", Origin.SHOPIFY, true, false),
    WOOCOMMERCE("woocommerce", Origin.WOOCOMMERCE, true, false),
    JTL("jtl", Origin.JTL, false, true);

    private final String key;
    private final Origin origin;
    private final boolean hasShops;
    private final boolean needsSignIn;

    Platform(String key, Origin origin, boolean hasShops, boolean needsSignIn) {
        this.key = key;
        this.origin = origin;
        this.hasShops = hasShops;
        this.needsSignIn = needsSignIn;
    }

    /**
     * Whether each merchant has a shop of its own there, with an address that tells it from others and a secret that signs
     * what it delivers. Else all of them call one address, and nothing is delivered.
     */
    public boolean hasShops() {
        return hasShops;
    }

    /** Whether a person must sign in there before it lets Serai in, whatever credentials the channel has. */
    public boolean needsSignIn() {
        return needsSignIn;
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
