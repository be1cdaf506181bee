package io.serai.camel;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.engine.DefaultShutdownStrategy;
import org.apache.camel.quarkus.main.events.AfterConfigure;
import org.apache.camel.spi.RouteStartupOrder;
import org.apache.camel.spi.ShutdownStrategy;

/**
 * Lets routes that are suspended be resumed, also where some did not come to an end in time. Camel then stops by force what it was only
 * to suspend: it says afterwards that all routes go on, but none answers any more.
 */
@ApplicationScoped
public class RoutesStandingStill {

    /** After Camel's own settings, which are kept. */
    void begin(@Observes AfterConfigure event) {
        CamelContext context = event.getCamelContext();
        context.setShutdownStrategy(Suspending.like(context.getShutdownStrategy()));
    }

    private static final class Suspending extends DefaultShutdownStrategy {

        static Suspending like(ShutdownStrategy settings) {
            Suspending suspending = new Suspending();
            suspending.setTimeout(settings.getTimeout());
            suspending.setTimeUnit(settings.getTimeUnit());
            suspending.setShutdownNowOnTimeout(settings.isShutdownNowOnTimeout());
            suspending.setShutdownRoutesInReverseOrder(settings.isShutdownRoutesInReverseOrder());
            suspending.setSuppressLoggingOnTimeout(settings.isSuppressLoggingOnTimeout());
            suspending.setLogInflightExchangesOnTimeout(settings.isLogInflightExchangesOnTimeout());
            return suspending;
        }

        @Override
        public void suspend(CamelContext context, List<RouteStartupOrder> routes) throws Exception {
            boolean stopsByForce = isShutdownNowOnTimeout();
            setShutdownNowOnTimeout(false);
            try {
                super.suspend(context, routes);
            } finally {
                setShutdownNowOnTimeout(stopsByForce);
            }
        }
    }
}
