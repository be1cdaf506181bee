package io.serai.config;

import io.smallrye.config.ConfigMapping;

/** How WooCommerce shops are called. Defaults and units stand in application.properties. */
@ConfigMapping(prefix = "serai.woocommerce")
public interface WooCommerceConfig {

    int connectTimeoutMs();

    int responseTimeoutMs();

    double requestsPerSecond();

    long longestWaitMs();
}
