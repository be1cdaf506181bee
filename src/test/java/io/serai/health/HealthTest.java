package io.serai.health;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.serai.support.PostgresResource;
import jakarta.inject.Inject;
import java.net.URI;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@DisplayName("Health")
class HealthTest {

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
    }
}
