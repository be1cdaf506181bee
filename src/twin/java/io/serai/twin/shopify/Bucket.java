package io.serai.twin.shopify;

/** The leaky bucket of one app in one shop (fact 23). Not thread-safe. */
final class Bucket {

    private final ShopifySettings.Holder settings;
    private double available = Double.MAX_VALUE;
    private long at = System.nanoTime();

    Bucket(ShopifySettings.Holder settings) {
        this.settings = settings;
    }

    double available() {
        long now = System.nanoTime();
        available = Math.min(
                settings.get().maximumAvailable(),
                available + (now - at) / 1e9 * settings.get().restoreRate());
        at = now;
        return available;
    }

    boolean has(int cost) {
        return available() >= cost;
    }

    void take(int cost) {
        available = available() - cost;
    }

    void drain() {
        available();
        available = 0;
    }

    void fill() {
        available = Double.MAX_VALUE;
    }
}
