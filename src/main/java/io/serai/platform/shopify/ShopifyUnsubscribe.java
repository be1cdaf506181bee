package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.serai.platform.Conversation;
import io.serai.platform.Reason;
import io.serai.platform.Rejected;
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
                    ShopifyUnsubscribe::gone);
        }
    }

    private static void gone(ShopifyAnswer answer) {
        try {
            ShopifyErrors.checkUserErrors(answer.payload("webhookSubscriptionDelete"));
        } catch (Rejected refused) {
            if (!refused.has(Reason.NOT_FOUND)) {
                throw refused;
            }
        }
    }

    /** @return null */
    @Override
    public Object result() {
        return null;
    }
}
