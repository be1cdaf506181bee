package io.serai.channel;

import io.serai.provenance.Origin;
import java.util.Arrays;
import java.util.Optional;

/** The platforms a channel can lead to. */
public enum Platform {
    SHOPIFY("shopify", Origin.SHOPIFY, true, false, true),
    WOOCOMMERCE("woocommerce", Origin.WOOCOMMERCE, true, false, true),
    JTL("jtl", Origin.JTL, false, true, false);

    private final String key;
    private final Origin origin;
    private final boolean hasShops;
    private final boolean needsSignIn;
    private final boolean groupsVariants;

    Platform(String key, Origin origin, boolean hasShops, boolean needsSignIn, boolean groupsVariants) {
        this.key = key;
        this.origin = origin;
        this.hasShops = hasShops;
        this.needsSignIn = needsSignIn;
        this.groupsVariants = groupsVariants;
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

    /**
     * Whether it knows products of several variants. Else each variant is one thing of its own there, known by its SKU, and
     * what stands above them is the hub's alone: a listing's id is the hub's own id of the product, and nothing has to be
     * made there before the first variant.
     */
    public boolean groupsVariants() {
        return groupsVariants;
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
