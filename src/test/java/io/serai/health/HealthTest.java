package io.serai.health;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.serai.support.PostgresResource;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.StatefulService;
import org.apache.camel.Suspendable;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.ShutdownStrategy;
import org.awaitility.Durations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(HealthTest.Alone.class)
@WithTestResource(PostgresResource.class)
@DisplayName("Health")
class HealthTest {

    /** An application that no other test uses: what others left under way would be waited for, and then cut off. */
    public static final class Alone implements QuarkusTestProfile {}

    @TestHTTPResource("/")
    URI serai;

    @Inject
    CamelContext camel;

    @AfterEach
    void goOn() {
        camel.resume();
    }

    @Test
    @DisplayName("says that Serai is not ready, but alive, while its routes stand still")
    void saysThatRoutesStandStill() throws Exception {
        Health.of(serai).assertWell();
        camel.suspend();
        Health.of(serai).assertUnready("routes");
        camel.resume();
        Health.of(serai).assertWell();
        await("the API is there again")
                .atMost(Durations.ONE_MINUTE)
                .until(() -> given().auth()
                                .oauth2("serai-dev-admin")
                                .get("/api/channels")
                                .statusCode()
                        == 200);
    }

    @Test
    @DisplayName("comes back whole where its routes stand still before all has come to an end")
    void comesBackWhole() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        ShutdownStrategy strategy = camel.getShutdownStrategy();
        long patience = strategy.getTimeout();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("seda:takes-long").routeId("takes-long").process(exchange -> {
                    begun.countDown();
                    end.await();
                });
            }
        });
        try (ProducerTemplate template = camel.createProducerTemplate()) {
            template.sendBody("seda:takes-long?waitForTaskToComplete=Never", "");
            begun.await();
            strategy.setTimeout(1);
            camel.suspend();
            await("all stands still").atMost(Durations.ONE_MINUTE).until(this::standsStill);
            camel.resume();
        } finally {
            strategy.setTimeout(patience);
            end.countDown();
            camel.getRouteController().stopRoute("takes-long");
            camel.removeRoute("takes-long");
        }

        Health.of(serai).assertWell();
        await("the API is there again")
                .atMost(Durations.ONE_MINUTE)
                .until(() -> given().auth()
                                .oauth2("serai-dev-admin")
                                .get("/api/channels")
                                .statusCode()
                        == 200);
    }

    /** What Camel gives up waiting for it suspends a moment after it says that it has. */
    private boolean standsStill() {
        return camel.getRoutes().stream()
                .map(Route::getConsumer)
                .filter(Suspendable.class::isInstance)
                .allMatch(consumer -> ((StatefulService) consumer).isSuspended());
    }
}
