package io.serai.demo;

import io.serai.twin.SampleCatalogue;
import io.serai.twin.Twin;
import io.serai.twin.TwinServer;
import io.serai.twin.jtlffn.JtlFfnTwin;
import io.serai.twin.shopify.ShopifyTwin;
import io.serai.twin.woocommerce.WooCommerceTwin;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.function.IntConsumer;

/** The demo's two shops and the network of its warehouse, whose state stays in a directory. */
final class DemoTwins implements AutoCloseable {

    private static final long SEED = 1;
    private static final int PRODUCTS = 200;

    /**
     * Where they listen, all on 127.0.0.1; 0 for any free port.
     *
     * @param woocommerce the port for http
     * @param secureWoocommerce the port for https
     */
    record Ports(int shopify, int woocommerce, int secureWoocommerce, int jtlFfn) {

        /** What the README and the tutorial name. */
        static final Ports USUAL = new Ports(8091, 8092, 8093, 8094);
    }

    private final ShopifyTwin shopify = new ShopifyTwin();
    private final WooCommerceTwin woocommerce = new WooCommerceTwin();
    private final JtlFfnTwin jtlFfn = new JtlFfnTwin();

    private DemoTwins() {}

    /**
     * Opens all of them as they were left, or filled with the sample catalogue where there was none. What they have to tell
     * they keep to themselves until {@link #deliver}.
     *
     * @param directory made when it does not exist
     * @throws IllegalStateException when a port is taken; the message says which
     */
    static DemoTwins keptIn(Path directory, Ports ports) {
        DemoTwins twins = new DemoTwins();
        try {
            twins.open(twins.shopify, directory.resolve("shopify.json"));
            twins.open(twins.woocommerce, directory.resolve("woocommerce.json"));
            twins.open(twins.jtlFfn, directory.resolve("jtl-ffn.json"));
            listen(twins.shopify::start, ports.shopify(), "the Shopify twin");
            listen(twins.woocommerce::start, ports.woocommerce(), "the WooCommerce twin");
            listen(twins.woocommerce::startSecure, ports.secureWoocommerce(), "the WooCommerce twin's https");
            listen(twins.jtlFfn::start, ports.jtlFfn(), "the JTL-FFN twin");
            return twins;
        } catch (RuntimeException e) {
            twins.close();
            throw e;
        }
    }

    private void open(TwinServer twin, Path file) {
        twin.deliveries().hold();
        if (!twin.keepIn(file)) {
            twin.seed(SampleCatalogue.of(SEED, PRODUCTS));
        }
    }

    private static void listen(IntConsumer start, int port, String who) {
        try {
            start.accept(port);
        } catch (CompletionException e) {
            if (e.getCause() instanceof BindException) {
                throw new IllegalStateException(
                        "port %d is taken, and %s needs it: stop what listens there".formatted(port, who), e);
            }
            throw e;
        }
    }

    /** From now on what happens in the shops is delivered, and what happened before is, too. */
    void deliver() {
        for (Twin twin : new Twin[] {shopify, woocommerce, jtlFfn}) {
            twin.deliveries().release();
        }
    }

    /** Where the network's sign-in sends people back to who sign in for the demo. */
    void sendBackTo(String callback) {
        jtlFfn.addClient(JtlFfnTwin.CLIENT_ID, JtlFfnTwin.CLIENT_SECRET, callback);
    }

    URI shopify() {
        return Objects.requireNonNull(shopify.url());
    }

    URI woocommerce() {
        return Objects.requireNonNull(woocommerce.url());
    }

    URI secureWoocommerce() {
        return Objects.requireNonNull(woocommerce.secureUrl());
    }

    URI jtlFfn() {
        return Objects.requireNonNull(jtlFfn.url());
    }

    /** Closes all of them; what is in them stays. */
    @Override
    public void close() {
        shopify.stop();
        woocommerce.stop();
        jtlFfn.stop();
    }
}
