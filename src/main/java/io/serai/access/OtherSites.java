package io.serai.access;

import io.serai.config.AccessConfig;
import io.serai.config.WebOrigin;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Other sites whose pages may call the API from a browser (A13), with a token of theirs: by what browsers call cross-origin resource
 * sharing. Never with the cookie of a browser that is signed in to the console, which {@link Gate} does not look at where such a site asks.
 */
@ApplicationScoped
class OtherSites {

    private static final String REQUESTED_METHOD = "Access-Control-Request-Method";
    private static final String SENT = "Authorization, Content-Type, If-Match, Idempotency-Key";
    private static final String SHOWN = "ETag, Location, Retry-After, WWW-Authenticate, Idempotency-Replayed";

    /** Seconds for which a browser need not ask again whether it may ask. */
    private static final String REMEMBERED = "600";

    private final Set<String> origins;

    @Inject
    OtherSites(AccessConfig config) {
        this.origins = config.corsOrigins().orElse(List.of()).stream()
                .map(WebOrigin::parse)
                .map(WebOrigin::text)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The other site whose page asks, if it may. */
    Optional<String> asking(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        boolean isOurOwnPage = "same-origin".equals(request.getHeader("Sec-Fetch-Site"));
        return origin == null || isOurOwnPage || !origins.contains(origin) ? Optional.empty() : Optional.of(origin);
    }

    /** Whether a browser asks only whether it may ask. It sends no token with it. */
    static boolean isPreflight(HttpServerRequest request) {
        return request.method().name().equals("OPTIONS") && request.headers().contains(REQUESTED_METHOD);
    }

    /** Lets the page that asked read an answer. */
    void share(Optional<String> site, HttpServerResponse response) {
        if (origins.isEmpty()) {
            return;
        }
        MultiMap headers = response.headers();
        headers.add(HttpHeaders.VARY, "Origin");
        site.ifPresent(origin -> headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                .set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, SHOWN));
    }

    /** Says what may be asked at a path. */
    static void answerPreflight(HttpServerResponse response, Set<String> methods) {
        response.setStatusCode(204)
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, String.join(", ", methods))
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, SENT)
                .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, REMEMBERED)
                .end();
    }
}
