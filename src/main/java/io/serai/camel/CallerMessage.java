package io.serai.camel;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;

/** Keeps a caller's headers and body out of what goes to a platform, and its answers out of the caller's headers. */
@ApplicationScoped
@Named("callerMessage")
public class CallerMessage {

    private static final String KEPT = "callerMessage";

    private record Kept(Map<String, Object> headers, Object body) {}

    public void keep(Exchange exchange) {
        exchange.setVariable(
                KEPT,
                new Kept(
                        new HashMap<>(exchange.getMessage().getHeaders()),
                        exchange.getMessage().getBody()));
    }

    public void giveBack(Exchange exchange) {
        Kept kept = exchange.getVariable(KEPT, Kept.class);
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().getHeaders().putAll(kept.headers());
        exchange.getMessage().setBody(kept.body());
        exchange.removeVariable(KEPT);
    }
}
