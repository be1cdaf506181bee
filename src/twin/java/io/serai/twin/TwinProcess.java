package io.serai.twin;

import io.serai.twin.shopify.ShopifyTwin;
import io.serai.twin.woocommerce.WooCommerceTwin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The twins in a process of their own, until it is killed.
 *
 * <p>Arguments: {@code --shopify-port}, {@code --woocommerce-port}, {@code --woocommerce-https-port} (default 8091, 8092,
 * 8093; 0 for any free one), {@code --seed} (default 1) and {@code --products} (default 200) of the sample catalogue, 0 for empty shops. It
 * prints one line {@code <name> <url>} for each listener and then {@code ready}.
 */
public final class TwinProcess {

    private static final int DEFAULT_PRODUCTS = 200;

    private TwinProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        Map<String, Long> options = options(arguments);
        int products = options.getOrDefault("products", (long) DEFAULT_PRODUCTS).intValue();
        SampleCatalogue catalogue = SampleCatalogue.of(options.getOrDefault("seed", 1L), products);
        start(new ShopifyTwin(), catalogue, port(options, "shopify-port", 8091));
        Twin shop = new WooCommerceTwin();
        start(shop, catalogue, port(options, "woocommerce-port", 8092));
        int secure = shop.startSecure(port(options, "woocommerce-https-port", 8093));
        System.out.println(shop.name() + " https://127.0.0.1:" + secure);
        System.out.println("ready");
        new CountDownLatch(1).await();
    }

    private static void start(Twin twin, SampleCatalogue catalogue, int port) {
        twin.seed(catalogue);
        twin.start(port);
        System.out.println(twin.name() + " " + twin.url());
    }

    private static int port(Map<String, Long> options, String name, long otherwise) {
        return options.getOrDefault(name, otherwise).intValue();
    }

    private static Map<String, Long> options(String[] arguments) {
        List<String> known = List.of("shopify-port", "woocommerce-port", "woocommerce-https-port", "seed", "products");
        Map<String, Long> options = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i].replaceFirst("^--", "");
            if (!known.contains(name) || i + 1 == arguments.length) {
                throw new IllegalArgumentException("unknown or unfinished argument " + arguments[i]);
            }
            options.put(name, Long.valueOf(arguments[i + 1]));
        }
        return options;
    }
}
