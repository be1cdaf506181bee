package io.serai.platform.woocommerce;

import io.serai.platform.Conversation;
import io.serai.platform.Subscription;
import java.util.List;

/** Deletes webhooks. One that is gone already is what is wanted. */
public final class WooCommerceUnsubscribe extends Conversation<WooCommerceQuestion, WooCommerceAnswer> {

    public WooCommerceUnsubscribe(List<Subscription> subscriptions) {
        subscriptions.forEach(
                subscription -> ask(WooCommerceQuestion.delete("webhooks/" + subscription.externalId()), answer -> {}));
    }

    /** @return null */
    @Override
    public Object result() {
        return null;
    }
}
