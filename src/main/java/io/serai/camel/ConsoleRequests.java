package io.serai.camel;

import io.serai.access.Caller;
import io.serai.access.CallerHeader;
import io.serai.access.Gate;
import io.serai.console.ConsoleTenants;
import io.serai.console.Fields;
import io.serai.problem.MalformedRequest;
import io.serai.problem.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Lets in what the console's queries read, as headers, and nothing else; always of one tenant the caller may see. */
@ApplicationScoped
@Named("consoleRequests")
public class ConsoleRequests {

    private static final int PAGE = 50;
    private static final int LAST_PAGE = 100_000;
    private static final int LONGEST_SEARCH = 200;
    private static final Set<String> STATES = Set.of("", "SYNCED", "PENDING", "CONFLICT", "ERROR");
    private static final Set<String> JOB_STATES =
            Set.of("", "active", "pending", "running", "paused", "completed", "failed", "cancelled");
    private static final Set<String> ORDERS = Set.of("name", "changed");

    private final ConsoleTenants tenants;
    private final Fields fields;

    @Inject
    ConsoleRequests(ConsoleTenants tenants, Fields fields) {
        this.tenants = tenants;
        this.fields = fields;
    }

    public void ofTenant(Exchange exchange) {
        admit(exchange);
    }

    public void productPage(Exchange exchange) {
        Message message = exchange.getMessage();
        String q = text(message, "q", "");
        String state = text(message, "state", "");
        String order = text(message, "order", "name");
        String page = text(message, "page", "1");
        if (q.length() > LONGEST_SEARCH || !StrictJson.isStorable(q)) {
            throw new MalformedRequest("q cannot be searched for");
        }
        if (!STATES.contains(state) || !ORDERS.contains(order) || !page.matches("[1-9][0-9]{0,5}")) {
            throw new MalformedRequest("state, order or page is none there is");
        }
        admit(exchange);
        message.setHeader("q", q.strip());
        message.setHeader("state", state);
        message.setHeader("order", order);
        limit(message, page);
    }

    public void jobPage(Exchange exchange) {
        Message message = exchange.getMessage();
        String state = text(message, "state", "");
        String page = text(message, "page", "1");
        if (!JOB_STATES.contains(state) || !page.matches("[1-9][0-9]{0,5}")) {
            throw new MalformedRequest("state or page is none there is");
        }
        admit(exchange);
        message.setHeader("state", state);
        limit(message, page);
    }

    public void product(Exchange exchange) {
        Message message = exchange.getMessage();
        String id = text(message, "productId", "");
        admit(exchange);
        try {
            message.setHeader("productId", UUID.fromString(id).toString());
        } catch (IllegalArgumentException e) {
            throw new NotFound("product");
        }
        message.setHeader("fields", fields.json());
        message.setHeader("sentences", fields.sentences());
    }

    private static void limit(Message message, String page) {
        message.setHeader("limit", PAGE);
        message.setHeader("offset", (Math.min(Integer.parseInt(page), LAST_PAGE) - 1) * PAGE);
    }

    private void admit(Exchange exchange) {
        Message message = exchange.getMessage();
        Caller caller = CallerHeader.read(message.getHeader(Gate.CALLER_HEADER, String.class));
        String tenant = tenants.shown(caller, text(message, "tenant", ""));
        message.removeHeaders("*");
        message.setBody(null);
        message.setHeader("tenant", tenant);
        message.setHeader("mine", caller.seesAll() ? "" : caller.tenant());
    }

    private static String text(Message message, String name, String otherwise) {
        return message.getHeader(name) instanceof String text && !text.isEmpty() ? text : otherwise;
    }
}
