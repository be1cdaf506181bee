package io.serai.console;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.serai.access.Gate;
import io.serai.access.SessionSecret;
import io.serai.access.Sessions;
import io.serai.access.SignIn;
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

/** The page at {@code /}: the console for those who are signed in, the sign-in for all others. */
@ApplicationScoped
public class ConsolePages {

    private static final String HTML = "text/html; charset=utf-8";
    private static final long LONGEST_FORM = 4096;

    private final Template console;
    private final Template signInPage;
    private final SignIn signIn;
    private final Sessions sessions;
    private final String shownToken;

    @Inject
    ConsolePages(
            @Location("console.html") Template console,
            @Location("sign-in.html") Template signInPage,
            SignIn signIn,
            Sessions sessions,
            AccessConfig config) {
        this.console = console;
        this.signInPage = signInPage;
        this.signIn = signIn;
        this.sessions = sessions;
        this.shownToken = config.shownToken().orElse("");
    }

    void register(@Observes Router router) {
        router.get("/").handler(this::page);
        router.get("/login").handler(context -> redirect(context, "/"));
        router.post("/login")
                .handler(BodyHandler.create(false).setBodyLimit(LONGEST_FORM))
                .blockingHandler(this::signIn, false);
        router.post("/logout").blockingHandler(this::signOut, false);
    }

    private void page(RoutingContext context) {
        boolean known = context.request().headers().contains(Gate.CALLER_HEADER);
        if (known) {
            String forgeryToken = Gate.session(context.request())
                    .map(SessionSecret::forgeryToken)
                    .orElse("");
            html(context, console.data("forgeryToken", forgeryToken).render());
        } else {
            html(context, signInPage("", ""));
        }
    }

    private void signIn(RoutingContext context) {
        String token = context.request().getFormAttribute("token");
        try {
            SessionSecret session = signIn.signIn(
                    token == null ? "" : token.strip(),
                    context.request().remoteAddress().hostAddress());
            context.response()
                    .addCookie(cookie(context, session.text())
                            .setMaxAge(sessions.lifetime().toSeconds()));
            redirect(context, "/");
        } catch (TooManyRequests problem) {
            problem.headers().forEach(context.response()::putHeader);
            context.response().setStatusCode(problem.status());
            html(context, signInPage("Too many wrong tokens. Wait a minute, then try again.", ""));
        } catch (Problem problem) {
            context.response().setStatusCode(problem.status());
            html(
                    context,
                    signInPage(
                            "This token is not valid.",
                            "Check that it was copied whole. It may also have expired or been revoked."));
        }
    }

    private void signOut(RoutingContext context) {
        Gate.session(context.request()).ifPresent(sessions::end);
        context.response().addCookie(cookie(context, "").setMaxAge(0));
        context.response().setStatusCode(204).end();
    }

    private String signInPage(String message, String hint) {
        return signInPage
                .data("message", message)
                .data("hint", hint)
                .data("shownToken", shownToken)
                .render();
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
