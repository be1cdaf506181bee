package io.serai.camel;

import io.serai.config.ProcessConfig;
import io.serai.config.WorkerMode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.apache.camel.CamelContext;
import org.apache.camel.quarkus.main.events.AfterConfigure;

/**
 * Which routes run in this process (C8). Routes that begin at a clock or at a wake-up are work; routes that begin at HTTP
 * answer. What they hand to each other is in the database, so either kind does without the other's process for a while.
 */
@ApplicationScoped
public class StartedRoutes {

    private static final String WORK = "seda://wake-*,seda://catch-up-now*,timer://*,quartz://*";
    private static final String ANSWERS = "platform-http:*,rest-openapi:*,rest-api:*,seda://import-lines*";

    private final WorkerMode mode;

    @Inject
    StartedRoutes(ProcessConfig config) {
        this.mode = WorkerMode.parse(config.workerMode());
    }

    /** After Camel's own settings, which would take it back. */
    void begin(@Observes AfterConfigure event) {
        configure(event.getCamelContext());
    }

    /** Tells a context that has not started which of its routes to leave alone. */
    public void configure(CamelContext context) {
        context.setAutoStartupExcludePattern(
                switch (mode) {
                    case ALL -> null;
                    case WEB -> WORK;
                    case WORKER -> ANSWERS;
                });
    }
}
