package io.serai.camel;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.serai.channel.Authorizations;
import io.serai.channel.BegunAuthorization;
import io.serai.channel.SignInRefused;
import io.serai.channel.SignInRefused.Reason;
import io.serai.platform.PlatformFailure;
import io.serai.platform.Unauthorized;
import io.serai.problem.ProblemDocument;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jboss.logging.Logger;

/** What a person sees who comes back from signing in at a platform. Nothing of the request is shown again. */
@ApplicationScoped
@Named("connectPages")
public class ConnectPages {

    private static final Logger LOG = Logger.getLogger(ConnectPages.class);

    private static final String DENIED = "access_denied";
    private static final int LONGEST_CODE = 4096;

    private final Authorizations authorizations;
    private final Template page;

    @Inject
    ConnectPages(Authorizations authorizations, @Location("connect.html") Template page) {
        this.authorizations = authorizations;
        this.page = page;
    }

    /**
     * Takes what the browser brought. The state works once, whatever comes with it.
     *
     * @throws SignInRefused if nothing can be made of it
     */
    public void arrive(Exchange exchange) {
        Message message = exchange.getMessage();
        String state = text(message, "state");
        String code = text(message, "code");
        String error = text(message, "error");
        message.removeHeaders("*");
        message.setBody(null);
        BegunAuthorization begun = authorizations.take(state);
        if (error != null) {
            throw new SignInRefused(error.equals(DENIED) ? Reason.DENIED : Reason.FAILED);
        }
        if (code == null || code.length() > LONGEST_CODE) {
            throw new SignInRefused(Reason.NO_CODE);
        }
        exchange.setVariable("authorization", begun);
        exchange.setVariable("channelId", begun.channelId());
        exchange.setVariable("code", code);
    }

    /** A parameter given twice is none: nobody could say which of them is meant. */
    private static String text(Message message, String name) {
        return message.getHeader(name) instanceof String text && !text.isEmpty() ? text : null;
    }

    public void signedIn(Exchange exchange) {
        String channel = exchange.getVariable("channelId", String.class);
        show(
                exchange,
                200,
                "Signed in.",
                "Serai may use JTL-FFN for the channel " + channel + " and is setting it up. You can close this page.");
    }

    public void refused(Exchange exchange) {
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        if (failure instanceof SignInRefused refused) {
            show(exchange, refused.status(), refused.getMessage(), refused.hint());
        } else if (failure instanceof Unauthorized unauthorized) {
            show(exchange, 409, "The platform does not know Serai.", unauthorized.getMessage() + ".");
        } else if (failure instanceof PlatformFailure) {
            show(
                    exchange,
                    503,
                    "The platform does not answer.",
                    "Wait a moment, then ask for a new link: POST /api/channels/{id}/authorization.");
        } else {
            ProblemDocument document = ProblemDocument.unexpected();
            LOG.errorf(failure, "Unexpected failure %s", document.instance());
            show(exchange, document.status(), "Serai failed.", "Its log says more under " + document.instance() + ".");
        }
    }

    private void show(Exchange exchange, int status, String message, String hint) {
        Message answer = exchange.getMessage();
        answer.removeHeaders("*");
        answer.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        answer.setHeader(Exchange.CONTENT_TYPE, "text/html; charset=utf-8");
        answer.setBody(page.data("works", status == 200)
                .data("message", message)
                .data("hint", hint)
                .render());
    }
}
