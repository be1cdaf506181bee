package io.serai.camel;

import io.serai.delivery.Intake;
import io.serai.delivery.Received;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.apache.camel.Exchange;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;

/**
 * The webhook log as Camel's idempotent repository: adding a key is storing the delivery, in one transaction. Nothing is
 * ever removed from it; what a crash left unfinished is finished by the sweep (E1).
 */
@ApplicationScoped
@Named("webhookLogRepository")
public class WebhookLogRepository extends ServiceSupport implements IdempotentRepository {

    private final Intake intake;

    @Inject
    WebhookLogRepository(Intake intake) {
        this.intake = intake;
    }

    @Override
    public boolean add(Exchange exchange, String key) {
        return intake.store(exchange.getMessage().getBody(Received.class).delivery());
    }

    @Override
    public boolean add(String key) {
        throw new IllegalStateException("a delivery is stored with its body, not by its key alone: " + key);
    }

    @Override
    public boolean contains(String key) {
        return false;
    }

    @Override
    public boolean remove(String key) {
        return false;
    }

    @Override
    public boolean confirm(String key) {
        return true;
    }

    @Override
    public void clear() {
        throw new IllegalStateException("the webhook log is never cleared");
    }
}
