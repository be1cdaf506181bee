package io.serai.console;

import com.fasterxml.jackson.databind.node.TextNode;
import io.serai.access.CallerHeader;
import io.serai.access.Gate;
import io.serai.access.Tool;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * What Hawtio and Swagger UI ask for beside their own files: those lie below {@code META-INF/resources}, where the build puts
 * them.
 */
@ApplicationScoped
public class ToolPages {

    /** What else Hawtio asks of whoever serves it: for plugins, other ways to sign in, a session's end, other processes. */
    private static final Map<String, String> NOTHING_MORE = Map.of(
            "/hawtio/plugin", "[]",
            "/hawtio/auth/config/login", "[]",
            "/hawtio/auth/config/oidc", "[]",
            "/hawtio/auth/config/session-timeout", "{\"timeout\":-1}",
            "/hawtio/keycloak/enabled", "false",
            "/hawtio/proxy/enabled", "false");

    private static final String JSON = "application/json";

    /** After every file, before the end of all routes. */
    private static final int LATE = Integer.MAX_VALUE - 1;

    private final Buffer hawtio = resource("META-INF/resources/hawtio/index.html");
    private final Buffer contract = resource("openapi.yaml");

    void register(@Observes Router router) {
        for (Tool tool : Tool.values()) {
            String withoutSlash = tool.start().substring(0, tool.start().length() - 1);
            router.get(withoutSlash).handler(context -> beginAt(context, tool));
        }
        router.get("/hawtio/user").handler(context -> json(context, name(context)));
        NOTHING_MORE.forEach((path, answer) -> router.get(path).handler(context -> json(context, answer)));
        // Its pages have paths of their own, all made by its one page.
        router.route("/hawtio/*")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .order(LATE)
                .handler(context -> send(context, "text/html; charset=utf-8", hawtio));
        router.get("/openapi.yaml").handler(context -> send(context, "application/yaml", contract));
    }

    /** The pages name their files relative to it. */
    private static void beginAt(RoutingContext context, Tool tool) {
        if (context.normalizedPath().equals(tool.start())) {
            context.next();
            return;
        }
        context.response()
                .setStatusCode(303)
                .putHeader(HttpHeaders.LOCATION, tool.start())
                .end();
    }

    private static String name(RoutingContext context) {
        return TextNode.valueOf(CallerHeader.read(context.request().getHeader(Gate.CALLER_HEADER))
                        .name())
                .toString();
    }

    private static void json(RoutingContext context, String json) {
        send(context, JSON, Buffer.buffer(json));
    }

    private static void send(RoutingContext context, String contentType, Buffer content) {
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, contentType).end(content);
    }

    private static Buffer resource(String name) {
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(name)) {
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
