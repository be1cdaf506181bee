package io.serai.routes;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.MemorySize;
import io.serai.camel.CallerMessage;
import io.serai.camel.JtlCalls;
import io.serai.camel.JtlProducts;
import io.serai.camel.JtlStock;
import io.serai.camel.JtlTokens;
import io.serai.camel.PlatformHttp;
import io.serai.camel.PlatformTls;
import io.serai.camel.ShopifyCalls;
import io.serai.camel.WooCommerceCalls;
import io.serai.config.JtlConfig;
import io.serai.config.PlatformConfig;
import io.serai.config.ShopifyConfig;
import io.serai.config.WooCommerceConfig;
import io.serai.health.SyncFigures;
import io.serai.platform.Connection;
import io.serai.platform.PlatformFailure;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.PluginHelper;

/** The platform routes as they stand in {@code routes/platform}, in a Camel of their own. */
final class PlatformRoutes implements AutoCloseable {

    private static final SyncFigures FIGURES = new SyncFigures(new SimpleMeterRegistry());

    private static final PlatformConfig MAX_ANSWER = () -> new MemorySize(BigInteger.valueOf(64_000_000));

    private final DefaultCamelContext camel = new DefaultCamelContext();

    PlatformRoutes(int responseTimeoutMs) throws Exception {
        Properties settings = new Properties();
        settings.setProperty("serai.woocommerce.connect-timeout-ms", "2000");
        settings.setProperty("serai.woocommerce.response-timeout-ms", String.valueOf(responseTimeoutMs));
        settings.setProperty("serai.shopify.connect-timeout-ms", "2000");
        settings.setProperty("serai.shopify.response-timeout-ms", String.valueOf(responseTimeoutMs));
        settings.setProperty("serai.jtl.connect-timeout-ms", "2000");
        settings.setProperty("serai.jtl.response-timeout-ms", String.valueOf(responseTimeoutMs));
        settings.setProperty("serai.jtl.refresh-poll-ms", "100");
        // Initial ones would give way to the application's own, and a minute would be waited for an answer.
        camel.getPropertiesComponent().setOverrideProperties(settings);
        ShopifyConfig shopify = new Shopify(responseTimeoutMs);
        PlatformHttp http = new PlatformHttp();
        Registry beans = camel.getRegistry();
        beans.bind("shopifyCalls", new ShopifyCalls(shopify, FIGURES, Clock.systemUTC()));
        beans.bind(
                "wooCommerceCalls",
                new WooCommerceCalls(new WooCommerce(responseTimeoutMs), FIGURES, Clock.systemUTC()));
        JtlConfig jtl = new Jtl(responseTimeoutMs);
        beans.bind("jtlCalls", new JtlCalls(null, jtl, FIGURES, Clock.systemUTC()));
        beans.bind("jtlStock", new JtlStock(null));
        beans.bind("jtlProducts", new JtlProducts(null));
        beans.bind("jtlTokens", new JtlTokens(null, jtl, Clock.systemUTC()));
        beans.bind("callerMessage", new CallerMessage());
        beans.bind("platformTls", new PlatformTls());
        beans.bind("shopifyHttpClient", http.shopifyHttpClient(shopify, MAX_ANSWER));
        beans.bind("oneTry", http.oneTry(MAX_ANSWER));
        beans.bind("asItComes", http.asItComes());
        beans.bind("dateComesIn", http.dateComesIn());
        camel.addRoutes(new RouteConfigurationBuilder() {
            @Override
            public void configuration() {
                // as the application's own default: a sub-route hands its failure to who called it
                routeConfiguration().errorHandler(noErrorHandler());
            }
        });
        try (Stream<Path> files = Files.list(Path.of("routes/platform"))) {
            for (Path file : files.sorted().toList()) {
                PluginHelper.getRoutesLoader(camel)
                        .loadRoutes(PluginHelper.getResourceLoader(camel).resolveResource("file:" + file));
            }
        }
        camel.start();
    }

    /** What a route leaves behind. */
    record Outcome(Object body, Map<String, Object> variables, Map<String, Object> headers) {}

    Outcome call(String route, Connection connection, Object body, Map<String, Object> variables) {
        Exchange exchange = camel.createProducerTemplate().request("direct:" + route, sent -> {
            sent.setVariable("connection", connection);
            variables.forEach(sent::setVariable);
            sent.getMessage().setBody(body);
            sent.getMessage().setHeader("jobId", "7");
        });
        if (exchange.getException() instanceof PlatformFailure failure) {
            throw failure;
        }
        if (exchange.getException() != null) {
            throw new IllegalStateException(exchange.getException());
        }
        return new Outcome(
                exchange.getMessage().getBody(),
                exchange.getVariables(),
                exchange.getMessage().getHeaders());
    }

    <T> T call(String route, Connection connection, Object body, Class<T> type) {
        return type.cast(call(route, connection, body, Map.of()).body());
    }

    @Override
    public void close() {
        camel.stop();
    }

    private record Shopify(int responseTimeoutMs) implements ShopifyConfig {

        @Override
        public String apiVersion() {
            return "2026-10";
        }

        @Override
        public Optional<String> webhookSecret() {
            return Optional.empty();
        }

        @Override
        public int connectTimeoutMs() {
            return 2000;
        }

        @Override
        public int connectionsPerShop() {
            return 5;
        }

        @Override
        public long longestWaitMs() {
            return 15_000;
        }
    }

    /** Its routes are loaded beside the others and not called: their tokens need a database. */
    private record Jtl(int responseTimeoutMs) implements JtlConfig {

        @Override
        public long pollIntervalMs() {
            return 120_000;
        }

        @Override
        public int connectTimeoutMs() {
            return 2000;
        }

        @Override
        public double requestsPerSecond() {
            return 500;
        }

        @Override
        public long longestWaitMs() {
            return 15_000;
        }

        @Override
        public URI authorizeUrl() {
            return URI.create("http://127.0.0.1:1/authorize");
        }

        @Override
        public URI tokenUrl() {
            return URI.create("http://127.0.0.1:1/token");
        }

        @Override
        public Duration signInValid() {
            return Duration.ofMinutes(10);
        }

        @Override
        public Duration refreshMargin() {
            return Duration.ofMinutes(1);
        }

        @Override
        public Duration refreshLease() {
            return Duration.ofMinutes(2);
        }

        @Override
        public long refreshPollMs() {
            return 100;
        }
    }

    private record WooCommerce(int responseTimeoutMs) implements WooCommerceConfig {

        @Override
        public int connectTimeoutMs() {
            return 2000;
        }

        @Override
        public double requestsPerSecond() {
            return 500;
        }

        @Override
        public long longestWaitMs() {
            return 15_000;
        }
    }
}
