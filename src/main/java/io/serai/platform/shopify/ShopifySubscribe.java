package io.serai.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.serai.platform.Subscription;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings the app's subscriptions to exactly one per topic, each delivering to the topic's address, and prepares the shop for
 * Serai's identity of products. Doing it again changes nothing. Those of another channel are left alone.
 */
public final class ShopifySubscribe extends ShopifySubscriptions {

    private final List<String> topics;
    private final String address;
    private final List<Subscription> ours = new ArrayList<>();

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
        JsonNode payload = answer.payload("metafieldDefinitionCreate");
        if (!payload.path("userErrors").path(0).path("code").asText().equals("TAKEN")) {
            ShopifyErrors.checkUserErrors(payload);
        }
    }

    @Override
    void allListed() {
        for (String topic : topics) {
            List<Subscription> there = listed().stream()
                    .filter(subscription -> name(subscription.topic()).equals(name(topic)))
                    .filter(subscription -> !subscription.isOfAnotherChannel(address))
                    .toList();
            if (there.isEmpty()) {
                create(topic);
            } else {
                keepOne(topic, there);
            }
        }
    }

    /** Two subscriptions to a topic would deliver everything twice (fact 5). */
    private void keepOne(String topic, List<Subscription> there) {
        String wanted = address(topic);
        Subscription kept = there.stream()
                .filter(subscription -> subscription.address().equals(wanted))
                .findFirst()
                .orElse(there.get(0));
        if (kept.address().equals(wanted)) {
            ours.add(kept);
        } else {
            mend(kept, wanted);
        }
        there.stream()
                .filter(other -> other != kept)
                .forEach(other -> ask(
                        ShopifyQuestion.mutation(
                                "WebhookSubscriptionDelete", JSON.objectNode().put("id", other.externalId())),
                        answer -> ShopifyErrors.checkUserErrors(answer.payload("webhookSubscriptionDelete"))));
    }

    private String address(String topic) {
        return address.replace("{topic}", topic);
    }

    private void create(String topic) {
        ObjectNode variables = JSON.objectNode().put("topic", name(topic));
        variables.set("subscription", input(address(topic)));
        ask(
                ShopifyQuestion.mutation("WebhookSubscriptionCreate", variables),
                answer -> keep(answer.payload("webhookSubscriptionCreate")));
    }

    private void mend(Subscription wrong, String wanted) {
        ObjectNode variables = JSON.objectNode().put("id", wrong.externalId());
        variables.set("subscription", input(wanted));
        ask(
                ShopifyQuestion.mutation("WebhookSubscriptionUpdate", variables),
                answer -> keep(answer.payload("webhookSubscriptionUpdate")));
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
