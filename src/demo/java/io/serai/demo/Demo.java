package io.serai.demo;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.QuarkusBindException;
import io.serai.twin.jtlffn.JtlFfnTwin;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/**
 * Starts Serai with all it needs on this machine: a PostgreSQL, two shops, a tenant that has them connected, and the network of
 * a warehouse. All of their data stays in {@code data} below the working directory, or where the system property
 * {@code serai.demo.data} says.
 */
public final class Demo {

    private static final Logger LOG = Logger.getLogger(Demo.class);
    private static final long SECONDS_TO_STOP = 30;

    /** The shops, opened before Serai is: an application of Quarkus is made without arguments. */
    private static volatile DemoTwins twins;

    private Demo() {}

    public static void main(String... arguments) {
        try {
            // The database first: it holds the directory against a second demo.
            DemoPostgres postgres = DemoPostgres.keptIn(data().resolve("postgres"));
            twins = DemoTwins.keptIn(data().resolve("twins"), DemoTwins.Ports.USUAL);
            run(postgres, arguments);
        } catch (DirectoryInUseException | IllegalStateException e) {
            System.err.println("The demo does not start: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(DemoPostgres postgres, String... arguments) {
        CountDownLatch seraiEnded = new CountDownLatch(1);
        postgres.outlive(() -> awaitQuietly(seraiEnded));
        System.setProperty("quarkus.datasource.jdbc.url", postgres.jdbcUrl());
        System.setProperty("quarkus.datasource.username", postgres.username());
        System.setProperty("quarkus.datasource.password", postgres.password());
        io.serai.access.Addresses.checkHere();
        Quarkus.run(
                Announcement.class,
                (code, failure) -> {
                    seraiEnded.countDown();
                    twins.close();
                    if (failure != null) {
                        // Logging has ended with Serai.
                        System.err.println("The demo does not start: " + reason(failure));
                    }
                    System.exit(code);
                },
                arguments);
    }

    /** In one line: what a framework wraps around the cause tells nobody anything. */
    static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof BindException)) {
            cause = cause.getCause();
        }
        if (cause instanceof QuarkusBindException taken) {
            return "port %d is taken, and Serai needs it: stop what listens there".formatted(taken.getPort());
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    private static Path data() {
        return Path.of(System.getProperty("serai.demo.data", "data"));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            if (!latch.await(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                LOG.warn("Serai did not end in time; its PostgreSQL stops all the same");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sets the tenant up when all has started, and says where everything is. */
    public static final class Announcement implements QuarkusApplication {

        @Override
        public int run(String... arguments) {
            Config config = ConfigProvider.getConfig();
            String port = config.getValue("quarkus.http.port", String.class);
            String token = config.getValue("serai.admin-token", String.class);
            twins.deliver();
            twins.sendBackTo(config.getValue("serai.process.public-url", String.class) + "/connect/jtl-ffn/callback");
            LOG.info("Connecting the two shops and the warehouse. The first time their catalogues are read, which takes a moment");
            System.out.printf(
                    """

                    Serai runs%s.
                    README.md has lines to try. Stop it with Ctrl-C; its data stays in %s.
                      Pages                 %s/
                      API                   %s/api   (token %s; to try out: /swagger-ui/)
                      Routes                %s/hawtio/
                      Shopify's twin        %s/
                      WooCommerce's twin    %s/   (https: %s/)
                      JTL-FFN's twin        %s/   (user %s, password %s)
                    """,
                    standing(URI.create("http://127.0.0.1:" + port), token),
                    data().toAbsolutePath(),
                    local("http", port),
                    local("http", port),
                    token,
                    local("http", port),
                    local(twins.shopify()),
                    local(twins.woocommerce()),
                    local(twins.secureWoocommerce()),
                    local(twins.jtlFfn()),
                    JtlFfnTwin.USER,
                    JtlFfnTwin.PASSWORD);
            Quarkus.waitForExit();
            return 0;
        }

        private static String standing(URI serai, String token) {
            try {
                DemoTenant.Standing standing = new DemoTenant(serai, token).setUp(twins);
                return ", with %d products linked in Shopify and %d in WooCommerce; %d conflicts wait for a decision"
                        .formatted(standing.inShopify(), standing.inWooCommerce(), standing.conflicts());
            } catch (RuntimeException e) {
                LOG.warn("The demo's shops are not connected", e);
                return ", but its shops are not connected; the log says why";
            }
        }

        private static String local(URI uri) {
            return local(uri.getScheme(), String.valueOf(uri.getPort()));
        }

        private static String local(String scheme, String port) {
            return scheme + "://localhost:" + port;
        }
    }
}
