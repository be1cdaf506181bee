package io.serai.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.serai.problem.MalformedRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * Refuses addresses that are no percent-encoded UTF-8, and says so: others who read them would take other characters for them
 * than were meant, and the HTTP server beneath would refuse some without a word.
 */
@ApplicationScoped
public class Addresses {

    /** Above all who read an address. */
    private static final int PRIORITY = 12_000;

    /** Keeps the HTTP server from refusing what is refused here. */
    private static final String LEFT_TO_US = "vertx.disableURIValidation";

    /** To be called before the HTTP server starts. */
    public static void checkHere() {
        System.setProperty(LEFT_TO_US, "true");
    }

    void register(@Observes Filters filters) {
        filters.register(Addresses::handle, PRIORITY);
    }

    private static void handle(RoutingContext context) {
        if (isReadable(context.request().uri())) {
            context.next();
        } else {
            context.fail(new MalformedRequest("The address is not percent-encoded UTF-8 as it must be"));
        }
    }

    static boolean isReadable(String address) {
        try {
            URI readable = new URI(address);
            byte[] bytes = URLDecoder.decode(readable.toString(), ISO_8859_1).getBytes(ISO_8859_1);
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (URISyntaxException | IllegalArgumentException | CharacterCodingException unreadable) {
            return false;
        }
    }
}
