package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.serai.channel.Platform;
import io.serai.platform.PlatformAdapters;
import io.serai.reconciliation.CatchUp;
import io.serai.twin.FaultSettings;
import io.serai.twin.Twin;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/** Two shops of its own for each test. */
abstract class FlowTestBase {

    @TestHTTPResource("/")
    URI serai;

    @Inject
    AgroalDataSource database;

    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** With faults on, waits of seconds stand between the tries. */
    static final Duration PATIENCE = Duration.ofMinutes(3);

    @Inject
    ProducerTemplate camel;

    @Inject
    CatchUp catchUp;

    Shops shops;

    @Inject
    PlatformAdapters adapters;

    /** How many webhooks a Shopify shop has of Serai's. */
    int shopifyTopics() {
        return adapters.of(Platform.SHOPIFY).deliveries().orElseThrow().topics().size();
    }

    @BeforeEach
    void openShops(TestInfo test) {
        String method = test.getTestMethod().orElseThrow().getName();
        String name = method + "-" + NUMBER.incrementAndGet();
        shops = new Shops(serai, "serai-dev-admin", database, name.toLowerCase(Locale.ROOT));
    }

    /**
     * From now on a fifth of the calls fails, half of those after their effect, and webhooks come doubled and out of order.
     *
     * @param loss the part of the webhooks that never comes
     */
    static void fail(Twin twin, long seed, double loss) {
        twin.faults()
                .set(new FaultSettings(seed, 0, 20, 0.04, 0.04, 0.04, 0.04, 0.04, 300, 0, 200, loss, 0.2, 0.2, 400));
    }

    /** Nothing fails any more, and what was lost is found. */
    void recover() {
        shops.shopify.faults().clear();
        shops.woocommerce.faults().clear();
        readEverything();
    }

    /** The catch-up read of both shops. */
    void readEverything() {
        for (String channel : List.of(shops.shopifyChannel, shops.wooChannel)) {
            camel.sendBody("direct:catch-up", catchUp.full(channel));
        }
        shops.settle(PATIENCE);
    }

    @AfterEach
    void closeShops() {
        shops.close();
    }

    /** What the twins send, the platforms send. */
    @AfterEach
    void noTwinIsRefused() {
        if (!refusesOnPurpose()) {
            assertThat(shops.text(
                            "SELECT string_agg(DISTINCT topic || ' ' || error, E'\\n') FROM webhook_log"
                                    + " WHERE tenant_id = ? AND status = 'refused'",
                            shops.tenant))
                    .isNull();
        }
    }

    /** Whether the test sends what no platform would. */
    boolean refusesOnPurpose() {
        return false;
    }
}
