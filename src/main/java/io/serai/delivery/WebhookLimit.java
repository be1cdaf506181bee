package io.serai.delivery;

import io.github.bucket4j.TimeMeter;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.serai.config.IntakeConfig;
import io.serai.problem.TooManyRequests;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Locale;

/** Turns deliveries away while their source sends too many, before anything reads their body or checks a signature. */
@ApplicationScoped
public class WebhookLimit {

    /** Below the gate, above whatever reads bodies. */
    private static final int PRIORITY = 9_000;

    private static final String WEBHOOKS = "/api/integrations/webhooks/";

    private static final int SOURCES = 10_000;

    private final SourceLimit limit;

    @Inject
    WebhookLimit(IntakeConfig config) {
        this.limit = new SourceLimit(config.sourceRate(), config.sourceBurst(), SOURCES, TimeMeter.SYSTEM_NANOTIME);
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, PRIORITY);
    }

    private void handle(RoutingContext context) {
        if (context.normalizedPath().startsWith(WEBHOOKS)) {
            limit.wait(source(context.request()))
                    .ifPresentOrElse(wait -> context.fail(new TooManyRequests(wait)), context::next);
        } else {
            context.next();
        }
    }

    /** The channel that the address names; the seeds' plain addresses leave it to a header to name the shop. */
    private static String source(HttpServerRequest request) {
        String channel = request.getParam("channel");
        if (channel != null) {
            return "channel " + channel;
        }
        String shop = request.getHeader(WebhookReceiver.SHOPIFY_SHOP);
        String source = shop == null ? request.getHeader(WebhookReceiver.WOOCOMMERCE_SHOP) : shop;
        return "shop " + (source == null ? "" : source.toLowerCase(Locale.ROOT));
    }
}
