package io.serai.flow;

import static io.serai.flow.Shops.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Two shops and a fulfilment network of its own for each test. */
abstract class StockFlowTestBase extends FlowTestBase {

    @ConfigProperty(name = "serai.process.public-url")
    String publicUrl;

    JtlNetwork jtl;
    Shelves shelves;

    @BeforeEach
    void openNetwork() {
        jtl = new JtlNetwork(shops, camel, publicUrl);
        shelves = new Shelves(shops);
    }

    @AfterEach
    void closeNetwork() {
        jtl.close();
    }

    /** What the clock does every minute: both shops are asked for orders. */
    void ordersAreKnown() {
        for (String channel : List.of(shops.shopifyChannel, shops.wooChannel)) {
            camel.sendBody("direct:catch-up-orders", channel);
        }
    }

    long hatsInShopify() {
        return shelves.inShopify("H-1");
    }

    long hatsInWooCommerce() {
        return shelves.inWooCommerce("H-1");
    }

    /** An order of hats. */
    static ObjectNode hats(int quantity) {
        return json("{\"lines\":[{\"sku\":\"H-1\",\"quantity\":%d}]}".formatted(quantity));
    }
}
