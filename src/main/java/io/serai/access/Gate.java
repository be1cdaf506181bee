package io.serai.access;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.serai.problem.Forbidden;
import io.serai.problem.MethodNotAllowed;
import io.serai.problem.NotFound;
import io.serai.problem.Problem;
import io.serai.problem.ProblemDocument;
import io.serai.problem.TooLarge;
import io.serai.problem.Unauthenticated;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.regex.Pattern;
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

    /** The page, which shows the sign-in to those it does not know. */
    private static final String PAGE = "/";

    /** Where a browser signs in. */
    private static final String SIGN_IN = "/login";

    /** Where a browser comes back from a platform's sign-in; the state it brings proves that Serai sent it there. */
    private static final String SIGNED_IN = "/connect/jtl-ffn/callback";

    private static final Set<String> OPEN = Set.of(PAGE, SIGN_IN, SIGNED_IN, "/favicon.ico", "/q/health");

    private static final String DELIVERIES = "/api/integrations/webhooks/";

    /** What is below and no route takes would reach the API's routes without a token. */
    private static final Pattern DELIVERY =
            Pattern.compile(DELIVERIES + "(?:shopify-enhanced/[^/]+/[^/]+|woocommerce-enhanced/[^/]+)");

    /** WooCommerce tries a new webhook with a form. */
    private static final String FORM_DELIVERIES = DELIVERIES + "woocommerce-enhanced/";

    /** Deliveries prove themselves by their signature; health is asked by those who have no token. */
    private static final List<String> OPEN_BELOW = List.of(DELIVERIES, "/q/health/", "/static/");

    /** Figures over all tenants. */
    private static final String OPERATIONS = "/q/";

    private static final String BEARER = "bearer ";

    /** The cookie of a signed-in browser. */
    public static final String SESSION_COOKIE = "serai_session";

    /** Goes with everything a signed-in browser changes: {@link SessionSecret#forgeryToken()}. */
    public static final String FORGERY_HEADER = "X-CSRF-Token";

    /** The same for scripts made by others: they read this cookie, which begins and ends with the session, … */
    public static final String FORGERY_COOKIE = "XSRF-TOKEN";

    /** … and send it under this name. */
    private static final String FORGERY_COOKIE_HEADER = "X-XSRF-TOKEN";

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    /** Nothing but Serai's own files, nothing inline, and no other site may frame a page. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final Contract contract;
    private final Tokens tokens;
    private final Sessions sessions;
    private final RequestBodies bodies;
    private final OtherSites otherSites;

    @Inject
    Gate(Contract contract, Tokens tokens, Sessions sessions, RequestBodies bodies, OtherSites otherSites) {
        this.contract = contract;
        this.tokens = tokens;
        this.sessions = sessions;
        this.bodies = bodies;
        this.otherSites = otherSites;
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
        String path = context.normalizedPath();
        Optional<Tool> tool = Tool.at(path);
        String policy = tool.map(Tool::contentSecurityPolicy).orElse(CONTENT_SECURITY_POLICY);
        context.addHeadersEndHandler(end -> context.response()
                .putHeader(
                        HttpHeaders.CACHE_CONTROL,
                        tool.isPresent() && isFile(context) ? Tool.cacheControl(path) : "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "same-origin")
                .putHeader("Content-Security-Policy", policy));
        Optional<String> otherSite = otherSites.asking(request);
        SortedSet<String> methods = contract.methods(path);
        if (!methods.isEmpty()) {
            context.addHeadersEndHandler(end -> otherSites.share(otherSite, context.response()));
            if (otherSite.isPresent() && OtherSites.isPreflight(request)) {
                OtherSites.answerPreflight(context.response(), methods);
                return;
            }
        }
        Optional<TokenSecret> token = presented(request);
        Optional<SessionSecret> session =
                token.isPresent() || otherSite.isPresent() ? Optional.empty() : session(request);
        if (path.equals(PAGE) && session.isPresent()) {
            lookUp(context, () -> sessions.caller(session.get()), found -> greet(context, found));
        } else if (path.equals(SIGN_IN) && isFromAnotherSite(request)) {
            refuse(context, new Forbidden("Sign in on Serai's own page"));
        } else if (isOpen(path)) {
            letIn(context, path);
        } else if (token.isPresent()) {
            lookUp(context, () -> tokens.caller(token.get()), found -> enter(context, path, found));
        } else if (session.isEmpty()) {
            refuse(context, new Unauthenticated(false));
        } else if (!READING.contains(request.method().name()) && !isOurs(request, session.get())) {
            refuse(context, new Forbidden("A signed-in browser sends the page's " + FORGERY_HEADER + " along"));
        } else {
            lookUp(context, () -> sessions.caller(session.get()), found -> enter(context, path, found));
        }
    }

    private void letIn(RoutingContext context, String path) {
        try {
            if (path.startsWith(DELIVERIES)) {
                checkDelivery(context.request(), path);
            } else {
                bodies.checkLength(context.request());
            }
            context.next();
        } catch (Problem problem) {
            refuse(context, problem);
        }
    }

    private void checkDelivery(HttpServerRequest request, String path) {
        if (!DELIVERY.matcher(path).matches()) {
            throw new NotFound("path");
        }
        if (!request.method().name().equals("POST")) {
            throw new MethodNotAllowed(new TreeSet<>(Set.of("POST")));
        }
        bodies.checkDelivery(request, path.startsWith(FORM_DELIVERIES));
    }

    private static void lookUp(
            RoutingContext context, Callable<Optional<Caller>> question, Consumer<Optional<Caller>> then) {
        // The body waits until it is known whether anybody wants it.
        context.request().pause();
        context.vertx().executeBlocking(question, false).onComplete(found -> {
            if (found.failed()) {
                context.fail(found.cause());
            } else {
                then.accept(found.result());
            }
        });
    }

    private static void greet(RoutingContext context, Optional<Caller> found) {
        found.ifPresent(caller -> context.request().headers().set(CALLER_HEADER, CallerHeader.write(caller)));
        context.request().resume();
        context.next();
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
        Tool.at(path).ifPresent(tool -> tool.admit(caller));
        if (!path.startsWith(contract.basePath())) {
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
        bodies.check(request, operation);
    }

    private static boolean isOpen(String path) {
        return OPEN.contains(path) || OPEN_BELOW.stream().anyMatch(path::startsWith);
    }

    /** The browser says where a form was sent from; without it nobody could be signed in under another's name. */
    private static boolean isFromAnotherSite(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        return site != null && !site.equals("same-origin") && !site.equals("none");
    }

    /** The session a browser presents, whether it still exists or not. */
    public static Optional<SessionSecret> session(HttpServerRequest request) {
        Cookie cookie = request.getCookie(SESSION_COOKIE);
        return cookie == null || cookie.getValue().isEmpty()
                ? Optional.empty()
                : Optional.of(new SessionSecret(cookie.getValue()));
    }

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
        if (context.failure() instanceof HttpClosedException) {
            // Who sent it has gone, and hears no answer.
            return;
        }
        int status = context.statusCode();
        if (status == HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE.code()) {
            // The body did not say how long it is, and was cut off.
            refuse(context, new TooLarge("The body is larger than is taken here"));
            return;
        }
        if (status == HttpResponseStatus.NOT_FOUND.code()) {
            refuse(context, new NotFound("path"));
            return;
        }
        if (status >= 400 && status < 500) {
            answer(context, ProblemDocument.ofStatus(status));
            return;
        }
        ProblemDocument document = ProblemDocument.unexpected();
        LOG.errorf(context.failure(), "Unexpected failure %s", document.instance());
        answer(context, document);
    }

    private static void refuse(RoutingContext context, Problem problem) {
        if (problem instanceof Unauthenticated && Tool.greets(context.normalizedPath()) && isVisit(context.request())) {
            greetFirst(context);
        } else {
            answer(context, ProblemDocument.of(problem));
        }
    }

    /** A person came by a bookmark: they sign in, and go on from there. */
    private static void greetFirst(RoutingContext context) {
        String place = context.request().uri();
        context.response()
                .setStatusCode(303)
                .putHeader(
                        HttpHeaders.LOCATION,
                        Tool.isPlace(place) ? PAGE + "?to=" + URLEncoder.encode(place, StandardCharsets.UTF_8) : PAGE)
                .end();
        context.request().resume();
    }

    /** Whether a person looks at what is answered, in contrast to a script. */
    private static boolean isVisit(HttpServerRequest request) {
        String mode = request.getHeader("Sec-Fetch-Mode");
        String accepted = request.getHeader(HttpHeaders.ACCEPT);
        return request.method().name().equals("GET")
                && (mode == null ? accepted != null && accepted.contains("text/html") : mode.equals("navigate"));
    }

    private static boolean isFile(RoutingContext context) {
        return context.response().headers().contains(HttpHeaders.LAST_MODIFIED);
    }

    private static boolean isOurs(HttpServerRequest request, SessionSecret session) {
        return session.hasForgeryToken(request.getHeader(FORGERY_HEADER))
                || session.hasForgeryToken(request.getHeader(FORGERY_COOKIE_HEADER));
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
