package io.serai.access;

import io.serai.config.AccessConfig;
import io.serai.problem.TooLarge;
import io.serai.problem.UnsupportedContent;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.TreeSet;

/** Which bodies are taken, judged by what a request says of its body before any of it is read. */
@ApplicationScoped
class RequestBodies {

    private static final String JSON = "application/json";

    private static final String FORM = "application/x-www-form-urlencoded";

    private final long maxLength;

    @Inject
    RequestBodies(AccessConfig config) {
        this.maxLength = config.maxBody().asLongValue();
    }

    /**
     * @throws TooLarge for a body that says it is longer than any that is taken
     * @throws UnsupportedContent for one that the operation does not take
     */
    void check(HttpServerRequest request, Operation operation) {
        if (!hasBody(request, operation)) {
            return;
        }
        checkLength(request);
        String contentType = request.getHeader(HttpHeaders.CONTENT_TYPE);
        boolean isOther = operation.takesBody() && !operation.takesJson();
        if (isOther && operation.contentTypes().stream().noneMatch(type -> is(contentType, type))) {
            throw new UnsupportedContent(
                    "Send one of these: Content-Type: " + String.join(" or ", new TreeSet<>(operation.contentTypes())));
        }
        if (!isOther && !is(contentType, JSON)) {
            throw notJson();
        }
        if (request.headers().contains(HttpHeaders.CONTENT_ENCODING)) {
            throw new UnsupportedContent("Send the body without a Content-Encoding");
        }
    }

    /**
     * The same for a platform's delivery, which no operation describes.
     *
     * @param takesForm whether it may be a form too
     */
    void checkDelivery(HttpServerRequest request, boolean takesForm) {
        checkLength(request);
        String contentType = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (!is(contentType, JSON) && !(takesForm && is(contentType, FORM))) {
            throw notJson();
        }
    }

    /** @throws TooLarge for a body that says it is longer than any that is taken */
    void checkLength(HttpServerRequest request) {
        if (isOver(request.getHeader(HttpHeaders.CONTENT_LENGTH))) {
            throw new TooLarge("A body has at most " + maxLength + " bytes");
        }
    }

    private static boolean hasBody(HttpServerRequest request, Operation operation) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                || length != null && !length.strip().equals("0")
                // HTTP/2 tells of a body by its frames alone.
                || length == null && operation.takesBody() && request.version() == HttpVersion.HTTP_2;
    }

    private boolean isOver(String length) {
        try {
            return length != null && Long.parseLong(length.strip()) > maxLength;
        } catch (NumberFormatException e) {
            return true;
        }
    }

    private static UnsupportedContent notJson() {
        return new UnsupportedContent("Send JSON: Content-Type: application/json");
    }

    private static boolean is(String contentType, String type) {
        return contentType != null
                && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(type);
    }
}
