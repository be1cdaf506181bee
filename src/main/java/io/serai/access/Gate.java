package io.serai.access;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.serai.config.AccessConfig;
import io.serai.problem.Forbidden;
import io.serai.problem.MethodNotAllowed;
import io.serai.problem.NotFound;
import io.serai.problem.Problem;
import io.serai.problem.ProblemDocument;
import io.serai.problem.TooLarge;
import io.serai.problem.Unauthenticated;
import io.serai.problem.UnsupportedContent;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.jboss.logging.Logger;

/**
 * What every request passes before anything else reads it: the one place that says who gets in. What is not named here
 * as open needs a token; what the contract does not name is not there.
 */
@ApplicationScoped
public class Gate {

    /**
     * Tells what comes after who the caller is. Whatever a request brings under this name is thrown away here, so it
     * can be believed.
     */
    public static final String CALLER_HEADER = "serai-caller";

    private static final Logger LOG = Logger.getLogger(Gate.class);

    /** Above every other filter. */
    private static final int FIRST = 10_000;

    private static final int BEFORE_ALL_ROUTES = -20_000;

    /** The page and its login, which ask for nothing a token would guard. */
    private static final Set<String> OPEN = Set.of("/", "/login", "/favicon.ico", "/q/health");

    /** Deliveries prove themselves by their signature; health is asked by those who have no token. */
    private static final List<String> OPEN_BELOW = List.of("/api/integrations/webhooks/", "/q/health/", "/static/");

    /** Figures over all tenants. */
    private static final String OPERATIONS = "/q/";

    private static final String BEARER = "bearer ";

    private final Contract contract;
    private final Tokens tokens;
    private final long maxBody;

    @Inject
    Gate(Contract contract, Tokens tokens, AccessConfig config) {
        this.contract = contract;
        this.tokens = tokens;
        this.maxBody = config.maxBody().asLongValue();
    }

    void register(@Observes Filters filters) {
        filters.register(this::handle, FIRST);
    }

    void register(@Observes Router router) {
        router.route().order(BEFORE_ALL_ROUTES).failureHandler(Gate::fail);
        router.route().last().handler(context -> refuse(context, new NotFound("path")));
    }

    private void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        request.headers().remove(CALLER_HEADER);
        context.addHeadersEndHandler(end -> context.response()
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Content-Type-Options", "nosniff"));
        String path = context.normalizedPath();
        if (isOpen(path)) {
            context.next();
            return;
        }
        Optional<TokenSecret> presented = presented(request);
        if (presented.isEmpty()) {
            refuse(context, new Unauthenticated(false));
            return;
        }
        // The body waits until it is known whether anybody wants it.
        request.pause();
        context.vertx()
                .executeBlocking(() -> tokens.caller(presented.get()), false)
                .onComplete(found -> {
                    if (found.failed()) {
                        context.fail(found.cause());
                    } else {
                        enter(context, path, found.result());
                    }
                });
    }

    private void enter(RoutingContext context, String path, Optional<Caller> found) {
        try {
            Caller caller = found.orElseThrow(() -> new Unauthenticated(true));
            check(context.request(), path, caller);
            context.request().headers().set(CALLER_HEADER, CallerHeader.write(caller));
            context.request().resume();
            context.next();
        } catch (Problem problem) {
            refuse(context, problem);
        }
    }

    private void check(HttpServerRequest request, String path, Caller caller) {
        if (path.startsWith(OPERATIONS) && !caller.seesAll()) {
            throw new Forbidden("This needs a token that is not bound to one tenant");
        }
        if (!path.equals(contract.basePath()) && !path.startsWith(contract.basePath() + "/")) {
            return;
        }
        SortedSet<String> methods = contract.methods(path);
        if (methods.isEmpty()) {
            throw new NotFound("path");
        }
        Operation operation =
                contract.find(request.method().name(), path).orElseThrow(() -> new MethodNotAllowed(methods));
        if (!caller.role().includes(operation.role())) {
            throw new Forbidden(
                    "This needs a token with the role " + operation.role().key());
        }
        checkBody(request, operation);
    }

    private void checkBody(HttpServerRequest request, Operation operation) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        boolean hasBody = request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                || length != null && !length.strip().equals("0");
        if (!hasBody) {
            return;
        }
        if (length != null && isOver(length.strip())) {
            throw tooLarge();
        }
        if (operation.takesBody() && !isJson(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
            throw new UnsupportedContent("Send JSON: Content-Type: application/json");
        }
        if (request.headers().contains(HttpHeaders.CONTENT_ENCODING)) {
            throw new UnsupportedContent("Send the body without a Content-Encoding");
        }
    }

    private boolean isOver(String length) {
        try {
            return Long.parseLong(length) > maxBody;
        } catch (NumberFormatException e) {
            return true;
        }
    }

    private TooLarge tooLarge() {
        return new TooLarge("A body has at most " + maxBody + " bytes");
    }

    private static boolean isJson(String contentType) {
        return contentType != null
                && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json");
    }

    private static boolean isOpen(String path) {
        return OPEN.contains(path) || OPEN_BELOW.stream().anyMatch(path::startsWith);
    }

    /** The session of a signed-in browser will be a second way to present a secret; it belongs here. */
    private static Optional<TokenSecret> presented(HttpServerRequest request) {
        List<String> authorizations = request.headers().getAll(HttpHeaders.AUTHORIZATION);
        if (authorizations.size() != 1 || !authorizations.get(0).regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.empty();
        }
        String secret = authorizations.get(0).substring(BEARER.length()).strip();
        return secret.isEmpty() ? Optional.empty() : Optional.of(new TokenSecret(secret));
    }

    private static void fail(RoutingContext context) {
        if (context.failure() instanceof Problem problem) {
            refuse(context, problem);
            return;
        }
        int status = context.statusCode();
        if (status >= 400 && status < 500) {
            answer(context, ProblemDocument.ofStatus(status));
            return;
        }
        ProblemDocument document = ProblemDocument.unexpected();
        LOG.errorf(context.failure(), "Unexpected failure %s", document.instance());
        answer(context, document);
    }

    private static void refuse(RoutingContext context, Problem problem) {
        answer(context, ProblemDocument.of(problem));
    }

    private static void answer(RoutingContext context, ProblemDocument document) {
        if (context.response().ended()) {
            return;
        }
        if (context.response().headWritten()) {
            context.response().reset();
            return;
        }
        document.headers().forEach(context.response()::putHeader);
        context.response()
                .setStatusCode(document.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, ProblemDocument.CONTENT_TYPE)
                .end(document.json());
        context.request().resume();
    }
}
