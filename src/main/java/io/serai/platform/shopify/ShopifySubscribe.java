package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.platform.Subscription;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings the app's subscriptions to exactly one per topic, each delivering to the topic's address, and prepares the shop for
 * Serai's identity of products. Doing it again changes nothing. Those of another channel are left alone. What was created is
 * looked at once more: of two who do it at the same time the last sees both.
 */
public final class ShopifySubscribe extends ShopifySubscriptions {

    private final List<String> topics;
    private final String address;
    private final List<Subscription> ours = new ArrayList<>();
    private boolean hasCreated;

    /** @param address where deliveries go; {@code {topic}} in it stands for each one's topic */
    public ShopifySubscribe(List<String> topics, String address) {
        this.topics = List.copyOf(topics);
        this.address = address;
        askFirst(ShopifyQuestion.mutation("MetafieldDefinitionCreate", definition()), ShopifySubscribe::taken);
    }

    private static ObjectNode definition() {
        ObjectNode definition = JSON.objectNode()
                .put("name", "Serai product id")
                .put("namespace", ShopifyProductSet.NAMESPACE)
                .put("key", ShopifyProductSet.KEY)
                .put("ownerType", "PRODUCT")
                .put("type", "id");
        ObjectNode variables = JSON.objectNode();
        variables.set("definition", definition);
        return variables;
    }

    /** That it is there already is what is wanted. */
    private static void taken(ShopifyAnswer answer) {
        JsonNode payload = answer.data().path("metafieldDefinitionCreate");
        if (!payload.path("userErrors").path(0).path("code").asText().equals("TAKEN")) {
            ShopifyErrors.checkUserErrors(payload);
        }
    }

    @Override
    void allListed() {
        if (hasCreated) {
            topics.forEach(topic -> endDoubled(topic, there(topic)));
            return;
        }
        topics.forEach(topic -> bring(topic, there(topic)));
        if (hasCreated) {
            listAgain();
        }
    }

    private List<Subscription> there(String topic) {
        return listed().stream()
                .filter(subscription -> name(subscription.topic()).equals(name(topic)))
                .filter(subscription -> !subscription.isOfAnotherChannel(address))
                .toList();
    }

    private void bring(String topic, List<Subscription> there) {
        if (there.isEmpty()) {
            hasCreated = true;
            create(topic);
            return;
        }
        String wanted = address(topic);
        Subscription kept = oneOf(topic, there);
        if (kept.address().equals(wanted)) {
            ours.add(kept);
        } else {
            mend(kept, wanted);
        }
        endOthers(kept, there);
    }

    private void endDoubled(String topic, List<Subscription> there) {
        if (there.size() > 1) {
            Subscription kept = oneOf(topic, there);
            ours.removeIf(subscription -> name(subscription.topic()).equals(name(topic)));
            ours.add(kept);
            endOthers(kept, there);
        }
    }

    /** The first in Shopify's order, which is the same for everybody who looks. */
    private Subscription oneOf(String topic, List<Subscription> there) {
        return there.stream()
                .filter(subscription -> subscription.address().equals(address(topic)))
                .findFirst()
                .orElse(there.get(0));
    }

    /** Two subscriptions to a topic would deliver everything twice (fact 5). */
    private void endOthers(Subscription kept, List<Subscription> there) {
        there.stream()
                .filter(other -> other != kept)
                .forEach(other -> ask(
                        ShopifyQuestion.mutation(
                                "WebhookSubscriptionDelete", JSON.objectNode().put("id", other.externalId())),
                        answer -> {}));
    }

    private String address(String topic) {
        return address.replace("{topic}", topic);
    }

    private void create(String topic) {
        ObjectNode variables = JSON.objectNode().put("topic", name(topic));
        variables.set("subscription", input(address(topic)));
        ask(
                ShopifyQuestion.mutation("WebhookSubscriptionCreate", variables),
                answer -> keep(answer.data().path("webhookSubscriptionCreate")));
    }

    private void mend(Subscription wrong, String wanted) {
        ObjectNode variables = JSON.objectNode().put("id", wrong.externalId());
        variables.set("subscription", input(wanted));
        ask(
                ShopifyQuestion.mutation("WebhookSubscriptionUpdate", variables),
                answer -> keep(answer.data().path("webhookSubscriptionUpdate")));
    }

    private void keep(JsonNode payload) {
        ShopifyErrors.checkUserErrors(payload);
        ours.add(subscription(payload.path("webhookSubscription")));
    }

    @Override
    public List<Subscription> result() {
        return List.copyOf(ours);
    }
}
