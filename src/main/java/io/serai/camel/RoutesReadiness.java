package io.serai.camel;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.apache.camel.CamelContext;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Whether the routes run as a whole. Where a person has stopped all of them, by JMX for instance, nothing is to be asked of this process; but it
 * is not dead, and starting it anew would undo what that person did.
 */
@Readiness
@ApplicationScoped
public class RoutesReadiness implements HealthCheck {

    private static final String NAME = "routes";

    private final CamelContext camel;

    @Inject
    RoutesReadiness(CamelContext camel) {
        this.camel = camel;
    }

    @Override
    public HealthCheckResponse call() {
        return camel.getStatus().isStarted() ? HealthCheckResponse.up(NAME) : HealthCheckResponse.down(NAME);
    }
}
