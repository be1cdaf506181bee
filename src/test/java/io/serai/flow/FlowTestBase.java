package io.serai.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
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

    Shops shops;

    @BeforeEach
    void openShops(TestInfo test) {
        String method = test.getTestMethod().orElseThrow().getName();
        String name = method + "-" + NUMBER.incrementAndGet();
        shops = new Shops(serai, "serai-dev-admin", database, name.toLowerCase(Locale.ROOT));
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
