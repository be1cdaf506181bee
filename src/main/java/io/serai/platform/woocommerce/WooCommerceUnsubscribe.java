package io.serai.platform.woocommerce;

import io.serai.platform.Conversation;
import io.serai.platform.Subscription;
import java.util.List;

/** Deletes webhooks. One that is gone already is what is wanted. */
public final class WooCommerceUnsubscribe extends Conversation<WooCommerceQuestion, WooCommerceAnswer> {

    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;

    public WooCommerceUnsubscribe(List<Subscription> subscriptions) {
        subscriptions.forEach(subscription ->
                ask(WooCommerceQuestion.delete("webhooks/" + subscription.externalId()), WooCommerceUnsubscribe::gone));
    }

    private static void gone(WooCommerceAnswer answer) {
        if (answer.status() != NOT_FOUND && answer.status() != GONE) {
            answer.taken();
        }
    }

    /** @return null */
    @Override
    public Object result() {
        return null;
    }
}
