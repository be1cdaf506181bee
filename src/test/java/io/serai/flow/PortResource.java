package io.serai.flow;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.serai.support.FreePort;
import java.util.Map;

/** A port that is known before Serai starts: shops must be told where to deliver. */
public final class PortResource implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        String port = Integer.toString(FreePort.any());
        return Map.ofEntries(
                Map.entry("quarkus.http.test-port", port),
                Map.entry("serai.process.public-url", "http://127.0.0.1:" + port),
                Map.entry("serai.channel.settle-interval-ms", "500"),
                Map.entry("serai.channel.settle-delay", "200MS"),
                Map.entry("serai.catch-up.unread-interval-ms", "1000"),
                Map.entry("serai.woocommerce.requests-per-second", "50"),
                Map.entry("serai.stock.unavailable-wait", "300MS"),
                Map.entry("serai.stock.sweep-interval-ms", "1000"),
                Map.entry("serai.push.unavailable-wait", "300MS"),
                Map.entry("serai.read.unavailable-wait", "300MS"),
                Map.entry("serai.push.poll-interval-ms", "500"),
                Map.entry("serai.push.retry-delay", "200MS"),
                Map.entry("serai.intake.retry-delay", "500MS"),
                Map.entry("serai.intake.max-tries", "4"),
                Map.entry("serai.read.again-after", "200MS"),
                Map.entry("serai.jtl.requests-per-second", "50"),
                Map.entry("serai.order.lag", "0S"),
                Map.entry("serai.order.catch-up-interval-ms", "3600000"));
    }

    @Override
    public void stop() {}
}
