package io.serai.twin;

import io.serai.twin.jtlffn.JtlFfnTwin;
import io.serai.twin.shopify.ShopifyTwin;
import io.serai.twin.woocommerce.WooCommerceTwin;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The twins in a process of their own, until it is killed.
 *
 * <p>Arguments: {@code --shopify-port}, {@code --woocommerce-port}, {@code --woocommerce-https-port},
 * {@code --jtl-ffn-port} (default 8091, 8092, 8093, 8094; 0 for any free one), {@code --seed} (default 1) and {@code --products} (default 200) of the sample catalogue, 0 for empty shops,
 * {@code --data}, a directory where the shops stay over restarts: filled with the catalogue when it has none. It prints one
 * line {@code <name> <url>} for each listener and then {@code ready}.
 */
public final class TwinProcess {

    private static final String DEFAULT_PRODUCTS = "200";

    private TwinProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        Map<String, String> options = options(arguments);
        start(new ShopifyTwin(), options, 8091);
        WooCommerceTwin shop = new WooCommerceTwin();
        start(shop, options, 8092);
        int secure = shop.startSecure(Integer.parseInt(options.getOrDefault("woocommerce-https-port", "8093")));
        System.out.println(shop.name() + " https://127.0.0.1:" + secure);
        start(new JtlFfnTwin(), options, 8094);
        System.out.println("ready");
        new CountDownLatch(1).await();
    }

    private static void start(Twin twin, Map<String, String> options, int usualPort) {
        String data = options.get("data");
        if (data == null || !twin.keepIn(Path.of(data, twin.name() + ".json"))) {
            int products = Integer.parseInt(options.getOrDefault("products", DEFAULT_PRODUCTS));
            twin.seed(SampleCatalogue.of(Long.parseLong(options.getOrDefault("seed", "1")), products));
        }
        String port = options.get(twin.name() + "-port");
        twin.start(port == null ? usualPort : Integer.parseInt(port));
        System.out.println(twin.name() + " " + twin.url());
    }

    private static Map<String, String> options(String[] arguments) {
        List<String> known = List.of(
                "shopify-port",
                "woocommerce-port",
                "woocommerce-https-port",
                "jtl-ffn-port",
                "seed",
                "products",
                "data");
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            String name = arguments[i].replaceFirst("^--", "");
            if (!known.contains(name) || i + 1 == arguments.length) {
                throw new IllegalArgumentException("unknown or unfinished argument " + arguments[i]);
            }
            options.put(name, arguments[i + 1]);
        }
        return options;
    }
}
