package io.serai.camel;

import io.serai.platform.PlatformFailure;
import io.serai.platform.Rejected;
import io.serai.platform.RetryAfter;
import io.serai.platform.Throttled;
import io.serai.platform.Unauthorized;
import io.serai.problem.Conflicting;
import io.serai.problem.Flaw;
import io.serai.problem.InvalidRequest;
import io.serai.problem.Problem;
import io.serai.problem.ProblemDocument;
import io.serai.problem.ShopUnavailable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jboss.logging.Logger;

/** Answers with a problem document where a route of the API failed. */
@ApplicationScoped
@Named("problemAnswers")
public class ProblemAnswers {

    private static final Logger LOG = Logger.getLogger(ProblemAnswers.class);

    public void answer(Exchange exchange) {
        ProblemDocument document = document(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, document.status());
        message.setHeader(Exchange.CONTENT_TYPE, ProblemDocument.CONTENT_TYPE);
        document.headers().forEach(message::setHeader);
        message.setBody(document.json());
    }

    /** Ends a route with a problem that was found on the way. */
    public void fail(Problem problem) {
        throw problem;
    }

    private static ProblemDocument document(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Problem problem) {
                return ProblemDocument.of(problem);
            }
            if (cause instanceof PlatformFailure platformFailure) {
                return ProblemDocument.of(problem(platformFailure));
            }
        }
        ProblemDocument document = ProblemDocument.unexpected();
        LOG.errorf(failure, "Unexpected failure %s", document.instance());
        return document;
    }

    /** What a caller is told who waits for a platform's answer. */
    private static Problem problem(PlatformFailure failure) {
        if (failure instanceof Rejected) {
            return new InvalidRequest(new Flaw(null, null, "The shop refuses it: " + failure.getMessage(), null));
        }
        if (failure instanceof Unauthorized) {
            return new Conflicting("The shop refuses Serai's credentials; give the channel working ones first");
        }
        return new ShopUnavailable(
                failure instanceof Throttled throttled ? throttled.retryAfter() : RetryAfter.UNKNOWN);
    }
}
