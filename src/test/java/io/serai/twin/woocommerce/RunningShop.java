package io.serai.twin.woocommerce;

import static org.awaitility.Awaitility.await;

import io.serai.twin.Json;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.Durations;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** One twin for all tests of a class, empty again before each. */
abstract class RunningShop {

    static WooCommerceTwin twin;
    static ShopClient shop;
    Receiver receiver;

    @BeforeAll
    static void start() {
        twin = new WooCommerceTwin();
        twin.start(0);
        twin.startSecure(0);
        shop = new ShopClient(twin);
    }

    @AfterAll
    static void stop() {
        twin.stop();
    }

    @BeforeEach
    void empty() throws IOException {
        twin.reset();
        twin.settings(Json.object().put("coalesceMillis", 20));
        receiver = new Receiver();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    /** Subscribes the receiver and waits for the ping. */
    long subscribe(String topic) {
        long id = shop.post(
                        "/webhooks",
                        Json.object()
                                .put("topic", topic)
                                .put("delivery_url", receiver.url())
                                .put("secret", "serai-dev-secret"))
                .id();
        quiet();
        return id;
    }

    /** Waits until nothing is under way any more. */
    static void quiet() {
        await().atMost(Durations.ONE_MINUTE).pollInterval(Duration.ofMillis(5)).until(() -> twin.pending() == 0);
    }
}
