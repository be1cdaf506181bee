package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.serai.platform.Conversation;
import io.serai.platform.Subscription;
import java.util.List;

/** Ends subscriptions. One that is gone already is what is wanted. */
public final class ShopifyUnsubscribe extends Conversation<ShopifyQuestion, ShopifyAnswer> {

    public ShopifyUnsubscribe(List<Subscription> subscriptions) {
        for (Subscription subscription : subscriptions) {
            ask(
                    ShopifyQuestion.mutation(
                            "WebhookSubscriptionDelete",
                            JsonNodeFactory.instance.objectNode().put("id", subscription.externalId())),
                    answer -> {});
        }
    }

    /** @return null */
    @Override
    public Object result() {
        return null;
    }
}
