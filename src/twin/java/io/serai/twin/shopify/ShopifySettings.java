package io.serai.twin.shopify;

import java.util.List;

/**
 * What can be set about the shop.
 *
 * @param accessToken the app's Admin API token
 * @param secret the app's client secret
 * @param oldSecret the secret before the last rotation, which deliveries are still signed with (fact 2); null when none is
 * @param timeScale factor of the waits between retries; 1 is Shopify's four hours
 * @param timeoutScale factor of the delivery timeouts; 1 is Shopify's five seconds
 * @param searchLagMillis how far the search index is behind (fact 29)
 * @param maximumAvailable points the bucket holds
 * @param restoreRate points a second
 * @param throttledStatus HTTP status of a throttled answer: 200, or 429 (fact 25)
 * @param longIds whether new ids have 18 digits
 * @param hidesRefusedLines whether a refused list of stock quantities does not say which of them is refused
 * @param bulkQueries bulk queries that may run at a time (fact 31); 0 for Shopify's five
 */
public record ShopifySettings(
        String shopName,
        String shopDomain,
        String accessToken,
        String secret,
        String oldSecret,
        String currency,
        boolean taxesIncluded,
        String timeZone,
        String plan,
        List<String> scopes,
        double timeScale,
        double timeoutScale,
        long searchLagMillis,
        double maximumAvailable,
        double restoreRate,
        int throttledStatus,
        boolean longIds,
        boolean hidesRefusedLines,
        int bulkQueries) {

    private static final int BULK_QUERIES = 5;

    /** A file of an earlier version of the twin has no {@code bulkQueries}. */
    public ShopifySettings {
        bulkQueries = bulkQueries == 0 ? BULK_QUERIES : bulkQueries;
    }

    /** The shop of the demo and the tests. */
    public static final ShopifySettings DEFAULT = new ShopifySettings(
            "Client 123",
            "client-123.myshopify.com",
            "shpat_serai_dev",
            "serai-dev-secret",
            null,
            "EUR",
            true,
            "Europe/Berlin",
            "Basic",
            List.of(
                    "read_products",
                    "write_products",
                    "read_inventory",
                    "write_inventory",
                    "read_locations",
                    "read_files",
                    "write_files",
                    "read_orders",
                    "read_customers"),
            1,
            1,
            0,
            2000,
            100,
            200,
            false,
            false,
            BULK_QUERIES);

    String signingSecret() {
        return oldSecret == null ? secret : oldSecret;
    }

    /** The settings in force. */
    static final class Holder {
        private volatile ShopifySettings settings;

        Holder(ShopifySettings settings) {
            this.settings = settings;
        }

        ShopifySettings get() {
            return settings;
        }

        void set(ShopifySettings wanted) {
            settings = wanted;
        }
    }
}
