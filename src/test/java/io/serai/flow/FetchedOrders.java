package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What the hub holds of a shop's orders, held against what the shop's twin says they come to. */
final class FetchedOrders {

    private FetchedOrders() {}

    /** The Shopify shop lets Serai see everything, older orders too. */
    static void allowAll(Shops shops) {
        ObjectNode settings = Shops.object();
        List.of(
                        "read_products",
                        "write_products",
                        "read_inventory",
                        "write_inventory",
                        "read_locations",
                        "read_orders",
                        "read_all_orders",
                        "read_customers")
                .forEach(settings.putArray("scopes")::add);
        shops.shopify.settings(settings);
    }

    /** All orders and lines of the Shopify shop are there, and each currency's sums are the shop's, to the last digit. */
    static void assertComplete(Shops shops) {
        assertThat(OrderSums.inTheHub(shops, shops.shopifyChannel)).isEqualTo(OrderSums.of(shops.shopify));
    }

    /**
     * The same of the WooCommerce shop.
     *
     * @param taxIncluded whether its prices have the tax in them
     */
    static void assertWooCommerceComplete(Shops shops, boolean taxIncluded) {
        assertThat(OrderSums.inTheHub(shops, shops.wooChannel)).isEqualTo(OrderSums.ofWooCommerce(shops, taxIncluded));
    }
}
