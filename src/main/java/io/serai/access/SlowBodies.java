package io.serai.access;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.serai.config.AccessConfig;
import io.serai.problem.ProblemDocument;
import io.serai.problem.TooSlow;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Gives up requests whose body stops coming. No worker waits for one, but its connection and what has come of it would be held
 * for as long as the sender likes.
 */
@ApplicationScoped
public class SlowBodies {

    /** Above the gate: strangers too send slowly. */
    private static final int PRIORITY = 11_000;

    private static final long MILLIS = 1000;

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    private final long patience;
    private final int rate;

    @Inject
    SlowBodies(AccessConfig config) {
        this.patience = config.bodyPatience().toMillis();
        this.rate = config.bodyRate();
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, PRIORITY);
    }

    private void handle(RoutingContext context) {
        if (mayHaveBody(context.request())) {
            long begun = System.nanoTime();
            long timer = context.vertx().setPeriodic(patience, id -> look(context, begun));
            context.addEndHandler(end -> context.vertx().cancelTimer(timer));
        }
        context.next();
    }

    private void look(RoutingContext context, long begun) {
        HttpServerRequest request = context.request();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        boolean isOver = request.isEnded()
                || context.response().ended()
                || context.response().closed();
        if (!isOver && request.bytesRead() * MILLIS < millis * rate) {
            giveUp(context, millis);
        }
    }

    private void giveUp(RoutingContext context, long millis) {
        HttpServerResponse response = context.response();
        boolean isShared = context.request().version() == HttpVersion.HTTP_2;
        if (!response.headWritten()) {
            ProblemDocument document = ProblemDocument.of(
                    new TooSlow("The body was not whole after %d s and came more slowly than %d bytes a second"
                            .formatted(millis / MILLIS, rate)));
            if (!isShared) {
                response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
            response.setStatusCode(document.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, ProblemDocument.CONTENT_TYPE)
                    .end(document.json());
        }
        if (isShared) {
            response.reset();
        } else {
            context.request().connection().close();
        }
    }

    /** HTTP/2 says so by its frames alone. */
    private static boolean mayHaveBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && !length.strip().equals("0")
                || request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                || request.version() == HttpVersion.HTTP_2
                        && !READING.contains(request.method().name());
    }
}
