package io.serai.config;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** How Shopify is called. Defaults and units stand in application.properties. */
@ConfigMapping(prefix = "serai.shopify")
public interface ShopifyConfig {

    String apiVersion();

    Optional<String> webhookSecret();

    int connectTimeoutMs();

    int responseTimeoutMs();

    int connectionsPerShop();

    long longestWaitMs();
}
