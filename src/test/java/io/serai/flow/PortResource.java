package io.serai.flow;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

/** A port that is known before Serai starts: shops must be told where to deliver. */
public final class PortResource implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        String port = Integer.toString(freePort());
        return Map.of(
                "quarkus.http.test-port",
                port,
                "serai.process.public-url",
                "http://127.0.0.1:" + port,
                "serai.push.unavailable-wait",
                "300MS",
                "serai.read.unavailable-wait",
                "300MS",
                "serai.push.poll-interval-ms",
                "500",
                "serai.push.retry-delay",
                "200MS",
                "serai.intake.retry-delay",
                "500MS",
                "serai.intake.max-tries",
                "4",
                "serai.read.again-after",
                "200MS",
                "serai.jtl.requests-per-second",
                "50");
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {}
}
