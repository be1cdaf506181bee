package io.serai.badinput;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Limits that a test reaches in little time. */
public final class Limits implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        return Map.of(
                "serai.access.body-patience", "1S",
                "serai.platform.max-answer", "1M",
                "serai.shopify.response-timeout-ms", "1500",
                "serai.woocommerce.response-timeout-ms", "1500",
                "serai.jtl.response-timeout-ms", "1500",
                "serai.jtl.longest-wait-ms", "1000");
    }

    @Override
    public void stop() {}
}
