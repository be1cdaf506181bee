package io.serai.console;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateInstance;
import io.serai.access.Caller;
import io.serai.access.CallerHeader;
import io.serai.access.Gate;
import io.serai.access.Role;
import io.serai.access.SessionSecret;
import io.serai.access.Sessions;
import io.serai.access.SignIn;
import io.serai.access.Tool;
import io.serai.config.AccessConfig;
import io.serai.problem.Problem;
import io.serai.problem.TooManyRequests;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/**
 * The page at {@code /}: the console for those who are signed in, the sign-in for all others. The page at {@code /jobs}: the jobs over
 * whole channels.
 */
@ApplicationScoped
public class ConsolePages {

    private static final String HTML = "text/html; charset=utf-8";
    private static final long LONGEST_FORM = 4096;

    private final Template console;
    private final Template jobs;
    private final Template signInPage;
    private final SignIn signIn;
    private final Sessions sessions;
    private final String shownToken;

    @Inject
    ConsolePages(
            @Location("console.html") Template console,
            @Location("jobs.html") Template jobs,
            @Location("sign-in.html") Template signInPage,
            SignIn signIn,
            Sessions sessions,
            AccessConfig config) {
        this.console = console;
        this.jobs = jobs;
        this.signInPage = signInPage;
        this.signIn = signIn;
        this.sessions = sessions;
        this.shownToken = config.shownToken().orElse("");
    }

    void register(@Observes Router router) {
        router.get("/").handler(this::page);
        router.get(Tool.JOBS).handler(this::jobs);
        router.get("/login").handler(context -> redirect(context, "/"));
        router.post("/login")
                .handler(BodyHandler.create(false).setBodyLimit(LONGEST_FORM))
                .blockingHandler(this::signIn, false);
        router.post("/logout").blockingHandler(this::signOut, false);
        router.get(Tool.HAWTIO.start() + "auth/logout").blockingHandler(this::leave, false);
    }

    private void page(RoutingContext context) {
        String caller = context.request().getHeader(Gate.CALLER_HEADER);
        if (caller != null) {
            html(context, render(context, console.instance(), CallerHeader.read(caller)));
        } else {
            html(context, signInPage(place(context.request().getParam("to")), "", ""));
        }
    }

    private void jobs(RoutingContext context) {
        Caller caller = CallerHeader.read(context.request().getHeader(Gate.CALLER_HEADER));
        html(
                context,
                render(
                        context,
                        jobs.data("mayCommand", caller.role().includes(Role.OPERATOR))
                                .data("mayClean", caller.role().includes(Role.ADMIN) && caller.seesAll()),
                        caller));
    }

    private static String render(RoutingContext context, TemplateInstance page, Caller caller) {
        return page.data(
                        "forgeryToken",
                        Gate.session(context.request())
                                .map(SessionSecret::forgeryToken)
                                .orElse(""))
                .data("seesRoutes", Tool.HAWTIO.admits(caller))
                .render();
    }

    private void signIn(RoutingContext context) {
        String token = context.request().getFormAttribute("token");
        String to = place(context.request().getFormAttribute("to"));
        try {
            SessionSecret session = signIn.signIn(
                    token == null ? "" : token.strip(),
                    context.request().remoteAddress().hostAddress());
            long lifetime = sessions.lifetime().toSeconds();
            context.response()
                    .addCookie(forgeryCookie(context, session.forgeryToken()).setMaxAge(lifetime))
                    .addCookie(cookie(context, session.text()).setMaxAge(lifetime));
            redirect(context, to);
        } catch (TooManyRequests problem) {
            problem.headers().forEach(context.response()::putHeader);
            context.response().setStatusCode(problem.status());
            html(context, signInPage(to, "Too many wrong tokens. Wait a minute, then try again.", ""));
        } catch (Problem problem) {
            context.response().setStatusCode(problem.status());
            html(
                    context,
                    signInPage(
                            to,
                            "This token is not valid.",
                            "Check that it was copied whole. It may also have expired or been revoked."));
        }
    }

    private void signOut(RoutingContext context) {
        end(context);
        context.response().setStatusCode(204).end();
    }

    /** Hawtio leads here those who sign out there. */
    private void leave(RoutingContext context) {
        end(context);
        redirect(context, "/");
    }

    private void end(RoutingContext context) {
        Gate.session(context.request()).ifPresent(sessions::end);
        context.response()
                .addCookie(forgeryCookie(context, "").setMaxAge(0))
                .addCookie(cookie(context, "").setMaxAge(0));
    }

    /** Where to go after the sign-in: to a tool or the jobs, or else to the console. */
    private static String place(String wanted) {
        return Tool.isPlace(wanted) ? wanted : "/";
    }

    private String signInPage(String to, String message, String hint) {
        return signInPage
                .data("to", to)
                .data("message", message)
                .data("hint", hint)
                .data("shownToken", shownToken)
                .render();
    }

    /** For scripts of tools to send along; worth nothing without the other cookie, which no script reads. */
    private static Cookie forgeryCookie(RoutingContext context, String value) {
        return Cookie.cookie(Gate.FORGERY_COOKIE, value)
                .setPath("/")
                .setSameSite(CookieSameSite.STRICT)
                .setSecure(context.request().isSSL());
    }

    private static Cookie cookie(RoutingContext context, String value) {
        return Cookie.cookie(Gate.SESSION_COOKIE, value)
                .setPath("/")
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT)
                .setSecure(context.request().isSSL());
    }

    private static void html(RoutingContext context, String page) {
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, HTML).end(page);
    }

    private static void redirect(RoutingContext context, String where) {
        context.response()
                .setStatusCode(303)
                .putHeader(HttpHeaders.LOCATION, where)
                .end();
    }
}
